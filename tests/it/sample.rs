//! The sample dump, from end to end, against what its authors know of it.

use crate::tool::{Workplace, repository, rows};
use newsvane::language::Detector;
use newsvane::registry::Registry;
use newsvane::schema::Speaker;
use newsvane::{attribute, extract, read, segment};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

type Row = BTreeMap<String, String>;

/// The result of one run over the sample, made once for all the tests here.
fn result() -> &'static PathBuf {
    static RESULT: OnceLock<(Workplace, PathBuf)> = OnceLock::new();
    &RESULT
        .get_or_init(|| {
            let place = Workplace::new();
            let sample = repository().join("corpora/sample");
            let config = sample.join("newsvane.toml");
            let ran = place.run(&[
                "analyze",
                sample.to_str().unwrap(),
                "--meta",
                sample.join("meta.csv").to_str().unwrap(),
                "--config",
                config.to_str().unwrap(),
                "--out",
                "out",
            ]);
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            let out = place.path("out");
            (place, out)
        })
        .1
}

#[derive(Debug, serde::Deserialize)]
struct Gold {
    title: String,
    lang: String,
    outlet: Option<String>,
    published: Option<String>,
    cluster: String,
    copy_kind: String,
    speakers: Vec<String>,
}

fn gold() -> Vec<Gold> {
    std::fs::read_to_string(repository().join("tests/fixtures/sample_gold.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The articles by their titles.
fn articles() -> BTreeMap<String, Row> {
    rows(&result().join("articles.csv"))
        .into_iter()
        .map(|row| (row["title"].trim_start_matches('\'').to_owned(), row))
        .collect()
}

fn pairs() -> Vec<(Gold, Row)> {
    let mut articles = articles();
    let gold = gold();
    let missing: Vec<&str> = gold
        .iter()
        .filter(|gold| !articles.contains_key(&gold.title))
        .map(|gold| gold.title.as_str())
        .collect();
    assert!(missing.is_empty(), "not among {:?}: {missing:?}", articles.keys());
    gold.into_iter()
        .map(|gold| {
            let row = articles.remove(&gold.title).unwrap();
            (gold, row)
        })
        .collect()
}

#[test]
fn every_article_is_there_with_its_language_outlet_and_date() {
    let mut wrong = Vec::new();
    for (gold, row) in pairs() {
        let day = row["published_utc"].get(..10).unwrap_or("");
        for (what, expected, got) in [
            ("lang", gold.lang.as_str(), row["lang"].as_str()),
            ("outlet", gold.outlet.as_deref().unwrap_or(""), row["outlet"].as_str()),
            ("published", gold.published.as_deref().unwrap_or(""), day),
        ] {
            if expected != got {
                wrong.push(format!("{what} of {:?}: expected {expected:?}, got {got:?}", gold.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(articles().len(), gold().len());
}

#[test]
fn copies_and_translations_are_clustered() {
    let pairs = pairs();
    let mut both = 0;
    let (mut in_gold, mut in_result) = (0, 0);
    for (index, (gold, row)) in pairs.iter().enumerate() {
        for (other_gold, other_row) in &pairs[index + 1..] {
            let is_gold = gold.cluster == other_gold.cluster;
            let is_result = row["cluster_id"] == other_row["cluster_id"];
            in_gold += usize::from(is_gold);
            in_result += usize::from(is_result);
            both += usize::from(is_gold && is_result);
        }
    }
    let precision = both as f64 / in_result as f64;
    let recall = both as f64 / in_gold as f64;
    println!("clusters: pairwise precision {precision:.3}, recall {recall:.3}, {in_gold} pairs");
    assert!(precision >= 0.95, "precision {precision}");
    assert!(recall >= 0.80, "recall {recall}");
    let kinds_right = pairs.iter().filter(|(gold, row)| gold.copy_kind == row["copy_kind"]).count();
    assert!(kinds_right as f64 >= 0.9 * pairs.len() as f64, "{kinds_right} of {}", pairs.len());
}

/// The named speakers of every article of the sample, by its title: of all its sentences, not only of those about a
/// target.
fn speakers() -> BTreeMap<String, BTreeSet<String>> {
    let sample = repository().join("corpora/sample");
    let registry = Registry::with_additions(&[sample.join("registry")]).unwrap();
    let meta = sample.join("meta.csv");
    let options = read::Options { meta: Some(read::Meta::load(&meta).unwrap()), ..Default::default() };
    let detector = Detector::new();
    let mut speakers = BTreeMap::new();
    for file in &read::find_inputs(&[sample], Some(&meta)).unwrap().files {
        for document in read::open(file, &options).flatten() {
            let Ok(extraction) = extract::extract(&document, &registry) else { continue };
            let mut article = extraction.article;
            article.lang_detected = detector.detect(&article.text);
            let sentences = segment::segment(&article, &registry, |text| {
                detector.detect_sentence(text, &article.lang_detected)
            });
            let named = attribute::attribute(&article, &sentences, &registry)
                .into_iter()
                .filter_map(|attribution| match attribution.speaker {
                    Speaker::Named(id) => Some(id.to_string()),
                    _ => None,
                })
                .collect();
            speakers.insert(article.title.unwrap_or_default(), named);
        }
    }
    speakers
}

#[test]
fn those_who_are_quoted_are_found() {
    let speakers = speakers();
    let registered: BTreeSet<String> = gold().into_iter().flat_map(|gold| gold.speakers).collect();
    let (mut found, mut total, mut extra, mut wrong) = (0, 0, 0, Vec::new());
    for gold in gold() {
        let named = &speakers[&gold.title];
        for speaker in &gold.speakers {
            total += 1;
            if named.contains(speaker) {
                found += 1;
            } else {
                wrong.push(format!("missing {speaker} in {:?}", gold.title));
            }
        }
        for speaker in named.iter().filter(|id| registered.contains(*id) && !gold.speakers.contains(id)) {
            extra += 1;
            wrong.push(format!("extra {speaker} in {:?}", gold.title));
        }
    }
    println!("speakers: {found} of {total} found, {extra} extra\n{}", wrong.join("\n"));
    assert!(found as f64 >= 0.95 * total as f64, "{found} of {total}\n{}", wrong.join("\n"));
    assert!(extra as f64 <= 0.05 * total as f64, "{extra} extra\n{}", wrong.join("\n"));
}

#[test]
fn the_turn_of_opinion_shows() {
    let net = |target: &str, week: &str| -> f64 {
        rows(&result().join("weekly.csv"))
            .into_iter()
            .find(|row| row["week"] == week && row["target"] == target && row["group_by"] == "all")
            .unwrap_or_else(|| panic!("{target} in {week}"))["net"]
            .parse()
            .unwrap()
    };
    assert!(net("l2", "2026-W06") < net("l2", "2026-W02"), "stance on L2 falls with the turn");
    assert!(net("l2", "2026-W09") > net("l2", "2026-W06"), "and recovers some ground");
}

#[test]
fn a_text_that_stands_twice_counts_once() {
    let dropped = rows(&result().join("dropped.csv"));
    let repetitions: Vec<_> = dropped.iter().filter(|row| row["reason"] == "repetition").collect();
    assert_eq!(repetitions.len(), 1, "{repetitions:?}");
    assert_eq!(repetitions[0]["file"], "vtoroy-uroven-remeslo.txt");
    let mut seen = BTreeSet::new();
    for row in rows(&result().join("stances.csv")) {
        assert!(
            seen.insert((row["article_id"].clone(), row["target"].clone(), row["sentence"].clone())),
            "twice: {}",
            row["sentence"]
        );
    }
}

#[test]
fn a_date_named_by_the_text_alone_is_inferred() {
    let row = articles().into_values().find(|row| row["file"] == "note-0117.txt").unwrap();
    assert_eq!(row["published_precision"], "inferred");
    assert!(row["published_utc"].starts_with("2026-01-"), "{}", row["published_utc"]);
    let undated = articles().into_values().find(|row| row["file"] == "chronique.txt").unwrap();
    assert_eq!((undated["published_precision"].as_str(), undated["week"].as_str()), ("unknown", ""));
}
