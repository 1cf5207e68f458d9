//! Intervals by resampling groups.

use super::Confusion;
use serde::Serialize;

/// A score with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The score.
    pub value: f64,
    /// Its 2.5th percentile over the bootstraps; the score itself without bootstraps.
    pub low: f64,
    /// Its 97.5th percentile.
    pub high: f64,
}

/// Tables of groups, drawn again and again with replacement (Efron and Tibshirani 1993, chapter 13). Groups are drawn
/// whole: sentences of one meaning in several languages are no independent evidence.
pub(super) struct Bootstrap {
    total: Vec<Confusion>,
    replicates: Vec<Vec<Confusion>>,
}

impl Bootstrap {
    /// `groups` holds `width` tables for each group.
    pub fn new(groups: &[Vec<Confusion>], width: usize, replicates: usize) -> Bootstrap {
        let sum = |chosen: &mut dyn Iterator<Item = &Vec<Confusion>>| {
            let mut tables = vec![Confusion::default(); width];
            for group in chosen {
                for (table, other) in tables.iter_mut().zip(group) {
                    table.add(other);
                }
            }
            tables
        };
        let mut random = Random(0x6e65_7773_7661_6e65);
        let replicates = (0..replicates)
            .map(|_| sum(&mut (0..groups.len()).map(|_| &groups[random.below(groups.len())])))
            .collect();
        Bootstrap { total: sum(&mut groups.iter()), replicates }
    }

    /// The tables of all groups.
    pub fn total(&self) -> &[Confusion] {
        &self.total
    }

    /// A score of the tables with its interval.
    pub fn interval(&self, score: impl Fn(&[Confusion]) -> f64) -> Interval {
        let value = score(&self.total);
        let mut drawn: Vec<f64> = self.replicates.iter().map(|tables| score(tables)).collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let last = drawn.len().checked_sub(1)?;
            drawn.get((share * last as f64).round() as usize).copied()
        };
        Interval { value, low: at(0.025).unwrap_or(value), high: at(0.975).unwrap_or(value) }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014), with a fixed seed: the same set gives the same intervals.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ (mixed >> 31)) * bound as u128) >> 64) as usize
    }
}
