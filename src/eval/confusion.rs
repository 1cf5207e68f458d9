//! Gold labels against predicted ones, counted.

use super::share;
use serde::{Deserialize, Serialize};

/// The four labels of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// For it.
    Favor,
    /// Against it.
    Against,
    /// About it without leaning.
    Neutral,
    /// Not about it.
    None,
}

impl Label {
    /// All, in the order of tables.
    pub const ALL: [Label; 4] = [Label::Favor, Label::Against, Label::Neutral, Label::None];

    /// The word for it.
    pub fn code(self) -> &'static str {
        match self {
            Label::Favor => "favor",
            Label::Against => "against",
            Label::Neutral => "neutral",
            Label::None => "none",
        }
    }
}

/// The table. Rows are gold labels, columns predicted ones and, last, abstentions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Confusion([[u64; 5]; 4]);

/// Right, predicted and gold counts of "the sentence is about the target".
#[derive(Debug, Clone, Copy)]
pub(super) struct Detection {
    right: u64,
    predicted: u64,
    gold: u64,
}

impl Detection {
    pub fn precision(self) -> f64 {
        share(self.right, self.predicted)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    pub fn f1(self) -> f64 {
        share(2 * self.right, self.predicted + self.gold)
    }
}

impl Confusion {
    /// Counts one label; `got` is `None` for an abstention.
    pub fn count(&mut self, gold: Label, got: Option<Label>) {
        self.0[gold as usize][got.map_or(4, |label| label as usize)] += 1;
    }

    /// Adds another table.
    pub fn add(&mut self, other: &Confusion) {
        for (row, others) in self.0.iter_mut().zip(&other.0) {
            for (cell, other) in row.iter_mut().zip(others) {
                *cell += other;
            }
        }
    }

    /// Rows: gold favor, against, neutral, none; columns: the same predicted, and abstained.
    pub fn rows(&self) -> &[[u64; 5]; 4] {
        &self.0
    }

    fn total(&self) -> u64 {
        self.0.iter().flatten().sum()
    }

    fn n_gold(&self, label: Label) -> u64 {
        self.0[label as usize].iter().sum()
    }

    fn n_predicted(&self, column: usize) -> u64 {
        self.0.iter().map(|row| row[column]).sum()
    }

    /// How often no label was given.
    pub fn n_abstained(&self) -> u64 {
        self.n_predicted(4)
    }

    /// F1 of one label; 0 where it is never right.
    pub fn f1(&self, label: Label) -> f64 {
        let index = label as usize;
        share(2 * self.0[index][index], self.n_gold(label) + self.n_predicted(index))
    }

    /// Mean F1 of the four labels.
    pub fn macro_f1(&self) -> f64 {
        Label::ALL.iter().map(|label| self.f1(*label)).sum::<f64>() / 4.0
    }

    /// Mean F1 of the three tones, which stand in the places of favor, against and neutral.
    pub fn tone_f1(&self) -> f64 {
        Label::ALL[..3].iter().map(|label| self.f1(*label)).sum::<f64>() / 3.0
    }

    /// Share of right labels.
    pub fn accuracy(&self) -> f64 {
        share((0..4).map(|index| self.0[index][index]).sum(), self.total())
    }

    /// Cohen's kappa (Cohen 1960): agreement beyond what the shares of the labels give by chance.
    pub fn kappa(&self) -> f64 {
        let total = self.total();
        let by_chance: f64 = Label::ALL
            .iter()
            .map(|label| share(self.n_gold(*label), total) * share(self.n_predicted(*label as usize), total))
            .sum();
        if by_chance >= 1.0 { 0.0 } else { (self.accuracy() - by_chance) / (1.0 - by_chance) }
    }

    /// Whether the sentence is about the target; an abstention is no "yes".
    pub(super) fn detection(&self) -> Detection {
        let about = 0..3;
        Detection {
            right: about.clone().map(|row| self.0[row][..3].iter().sum::<u64>()).sum(),
            predicted: about.clone().map(|column| self.n_predicted(column)).sum(),
            gold: about.map(|row| self.0[row].iter().sum::<u64>()).sum(),
        }
    }
}
