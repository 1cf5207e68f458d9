//! Nets by week, target and group, from `weekly.parquet`.

use super::{Folder, Rows, is};
use crate::report::error::ReportError;
use crate::schema::Week;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One net with what it rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::report) struct Net {
    pub articles: i64,
    pub voices: i64,
    pub sentences: i64,
    pub favor: i64,
    pub against: i64,
    pub neutral: i64,
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// By what sentences are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum GroupKind {
    Speaker,
    Outlet,
    Lang,
}

impl GroupKind {
    fn code(self) -> &'static str {
        match self {
            GroupKind::Speaker => "speaker",
            GroupKind::Outlet => "outlet",
            GroupKind::Lang => "lang",
        }
    }
}

const COLUMNS: &[&str] = &[
    "week",
    "target",
    "group",
    "n_articles",
    "n_voices",
    "n_sentences",
    "favor",
    "against",
    "neutral",
    "net",
    "net_low",
    "net_high",
];

impl Folder<'_> {
    /// The weeks with data, in order.
    pub fn weeks(&self) -> Result<Vec<Week>, ReportError> {
        let rows = self.scan("weekly")?.filter(is("group_by", "all")).rows(&["week"])?;
        let weeks: BTreeSet<Week> = rows.texts("week").iter().filter_map(|week| week.parse().ok()).collect();
        Ok(weeks.into_iter().collect())
    }

    /// The nets of all the sentences, by target and week, up to `last`.
    pub fn course(&self, last: Week) -> Result<BTreeMap<String, BTreeMap<Week, Net>>, ReportError> {
        // Weeks are written so that their order as text is their order in time.
        let is_past = col("week").lt_eq(lit(last.to_string()));
        let rows = self.nets(is("group_by", "all").and(is_past))?;
        let mut course: BTreeMap<String, BTreeMap<Week, Net>> = BTreeMap::new();
        for row in 0..rows.len() {
            if let Ok(week) = rows.text("week", row).parse() {
                course.entry(rows.text("target", row)).or_default().insert(week, net(&rows, row));
            }
        }
        Ok(course)
    }

    /// The nets of a week and target, by group.
    pub fn groups(
        &self,
        week: Week,
        target: &str,
        kind: GroupKind,
    ) -> Result<BTreeMap<String, Net>, ReportError> {
        let here = is("week", &week.to_string()).and(is("target", target)).and(is("group_by", kind.code()));
        let rows = self.nets(here)?;
        Ok((0..rows.len()).map(|row| (rows.text("group", row), net(&rows, row))).collect())
    }

    fn nets(&self, predicate: Expr) -> Result<Rows, ReportError> {
        self.scan("weekly")?.filter(predicate).rows(COLUMNS)
    }
}

fn net(rows: &Rows, row: usize) -> Net {
    Net {
        articles: rows.count("n_articles", row),
        voices: rows.count("n_voices", row),
        sentences: rows.count("n_sentences", row),
        favor: rows.count("favor", row),
        against: rows.count("against", row),
        neutral: rows.count("neutral", row),
        value: rows.number("net", row),
        low: rows.number("net_low", row),
        high: rows.number("net_high", row),
    }
}
