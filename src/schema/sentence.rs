//! Sentences, the unit that is labelled.

use super::{DetectedLang, SentenceId, Span, dropped::closed_set};
use serde::{Deserialize, Serialize};
use std::fmt;

closed_set! {
    /// What a sentence is in its article. Only `body` and `heading` can carry a label.
    SentenceRole {
        /// Running text.
        Body = "body",
        /// A heading inside the text.
        Heading = "heading",
        /// A line that opens a block of somebody's words: "Name (role):".
        BlockHead = "block_head",
        /// An author line.
        Byline = "byline",
        /// A source or caption line.
        Source = "source",
        /// A disclaimer or another line of the outlet's own furniture.
        Boilerplate = "boilerplate",
    }
}

/// One sentence. The sentences of a paragraph tile it: no byte is left out, none stands in two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Article id and number.
    pub id: SentenceId,
    /// Place in the article's text, with the white space that follows the sentence.
    pub span: Span,
    /// Number of the paragraph, from 0.
    pub paragraph: usize,
    /// What it is.
    pub role: SentenceRole,
    /// Its language, where it differs from the article's; else the article's.
    pub lang: DetectedLang,
}
