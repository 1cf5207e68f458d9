//! The shipped model on the test part of the authored corpus: scores are pinned in `tests/floors.json` and only rise.
//!
//! With `NEWSVANE_FLOORS=raise` in the environment, floors that the scores exceed are raised to them; `lower` writes the
//! scores as they are, also where that sinks a floor. Anything else only compares.

use crate::tool::repository;
use newsvane::eval::{self, Evaluation, Gold};
use newsvane::pipeline;
use newsvane::registry::Registry;
use newsvane::tag::transformer::LoadOptions;
use newsvane::tag::{Engine, Settings, Transformer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Scores by language (`all` among them) and measure.
type Floors = BTreeMap<String, BTreeMap<String, f64>>;

/// Floors are written this much below the measured score, since libtorch rounds a little differently from processor to
/// processor.
const SLACK: f64 = 0.004;

/// The labelled sentences of one part of the split.
pub fn part(registry: &Registry, name: &str) -> Vec<Gold> {
    let folder = repository().join("corpora/gold");
    let split = std::fs::read_to_string(folder.join("split.json")).unwrap();
    let split: BTreeMap<String, BTreeSet<String>> = serde_json::from_str(&split).unwrap();
    let targets: Vec<_> = registry.targets.all().iter().map(|target| target.id.clone()).collect();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let gold = files.iter().flat_map(|file| eval::read(file, &targets).unwrap());
    gold.filter(|gold| split[name].contains(gold.group())).collect()
}

fn scores(engine: &dyn Engine, registry: &Registry, gold: &[Gold]) -> Evaluation {
    let predictions = pipeline::predict(gold, registry, engine, Settings::default(), &|_| {}).unwrap();
    eval::evaluate(engine.id(), gold, &predictions, |_| None, 0)
}

fn floors(evaluation: &Evaluation) -> Floors {
    evaluation
        .scopes
        .iter()
        .map(|scope| {
            let measures = [("stance", scope.stance), ("detection", scope.detection), ("tone", scope.tone)];
            let values = measures
                .map(|(name, score)| (name.to_owned(), ((score.value - SLACK) * 1000.0).floor() / 1000.0));
            (scope.lang.clone(), values.into())
        })
        .collect()
}

#[test]
fn the_shipped_model_keeps_its_scores() {
    let registry = Arc::new(Registry::builtin().unwrap());
    let folder = repository().join("models/stance-mini");
    let engine = Transformer::load(&folder, &LoadOptions::default(), registry.clone()).unwrap();
    let evaluation = scores(&engine, &registry, &part(&registry, "test"));
    println!("{}", eval::table(&evaluation));
    let path = repository().join("tests/floors.json");
    let measured = floors(&evaluation);
    let pinned: Floors = match std::fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).unwrap(),
        Err(_) => Floors::new(),
    };
    match std::env::var("NEWSVANE_FLOORS").as_deref() {
        Ok("lower") => write(&path, &measured),
        Ok("raise") => {
            let mut raised = measured.clone();
            for (lang, values) in &mut raised {
                for (name, value) in values {
                    *value = value
                        .max(pinned.get(lang).and_then(|values| values.get(name)).copied().unwrap_or(0.0));
                }
            }
            write(&path, &raised);
        }
        _ => {
            assert!(!pinned.is_empty(), "no floors; write them with NEWSVANE_FLOORS=raise");
            for (lang, values) in &pinned {
                for (name, floor) in values {
                    let score =
                        measured.get(lang).and_then(|values| values.get(name)).copied().unwrap_or(0.0)
                            + SLACK;
                    assert!(score >= *floor, "{lang}, {name}: {score:.3} is below its floor of {floor:.3}");
                }
            }
        }
    }
}

fn write(path: &std::path::Path, floors: &Floors) {
    std::fs::write(path, serde_json::to_string_pretty(floors).unwrap() + "\n").unwrap();
}
