//! Extraction of the pages of the demo dump, one after the other on one thread.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsvane::extract::extract;
use newsvane::registry::Registry;
use newsvane::schema::{Body, Fields, Origin, RawDocument};
use std::hint::black_box;
use std::path::Path;

fn pages() -> Vec<RawDocument> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/sample/pages");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the demo dump").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .map(|html| RawDocument {
            origin: Origin { file: "page.html".to_owned(), position: None },
            body: Body::Html(html),
            fields: Fields::default(),
        })
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let registry = Registry::builtin().expect("valid definitions");
    let pages = pages();
    let mut group = criterion.benchmark_group("extract");
    group.throughput(Throughput::Elements(pages.len() as u64));
    group.bench_function("sample pages", |bencher| {
        bencher.iter(|| pages.iter().filter(|page| extract(black_box(page), &registry).is_ok()).count());
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
