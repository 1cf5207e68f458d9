//! `narratives.csv`: stories by week.

use super::AggregateError;
use super::frames::{counts, empty, series, table, values};
use super::partials::Partials;
use super::weekly::week_start;
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, JoinArgs, JoinType, PolarsResult, col, len};

const KEYS: &[&str] = &["week", "narrative", "voice"];

pub(super) fn partials() -> Partials {
    Partials::new(KEYS, || {
        ["n_articles", "n_sentences", "tone", "n_tones"].into_iter().map(|name| col(name).sum()).collect()
    })
}

/// Articles by week.
pub(super) fn weeks() -> Partials {
    Partials::new(&["week"], || vec![col("n_articles_week").sum()])
}

/// Counts of a batch, by story.
pub(super) fn reduce(narratives: &DataFrame) -> PolarsResult<DataFrame> {
    narratives
        .clone()
        .lazy()
        .filter(col("week").is_not_null())
        .group_by(KEYS.iter().map(|key| col(*key)).collect::<Vec<Expr>>())
        .agg([
            col("article_id").n_unique().alias("n_articles"),
            len().alias("n_sentences"),
            col("tone").sum(),
            col("tone").is_not_null().sum().alias("n_tones"),
        ])
        .collect()
}

/// Articles of a batch by week.
pub(super) fn reduce_weeks(articles: &DataFrame) -> PolarsResult<DataFrame> {
    articles
        .clone()
        .lazy()
        .filter(col("week").is_not_null())
        .group_by([col("week")])
        .agg([col("article_id").n_unique().alias("n_articles_week")])
        .collect()
}

/// The table.
pub(super) fn finish(
    partial: Option<DataFrame>,
    weeks: Option<DataFrame>,
) -> Result<DataFrame, AggregateError> {
    let (Some(partial), Some(weeks)) = (partial, weeks) else {
        return empty("narratives");
    };
    let integer = |name: &str| col(name).cast(DataType::Int64);
    let rows = partial
        .lazy()
        .group_by([col("week"), col("narrative")])
        .agg([
            integer("n_articles").sum(),
            len().cast(DataType::Int64).alias("n_voices"),
            integer("n_sentences").sum(),
            col("tone").sum(),
            integer("n_tones").sum(),
        ])
        .join(weeks.lazy(), [col("week")], [col("week")], JoinArgs::new(JoinType::Left))
        .with_column(integer("n_articles_week"))
        .sort(["week", "narrative"], Default::default())
        .collect()?;
    let quotients = |above: Vec<f64>, below: &[i64]| -> Vec<Option<f64>> {
        above
            .into_iter()
            .zip(below)
            .map(|(above, below)| (*below > 0).then(|| above / *below as f64))
            .collect()
    };
    let n_articles = counts(&rows, "n_articles")?.into_iter().map(|n| n as f64).collect();
    let tones = rows.column("tone")?.f64()?.iter().map(Option::unwrap_or_default).collect();
    let starts: Vec<Option<String>> = rows.column("week")?.str()?.iter().map(week_start).collect();
    let columns = vec![
        series(&rows, "week")?,
        values(starts),
        series(&rows, "narrative")?,
        series(&rows, "n_articles")?,
        series(&rows, "n_voices")?,
        series(&rows, "n_sentences")?,
        series(&rows, "n_articles_week")?,
        values(quotients(n_articles, &counts(&rows, "n_articles_week")?)),
        values(quotients(tones, &counts(&rows, "n_tones")?)),
    ];
    table("narratives", columns, rows.height())
}
