//! Time of fingerprints and of clustering a whole dump of them.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use newsvane::cluster::{Fingerprint, cluster, fingerprint};
use newsvane::registry::Registry;
use newsvane::schema::{Article, ArticleId, DetectedLang, Lang, Origin, Precision, Published, Span};
use std::hint::black_box;

/// An article of about 250 words that no other number gives; every tenth repeats most of the one before.
fn article(number: u64) -> Article {
    let mut state = number - u64::from(number % 10 == 9);
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut text = String::new();
    for word in 0..250 {
        match word % 25 {
            7 => text.push_str(&format!("{} ", next(90_000))),
            13 => text.push_str(&format!("Network{} ", next(5_000))),
            _ => text.push_str(&format!("word{} ", next(8_000))),
        }
    }
    if number % 10 == 9 {
        text.truncate(text.len() * 3 / 4);
    }
    let day = jiff::civil::date(2025, 1, 1) + jiff::Span::new().days((number % 365) as i64);
    Article {
        id: ArticleId::of_text(&number.to_string()),
        origin: Origin { file: "bench.jsonl".to_owned(), position: Some(number) },
        outlet: None,
        url: None,
        title: None,
        byline: None,
        published: Published::day(day, "", Precision::Day),
        lang_url: None,
        lang_declared: None,
        lang_detected: DetectedLang::Supported(Lang::ALL[number as usize % Lang::ALL.len()]),
        paragraphs: vec![Span::new(0, text.len())],
        text,
    }
}

fn benches(criterion: &mut Criterion) {
    let registry = Registry::builtin().expect("the built-in definitions are valid");
    let one = article(1);
    criterion.bench_function("fingerprint of one article", |bencher| {
        bencher.iter(|| fingerprint(black_box(&one), &registry));
    });
    let dump: Vec<Fingerprint> = (0..20_000).map(|number| fingerprint(&article(number), &registry)).collect();
    let mut group = criterion.benchmark_group("cluster");
    group.sample_size(10);
    for n in [5_000, 20_000] {
        group.bench_function(format!("{n} articles"), |bencher| {
            bencher.iter_batched(|| &dump[..n], |dump| cluster(black_box(dump)), BatchSize::LargeInput);
        });
    }
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
