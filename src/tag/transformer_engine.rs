//! A classifier behind the trait that all engines share.
//!
//! Two kinds of model folders are engines. A **stance model** has the labels favor, against, neutral and none; it reads the
//! target as a noun phrase and the sentence (see [`super::prompt`]). It may have `tone:positive`, `tone:negative` and
//! `tone:neutral` besides. An **NLI model** has the labels entailment and contradiction (and mostly neutral); it reads the
//! sentence and, one by one, the hypotheses that the target's file states. Where a model has no tone, the tone is the
//! lexicon's. A stance model may have a linear model beside it (`linear.safetensors`), with which its answers are mixed; the lexicon
//! engine has a say where it has an opinion.

use super::calibration::Calibration;
use super::lexicon::Lexicon;
use super::linear::{Linear, mixed};
use super::prompt::{self, BREAK, CLOSE, OPEN};
use super::transformer::{Classifier, LoadError, LoadOptions, Scored};
use super::{Engine, EngineError, Judgement, Reach, Unit};
use crate::registry::{Hypotheses, Registry};
use crate::schema::{Lang, Scores, Tone};
use std::path::Path;
use std::sync::Arc;

/// The labels of a stance model, in the order of [`Scores`].
const STANCES: [&str; 4] = ["favor", "against", "neutral", "none"];
/// The lexicon engine's scores reach 0, which it does not mean.
const LEAST_LEXICON_SCORE: f32 = 0.03;
const TONES: [&str; 3] = ["tone:positive", "tone:negative", "tone:neutral"];

/// A model folder that is no engine.
#[derive(Debug, thiserror::Error)]
pub enum TransformerError {
    /// The folder cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Its labels are neither a stance model's nor an NLI model's.
    #[error(
        "the model in `{folder}` has the labels {found}\nhint: `id2label` of its config.json has to name favor, against, \
         neutral and none (a stance model; tone:positive, tone:negative and tone:neutral may stand besides), or \
         entailment and contradiction (an NLI model)"
    )]
    Labels {
        /// The folder.
        folder: String,
        /// What it has.
        found: String,
    },
    /// Its `calibration.json` or `linear.safetensors` cannot be used.
    #[error("`{path}` {problem}")]
    Companion {
        /// The file.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// A target that an NLI model cannot be asked about.
    #[error(
        "the target `{target}` states no hypotheses, which the NLI model in `{folder}` needs\nhint: add \
         [hypotheses.en] with favor, against, neutral and none to its file"
    )]
    Hypotheses {
        /// The target.
        target: String,
        /// The folder.
        folder: String,
    },
}

/// What a model's logits are of.
#[derive(Debug)]
enum Kind {
    /// Where each stance, and each tone if there is one, stands among the logits.
    Stance { stances: [usize; 4], tones: Option<[usize; 3]>, marks: bool },
    /// Where entailment stands.
    Nli { entailment: usize },
}

/// The transformer engine.
#[derive(Debug)]
pub struct Transformer {
    classifier: Classifier,
    kind: Kind,
    calibration: Calibration,
    /// With its share of the answer.
    linear: Option<(Linear, f32)>,
    id: String,
    registry: Arc<Registry>,
    lexicon: Lexicon,
}

impl Transformer {
    /// Loads a model folder.
    ///
    /// # Errors
    /// A folder that is not whole, not supported, or no stance or NLI model; the message says which.
    pub fn load(
        folder: &Path,
        options: &LoadOptions,
        registry: Arc<Registry>,
    ) -> Result<Transformer, TransformerError> {
        let classifier = Classifier::load(folder, options)?;
        let kind = kind(&classifier).ok_or_else(|| TransformerError::Labels {
            folder: folder.display().to_string(),
            found: classifier.labels().join(", "),
        })?;
        if let Kind::Nli { .. } = kind
            && let Some(target) =
                registry.targets.all().iter().find(|target| !target.hypotheses.contains_key(&Lang::En))
        {
            let (target, folder) = (target.id.to_string(), folder.display().to_string());
            return Err(TransformerError::Hypotheses { target, folder });
        }
        let path = folder.join("calibration.json");
        let calibration = Calibration::read(&path)
            .map_err(|problem| TransformerError::Companion { path: path.display().to_string(), problem })?;
        let path = folder.join("linear.safetensors");
        let linear = match (calibration.linear_share, &kind) {
            (Some(share), Kind::Stance { tones: Some(_), .. }) if share > 0.0 => {
                let labels = [&STANCES[..], &TONES[..]].concat();
                let linear = Linear::read(&path, &labels).map_err(|problem| TransformerError::Companion {
                    path: path.display().to_string(),
                    problem,
                })?;
                Some((linear, share))
            }
            _ => None,
        };
        let id = format!("transformer-{}", classifier.id());
        let lexicon = Lexicon::new(registry.clone());
        Ok(Transformer { classifier, kind, calibration, linear, id, registry, lexicon })
    }

