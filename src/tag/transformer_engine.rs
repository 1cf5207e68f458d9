//! A stance classifier behind the trait that all engines share.
//!
//! The classifier sees pairs: the target as a noun phrase in the language of the sentence, and the sentence. Its labels
//! are favor, against, neutral and none. Until the model brings a tone of its own, the tone is the lexicon's.

use super::lexicon::Lexicon;
use super::transformer::{Classifier, LoadError, LoadOptions};
use super::{Engine, EngineError, Judgement, Unit};
use crate::registry::Registry;
use crate::schema::Scores;
use std::path::Path;
use std::sync::Arc;

/// The labels that a stance classifier has, in the order of [`Scores`].
const LABELS: [&str; 4] = ["favor", "against", "neutral", "none"];

/// A model folder that is no stance classifier.
#[derive(Debug, thiserror::Error)]
pub enum TransformerError {
    /// The folder cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Its labels are others than ours.
    #[error(
        "the model in `{folder}` has the labels {found}\nhint: a stance model has the labels favor, against, neutral \
         and none in `id2label` of its config.json"
    )]
    Labels {
        /// The folder.
        folder: String,
        /// What it has.
        found: String,
    },
}

/// The transformer engine.
#[derive(Debug)]
pub struct Transformer {
    classifier: Classifier,
    /// Where each label of [`LABELS`] stands among the logits.
    order: [usize; 4],
    id: String,
    registry: Arc<Registry>,
    lexicon: Lexicon,
}

impl Transformer {
    /// Loads a model folder.
    ///
    /// # Errors
    /// A folder that is not whole, not supported, or no stance classifier; the message says which.
    pub fn load(
        folder: &Path,
        options: &LoadOptions,
        registry: Arc<Registry>,
    ) -> Result<Transformer, TransformerError> {
        let classifier = Classifier::load(folder, options)?;
        let labels = classifier.labels();
        let place = |label: &str| labels.iter().position(|found| found.eq_ignore_ascii_case(label));
        let order = match LABELS.map(place) {
            [Some(favor), Some(against), Some(neutral), Some(none)] if labels.len() == 4 => {
                [favor, against, neutral, none]
            }
            _ => {
                return Err(TransformerError::Labels {
                    folder: folder.display().to_string(),
                    found: labels.join(", "),
                });
            }
        };
        let id = format!("transformer-{}", classifier.id());
        let lexicon = Lexicon::new(registry.clone());
        Ok(Transformer { classifier, order, id, registry, lexicon })
    }

    fn fail(&self, problem: impl ToString) -> EngineError {
        EngineError { engine: self.id.clone(), problem: problem.to_string() }
    }
}

impl Engine for Transformer {
    fn id(&self) -> &str {
        &self.id
    }

    fn judge(&self, units: &[Unit]) -> Result<Vec<Judgement>, EngineError> {
        let targets = self.registry.targets.all();
        let pairs: Vec<(&str, Option<&str>)> = units
            .iter()
            .flat_map(|unit| {
                unit.targets.keys().map(|index| {
                    let target = &targets[*index];
                    let phrase = target.phrase.get(&unit.lang).unwrap_or(&target.name);
                    (phrase.as_str(), Some(unit.text))
                })
            })
            .collect();
        let logits = self.classifier.logits(&pairs).map_err(|error| self.fail(error))?;
        let mut scores = logits.iter().map(|logits| softmax(logits, self.order));
        let tones = self.lexicon.judge(units)?;
        Ok(units
            .iter()
            .zip(tones)
            .map(|(unit, lexicon)| Judgement {
                scores: scores.by_ref().take(unit.targets.len()).collect(),
                tone: lexicon.tone,
            })
            .collect())
    }
}

fn softmax(logits: &[f32], order: [usize; 4]) -> Scores {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = logits.iter().map(|logit| (logit - max).exp()).collect();
    let sum: f32 = powers.iter().sum();
    let [favor, against, neutral, none] = order.map(|index| powers[index] / sum);
    Scores { favor, against, neutral, none }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_follow_the_labels_and_sum_to_one() {
        // The model's own order of labels is none, favor, against, neutral.
        let scores = softmax(&[0.0, 3.0, 1.0, 100.0_f32.ln()], [1, 2, 3, 0]);
        assert!(
            scores.neutral > scores.favor && scores.favor > scores.against && scores.against > scores.none
        );
        assert!((scores.favor + scores.against + scores.neutral + scores.none - 1.0).abs() < 1e-6);
    }
}
