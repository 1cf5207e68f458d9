//! The lexicon engine: cues for and against, read through negation, contrast, and nearness to the target.
//!
//! Pure Rust, no weights. It is the baseline that a model has to beat, and the fast mode.
//!
//! A sentence is cut into clauses. Every cue leans for or against (or is good or bad news), is flipped by a negation in
//! its clause, counts more after "but" and less after "although" or under "may", and goes to the target that its clause
//! names nearest. What goes up or down ("fees fell") leans by whether more of it is wanted.

mod clause;
mod lean;

use super::{Engine, EngineError, Judgement, Unit};
use crate::registry::{Folded, Registry};
use crate::schema::{Scores, Span, Tone};
use lean::{Lean, leans};
use std::sync::Arc;

/// The sum of leans at which a score reaches one half of what is not neutral; see [`scores`].
const HALF: f32 = 0.4;
/// Leans of a sentence that only continues the one before count this much.
const CARRIED_OVER: f32 = 0.8;
/// A sum of tone below this is neutral.
const TONE_THRESHOLD: f32 = 0.5;

/// The engine.
#[derive(Debug)]
pub struct Lexicon {
    registry: Arc<Registry>,
    id: String,
}

impl Lexicon {
    /// The engine over the lexicons of a registry.
    pub fn new(registry: Arc<Registry>) -> Lexicon {
        let id = format!("lexicon-{}", &registry.sha256[..12]);
        Lexicon { registry, id }
    }

    fn judge_one(&self, unit: &Unit) -> Judgement {
        let folded = Folded::new(unit.text);
        let cues = self.registry.cues.get(unit.lang).find(&folded, unit.text);
        let clauses = clause::split(unit.text, &cues);
        let leans = leans(unit.text, &cues, &clauses);
        let is_question = clause::is_question(unit.text, &cues);
        let targets: Vec<(usize, &str)> = unit
            .targets
            .keys()
            .map(|target| (*target, self.registry.targets.all()[*target].id.as_str()))
            .collect();
        let mut sums = vec![Sum::default(); targets.len()];
        for lean in &leans {
            for (sum, share) in sums.iter_mut().zip(shares(lean, unit, &targets, &clauses)) {
                sum.add(lean.stance * share);
            }
        }
        let bystanders = bystanders(unit, &sums);
        let scores = unit
            .targets
            .values()
            .zip(&sums)
            .zip(bystanders)
            .map(|((named, sum), is_bystander)| scores(*sum, named.is_empty() || is_bystander, is_question))
            .collect();
        Judgement { scores, tone: tone(&leans), is_cut: false }
    }
}

impl Engine for Lexicon {
    fn id(&self) -> &str {
        &self.id
    }

    fn judge(&self, units: &[Unit]) -> Result<Vec<Judgement>, EngineError> {
        Ok(units.iter().map(|unit| self.judge_one(unit)).collect())
    }
}

/// Leans toward one target.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    favor: f32,
    against: f32,
}

impl Sum {
    fn add(&mut self, lean: f32) {
        if lean > 0.0 {
            self.favor += lean;
        } else {
            self.against -= lean;
        }
    }
}

/// Which targets are only named beside the one that the sentence speaks about (the codebook's "a yardstick is not a
/// target"): those without a lean, unless the sentence opens with them.
fn bystanders(unit: &Unit, sums: &[Sum]) -> Vec<bool> {
    let start = |named: &Vec<Span>| named.first().map(|span| span.start);
    let first = unit.targets.values().filter_map(start).min();
    unit.targets
        .values()
        .zip(sums)
        .map(|(named, sum)| sum.favor + sum.against == 0.0 && start(named) != first)
        .collect()
}

/// How much of a lean goes to each of the targets, 0 to 1.
fn shares(lean: &Lean, unit: &Unit, targets: &[(usize, &str)], clauses: &[clause::Clause]) -> Vec<f32> {
    if let Some(only) = &lean.target {
        return targets.iter().map(|(_, id)| if id == only { 1.0 } else { 0.0 }).collect();
    }
    let clause_of = |at: usize| clauses.iter().position(|clause| at < clause.span.end).unwrap_or(0);
    let own = clause_of(lean.span.start);
    // How far each target is from the lean: clauses first (an earlier clause is nearer than a later one, since the
    // subject usually stands before), then bytes.
    let distances: Vec<Option<(usize, usize)>> = targets
        .iter()
        .map(|(target, _)| {
            unit.targets[target]
                .iter()
                .map(|named| {
                    let clause = clause_of(named.start);
                    let clauses_apart = if clause <= own { own - clause } else { (clause - own) * 2 };
                    let bytes_apart = if named.start <= lean.span.start {
                        lean.span.start.saturating_sub(named.end)
                    } else {
                        2 * (named.start - lean.span.start)
                    };
                    (clauses_apart, bytes_apart)
                })
                .min()
        })
        .collect();
    let nearest = distances.iter().flatten().min().copied();
    distances
        .iter()
        .map(|distance| match (distance, nearest) {
            (Some(distance), Some(nearest)) if *distance == nearest => 1.0 / (1.0 + 0.15 * distance.0 as f32),
            (Some(_), Some(_)) => 0.0,
            // Nothing is named here: the sentence goes on about what the one before named.
            (None, None) => CARRIED_OVER,
            _ => 0.0,
        })
        .collect()
}

/// Scores from the leans toward one target: what is neither for nor against is neutral, or "none" where the target is
/// not named, or only beside another one.
fn scores(sum: Sum, is_aside: bool, is_question: bool) -> Scores {
    let question = if is_question { 0.2 } else { 1.0 };
    let (favor, against) = (sum.favor * question, sum.against * question);
    let net = (favor - against).abs();
    // Both directions at the same strength cancel out and leave neutral.
    let decided = net / (net + HALF);
    let rest = 1.0 - decided;
    let minor = rest * 0.3 * favor.min(against) / (favor.max(against) + 1e-6);
    let (favor_score, against_score) = if favor >= against { (decided, minor) } else { (minor, decided) };
    let rest = rest - minor;
    let (neutral, none) = if is_aside { (rest * 0.3, rest * 0.7) } else { (rest * 0.85, rest * 0.15) };
    Scores { favor: favor_score, against: against_score, neutral, none }
}

fn tone(leans: &[Lean]) -> Tone {
    let sum: f32 = leans.iter().map(|lean| lean.tone).sum();
    if sum >= TONE_THRESHOLD {
        Tone::Positive
    } else if sum <= -TONE_THRESHOLD {
        Tone::Negative
    } else {
        Tone::Neutral
    }
}

#[cfg(test)]
mod tests;
