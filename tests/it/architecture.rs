//! The directions of the layout: main → cli, config → pipeline → stages → registry → schema.

use std::fs;
use std::path::{Path, PathBuf};

const STAGES: [&str; 12] = [
    "collect",
    "read",
    "extract",
    "language",
    "cluster",
    "segment",
    "attribute",
    "claim",
    "tag",
    "eval",
    "aggregate",
    "report",
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Every source file of a module, with its text.
fn module(name: &str) -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    if src.join(name).is_dir() {
        sources(&src.join(name), &mut files);
    }
    if src.join(format!("{name}.rs")).is_file() {
        files.push(src.join(format!("{name}.rs")));
    }
    assert!(!files.is_empty(), "no module `{name}`");
    files.into_iter().map(|file| (file.clone(), fs::read_to_string(file).unwrap())).collect()
}

fn assert_unused(in_module: &str, words: &[&str], why: &str) {
    for (file, text) in module(in_module) {
        for word in words {
            assert!(!text.contains(word), "{} uses `{word}`: {why}", file.display());
        }
    }
}

#[test]
fn stages_do_not_know_each_other() {
    for stage in STAGES {
        for other in STAGES.iter().filter(|other| **other != stage) {
            let word = format!("crate::{other}");
            assert_unused(stage, &[&word], "only the pipeline knows two stages");
        }
        assert_unused(stage, &["crate::pipeline"], "stages are below the pipeline");
    }
}

#[test]
fn the_registry_stands_on_the_schema_alone() {
    for above in STAGES.iter().chain(&["pipeline"]) {
        let word = format!("crate::{above}");
        assert_unused("registry", &[&word], "the registry is below the stages");
        assert_unused("schema", &[&word], "the schema is at the bottom");
    }
    assert_unused("schema", &["crate::registry"], "the schema is at the bottom");
}

#[test]
fn heavy_libraries_stay_in_their_modules() {
    for name in STAGES.iter().chain(&["registry", "schema", "pipeline"]) {
        if !["read", "aggregate", "report"].contains(name) {
            assert_unused(name, &["polars"], "polars is for read, aggregate and report");
        }
        if *name != "tag" {
            assert_unused(
                name,
                &["use tch", "use rust_bert", "use tokenizers"],
                "the model runtime is for tag",
            );
        }
        if *name != "collect" {
            assert_unused(name, &["reqwest", "tokio"], "HTTP is for collect");
            // When a page was fetched is a fact about the page.
            assert_unused(
                name,
                &["SystemTime::now", "Timestamp::now", "Zoned::now"],
                "only main and the collector know the clock",
            );
        }
        assert_unused(name, &["anyhow"], "the library has typed errors");
        for (file, text) in module(name)
            .iter()
            .filter(|(file, _)| !file.iter().any(|part| part.to_string_lossy().starts_with("tests")))
        {
            assert!(!text.contains("println!"), "{} prints: only main does", file.display());
        }
    }
}
