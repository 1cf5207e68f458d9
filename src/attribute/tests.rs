//! Constructions of reported speech in all the languages: each case is an article, its sentences parted by `|`.

mod alphabetic;
mod blocks;
mod wide;

use super::attribute;
use crate::registry::Registry;
use crate::schema::{
    Article, ArticleId, DetectedLang, Lang, Origin, Precision, Published, Quotation, Sentence, SentenceRole,
    Span,
};
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> =
    LazyLock::new(|| Registry::builtin().expect("the definitions are valid"));

/// An article from text with `|` between its sentences and `\n` between its paragraphs.
pub(super) fn article(lang: Lang, marked: &str) -> (Article, Vec<Sentence>) {
    let id = ArticleId::of_text(marked);
    let mut text = String::new();
    let mut paragraphs = Vec::new();
    let mut sentences = Vec::new();
    for (paragraph, line) in marked.split('\n').enumerate() {
        let start = text.len();
        for part in line.split('|') {
            let (role, part) = match part.strip_prefix('#') {
                Some(part) => (SentenceRole::Heading, part),
                None => (SentenceRole::Body, part),
            };
            let span = Span::new(text.len(), text.len() + part.len());
            text.push_str(part);
            sentences.push(Sentence {
                id: id.sentence(sentences.len()),
                span,
                paragraph,
                role,
                lang: DetectedLang::Supported(lang),
            });
        }
        paragraphs.push(Span::new(start, text.len()));
        text.push('\n');
    }
    let article = Article {
        id,
        origin: Origin { file: "test.txt".to_owned(), position: None },
        outlet: None,
        url: None,
        title: None,
        byline: None,
        published: Published { original: None, utc: None, precision: Precision::Unknown },
        lang_url: None,
        lang_declared: None,
        lang_detected: DetectedLang::Supported(lang),
        text,
        paragraphs,
    };
    (article, sentences)
}

/// The holders of an article's sentences: `id d` for direct, `id i` for indirect speech, `author`, `unnamed d` …
pub(super) fn holders(lang: Lang, marked: &str) -> Vec<String> {
    let (article, sentences) = article(lang, marked);
    codes(&attribute(&article, &sentences, &REGISTRY))
}

fn codes(attributions: &[crate::schema::Attribution]) -> Vec<String> {
    attributions
        .iter()
        .map(|attribution| match attribution.quotation {
            Quotation::Direct => format!("{} d", attribution.speaker.code()),
            Quotation::Indirect => format!("{} i", attribution.speaker.code()),
            Quotation::None => attribution.speaker.code().to_owned(),
        })
        .collect()
}

/// Checks all the cases and tells of every one that fails.
pub(super) fn check(cases: &[(Lang, &str, &[&str])]) {
    let mut failed = String::new();
    for (lang, marked, expected) in cases {
        let found = holders(*lang, marked);
        if found != *expected {
            failed += &format!("{lang}: {marked}\n   expected {expected:?}\n   found    {found:?}\n");
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}
