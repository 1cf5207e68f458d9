//! Sentences, reversals and numbers with who said them, where and when.

use super::names::Names;
use crate::report::figures::{counted, quantity, signed};
use crate::report::folder::{ClaimRow, ReversalRow, SentenceRow};
use crate::report::week_data::{Evidence, WeekData};
use serde::Serialize;
use url::Url;

/// A sentence as evidence.
#[derive(Serialize)]
pub(super) struct Quote {
    sentence: String,
    lang: String,
    lang_name: String,
    speaker: String,
    /// Whether it is somebody else's word than the article's.
    form: &'static str,
    outlet: String,
    date: String,
    /// Only an address of the web; empty else.
    url: String,
    title: String,
    score: String,
    id: String,
}

/// A turn of a speaker.
#[derive(Serialize)]
pub(super) struct Reversal {
    speaker: String,
    target: String,
    before: String,
    after: String,
    net_before: String,
    net_after: String,
    n_before: String,
    n_after: String,
    last_before: String,
    first_after: String,
    p_value: String,
    /// Whether it falls into this week.
    is_new: bool,
    quote_before: Option<Quote>,
    quote_after: Option<Quote>,
}

/// A number that was stated.
#[derive(Serialize)]
pub(super) struct Claim {
    subject: String,
    metric: String,
    value: String,
    voices: String,
    speaker: String,
    quote: String,
    lang: String,
    outlet: String,
    url: String,
}

/// Characters after which a sentence is cut; the whole one is in the table.
const LONGEST: usize = 420;

impl Quote {
    pub(super) fn new(row: &SentenceRow, data: &WeekData, names: &Names) -> Quote {
        let article = data.articles.get(&row.article).cloned().unwrap_or_default();
        Quote {
            sentence: shortened(&row.sentence),
            lang: row.lang.clone(),
            lang_name: names.lang(&row.lang),
            speaker: names.speaker(&row.speaker),
            form: match row.quotation.as_str() {
                "direct" => "quoted",
                "indirect" => "reported",
                _ => "",
            },
            outlet: names.outlet(&row.outlet),
            date: day(&row.published),
            url: web_address(&article.url),
            title: article.title,
            score: row.score.map(|score| format!("{score:.2}")).unwrap_or_default(),
            id: row.id.clone(),
        }
    }
}

impl Reversal {
    pub(super) fn new((row, evidence): &(ReversalRow, Evidence), data: &WeekData, names: &Names) -> Reversal {
        let quote = |row: &Option<SentenceRow>| row.as_ref().map(|row| Quote::new(row, data, names));
        Reversal {
            speaker: names.speaker(&row.speaker),
            target: names.target(&row.target),
            before: row.before.clone(),
            after: row.after.clone(),
            net_before: row.net_before.map(signed).unwrap_or_default(),
            net_after: row.net_after.map(signed).unwrap_or_default(),
            n_before: counted(row.n_before, "sentence"),
            n_after: counted(row.n_after, "sentence"),
            last_before: day(&row.last_before),
            first_after: day(&row.first_after),
            p_value: row.p_value.map(probability).unwrap_or_default(),
            is_new: row.first_after >= data.week.start().to_string(),
            quote_before: quote(&evidence.before),
            quote_after: quote(&evidence.after),
        }
    }
}

impl Claim {
    pub(super) fn new(row: &ClaimRow, data: &WeekData, names: &Names) -> Claim {
        let article = data.articles.get(&row.article).cloned().unwrap_or_default();
        let unit = match row.unit.as_str() {
            "percent" => " %".to_owned(),
            "" => String::new(),
            // Codes such as usd, eth and tps are written in capitals.
            unit if unit.len() <= 3 => format!(" {}", unit.to_uppercase()),
            unit => format!(" {}", unit.replace('_', " ")),
        };
        let as_of = if row.as_of.is_empty() { String::new() } else { format!(", {}", row.as_of) };
        let change = if row.change.is_empty() { String::new() } else { format!(", {}", row.change) };
        Claim {
            subject: row.subject.clone(),
            metric: match row.metric.as_str() {
                metric @ ("tps" | "tvl") => metric.to_uppercase(),
                metric => metric.replace('_', " "),
            },
            value: format!("{}{unit}{change}{as_of}", quantity(row.value)),
            voices: counted(row.voices, "voice"),
            speaker: names.speaker(&row.speaker),
            quote: shortened(&row.quote),
            lang: article.lang,
            outlet: names.outlet(&article.outlet),
            url: web_address(&article.url),
        }
    }
}

/// The day of a date or instant.
fn day(published: &str) -> String {
    published.chars().take("2026-02-03".len()).collect()
}

/// The address if it leads to the web: one of another scheme could run code in the reader's browser.
fn web_address(address: &str) -> String {
    Url::parse(address)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(String::from)
        .unwrap_or_default()
}

/// One line, of bearable length.
fn shortened(sentence: &str) -> String {
    let line = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} […]", line[..end].trim_end()),
        None => line,
    }
}

fn probability(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(web_address("https://x.example/a b"), "https://x.example/a%20b");
        for other in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/relative", ""] {
            assert_eq!(web_address(other), "");
        }
    }

    #[test]
    fn long_sentences_are_cut_between_characters() {
        let long = "卷".repeat(LONGEST + 1);
        assert_eq!(shortened(&long), format!("{} […]", "卷".repeat(LONGEST)));
        assert_eq!(shortened("a\n b"), "a b");
    }
}
