//! Counts of the batches so far, added up now and then.

use polars::prelude::{DataFrame, Expr, IntoLazy, PolarsResult, UnionArgs, col, concat};

/// Frames that are held before they are added up: often enough to stay small, seldom enough to cost little.
const HELD: usize = 48;

/// Partial counts with one row a key.
#[derive(Debug)]
pub(super) struct Partials {
    keys: &'static [&'static str],
    /// How two rows of one key become one.
    merge: fn() -> Vec<Expr>,
    frames: Vec<DataFrame>,
}

impl Partials {
    pub(super) fn new(keys: &'static [&'static str], merge: fn() -> Vec<Expr>) -> Partials {
        Partials { keys, merge, frames: Vec::new() }
    }

    /// Takes the counts of a batch.
    pub(super) fn push(&mut self, frame: DataFrame) -> PolarsResult<()> {
        self.frames.push(frame);
        if self.frames.len() >= HELD {
            self.compact()?;
        }
        Ok(())
    }

    /// The counts of all the batches; `None` if there was none.
    pub(super) fn finish(mut self) -> PolarsResult<Option<DataFrame>> {
        self.compact()?;
        Ok(self.frames.pop())
    }

    fn compact(&mut self) -> PolarsResult<()> {
        if self.frames.is_empty() {
            return Ok(());
        }
        let frames: Vec<_> = self.frames.drain(..).map(IntoLazy::lazy).collect();
        let keys: Vec<Expr> = self.keys.iter().map(|key| col(*key)).collect();
        let merged = concat(frames, UnionArgs::default())?.group_by(keys).agg((self.merge)()).collect()?;
        self.frames.push(merged);
        Ok(())
    }
}
