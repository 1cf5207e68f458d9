//! What can go wrong while tables and reports are written.

use crate::schema::Week;
use polars::error::PolarsError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a table or a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file could not be written.
    #[error("cannot write `{}`: {source}\nhint: check that the folder exists and that the disk is not full", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A Parquet file could not be written.
    #[error("cannot write `{}`: {source}\nhint: check that the disk is not full", path.display())]
    WriteParquet {
        /// Which.
        path: PathBuf,
        /// Why.
        source: PolarsError,
    },
    /// A table of the output folder could not be read.
    #[error("cannot read `{}`: {source}\nhint: name a folder that `newsvane analyze --out` wrote", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: PolarsError,
    },
    /// Rows that are not rows of the table.
    #[error("the rows do not fit the table `{table}`: {problem}")]
    Columns {
        /// Which table.
        table: &'static str,
        /// What differs.
        problem: String,
    },
    /// No labelled sentence is dated in the week.
    #[error("`{}` has no data for `{week}`\nhint: {}", folder.display(), weeks_hint(known))]
    UnknownWeek {
        /// The folder.
        folder: PathBuf,
        /// The week asked for.
        week: Week,
        /// The weeks there are, in order.
        known: Vec<Week>,
    },
    /// A template of this crate does not fit its data.
    #[error("cannot render the report: {0:#}")]
    Template(#[from] minijinja::Error),
}

impl ReportError {
    pub(super) fn write<E: Into<io::Error>>(path: &Path) -> impl Fn(E) -> ReportError {
        move |source| ReportError::Write { path: path.to_owned(), source: source.into() }
    }

    pub(super) fn parquet(path: &Path) -> impl Fn(PolarsError) -> ReportError {
        move |source| ReportError::WriteParquet { path: path.to_owned(), source }
    }
}

/// Names the weeks there are, those that follow each other as a range.
fn weeks_hint(known: &[Week]) -> String {
    let mut runs: Vec<(Week, Week)> = Vec::new();
    for week in known {
        match runs.last_mut() {
            Some((_, last)) if last.next() == *week => *last = *week,
            _ => runs.push((*week, *week)),
        }
    }
    if runs.is_empty() {
        return "it has none for any week; are the articles dated?".to_owned();
    }
    let runs: Vec<String> = runs
        .iter()
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first} to {last}"),
        })
        .collect();
    format!("weeks with data: {}", runs.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(known: &[&str]) -> String {
        ReportError::UnknownWeek {
            folder: "out".into(),
            week: "2026-W30".parse().unwrap(),
            known: known.iter().map(|week| week.parse().unwrap()).collect(),
        }
        .to_string()
    }

    #[test]
    fn an_unknown_week_is_answered_with_the_weeks_there_are() {
        insta::assert_snapshot!(
            unknown(&["2025-W52", "2026-W01", "2026-W02", "2026-W05"]),
            @r"
        `out` has no data for `2026-W30`
        hint: weeks with data: 2025-W52 to 2026-W02, 2026-W05
        "
        );
        assert!(unknown(&[]).ends_with("hint: it has none for any week; are the articles dated?"));
    }
}
