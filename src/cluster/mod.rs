//! Finding copies: reprints and translations of one article over a whole dump.
//!
//! A copied text is one voice however often it is printed. What is kept of each article is a [`Fingerprint`] of about
//! 240 bytes, so a dump of 100,000 articles takes 24 MB; the texts themselves are not needed again.

mod features;
mod hash;
mod multipliers;
mod numbers;
mod reprint;
mod script;
mod sketch;
mod translation;
mod union;

use crate::registry::{Folded, Registry};
use crate::schema::{Article, CopyKind, DetectedLang};
use features::Features;
use sketch::Sketch;
use union::Sets;

/// What is kept of an article to find its copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Hash of the language's code; 0 if it is not known.
    language: u32,
    /// Seconds since 1970; [`UNDATED`] if not known.
    published: i64,
    sketch: Sketch,
    features: Features,
}

/// Later than any date, so that undated articles stand last.
const UNDATED: i64 = i64::MAX;

impl Fingerprint {
    fn is_dated(&self) -> bool {
        self.published != UNDATED
    }
}

/// Where an article stands among its copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// The index of the original: the earliest of the copies, of equally early ones the first; undated ones stand last.
    pub original: u32,
    /// What it is: the original itself, a translation if its language differs from the original's, else a copy.
    pub kind: CopyKind,
}

/// The fingerprint of one article. Paragraphs that an outlet puts under all its texts are left aside.
pub fn fingerprint(article: &Article, registry: &Registry) -> Fingerprint {
    let mut text = String::with_capacity(article.text.len());
    for paragraph in &article.paragraphs {
        let paragraph = &article.text[*paragraph];
        if !registry.outlets.is_boilerplate(&Folded::new(paragraph), paragraph) {
            text.push_str(paragraph);
            text.push('\n');
        }
    }
    let folded = Folded::new(&text);
    let language = article.lang_detected.code();
    Fingerprint {
        language: if language.is_empty() { 0 } else { hash::hash(language.as_bytes()) as u32 },
        published: article.published.utc.map_or(UNDATED, |utc| utc.as_second()),
        sketch: Sketch::of(folded.text()),
        features: match article.lang_detected {
            DetectedLang::Supported(lang) => Features::of(&text, &folded, lang, registry),
            _ => Features::default(),
        },
    }
}

/// Where each article stands among its copies. The result depends on the fingerprints only, not on threads, and on
/// their order only where articles are equally early.
pub fn cluster(fingerprints: &[Fingerprint]) -> Vec<Assignment> {
    let mut sets = Sets::new(fingerprints.len());
    reprint::join_reprints(fingerprints, &mut sets);
    translation::join_translations(fingerprints, &mut sets);
    let indices = 0..fingerprints.len() as u32;
    let date = |index: u32| fingerprints[index as usize].published;
    // By the number that stands for a set: its original.
    let mut originals: Vec<u32> = indices.clone().collect();
    for index in indices.clone() {
        let original = &mut originals[sets.find(index) as usize];
        if (date(index), index) < (date(*original), *original) {
            *original = index;
        }
    }
    indices
        .map(|index| {
            let original = originals[sets.find(index) as usize];
            let (own, first) = (&fingerprints[index as usize], &fingerprints[original as usize]);
            let is_known = own.language != 0 && first.language != 0;
            let kind = match index == original {
                true => CopyKind::Original,
                false if is_known && own.language != first.language => CopyKind::Translation,
                false => CopyKind::Copy,
            };
            Assignment { original, kind }
        })
        .collect()
}

#[cfg(test)]
mod tests;
