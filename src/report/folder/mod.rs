//! Reads what a report needs from the Parquet files of an output folder: by lazy scans that select columns and filter
//! rows, so that memory stays small on large dumps.

mod ledger;
mod sentences;
mod week;
mod weekly;

pub(super) use ledger::{ClaimRow, ReversalRow};
pub(super) use sentences::SentenceRow;
pub(super) use week::{Abstained, ArticleRow, Coverage, LossRow, NarrativeRow};
pub(super) use weekly::{GroupKind, Net};

use super::error::ReportError;
use polars::prelude::*;
use std::path::{Path, PathBuf};

/// An output folder, finished or staged.
pub(super) struct Folder<'a> {
    path: &'a Path,
}

impl<'a> Folder<'a> {
    pub(super) fn new(path: &'a Path) -> Folder<'a> {
        Folder { path }
    }

    pub(super) fn path(&self) -> &Path {
        self.path
    }

    fn scan(&self, table: &str) -> Result<Scan, ReportError> {
        let path = self.path.join(format!("{table}.parquet"));
        let error = |source| ReportError::Read { path: path.clone(), source };
        // Not every character of a file name is a pattern.
        let options = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
        let frame = PlRefPath::try_from_path(&path)
            .and_then(|path| LazyFrame::scan_parquet(path, options))
            .map_err(error)?;
        Ok(Scan { path, frame })
    }
}

/// A query on one table that remembers the file, for errors.
struct Scan {
    path: PathBuf,
    frame: LazyFrame,
}

impl Scan {
    fn then(self, query: impl FnOnce(LazyFrame) -> LazyFrame) -> Scan {
        Scan { path: self.path, frame: query(self.frame) }
    }

    fn filter(self, predicate: Expr) -> Scan {
        self.then(|frame| frame.filter(predicate))
    }

    /// Runs the query for these columns.
    fn rows(self, columns: &[&str]) -> Result<Rows, ReportError> {
        let columns: Vec<Expr> = columns.iter().map(|name| col(*name)).collect();
        let error = |source| ReportError::Read { path: self.path.clone(), source };
        self.frame.select(columns).collect().map(Rows).map_err(error)
    }
}

/// The result of a query. Missing text is read as empty, a missing count as 0 and a missing number as `None`.
struct Rows(DataFrame);

impl Rows {
    fn len(&self) -> usize {
        self.0.height()
    }

    fn text(&self, column: &str, row: usize) -> String {
        let values = self.0.column(column).and_then(|column| column.str());
        values.ok().and_then(|values| values.get(row)).unwrap_or("").to_owned()
    }

    fn count(&self, column: &str, row: usize) -> i64 {
        let value = self.0.column(column).and_then(|column| column.get(row));
        value.ok().and_then(|value| value.extract::<i64>()).unwrap_or(0)
    }

    fn number(&self, column: &str, row: usize) -> Option<f64> {
        let values = self.0.column(column).and_then(|column| column.f64());
        values.ok().and_then(|values| values.get(row))
    }

    fn texts(&self, column: &str) -> Vec<String> {
        (0..self.len()).map(|row| self.text(column, row)).collect()
    }
}

/// A column that equals a text.
fn is(column: &str, value: &str) -> Expr {
    col(column).eq(lit(value))
}

/// A column that equals one of some texts.
fn is_one_of(column: &str, values: &[String]) -> Expr {
    let values = Series::new("values".into(), values);
    col(column).is_in(lit(values).implode(true), false)
}
