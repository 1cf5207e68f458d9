//! Reversals and numeric claims.

use super::{Folder, is, is_one_of};
use crate::report::error::ReportError;
use crate::schema::Week;
use polars::prelude::*;
use std::collections::BTreeMap;

/// A speaker whose stance turned.
#[derive(Debug, Clone)]
pub(in crate::report) struct ReversalRow {
    pub speaker: String,
    pub target: String,
    pub before: String,
    pub after: String,
    pub net_before: Option<f64>,
    pub net_after: Option<f64>,
    pub n_before: i64,
    pub n_after: i64,
    pub last_before: String,
    pub first_after: String,
    /// Ids of sentences, in time.
    pub evidence_before: Vec<String>,
    pub evidence_after: Vec<String>,
    pub p_value: Option<f64>,
}

/// A number that was stated, with how many say it.
#[derive(Debug, Clone)]
pub(in crate::report) struct ClaimRow {
    pub subject: String,
    pub metric: String,
    pub value: f64,
    pub unit: String,
    pub change: String,
    pub as_of: String,
    pub voices: i64,
    /// One of those who state it.
    pub speaker: String,
    pub article: String,
    pub quote: String,
}

impl Folder<'_> {
    /// The reversals up to the end of a week, the latest first.
    pub fn reversals(&self, week: Week, n: usize) -> Result<Vec<ReversalRow>, ReportError> {
        // A day or an instant, written so that its order as text is its order in time.
        let next_monday = week.next().start().to_string();
        let latest_first = SortMultipleOptions::default().with_order_descending_multi([true, false, false]);
        let rows = self
            .scan("reversals")?
            .filter(col("first_after_utc").lt(lit(next_monday)))
            .then(|frame| frame.sort(["first_after_utc", "speaker", "target"], latest_first).limit(n as u32))
            .rows(&[
                "speaker",
                "target",
                "before",
                "after",
                "net_before",
                "net_after",
                "n_before",
                "n_after",
                "last_before_utc",
                "first_after_utc",
                "evidence_before",
                "evidence_after",
                "p_value",
            ])?;
        let ids = |column, row| {
            rows.text(column, row).split(';').filter(|id| !id.is_empty()).map(str::to_owned).collect()
        };
        let reversal = |row| ReversalRow {
            speaker: rows.text("speaker", row),
            target: rows.text("target", row),
            before: rows.text("before", row),
            after: rows.text("after", row),
            net_before: rows.number("net_before", row),
            net_after: rows.number("net_after", row),
            n_before: rows.count("n_before", row),
            n_after: rows.count("n_after", row),
            last_before: rows.text("last_before_utc", row),
            first_after: rows.text("first_after_utc", row),
            evidence_before: ids("evidence_before", row),
            evidence_after: ids("evidence_after", row),
            p_value: rows.number("p_value", row),
        };
        Ok((0..rows.len()).map(reversal).collect())
    }

    /// The numbers of a week that most voices state about something named.
    pub fn claims(&self, week: Week, n: usize) -> Result<Vec<ClaimRow>, ReportError> {
        const SAME: [&str; 6] = ["subject", "metric", "value", "unit", "change", "as_of"];
        let articles = self.scan("articles")?.filter(is("week", &week.to_string())).frame;
        let most_first = [vec![true], vec![false; SAME.len()]].concat();
        let rows = self
            .scan("claims")?
            .filter(col("subject").is_not_null().and(is("subject", "").not()))
            .then(|frame| {
                // Without the quotations, which are looked up for the few that are shown.
                let named = frame.select(
                    ["article_id", "sentence_id"]
                        .iter()
                        .chain(&SAME)
                        .map(|name| col(*name))
                        .collect::<Vec<_>>(),
                );
                let dated = articles.select([col("article_id"), col("cluster_id")]);
                named
                    .inner_join(dated, col("article_id"), col("article_id"))
                    .group_by(SAME.map(col))
                    .agg([col("cluster_id").n_unique().alias("n"), col("sentence_id").min()])
                    .sort(
                        ["n"].iter().chain(&SAME).copied().collect::<Vec<_>>(),
                        SortMultipleOptions::default().with_order_descending_multi(most_first),
                    )
                    .limit(n as u32)
            })
            .rows(&["subject", "metric", "value", "unit", "change", "as_of", "n", "sentence_id"])?;
        let quotes = self.quotes(&rows.texts("sentence_id"))?;
        let claim = |row: usize| {
            let (article, speaker, quote) = quotes.get(&rows.text("sentence_id", row))?.clone();
            Some(ClaimRow {
                subject: rows.text("subject", row),
                metric: rows.text("metric", row),
                value: rows.number("value", row)?,
                unit: rows.text("unit", row),
                change: rows.text("change", row),
                as_of: rows.text("as_of", row),
                voices: rows.count("n", row),
                speaker,
                article,
                quote,
            })
        };
        Ok((0..rows.len()).filter_map(claim).collect())
    }

    /// Article, speaker and words of sentences with claims.
    fn quotes(&self, ids: &[String]) -> Result<BTreeMap<String, (String, String, String)>, ReportError> {
        let rows = self.scan("claims")?.filter(is_one_of("sentence_id", ids)).rows(&[
            "sentence_id",
            "article_id",
            "speaker",
            "quote",
        ])?;
        let quote = |row| (rows.text("article_id", row), rows.text("speaker", row), rows.text("quote", row));
        Ok((0..rows.len()).map(|row| (rows.text("sentence_id", row), quote(row))).collect())
    }
}
