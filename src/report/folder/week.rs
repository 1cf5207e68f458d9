//! What a week rests on: its articles, its stories, what was left without a label; and what the dump lost.

use super::{Folder, Rows, is, is_one_of};
use crate::report::error::ReportError;
use crate::schema::Week;
use polars::prelude::*;
use std::collections::BTreeMap;

/// The articles of a week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Coverage {
    pub articles: i64,
    pub voices: i64,
    pub copies: i64,
    pub translations: i64,
    pub outlets: i64,
    /// Articles by language code.
    pub langs: BTreeMap<String, i64>,
}

/// What a quotation says of its article.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct ArticleRow {
    pub outlet: String,
    pub lang: String,
    pub url: String,
    pub title: String,
}

/// One story in one week.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct NarrativeRow {
    pub articles: i64,
    pub voices: i64,
    pub sentences: i64,
    /// All the articles of the week.
    pub articles_week: i64,
    pub tone: Option<f64>,
}

/// Sentences about a target that got no label.
#[derive(Debug, Clone)]
pub(in crate::report) struct Abstained {
    pub target: String,
    pub reason: String,
    pub sentences: i64,
}

/// Records lost or left out for one reason.
#[derive(Debug, Clone)]
pub(in crate::report) struct LossRow {
    pub stage: String,
    pub reason: String,
    pub records: i64,
}

impl Folder<'_> {
    /// The articles of a week.
    pub fn coverage(&self, week: Week) -> Result<Coverage, ReportError> {
        let rows = self
            .scan("articles")?
            .filter(is("week", &week.to_string()))
            .then(|frame| {
                frame
                    .group_by([col("lang"), col("outlet"), col("copy_kind"), col("cluster_id")])
                    .agg([len().alias("n")])
            })
            .rows(&["lang", "outlet", "copy_kind", "cluster_id", "n"])?;
        let mut coverage = Coverage::default();
        for row in 0..rows.len() {
            let n = rows.count("n", row);
            coverage.articles += n;
            *coverage.langs.entry(rows.text("lang", row)).or_default() += n;
            match rows.text("copy_kind", row).as_str() {
                "copy" => coverage.copies += n,
                "translation" => coverage.translations += n,
                _ => {}
            }
        }
        coverage.voices = distinct(&rows, "cluster_id");
        coverage.outlets = distinct(&rows, "outlet");
        Ok(coverage)
    }

    /// Articles without a date, in the whole dump.
    pub fn undated(&self) -> Result<i64, ReportError> {
        let rows = self
            .scan("articles")?
            .filter(col("week").is_null().or(is("week", "")))
            .then(|frame| frame.select([len().alias("n")]))
            .rows(&["n"])?;
        Ok(rows.count("n", 0))
    }

    /// Outlet, address and headline of articles.
    pub fn articles(&self, ids: &[String]) -> Result<BTreeMap<String, ArticleRow>, ReportError> {
        let rows = self.scan("articles")?.filter(is_one_of("article_id", ids)).rows(&[
            "article_id",
            "outlet",
            "lang",
            "url",
            "title",
        ])?;
        let article = |row| ArticleRow {
            outlet: rows.text("outlet", row),
            lang: rows.text("lang", row),
            url: rows.text("url", row),
            title: rows.text("title", row),
        };
        Ok((0..rows.len()).map(|row| (rows.text("article_id", row), article(row))).collect())
    }

    /// Names of speakers, as the speakers' table has them.
    pub fn speaker_names(&self, ids: &[String]) -> Result<BTreeMap<String, String>, ReportError> {
        let rows = self.scan("speakers")?.filter(is_one_of("speaker", ids)).rows(&["speaker", "name"])?;
        Ok((0..rows.len()).map(|row| (rows.text("speaker", row), rows.text("name", row))).collect())
    }

    /// The stories of a week.
    pub fn narratives(&self, week: Week) -> Result<BTreeMap<String, NarrativeRow>, ReportError> {
        let rows = self.scan("narratives")?.filter(is("week", &week.to_string())).rows(&[
            "narrative",
            "n_articles",
            "n_voices",
            "n_sentences",
            "n_articles_week",
            "tone_mean",
        ])?;
        let narrative = |row| NarrativeRow {
            articles: rows.count("n_articles", row),
            voices: rows.count("n_voices", row),
            sentences: rows.count("n_sentences", row),
            articles_week: rows.count("n_articles_week", row),
            tone: rows.number("tone_mean", row),
        };
        Ok((0..rows.len()).map(|row| (rows.text("narrative", row), narrative(row))).collect())
    }

    /// Sentences of a week that got no label, by target and reason.
    pub fn abstained(&self, week: Week) -> Result<Vec<Abstained>, ReportError> {
        let rows = self
            .scan("stances")?
            .filter(is("week", &week.to_string()).and(col("stance").is_null().or(is("stance", ""))))
            .then(|frame| {
                frame
                    .group_by([col("target"), col("abstained")])
                    .agg([len().alias("n")])
                    .sort(["target", "abstained"], SortMultipleOptions::default())
            })
            .rows(&["target", "abstained", "n"])?;
        let abstained = |row| Abstained {
            target: rows.text("target", row),
            reason: rows.text("abstained", row),
            sentences: rows.count("n", row),
        };
        Ok((0..rows.len()).map(abstained).collect())
    }

    /// What the whole dump lost or left out, by stage and reason, the most frequent first.
    pub fn losses(&self) -> Result<Vec<LossRow>, ReportError> {
        let most_first = SortMultipleOptions::default().with_order_descending_multi([true, false, false]);
        let rows = self
            .scan("dropped")?
            .then(|frame| {
                frame
                    .group_by([col("stage"), col("reason")])
                    .agg([len().alias("n")])
                    .sort(["n", "stage", "reason"], most_first)
            })
            .rows(&["stage", "reason", "n"])?;
        let loss = |row| LossRow {
            stage: rows.text("stage", row),
            reason: rows.text("reason", row),
            records: rows.count("n", row),
        };
        Ok((0..rows.len()).map(loss).collect())
    }
}

/// How many values other than the missing one a column has.
fn distinct(rows: &Rows, column: &str) -> i64 {
    let mut values = rows.texts(column);
    values.sort_unstable();
    values.dedup();
    values.iter().filter(|value| !value.is_empty()).count() as i64
}
