//! `speakers.csv`: where each named speaker stands, over all the articles, dated or not.

use super::frames::{counts, empty, series, table, values};
use super::partials::Partials;
use super::{AggregateError, net, tallies};
use crate::registry::Registry;
use crate::schema::Speaker;
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, PolarsResult, col, len, lit};

const KEYS: &[&str] = &["speaker", "target", "voice"];

pub(super) fn partials() -> Partials {
    Partials::new(KEYS, || {
        let mut merge: Vec<Expr> =
            ["n_articles", "favor", "against", "neutral"].into_iter().map(|name| col(name).sum()).collect();
        merge.extend([col("first_utc").min(), col("last_utc").max()]);
        merge
    })
}

/// Rows with a label of a speaker who is named.
pub(super) fn is_named() -> Expr {
    let author = lit(Speaker::Author.code());
    let unnamed = lit(Speaker::Unnamed.code());
    col("stance").is_not_null().and(col("speaker").neq(author)).and(col("speaker").neq(unnamed))
}

/// Counts of a batch.
pub(super) fn reduce(stances: &DataFrame) -> PolarsResult<DataFrame> {
    let mut aggregates = vec![col("article_id").n_unique().alias("n_articles")];
    aggregates.extend(tallies());
    // Cells sort as dates do: a day is the beginning of its instants.
    aggregates.extend([
        col("published_utc").min().alias("first_utc"),
        col("published_utc").max().alias("last_utc"),
    ]);
    stances
        .clone()
        .lazy()
        .filter(is_named())
        .group_by(KEYS.iter().map(|key| col(*key)).collect::<Vec<_>>())
        .agg(aggregates)
        .collect()
}

/// The table. A speaker who is not registered has no name.
pub(super) fn finish(partial: Option<DataFrame>, registry: &Registry) -> Result<DataFrame, AggregateError> {
    let Some(partial) = partial else {
        return empty("speakers");
    };
    let integers =
        ["n_articles", "favor", "against", "neutral"].map(|name| col(name).cast(DataType::Int64).sum());
    let mut merge = integers.to_vec();
    merge.extend([
        len().cast(DataType::Int64).alias("n_voices"),
        col("first_utc").min(),
        col("last_utc").max(),
    ]);
    let rows = partial
        .lazy()
        .group_by([col("speaker"), col("target")])
        .agg(merge)
        .sort(["speaker", "target"], Default::default())
        .collect()?;
    let names: Vec<Option<String>> = rows
        .column("speaker")?
        .str()?
        .iter()
        .map(|id| registry.speakers.get(&id?.parse().ok()?).map(|entry| entry.name.clone()))
        .collect();
    let labels =
        counts(&rows, "favor")?.into_iter().zip(counts(&rows, "against")?).zip(counts(&rows, "neutral")?);
    let (n_sentences, nets): (Vec<i64>, Vec<Option<f64>>) = labels
        .map(|((favor, against), neutral)| (favor + against + neutral, net(favor, against, neutral)))
        .unzip();
    let columns = vec![
        series(&rows, "speaker")?,
        values(names),
        series(&rows, "target")?,
        values(n_sentences),
        series(&rows, "n_articles")?,
        series(&rows, "n_voices")?,
        series(&rows, "favor")?,
        series(&rows, "against")?,
        series(&rows, "neutral")?,
        values(nets),
        series(&rows, "first_utc")?,
        series(&rows, "last_utc")?,
    ];
    table("speakers", columns, rows.height())
}
