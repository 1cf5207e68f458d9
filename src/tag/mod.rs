//! Tagging: which targets a sentence is about, its stance toward each, its tone and the stories it tells.
//!
//! Engines stand behind one trait, [`Engine`]; [`tag`] does what they share: it finds the targets, carries a target
//! over to the sentence that follows in the same paragraph, leaves out what is furniture and what is in no supported
//! language, and turns scores into labels or abstentions.

#[cfg(feature = "transformer")]
mod calibration;
pub mod lexicon;
#[cfg(feature = "transformer")]
mod linear;
pub mod prompt;
mod stage;
#[cfg(feature = "transformer")]
pub mod transformer;

#[cfg(feature = "transformer")]
mod transformer_engine;

pub use stage::{Judged, Settings, Text, judge, near_targets, tag};
#[cfg(feature = "transformer")]
pub use transformer_engine::{Transformer, TransformerError};

use crate::schema::{Lang, Scores, Span, Tone};
use std::collections::BTreeMap;

/// One sentence as an engine sees it.
#[derive(Debug, Clone)]
pub struct Unit<'a> {
    /// The sentence.
    pub text: &'a str,
    /// Its language.
    pub lang: Lang,
    /// The sentence before it in its paragraph.
    pub previous: Option<&'a str>,
    /// The headline of the article.
    pub title: Option<&'a str>,
    /// The targets to judge (by their number in the registry) and where the sentence names them; no place where a
    /// target is only carried over from the sentence before.
    pub targets: &'a BTreeMap<usize, Vec<Span>>,
}

/// What an engine says of one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The scores, one for each of the unit's targets in their order.
    pub scores: Vec<Scores>,
    /// Good or bad news.
    pub tone: Tone,
    /// Whether the sentence is longer than the engine reads.
    pub is_cut: bool,
}

/// An engine that failed.
#[derive(Debug, thiserror::Error)]
#[error("the engine `{engine}` failed: {problem}")]
pub struct EngineError {
    /// Its id.
    pub engine: String,
    /// What happened.
    pub problem: String,
}

/// Which targets of a sentence an engine is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those that the sentence names; where it names none, the only one that the sentence before names.
    Named,
    /// Those that the sentence, the one before or the headline names, those that the sentence hints at (`hints` of a
    /// target), and those that stand beside them (`beside`): for engines that can say "not about it" themselves.
    Near,
}

/// Something that scores sentences.
pub trait Engine: Send + Sync {
    /// Name and version, for the manifest.
    fn id(&self) -> &str;

    /// Which targets of a sentence it is asked about.
    fn reach(&self) -> Reach {
        Reach::Named
    }

    /// Below which highest score it would rather give no label, if it knows.
    fn min_score(&self) -> Option<f32> {
        None
    }

    /// Judges each unit, in order.
    ///
    /// # Errors
    /// If the engine cannot go on; a single odd sentence is no error.
    fn judge(&self, units: &[Unit]) -> Result<Vec<Judgement>, EngineError>;
}
