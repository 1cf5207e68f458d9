//! A whole process that reads pairs of texts and computes their logits, for `against_python.py` beside this file.
//!
//!     cargo bench --bench throughput -- PAIRS.jsonl MODEL THREADS

use newsvane::tag::transformer::{Classifier, LoadOptions};
use std::num::NonZeroUsize;
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [pairs, model, threads] = arguments.as_slice() else {
        eprintln!("usage: throughput PAIRS.jsonl MODEL THREADS");
        return;
    };
    let start = Instant::now();
    let threads = threads.parse::<NonZeroUsize>().expect("a number of threads");
    let options = LoadOptions { threads, ..LoadOptions::default() };
    let classifier = Classifier::load(model.as_ref(), &options).expect("the model folder is whole");
    let loaded = start.elapsed().as_secs_f64();
    let text = std::fs::read_to_string(pairs).expect("the pairs can be read");
    let pairs: Vec<(String, String)> =
        text.lines().map(|line| serde_json::from_str(line).expect("a line is a pair")).collect();
    let pairs: Vec<(&str, Option<&str>)> =
        pairs.iter().map(|(first, second)| (first.as_str(), Some(second.as_str()))).collect();
    let begin = Instant::now();
    let mut sum = 0.0;
    // As the product does it: some thousands at a time.
    for batch in pairs.chunks(2048) {
        let logits = classifier.logits(batch).expect("the model computes");
        sum += logits.iter().flatten().map(|&logit| f64::from(logit)).sum::<f64>();
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{}",
        serde_json::json!({"load_s": loaded, "compute_s": seconds, "pairs": pairs.len(), "sum": sum})
    );
}
