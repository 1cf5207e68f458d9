//! An article, as every stage after extraction sees it.

use super::{ArticleId, DetectedLang, Lang, Origin, OutletId, Published, Span, dropped::closed_set};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One article. The text is NFC, its paragraphs do not overlap and stand in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Hash of outlet, kind and site id where known, else of the canonical URL, else of the text.
    pub id: ArticleId,
    /// Where it stood in the dump.
    pub origin: Origin,
    /// Publisher, where known.
    pub outlet: Option<OutletId>,
    /// Canonical address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Date of publication.
    pub published: Published,
    /// Language that the URL names.
    pub lang_url: Option<Lang>,
    /// Language that the page or dump declares, as spelled there.
    pub lang_declared: Option<String>,
    /// Language of the text itself.
    pub lang_detected: DetectedLang,
    /// The text, without its title; paragraphs separated by line breaks.
    pub text: String,
    /// The paragraphs, as spans of `text`.
    pub paragraphs: Vec<Span>,
}

closed_set! {
    /// What an article is within its cluster.
    CopyKind {
        /// The earliest of its cluster.
        Original = "original",
        /// The same text in the same language.
        Copy = "copy",
        /// The same text in another language.
        Translation = "translation",
    }
}