    fn fail(&self, problem: impl ToString) -> EngineError {
        EngineError { engine: self.id.clone(), problem: problem.to_string() }
    }

    fn scored(&self, pairs: &[(String, String)]) -> Result<Vec<Scored>, EngineError> {
        let pairs: Vec<(&str, Option<&str>)> =
            pairs.iter().map(|(first, second)| (first.as_str(), Some(second.as_str()))).collect();
        self.classifier.score(&pairs).map_err(|error| self.fail(error))
    }

    fn judge_stance(
        &self,
        units: &[Unit],
        stances: [usize; 4],
        tones: Option<[usize; 3]>,
        marks: bool,
    ) -> Result<Vec<Judgement>, EngineError> {
        let pairs: Vec<(String, String)> = units
            .iter()
            .flat_map(|unit| {
                unit.targets.iter().map(|(target, named)| {
                    let prompt = prompt::prompt(unit, *target, named, marks, &self.registry);
                    (prompt.first, prompt.second)
                })
            })
            .collect();
        let mut scored = self.scored(&pairs)?.into_iter().zip(&pairs);
        let own = self.lexicon.judge(units)?;
        Ok(units
            .iter()
            .zip(own)
            .map(|(unit, lexicon)| {
                let mut scores = Vec::with_capacity(unit.targets.len());
                let mut tone = [0.0_f32; 3];
                let mut is_cut = false;
                for (((target, named), other), (row, (_, second))) in
                    unit.targets.iter().zip(&lexicon.scores).zip(scored.by_ref())
                {
                    let mut stance = stances.map(|index| row.logits[index]);
                    let mut tones = tones.map(|tones| tones.map(|index| row.logits[index]));
                    if let Some((linear, share)) = &self.linear
                        && let Some(linear) =
                            linear.scores(second, unit.lang, &self.registry.targets.all()[*target].id)
                    {
                        stance = mixed(stance, [linear[0], linear[1], linear[2], linear[3]], *share);
                        tones = tones.map(|tones| mixed(tones, [linear[4], linear[5], linear[6]], *share));
                    }
                    if !named.is_empty() && other.best().is_some() {
                        let weight = self.calibration.lexicon_share;
                        let said = [other.favor, other.against, other.neutral, other.none];
                        stance = std::array::from_fn(|index| {
                            stance[index] + weight * said[index].max(LEAST_LEXICON_SCORE).ln()
                        });
                    }
                    let [favor, against, neutral, none] = softmax(stance, self.calibration.stance(unit.lang));
                    scores.push(Scores { favor, against, neutral, none });
                    if let Some(tones) = tones {
                        let shares = softmax(tones, self.calibration.tone(unit.lang));
                        tone.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
                    }
                    is_cut |= row.is_cut;
                }
                Judgement { scores, tone: most(tone).unwrap_or(lexicon.tone), is_cut }
            })
            .collect())
    }

