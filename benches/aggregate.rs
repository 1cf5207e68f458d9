//! Time of aggregating batches of analysed articles.

use criterion::{Criterion, criterion_group, criterion_main};
use newsvane::aggregate::{Aggregator, articles_frame, narratives_frame, stances_frame};
use newsvane::registry::Registry;
use newsvane::schema::{
    AnalyzedArticle, AnalyzedSentence, Article, ArticleId, Attribution, ClusterId, CopyKind, DetectedLang,
    Lang, Origin, Precision, Published, Quotation, Scores, Sentence, SentenceRole, SentenceTags, Span,
    Speaker, Stance, StanceTag, Tone,
};
use std::hint::black_box;

const SENTENCE: &str = "Rollups carry most of the load by now. ";
const SENTENCES: usize = 20;

/// An article of twenty sentences, five of them about a target.
fn article(number: usize) -> AnalyzedArticle {
    let id = ArticleId::of_text(&number.to_string());
    let day = jiff::civil::date(2025, 1, 1) + jiff::Span::new().days((number % 365) as i64);
    let sentences = (0..SENTENCES).map(|index| AnalyzedSentence {
        sentence: Sentence {
            id: id.sentence(index),
            span: Span::new(index * SENTENCE.len(), (index + 1) * SENTENCE.len()),
            paragraph: 0,
            role: SentenceRole::Body,
            lang: DetectedLang::Supported(Lang::En),
        },
        attribution: Attribution {
            speaker: match (number + index) % 4 {
                0 => Speaker::Named(format!("speaker_{}", number % 200).parse().expect("a valid id")),
                1 => Speaker::Unnamed,
                _ => Speaker::Author,
            },
            quotation: Quotation::None,
        },
        tags: SentenceTags {
            stances: (index % 4 == 0)
                .then(|| StanceTag {
                    target: "l2".parse().expect("a valid id"),
                    stance: Ok(Stance::ALL[(number + index) % 3]),
                    scores: Scores { favor: 0.5, against: 0.25, neutral: 0.125, none: 0.125 },
                })
                .into_iter()
                .collect(),
            tone: Some(Tone::Positive),
            narratives: if index == 3 { vec!["l2_outages".parse().expect("a valid id")] } else { Vec::new() },
        },
        claims: Vec::new(),
    });
    AnalyzedArticle {
        cluster: ClusterId::of_original(&id),
        copy_kind: CopyKind::Original,
        sentences: sentences.collect(),
        article: Article {
            id: id.clone(),
            origin: Origin { file: "bench.jsonl".to_owned(), position: Some(number as u64) },
            outlet: Some(format!("outlet{}", number % 30).parse().expect("a valid id")),
            url: None,
            title: None,
            byline: None,
            published: Published::day(day, "", Precision::Day),
            lang_url: None,
            lang_declared: None,
            lang_detected: DetectedLang::Supported(Lang::En),
            paragraphs: Vec::new(),
            text: SENTENCE.repeat(SENTENCES),
        },
    }
}

fn benches(criterion: &mut Criterion) {
    let registry = Registry::builtin().expect("the built-in definitions are valid");
    let batch: Vec<AnalyzedArticle> = (0..256).map(article).collect();
    criterion.bench_function("frames of a batch of 256 articles", |bencher| {
        bencher.iter(|| {
            let batch = black_box(&batch);
            (articles_frame(batch), stances_frame(batch), narratives_frame(batch))
        });
    });
    let frames: Vec<_> = (0..40)
        .map(|number| {
            let batch: Vec<_> = (number * 256..(number + 1) * 256).map(article).collect();
            let frames = (articles_frame(&batch), stances_frame(&batch), narratives_frame(&batch));
            (
                frames.0.expect("a frame of articles"),
                frames.1.expect("a frame of stances"),
                frames.2.expect("a frame of narratives"),
            )
        })
        .collect();
    let mut group = criterion.benchmark_group("aggregate");
    group.sample_size(10);
    group.bench_function("10,240 articles", |bencher| {
        bencher.iter(|| {
            let mut aggregator = Aggregator::new();
            for (articles, stances, narratives) in &frames {
                aggregator.add(articles, stances, narratives).expect("frames of ours");
            }
            aggregator.finish(&registry).expect("frames of ours")
        });
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
