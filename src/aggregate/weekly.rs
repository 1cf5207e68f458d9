//! `weekly.csv`: stance by week, target and group.

use super::frames::{counts, empty, series, table, values};
use super::interval::{Tally, net_interval};
use super::partials::Partials;
use super::{AggregateError, net, tallies};
use crate::schema::Week;
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, LazyFrame, PolarsResult, UnionArgs, col, concat, len, lit,
};

/// What articles are grouped by, one set of counts each: so they are added up one after the other, in a third of the
/// memory.
const GROUPINGS: [&str; 3] = ["lang", "outlet", "speaker"];
/// `group` may be null here: rows by outlet hold those without one too, and `all` is their sum, because an article has
/// one outlet at most.
const KEYS: &[&str] = &["week", "target", "group", "voice"];
const COUNTS: &[&str] = &["n_articles", "favor", "against", "neutral"];

/// Counts of the batches so far.
#[derive(Debug)]
pub(super) struct Weekly([Partials; 3]);

fn sums() -> Vec<Expr> {
    COUNTS.iter().map(|name| col(*name).sum()).collect()
}

fn columns(names: &[&str]) -> Vec<Expr> {
    names.iter().map(|name| col(*name)).collect()
}

impl Weekly {
    pub(super) fn new() -> Weekly {
        Weekly(GROUPINGS.map(|_| Partials::new(KEYS, sums)))
    }

    /// Takes a batch.
    pub(super) fn add(&mut self, stances: &DataFrame) -> PolarsResult<()> {
        for (partials, group_by) in self.0.iter_mut().zip(GROUPINGS) {
            let mut aggregates = vec![col("article_id").n_unique().alias("n_articles")];
            aggregates.extend(tallies());
            let reduced = stances
                .clone()
                .lazy()
                .filter(col("stance").is_not_null().and(col("week").is_not_null()))
                .with_column(col(group_by).alias("group"))
                .group_by(columns(KEYS))
                .agg(aggregates)
                .collect()?;
            partials.push(reduced)?;
        }
        Ok(())
    }

    /// The table.
    pub(super) fn finish(self) -> Result<DataFrame, AggregateError> {
        let mut summed = Vec::new();
        for (partials, group_by) in self.0.into_iter().zip(GROUPINGS) {
            let Some(partial) = partials.finish()? else {
                return empty("weekly");
            };
            let partial = partial.lazy();
            if group_by == "outlet" {
                let all = partial.clone().with_column(lit("all").alias("group"));
                summed.push(by_group(all.group_by(columns(KEYS)).agg(sums()), "all")?.lazy());
            }
            summed.push(by_group(partial.filter(col("group").is_not_null()), group_by)?.lazy());
        }
        let rows = concat(summed, UnionArgs::default())?
            .sort(["week", "target", "group_by", "group"], Default::default())
            .collect()?;
        with_intervals(&rows)
    }
}

/// One row a week, target and group.
fn by_group(partial: LazyFrame, group_by: &str) -> PolarsResult<DataFrame> {
    let integers = COUNTS.iter().map(|name| col(*name).cast(DataType::Int64)).collect::<Vec<_>>();
    let of_voice = col("favor") + col("against") + col("neutral");
    let mut aggregates = sums();
    aggregates.extend([
        len().cast(DataType::Int64).alias("n_voices"),
        col("n_sentences").sum(),
        (col("n_sentences") * col("n_sentences")).sum().alias("squares"),
    ]);
    partial
        .with_columns(integers)
        .with_column(of_voice.alias("n_sentences"))
        .group_by(columns(&KEYS[..KEYS.len() - 1]))
        .agg(aggregates)
        .with_column(lit(group_by).alias("group_by"))
        .collect()
}

/// The table, from its counts.
fn with_intervals(rows: &DataFrame) -> Result<DataFrame, AggregateError> {
    let [favor, against, neutral] =
        [counts(rows, "favor")?, counts(rows, "against")?, counts(rows, "neutral")?];
    let squares = counts(rows, "squares")?;
    let tallies: Vec<Tally> = (0..rows.height())
        .map(|row| Tally {
            favor: favor[row],
            against: against[row],
            neutral: neutral[row],
            squares: squares[row],
        })
        .collect();
    let intervals: Vec<Option<(f64, f64)>> = tallies.iter().map(net_interval).collect();
    let starts: Vec<Option<String>> = rows.column("week")?.str()?.iter().map(week_start).collect();
    let cells = vec![
        series(rows, "week")?,
        values(starts),
        series(rows, "target")?,
        series(rows, "group_by")?,
        series(rows, "group")?,
        series(rows, "n_articles")?,
        series(rows, "n_voices")?,
        series(rows, "n_sentences")?,
        values(favor),
        values(against),
        values(neutral),
        values(
            tallies.iter().map(|tally| net(tally.favor, tally.against, tally.neutral)).collect::<Vec<_>>(),
        ),
        values(intervals.iter().map(|ends| ends.map(|(low, _)| low)).collect::<Vec<_>>()),
        values(intervals.iter().map(|ends| ends.map(|(_, high)| high)).collect::<Vec<_>>()),
    ];
    table("weekly", cells, rows.height())
}

/// The Monday of a week.
pub(super) fn week_start(week: Option<&str>) -> Option<String> {
    week?.parse::<Week>().ok().map(|week| week.start().to_string())
}
