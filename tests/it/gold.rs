//! The authored corpus: every line whole, no meaning on two sides of the split, varied.

use crate::tool::repository;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

#[derive(Deserialize)]
struct Row {
    id: String,
    group: String,
    lang: String,
    text: String,
    l1: String,
    l2: String,
    tone: String,
    genre: String,
}

/// Two sentences of one language of which one has this share of the other's word 5-grams are near-duplicates.
const NEAR: f64 = 0.5;
const MOST_NEAR: f64 = 0.02;
const MOST_OPENINGS: f64 = 0.01;

fn rows() -> Vec<Row> {
    let folder = repository().join("corpora/gold");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let texts: Vec<String> = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    texts.iter().flat_map(|text| text.lines().map(|line| serde_json::from_str(line).unwrap())).collect()
}

/// Whether a language writes its words without spaces.
fn is_unspaced(lang: &str) -> bool {
    ["zh-Hans", "zh-Hant", "ja"].contains(&lang)
}

/// The words; where they are not set apart, the characters, with runs of Latin letters and digits whole.
fn units(row: &Row) -> Vec<String> {
    let text = row.text.to_lowercase();
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    if !is_unspaced(&row.lang) {
        return words.map(str::to_owned).collect();
    }
    let mut units: Vec<String> = Vec::new();
    for word in words {
        let mut in_run = false;
        for character in word.chars() {
            match units.last_mut() {
                Some(last) if in_run && character.is_ascii() => last.push(character),
                _ => units.push(character.into()),
            }
            in_run = character.is_ascii();
        }
    }
    units
}

#[test]
fn the_split_holds_every_group_once_and_ids_are_unique() {
    let rows = rows();
    let split = std::fs::read_to_string(repository().join("corpora/gold/split.json")).unwrap();
    let split: BTreeMap<String, Vec<String>> = serde_json::from_str(&split).unwrap();
    assert_eq!(split.keys().collect::<Vec<_>>(), ["dev", "test", "train"]);
    let listed: Vec<&String> = split.values().flatten().collect();
    let unique: BTreeSet<&String> = listed.iter().copied().collect();
    assert_eq!(listed.len(), unique.len(), "a group stands on two sides");
    let groups: BTreeSet<&String> = rows.iter().map(|row| &row.group).collect();
    assert_eq!(groups, unique);
    let ids: BTreeSet<&String> = rows.iter().map(|row| &row.id).collect();
    assert_eq!(ids.len(), rows.len());
    for row in &rows {
        let stances = ["favor", "against", "neutral", "none"];
        assert!(stances.contains(&row.l1.as_str()) && stances.contains(&row.l2.as_str()), "{}", row.id);
        assert!(["positive", "negative", "neutral"].contains(&row.tone.as_str()), "{}", row.id);
        assert!(!row.text.trim().is_empty() && !row.text.contains('\n'), "{}", row.id);
    }
}

#[test]
fn the_corpus_is_varied() {
    let rows = rows();
    let mut by_lang: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        by_lang.entry(&row.lang).or_default().push(row);
    }
    println!(
        "{:<8} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6}",
        "lang", "n", "near", "opening", "p10", "median", "p90"
    );
    for (lang, rows) in by_lang {
        let units: Vec<Vec<String>> = rows.iter().map(|row| units(row)).collect();
        // Near-duplicates, by an index from 5-grams to sentences.
        let grams: Vec<HashSet<&[String]>> = units.iter().map(|units| units.windows(5).collect()).collect();
        let mut index: HashMap<&[String], Vec<usize>> = HashMap::new();
        for (number, grams) in grams.iter().enumerate() {
            for gram in grams {
                index.entry(gram).or_default().push(number);
            }
        }
        let is_near = |number: usize| {
            let mut shared: HashMap<usize, usize> = HashMap::new();
            for gram in &grams[number] {
                for other in index[gram].iter().filter(|other| **other != number) {
                    *shared.entry(*other).or_default() += 1;
                }
            }
            shared.iter().any(|(other, count)| {
                *count as f64 >= NEAR * grams[number].len().min(grams[*other].len()) as f64
            })
        };
        let near = (0..rows.len()).filter(|number| is_near(*number)).count() as f64 / rows.len() as f64;
        // An opening is four words, since three are often but a term ("la red principal"); where a character is a word, eight.
        let width = if is_unspaced(lang) { 8 } else { 4 };
        let mut openings: HashMap<&[String], usize> = HashMap::new();
        for units in units.iter().filter(|units| units.len() >= width) {
            *openings.entry(&units[..width]).or_default() += 1;
        }
        let opening = openings.values().max().copied().unwrap_or(0);
        let mut lengths: Vec<usize> = rows.iter().map(|row| row.text.chars().count()).collect();
        lengths.sort_unstable();
        let at = |share: f64| lengths[((lengths.len() - 1) as f64 * share) as usize];
        println!(
            "{lang:<8} {:>6} {near:>7.4} {:>7.4} {:>6} {:>6} {:>6}",
            rows.len(),
            opening as f64 / rows.len() as f64,
            at(0.1),
            at(0.5),
            at(0.9)
        );
        assert!(near < MOST_NEAR, "{lang}: {near:.4} of the sentences have a near-duplicate");
        // Three of a kind are no pattern in a small language.
        assert!(
            opening <= 3 || (opening as f64) < MOST_OPENINGS * rows.len() as f64,
            "{lang}: {opening} share an opening"
        );
    }
    type Field = (&'static str, fn(&Row) -> String);
    let fields: [Field; 3] = [
        ("l2,l1", |row| format!("{},{}", row.l2, row.l1)),
        ("tone", |row| row.tone.clone()),
        ("genre", |row| row.genre.clone()),
    ];
    for (name, value) in fields {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in &rows {
            *counts.entry(value(row)).or_default() += 1;
        }
        println!("{name}: {counts:?}");
        if name == "l2,l1" {
            assert_eq!(counts.len(), 16, "every combination of labels is there");
        }
    }
}
