//! What a report shows.

use serde::{Deserialize, Serialize};

/// What a report shows. Every key may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Voices from which on a net is called a figure; speakers, outlets and languages with fewer are listed apart.
    pub min_voices: u32,
    /// Sentences shown for and against each target.
    pub top_sentences: usize,
    /// Sentences shown at most of one speaker, so that one voice does not fill the list.
    pub sentences_per_speaker: usize,
    /// Weeks shown in the course of a net, the week of the report included.
    pub weeks_shown: usize,
    /// Speakers, outlets or languages shown in one list.
    pub groups_shown: usize,
    /// Numeric claims shown.
    pub claims_shown: usize,
    /// Reversals shown.
    pub reversals_shown: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            min_voices: 3,
            top_sentences: 8,
            sentences_per_speaker: 2,
            weeks_shown: 12,
            groups_shown: 12,
            claims_shown: 8,
            reversals_shown: 8,
        }
    }
}
