//! Who holds what a sentence says.

use super::{SpeakerId, dropped::closed_set};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The holder of a stance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The article's own voice.
    Author,
    /// A person or organisation that is named.
    Named(SpeakerId),
    /// "Critics", "an analyst".
    Unnamed,
}

impl Speaker {
    /// The code in the tables: `author`, `unnamed`, or the speaker's id.
    pub fn code(&self) -> &str {
        match self {
            Speaker::Author => "author",
            Speaker::Named(id) => id.as_str(),
            Speaker::Unnamed => "unnamed",
        }
    }
}

closed_set! {
    /// How the words are given.
    Quotation {
        /// In quotation marks, or in a block of somebody's own words.
        Direct = "direct",
        /// Reported.
        Indirect = "indirect",
        /// Neither.
        None = "none",
    }
}

/// The holder of one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who.
    pub speaker: Speaker,
    /// In which form.
    pub quotation: Quotation,
}

impl Attribution {
    /// The article's own voice.
    pub const AUTHOR: Attribution = Attribution { speaker: Speaker::Author, quotation: Quotation::None };
}