    /// Zero-shot classification (Yin et al. 2019, "Benchmarking Zero-shot Text Classification"): of the four hypotheses
    /// about a target, how much each is entailed.
    fn judge_nli(&self, units: &[Unit], entailment: usize) -> Result<Vec<Judgement>, EngineError> {
        let mut pairs = Vec::new();
        for unit in units {
            for (target, named) in unit.targets {
                let premise = prompt::prompt(unit, *target, named, false, &self.registry).second;
                let target = &self.registry.targets.all()[*target];
                // These models are multilingual; a hypothesis in English is better than none.
                let hypotheses =
                    target.hypotheses.get(&unit.lang).or_else(|| target.hypotheses.get(&Lang::En));
                let Some(Hypotheses { favor, against, neutral, none }) = hypotheses else {
                    return Err(self.fail(format!("the target `{}` states no hypotheses", target.id)));
                };
                pairs.extend([favor, against, neutral, none].map(|text| (premise.clone(), text.clone())));
            }
        }
        let mut scored = self.scored(&pairs)?.into_iter();
        let own = self.lexicon.judge(units)?;
        Ok(units
            .iter()
            .zip(own)
            .map(|(unit, lexicon)| {
                let temperature = self.calibration.stance(unit.lang);
                let mut is_cut = false;
                let scores = (0..unit.targets.len()).map(|_| {
                    let rows: Vec<Scored> = scored.by_ref().take(4).collect();
                    is_cut |= rows.iter().any(|row| row.is_cut);
                    let mut logits = [0.0; 4];
                    logits.iter_mut().zip(&rows).for_each(|(logit, row)| *logit = row.logits[entailment]);
                    let [favor, against, neutral, none] = softmax(logits, temperature);
                    Scores { favor, against, neutral, none }
                });
                let scores = scores.collect();
                Judgement { scores, tone: lexicon.tone, is_cut }
            })
            .collect())
    }
}

impl Engine for Transformer {
    fn id(&self) -> &str {
        &self.id
    }

    fn reach(&self) -> Reach {
        Reach::Near
    }

    fn min_score(&self) -> Option<f32> {
        self.calibration.min_probability
    }

    fn judge(&self, units: &[Unit]) -> Result<Vec<Judgement>, EngineError> {
        match self.kind {
            Kind::Stance { stances, tones, marks } => self.judge_stance(units, stances, tones, marks),
            Kind::Nli { entailment } => self.judge_nli(units, entailment),
        }
    }
}

fn kind(classifier: &Classifier) -> Option<Kind> {
    let labels = classifier.labels();
    let place = |label: &str| labels.iter().position(|found| found.eq_ignore_ascii_case(label));
    fn all<const N: usize>(places: [Option<usize>; N]) -> Option<[usize; N]> {
        let found: Vec<usize> = places.into_iter().flatten().collect();
        found.try_into().ok()
    }
    if let Some(stances) = all(STANCES.map(place)) {
        let tones = all(TONES.map(place));
        let n_known = STANCES.len() + tones.map_or(0, |tones| tones.len());
        let marks = [OPEN, CLOSE, BREAK].iter().all(|mark| classifier.has_token(mark));
        return (labels.len() == n_known).then_some(Kind::Stance { stances, tones, marks });
    }
    let is_nli = matches!(labels.len(), 2 | 3)
        && (place("contradiction").is_some() || place("not_entailment").is_some());
    place("entailment").filter(|_| is_nli).map(|entailment| Kind::Nli { entailment })
}

/// The probabilities that logits give at a temperature.
fn softmax<const N: usize>(logits: [f32; N], temperature: f32) -> [f32; N] {
    let cooled = logits.map(|logit| logit / temperature);
    let max = cooled.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers = cooled.map(|logit| (logit - max).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// The tone with the largest sum over the passes for all targets; none where there was no pass, or no tone in it.
fn most([positive, negative, neutral]: [f32; 3]) -> Option<Tone> {
    if positive + negative + neutral == 0.0 {
        None
    } else if positive > negative && positive > neutral {
        Some(Tone::Positive)
    } else if negative > neutral {
        Some(Tone::Negative)
    } else {
        Some(Tone::Neutral)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_a_higher_temperature_is_less_sure() {
        let sure = softmax([2.0, 0.0, 1.0], 1.0);
        let unsure = softmax([2.0, 0.0, 1.0], 2.0);
        assert!((sure.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(unsure[0] < sure[0] && unsure[0] > unsure[2] && unsure[2] > unsure[1]);
    }

    #[test]
    fn the_tone_is_that_of_most_passes() {
        assert_eq!(most([0.0; 3]), None);
        assert_eq!(most([0.9, 0.8, 0.3]), Some(Tone::Positive));
        assert_eq!(most([0.4, 0.8, 0.8]), Some(Tone::Neutral));
    }
}
