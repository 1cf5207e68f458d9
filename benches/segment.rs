//! Sentence splitting of plain texts of the demo dump.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsvane::extract::extract;
use newsvane::language::Detector;
use newsvane::registry::Registry;
use newsvane::schema::{Article, Body, Fields, Origin, RawDocument};
use newsvane::segment::segment;
use std::hint::black_box;
use std::path::Path;

fn articles(registry: &Registry) -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/sample");
    let names =
        ["note-0117.txt", "chronique.txt", "yen-po-hsun.txt", "ilves-glavnoe.txt", "ether-sert-dusus.txt"];
    let detector = Detector::new();
    names
        .iter()
        .filter_map(|name| {
            let text = std::fs::read_to_string(folder.join(name)).ok()?;
            let origin = Origin { file: (*name).to_owned(), position: None };
            let document = RawDocument { origin, body: Body::Text(text), fields: Fields::default() };
            let mut article = extract(&document, registry).ok()?.article;
            article.lang_detected = detector.detect(&article.text);
            Some(article)
        })
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let registry = Registry::builtin().expect("valid definitions");
    let articles = articles(&registry);
    let mut group = criterion.benchmark_group("segment");
    group.throughput(Throughput::Elements(articles.len() as u64));
    group.bench_function("sample articles", |bencher| {
        bencher.iter(|| {
            let n_sentences = |article: &Article| {
                segment(black_box(article), &registry, |_| article.lang_detected.clone()).len()
            };
            articles.iter().map(n_sentences).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
