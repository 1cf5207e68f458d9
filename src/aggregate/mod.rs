//! From analysed articles to tables: one row a sentence, then by week, narrative and speaker.
//!
//! Articles stream through in batches. [`Aggregator::add`] reduces each batch to counts by (week, target, group, voice),
//! so what is held grows with the number of such keys and not with the text. An article never stands in two batches, so
//! its counts can be added up; a voice (an original with its copies) can, so it is part of the key until the end.
//!
//! * Rows on which the engine abstained count in `n_abstained` of the articles and nowhere else.
//! * Undated articles stand in no week; they count in `speakers`, and are no evidence of a reversal.
//! * Articles without an outlet, and sentences without a known language, stand in no group of that kind: the groups
//!   `outlet` and `lang` sum to `all` only where each has one.
//! * Missing is null, never 0.

mod frames;
mod interval;
mod narratives;
mod partials;
mod permutation;
mod reversals;
mod speakers;
mod weekly;

pub use frames::{articles_frame, claims_frame, dropped_frame, narratives_frame, stances_frame};

use crate::registry::Registry;
use partials::Partials;
use polars::prelude::{Column, DataFrame, Expr, NamedFrom, PolarsError, PolarsResult, Series, col, lit};
use reversals::Histories;
use std::hash::{DefaultHasher, Hash, Hasher};
use weekly::Weekly;

/// Why tables could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AggregateError {
    /// A query failed.
    #[error(
        "cannot aggregate: {0}\nhint: the frames must be those of `articles_frame`, `stances_frame` and `narratives_frame`"
    )]
    Query(#[from] PolarsError),
}

/// The tables that need all the articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Rows of `weekly.csv`.
    pub weekly: DataFrame,
    /// Rows of `narratives.csv`.
    pub narratives: DataFrame,
    /// Rows of `speakers.csv`.
    pub speakers: DataFrame,
    /// Rows of `reversals.csv`.
    pub reversals: DataFrame,
}

/// Collects batches into the tables that need all the articles.
#[derive(Debug)]
pub struct Aggregator {
    weekly: Weekly,
    narratives: Partials,
    weeks: Partials,
    speakers: Partials,
    histories: Histories,
}

impl Default for Aggregator {
    fn default() -> Aggregator {
        Aggregator::new()
    }
}

impl Aggregator {
    /// Nothing collected yet.
    pub fn new() -> Aggregator {
        Aggregator {
            weekly: Weekly::new(),
            narratives: narratives::partials(),
            weeks: narratives::weeks(),
            speakers: speakers::partials(),
            histories: Histories::default(),
        }
    }

    /// Takes one batch: the frames that [`articles_frame`], [`stances_frame`] and [`narratives_frame`] give for the same
    /// articles. Neither the order of batches nor that of rows matters.
    ///
    /// # Errors
    /// If a frame lacks a column or holds it in another type.
    pub fn add(
        &mut self,
        articles: &DataFrame,
        stances: &DataFrame,
        narratives: &DataFrame,
    ) -> Result<(), AggregateError> {
        let stances = with_voice(stances)?;
        self.weekly.add(&stances)?;
        self.speakers.push(speakers::reduce(&stances)?)?;
        self.histories.add(&stances)?;
        self.narratives.push(narratives::reduce(&with_voice(narratives)?)?)?;
        self.weeks.push(narratives::reduce_weeks(articles)?)?;
        Ok(())
    }

    /// The tables, sorted by their keys.
    ///
    /// # Errors
    /// If a query fails.
    pub fn finish(self, registry: &Registry) -> Result<Summary, AggregateError> {
        Ok(Summary {
            weekly: self.weekly.finish()?,
            narratives: narratives::finish(self.narratives.finish()?, self.weeks.finish()?)?,
            speakers: speakers::finish(self.speakers.finish()?, registry)?,
            reversals: self.histories.finish()?,
        })
    }
}

/// The frame with a column `voice`: the cluster as a number, which takes a quarter of the memory of its id.
fn with_voice(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let voices: Vec<Option<u64>> = frame
        .column("cluster_id")?
        .str()?
        .iter()
        .map(|id| {
            id.map(|id| {
                let mut hasher = DefaultHasher::new();
                id.hash(&mut hasher);
                hasher.finish()
            })
        })
        .collect();
    let mut frame = frame.clone();
    frame.with_column(Column::from(Series::new("voice".into(), voices)))?;
    Ok(frame)
}

/// Sentences of each label.
fn tallies() -> Vec<Expr> {
    ["favor", "against", "neutral"]
        .into_iter()
        .map(|stance| col("stance").eq(lit(stance)).sum().alias(stance))
        .collect()
}

/// `(favor - against) / (favor + against + neutral)`, of sums.
fn net(favor: i64, against: i64, neutral: i64) -> Option<f64> {
    let all = favor + against + neutral;
    (all > 0).then(|| (favor - against) as f64 / all as f64)
}

#[cfg(test)]
mod tests;
