//! `linear.safetensors` of a model folder: logistic regression over n-grams of characters, beside the encoder.
//!
//! One for each language and target. The features are those of `models/train/linear.py`: the text in lower case, white space
//! folded, all 1- to 5-grams of characters, hashed by FNV-1a into buckets; 1 + ln(count), times the bucket's idf, divided by
//! the length of the whole. It knows nothing of other targets than it was trained on.

use crate::schema::{Lang, TargetId};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use std::collections::HashMap;
use std::path::Path;
use tch::{Kind, Tensor};

/// The longest n-gram.
const LONGEST: usize = 5;
/// A sentence has fewer.
const MAX_CHARACTERS: usize = 1000;
/// Log-probabilities below this say no more.
const FLOOR: f32 = -12.0;

/// The regressions.
pub(super) struct Linear {
    languages: Vec<Lang>,
    targets: Vec<TargetId>,
    n_buckets: usize,
    n_labels: usize,
    /// `[languages, buckets, targets * labels]`.
    weight: Vec<f32>,
    /// `[languages, targets * labels]`.
    bias: Vec<f32>,
    /// `[languages, buckets]`.
    idf: Vec<f32>,
}

impl std::fmt::Debug for Linear {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("Linear").field("targets", &self.targets).finish_non_exhaustive()
    }
}

impl Linear {
    /// Reads the file, whose labels have to be these in this order.
    pub fn read(path: &Path, labels: &[&str]) -> Result<Linear, String> {
        let bytes = std::fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
        let whole = |error: &dyn std::fmt::Display| format!("is not a whole safetensors file ({error})");
        let (_, header) = SafeTensors::read_metadata(&bytes).map_err(|error| whole(&error))?;
        let list = |name: &str| -> Result<Vec<String>, String> {
            let text = header.metadata().as_ref().and_then(|metadata| metadata.get(name));
            let text = text.ok_or_else(|| format!("does not say its {name}"))?;
            serde_json::from_str(text).map_err(|error| format!("does not say its {name}: {error}"))
        };
        if list("labels")? != labels {
            return Err(format!("has other labels than {}", labels.join(", ")));
        }
        let languages = list("languages")?.iter().map(|lang| lang.parse()).collect::<Result<Vec<Lang>, _>>();
        let languages = languages.map_err(|error| format!("has a language that is not one: {error}"))?;
        let targets = list("targets")?.iter().map(|id| id.parse()).collect::<Result<Vec<TargetId>, _>>();
        let targets = targets.map_err(|error| format!("has a target that is none: {error}"))?;
        let tensors = SafeTensors::deserialize(&bytes).map_err(|error| whole(&error))?;
        let view = |name: &str| tensors.tensor(name).map_err(|_| format!("lacks the weight `{name}`"));
        let width = targets.len() * labels.len();
        let n_buckets = view("idf")?.shape().get(1).copied().unwrap_or(0);
        let read = |name: &str, shape: &[usize]| numbers(name, view(name)?, shape);
        Ok(Linear {
            weight: read("weight", &[languages.len(), n_buckets, width])?,
            bias: read("bias", &[languages.len(), width])?,
            idf: read("idf", &[languages.len(), n_buckets])?,
            n_labels: labels.len(),
            languages,
            targets,
            n_buckets,
        })
    }

    /// The scores of the labels for a target, before any softmax; none for a language or target that it does not know.
    pub fn scores(&self, text: &str, lang: Lang, target: &TargetId) -> Option<Vec<f32>> {
        let lang = self.languages.iter().position(|other| *other == lang)?;
        let target = self.targets.iter().position(|other| other == target)?;
        let idf = &self.idf[lang * self.n_buckets..][..self.n_buckets];
        let width = self.targets.len() * self.n_labels;
        let mut features: Vec<(usize, f32)> = buckets(text, self.n_buckets)
            .into_iter()
            .map(|(bucket, count)| (bucket, (1.0 + (count as f32).ln()) * idf[bucket]))
            .filter(|(_, value)| *value > 0.0)
            .collect();
        // Sums of floats depend on their order.
        features.sort_unstable_by_key(|(bucket, _)| *bucket);
        let length = features.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1e-9);
        let mut scores = self.bias[lang * width + target * self.n_labels..][..self.n_labels].to_vec();
        for (bucket, value) in features {
            let row = (lang * self.n_buckets + bucket) * width + target * self.n_labels;
            for (score, weight) in scores.iter_mut().zip(&self.weight[row..row + self.n_labels]) {
                *score += weight * value / length;
            }
        }
        Some(scores)
    }
}

/// A geometric mean of two distributions, as logits: `share` is that of the linear model. Both are normalised first.
pub(super) fn mixed<const N: usize>(encoder: [f32; N], linear: [f32; N], share: f32) -> [f32; N] {
    let (encoder, linear) = (log_softmax(encoder), log_softmax(linear));
    std::array::from_fn(|index| (1.0 - share) * encoder[index] + share * linear[index].max(FLOOR))
}

fn log_softmax<const N: usize>(logits: [f32; N]) -> [f32; N] {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum = logits.iter().map(|logit| (logit - max).exp()).sum::<f32>().ln();
    logits.map(|logit| logit - max - sum)
}

/// How often each bucket is hit.
fn buckets(text: &str, n_buckets: usize) -> HashMap<usize, u32> {
    let lower = text.to_lowercase();
    let folded = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let characters: Vec<char> = folded.chars().take(MAX_CHARACTERS).collect();
    let mut counts = HashMap::new();
    for start in 0..characters.len() {
        let mut hash: u32 = 0x811c_9dc5;
        for character in characters[start..].iter().take(LONGEST) {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
            *counts.entry((hash ^ (hash >> 15)) as usize % n_buckets).or_insert(0) += 1;
        }
    }
    counts
}

fn numbers(name: &str, view: TensorView, shape: &[usize]) -> Result<Vec<f32>, String> {
    if view.shape() != shape {
        return Err(format!("has the weight `{name}` as {:?}, expected is {shape:?}", view.shape()));
    }
    if !matches!(view.dtype(), Dtype::F16 | Dtype::F32) {
        return Err(format!("has the weight `{name}` in {:?}, expected is F16 or F32", view.dtype()));
    }
    let flat = || -> Result<Vec<f32>, tch::TchError> {
        Vec::try_from(Tensor::try_from(view)?.f_to_kind(Kind::Float)?.f_view([-1])?)
    };
    let values = flat().map_err(|error| format!("has a broken weight `{name}`: {error}"))?;
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err(format!("has a weight `{name}` that is not finite"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_n_gram_up_to_five_is_counted() {
        let counts = buckets("  AbC  d ", 1 << 15);
        // "abc d": 5 + 4 + 3 + 2 + 1.
        assert_eq!(counts.values().sum::<u32>(), 15);
        assert_eq!(counts, buckets("abc d", 1 << 15));
    }

    #[test]
    fn a_mean_lies_between_the_two() {
        let (sure, unsure) = ([2.0, 0.0], [0.0, 0.0]);
        assert!(mixed(sure, unsure, 0.0)[0] > mixed(sure, unsure, 0.5)[0]);
        let [one, other] = mixed(sure, unsure, 1.0);
        assert!((one - other).abs() < 1e-6);
    }
}
