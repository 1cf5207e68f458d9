//! Language detection: articles, and sentences in their articles.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsvane::language::Detector;
use std::hint::black_box;
use std::path::Path;

fn bench(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/sample");
    let names =
        ["note-0117.txt", "chronique.txt", "yen-po-hsun.txt", "ilves-glavnoe.txt", "ether-sert-dusus.txt"];
    let texts: Vec<String> =
        names.iter().filter_map(|name| std::fs::read_to_string(folder.join(name)).ok()).collect();
    let detector = Detector::new();
    let mut group = criterion.benchmark_group("language");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("articles", |bencher| {
        bencher
            .iter(|| texts.iter().map(|text| detector.detect(black_box(text)).code().len()).sum::<usize>());
    });
    let lines: Vec<(_, &str)> = texts
        .iter()
        .flat_map(|text| {
            let article = detector.detect(text);
            text.lines().filter(|line| !line.trim().is_empty()).map(move |line| (article.clone(), line))
        })
        .collect();
    group.throughput(Throughput::Elements(lines.len() as u64));
    group.bench_function("sentences", |bencher| {
        bencher.iter(|| {
            lines
                .iter()
                .filter(|(article, line)| detector.detect_sentence(black_box(line), article) == *article)
                .count()
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
