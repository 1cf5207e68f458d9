//! How long it takes to attribute the sentences of an article and to find its claims.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsvane::registry::Registry;
use newsvane::schema::{
    Article, ArticleId, DetectedLang, Lang, Origin, Precision, Published, Sentence, SentenceRole, Span,
};
use newsvane::{attribute, claim};
use std::hint::black_box;

/// Sentences of an article of the kind that is analysed, by language.
const ARTICLES: &[(Lang, &[&str])] = &[
    (
        Lang::En,
        &[
            "Marta Ilves, a researcher in Lisbon, said that rollups decentralise too slowly. ",
            "“We still need them for the peaks,” she added. ",
            "Fees on Arbitrum fell 13.2% to $0.04 in 2025. ",
            "According to L2beat, twelve networks are at stage 0. ",
        ],
    ),
    (
        Lang::Ru,
        &[
            "Исследователь Марта Илвес заявила, что роллапы развиваются слишком медленно. ",
            "«Они нужны нам для пиков нагрузки», — добавила она. ",
            "Комиссии в сети Starknet снизились на 13,2% до 40,3 миллиона долларов. ",
            "Согласно данным L2beat, двенадцать сетей стоят на нулевом этапе. ",
        ],
    ),
    (
        Lang::ZhHans,
        &[
            "研究员李明表示，二层网络的去中心化太慢。",
            "他还表示：“高峰时期我们仍然需要这些网络。”",
            "2025年，Starknet的手续费下降13.2%至403亿美元。",
            "据L2beat数据显示，十二个网络仍处于第0阶段。",
        ],
    ),
];
/// Paragraphs of each article.
const PARAGRAPHS: usize = 12;

fn article(lang: Lang, lines: &[&str]) -> (Article, Vec<Sentence>) {
    let id = ArticleId::of_text(lines[0]);
    let (mut text, mut paragraphs, mut sentences) = (String::new(), Vec::new(), Vec::new());
    for paragraph in 0..PARAGRAPHS {
        let start = text.len();
        for line in lines {
            let span = Span::new(text.len(), text.len() + line.len());
            text.push_str(line);
            let id = id.sentence(sentences.len());
            let lang = DetectedLang::Supported(lang);
            sentences.push(Sentence { id, span, paragraph, role: SentenceRole::Body, lang });
        }
        paragraphs.push(Span::new(start, text.len()));
        text.push('\n');
    }
    let article = Article {
        id,
        origin: Origin { file: "bench.txt".to_owned(), position: None },
        outlet: None,
        url: None,
        title: None,
        byline: None,
        published: Published { original: None, utc: None, precision: Precision::Unknown },
        lang_url: None,
        lang_declared: None,
        lang_detected: DetectedLang::Supported(lang),
        text,
        paragraphs,
    };
    (article, sentences)
}

fn benches(criterion: &mut Criterion) {
    let registry = Registry::builtin().expect("the definitions are valid");
    for (lang, lines) in ARTICLES {
        let (article, sentences) = article(*lang, lines);
        let attributions = attribute::attribute(&article, &sentences, &registry);
        let mut group = criterion.benchmark_group(lang.code());
        group.throughput(Throughput::Elements(sentences.len() as u64));
        group.bench_function("attribute", |bencher| {
            bencher.iter(|| attribute::attribute(black_box(&article), &sentences, &registry));
        });
        group.bench_function("claims", |bencher| {
            bencher.iter(|| {
                let pairs = sentences.iter().zip(&attributions);
                pairs
                    .map(|(sentence, by)| claim::claims(black_box(&article), sentence, by, &registry).len())
                    .sum::<usize>()
            });
        });
        group.finish();
    }
}

criterion_group!(all, benches);
criterion_main!(all);
