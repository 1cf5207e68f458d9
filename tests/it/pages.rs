//! Extraction from pages that were written for this project in the structure of crypto sites of many languages, with the
//! article that each holds. Floors only rise.

use newsvane::extract::extract;
use newsvane::registry::Registry;
use newsvane::schema::{Article, Body, Fields, Origin, RawDocument};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Of the text, scored as the public article-extraction-benchmark does.
const F1: f64 = 0.97;
/// Of the pages, those with the right headline, and those with the right date.
const RIGHT: f64 = 0.98;

#[derive(Deserialize)]
struct Gold {
    page: String,
    url: String,
    lang: String,
    title: String,
    published: String,
    text: String,
}

fn gold() -> Vec<(Gold, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages");
    std::fs::read_to_string(folder.join("gold.jsonl"))
        .unwrap()
        .lines()
        .map(|line| {
            let gold: Gold = serde_json::from_str(line).unwrap();
            let html = std::fs::read_to_string(folder.join(&gold.page)).unwrap();
            (gold, html)
        })
        .collect()
}

/// Words; characters where the script puts no spaces between words.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let stands_alone = matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
        if c.is_alphanumeric() && !stands_alone {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if stands_alone {
            tokens.push(c.to_string());
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

fn shingles(text: &str) -> HashMap<Vec<String>, i64> {
    let tokens = tokens(text);
    let mut counts = HashMap::new();
    for window in tokens.windows(4.min(tokens.len().max(1))) {
        *counts.entry(window.to_vec()).or_default() += 1;
    }
    counts
}

/// Precision and recall over runs of four tokens.
fn score(expected: &str, found: &str) -> (f64, f64) {
    let (expected, found) = (shingles(expected), shingles(found));
    let common: i64 =
        expected.iter().map(|(shingle, n)| (*n).min(found.get(shingle).copied().unwrap_or(0))).sum();
    let share = |of: &HashMap<Vec<String>, i64>| match of.values().sum::<i64>() {
        0 => 0.0,
        total => common as f64 / total as f64,
    };
    (share(&found), share(&expected))
}

fn has_title(article: &Article, gold: &Gold) -> bool {
    let solid = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    article.title.as_deref().is_some_and(|title| solid(title) == solid(&gold.title))
}

/// A day where the page states no more, else the minute.
fn has_date(article: &Article, gold: &Gold) -> bool {
    let cell = article.published.to_cell();
    let exact = if gold.published.len() > 10 { 16 } else { 10 };
    cell.get(..exact) == gold.published.get(..exact)
}

#[derive(Default)]
struct Sums {
    n: f64,
    precision: f64,
    recall: f64,
    titles: f64,
    dates: f64,
}

impl Sums {
    fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision / self.n, self.recall / self.n);
        2.0 * precision * recall / (precision + recall)
    }
}

#[test]
fn articles_are_found_on_pages_of_many_sites() {
    let registry = Registry::builtin().unwrap();
    let pages = gold();
    assert!(pages.len() >= 79, "{}", pages.len());
    let mut all = Sums::default();
    let mut by_lang: BTreeMap<String, Sums> = BTreeMap::new();
    for (gold, html) in &pages {
        let document = RawDocument {
            origin: Origin { file: gold.page.clone(), position: None },
            body: Body::Html(html.clone()),
            fields: Fields { url: Some(gold.url.clone()), ..Fields::default() },
        };
        let article = extract(&document, &registry).map(|extraction| extraction.article);
        let (precision, recall, title, date) = match &article {
            Ok(article) => {
                let (precision, recall) = score(&gold.text, &article.text);
                (precision, recall, has_title(article, gold), has_date(article, gold))
            }
            Err(dropped) => {
                println!("{}: {}", gold.page, dropped.detail);
                (0.0, 0.0, false, false)
            }
        };
        if precision < 0.97 || recall < 0.97 || !title || !date {
            let found = article.as_ref().ok();
            println!(
                "{}: precision {precision:.3} recall {recall:.3} title {title} {:?} date {date} {} for {}",
                gold.page,
                found.and_then(|article| article.title.as_deref()),
                found.map(|article| article.published.to_cell()).unwrap_or_default(),
                gold.published,
            );
        }
        for sums in [&mut all, by_lang.entry(gold.lang.clone()).or_default()] {
            sums.n += 1.0;
            sums.precision += precision;
            sums.recall += recall;
            sums.titles += f64::from(u8::from(title));
            sums.dates += f64::from(u8::from(date));
        }
    }
    for (lang, sums) in by_lang.iter().chain([(&"all".to_owned(), &all)]) {
        println!(
            "{lang:<8} {:>3} pages  F1 {:.3}  titles {:.3}  dates {:.3}",
            sums.n,
            sums.f1(),
            sums.titles / sums.n,
            sums.dates / sums.n
        );
    }
    assert!(all.f1() >= F1, "F1 {:.4}", all.f1());
    assert!(all.titles / all.n >= RIGHT, "titles {:.4}", all.titles / all.n);
    assert!(all.dates / all.n >= RIGHT, "dates {:.4}", all.dates / all.n);
}
