//! How many tokens a second the transformer engine computes, tokenizing included, on the tiny BERT of the tests.
//!
//!     cargo bench --bench engine
//!
//! The model is so small that this measures what surrounds the computing: tokenizing, batches, calls of libtorch. For a
//! real model name its folder in `NEWSVANE_BENCH_MODEL`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsvane::tag::transformer::{Classifier, LoadOptions};
use std::hint::black_box;
use std::path::PathBuf;
use tokenizers::Tokenizer;

const SENTENCES: [&str; 6] = [
    "Rollups make Ethereum cheaper.",
    "Critics say that layer 2 networks split liquidity and hurt the base layer.",
    "Основатель проекта считает, что роллапы решают проблему комиссий.",
    "以太坊的二层网络让手续费大幅下降。",
    "Las redes de segunda capa abaratan las comisiones de Ethereum, dicen los desarrolladores, y el límite de gas \
     subirá el año que viene.",
    "Mạng lớp 2 giúp giảm phí giao dịch trên Ethereum.",
];

fn tokens_per_second(criterion: &mut Criterion) {
    let folder = std::env::var_os("NEWSVANE_BENCH_MODEL").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/models/bert"),
        PathBuf::from,
    );
    let pairs: Vec<(&str, Option<&str>)> =
        SENTENCES.iter().cycle().take(240).map(|&sentence| (sentence, Some("layer 2"))).collect();
    let tokens = count_tokens(&folder, &pairs);
    let mut group = criterion.benchmark_group("engine");
    group.throughput(Throughput::Elements(tokens)).sample_size(10);
    for batch_tokens in [512, 2048, 8192] {
        let options = LoadOptions { batch_tokens, ..LoadOptions::default() };
        let model = Classifier::load(&folder, &options).expect("the model folder is whole");
        group.bench_function(format!("batches of {batch_tokens} tokens"), |bencher| {
            bencher.iter(|| model.logits(black_box(&pairs)).expect("the model computes"));
        });
    }
    group.finish();
}

fn count_tokens(folder: &std::path::Path, pairs: &[(&str, Option<&str>)]) -> u64 {
    let tokenizer =
        Tokenizer::from_file(folder.join("tokenizer.json")).expect("the model folder has a tokenizer");
    pairs
        .iter()
        .map(|&(first, second)| {
            let encoding =
                tokenizer.encode((first, second.unwrap_or_default()), true).expect("the texts are plain");
            encoding.len() as u64
        })
        .sum()
}

criterion_group!(benches, tokens_per_second);
criterion_main!(benches);
