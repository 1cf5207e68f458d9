//! The lexicon engine: sentences per second in three scripts.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsvane::registry::Registry;
use newsvane::schema::{DetectedLang, Lang, SentenceRole};
use newsvane::tag::{Settings, Text, lexicon::Lexicon, tag};
use std::sync::Arc;

const SENTENCES: [(Lang, &str); 3] = [
    (Lang::En, "Activity on rollups is growing, but decentralisation lags far behind what was promised."),
    (
        Lang::Ru,
        "Комиссии в сетях второго уровня снизились вдвое, однако ликвидность по-прежнему раздроблена.",
    ),
    (Lang::ZhHans, "随着主网手续费持续下降，二层网络需要重新证明自己的价值。"),
];

fn lexicon(criterion: &mut Criterion) {
    let registry = Arc::new(Registry::builtin().expect("the built-in definitions are valid"));
    let engine = Lexicon::new(registry.clone());
    let mut group = criterion.benchmark_group("tag");
    for (lang, text) in SENTENCES {
        let lang_detected = DetectedLang::Supported(lang);
        let text = Text { text, lang: &lang_detected, role: SentenceRole::Body, previous: None, title: None };
        let texts = vec![text; 256];
        group.throughput(Throughput::Elements(texts.len() as u64));
        group.bench_function(lang.code(), |bencher| {
            bencher.iter(|| tag(&texts, &registry, &engine, Settings::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, lexicon);
criterion_main!(benches);
