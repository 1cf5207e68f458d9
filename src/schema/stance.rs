//! Stance, tone and what an engine says of a sentence.

use super::{NarrativeId, TargetId, dropped::closed_set};
use serde::{Deserialize, Serialize};
use std::fmt;

closed_set! {
    /// What a sentence does to a target it speaks about.
    Stance {
        /// Speaks for it.
        Favor = "favor",
        /// Speaks against it.
        Against = "against",
        /// Speaks about it without leaning.
        Neutral = "neutral",
    }
}

closed_set! {
    /// How good or bad the news is, independent of any target.
    Tone {
        /// Good news.
        Positive = "positive",
        /// Bad news.
        Negative = "negative",
        /// Neither.
        Neutral = "neutral",
    }
}

impl Tone {
    /// 1, -1 or 0, for means.
    pub fn value(self) -> f64 {
        match self {
            Tone::Positive => 1.0,
            Tone::Negative => -1.0,
            Tone::Neutral => 0.0,
        }
    }
}

closed_set! {
    /// Why no label was given.
    Abstention {
        /// The engine does not know the language.
        LanguageUnsupported = "language_unsupported",
        /// No score is high enough.
        ScoreTooLow = "score_too_low",
        /// The sentence is longer than the model reads.
        TooLong = "too_long",
    }
}

/// Scores of the four labels of one target; each within 0..=1, together 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Score of `favor`.
    pub favor: f32,
    /// Score of `against`.
    pub against: f32,
    /// Score of `neutral`.
    pub neutral: f32,
    /// Score of "not about the target".
    pub none: f32,
}

impl Scores {
    /// The label with the highest score; `None` where that is "not about the target". Ties go to the more cautious
    /// label: none, then neutral, then against.
    pub fn best(self) -> Option<Stance> {
        let ranked = [
            (None, self.none),
            (Some(Stance::Neutral), self.neutral),
            (Some(Stance::Against), self.against),
            (Some(Stance::Favor), self.favor),
        ];
        let mut best = ranked[0];
        for candidate in &ranked[1..] {
            if candidate.1 > best.1 {
                best = *candidate;
            }
        }
        best.0
    }

    /// The highest of the four.
    pub fn max(self) -> f32 {
        self.favor.max(self.against).max(self.neutral).max(self.none)
    }
}

/// The label of one sentence for one target it speaks about, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StanceTag {
    /// Toward what.
    pub target: TargetId,
    /// The label, or why the engine abstained.
    pub stance: Result<Stance, Abstention>,
    /// The scores; zeros where the language is not supported.
    pub scores: Scores,
}

/// Everything tagged on one sentence. A sentence not about a target has no tag for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentenceTags {
    /// One per target that the sentence is about, in the order of the targets' ids.
    pub stances: Vec<StanceTag>,
    /// Good or bad news; `None` where the language is not supported.
    pub tone: Option<Tone>,
    /// The stories it tells, in the order of their ids.
    pub narratives: Vec<NarrativeId>,
}
