//! Numeric claims.

use super::{Span, Speaker, dropped::closed_set};
use serde::{Deserialize, Serialize};
use std::fmt;

closed_set! {
    /// The direction a claim gives.
    Change {
        /// It rose.
        Up = "up",
        /// It fell.
        Down = "down",
    }
}

/// A number that a sentence states about something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Who states it.
    pub speaker: Speaker,
    /// Of what: a network, token or organisation of the alias tables, as written; empty if none is named.
    pub subject: Option<String>,
    /// Which quantity: an id of `corpora/lexicons/claims`.
    pub metric: String,
    /// The value, multiplied out ("40.3 billion" is 40300000000).
    pub value: f64,
    /// Its unit: usd, eth, percent, tps …
    pub unit: Option<String>,
    /// Whether it is said to have risen or fallen.
    pub change: Option<Change>,
    /// The date or year that the sentence ties it to, as written.
    pub as_of: Option<String>,
    /// Where the number stands, in the article's text.
    pub span: Span,
}
