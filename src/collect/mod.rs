//! Collecting: from feeds, sitemaps and APIs of outlets to a store of pages and articles.
//!
//! Outlets run beside each other, each host is asked one thing at a time. The store is whole after every step: a run that
//! is stopped, whatever way, goes on where it was, and nothing is fetched or kept twice.
//!
//! The only place that speaks HTTP.

mod address;
mod discover;
mod feed;
mod found;
mod listing;
mod outlet;
mod robots;
mod sitemap;
mod store;
mod wall;
mod web;

pub use store::ArticleRow;
pub use web::Manners;

use crate::registry::{Outlet, Registry};
use crate::schema::{CollectedPage, ListedAddress};
use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use store::Store;
use web::Web;

/// What is collected of an outlet.
pub struct Task<'a> {
    /// Which; with hosts of its own, so that no host is asked by two tasks.
    pub outlet: &'a Outlet,
    /// Whether its sources are read.
    pub sources: bool,
    /// Pages of it that a list names.
    pub listed: &'a [ListedAddress],
}

/// One run.
pub struct Job<'a> {
    /// The outlets to collect.
    pub tasks: Vec<Task<'a>>,
    /// Articles published before are left out; without it only the newest page of each source is read.
    pub since: Option<Timestamp>,
    /// The store.
    pub into: &'a Path,
    /// How to behave.
    pub manners: Manners,
    /// The definitions.
    pub registry: &'a Registry,
}

/// Reads the article of a page; the words of a failure go into the store.
pub trait ReadArticle: Sync {
    /// The article, or why there is none.
    ///
    /// # Errors
    /// A page without an article.
    fn read(&self, page: &CollectedPage) -> Result<ArticleRow, String>;
}

/// Draws progress.
pub trait CollectProgress: Sync {
    /// An outlet begins.
    fn begin(&self, outlet: &Outlet);
    /// So many of its pages wait.
    fn waiting(&self, outlet: &Outlet, n: u64);
    /// One of them is dealt with.
    fn advance(&self, outlet: &Outlet);
    /// An outlet is through.
    fn end(&self, outlet: &Outlet);
}

/// What became of the articles of an outlet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutletSummary {
    /// Its id.
    pub outlet: String,
    /// Articles that the sources name.
    pub n_found: u64,
    /// Of these, those that the store did not know.
    pub n_new: u64,
    /// Pages kept in this run.
    pub n_kept: u64,
    /// Sources that had not changed.
    pub n_unchanged: u64,
    /// Pages that robots.txt refuses.
    pub n_refused: u64,
    /// Pages behind a challenge, a login or a payment.
    pub n_walled: u64,
    /// Pages that are no more.
    pub n_gone: u64,
    /// Pages that failed in this run; they are tried again in the next.
    pub n_failed: u64,
    /// Pages kept of which no article could be read.
    pub n_unread: u64,
    /// The first problems, in words.
    pub problems: Vec<String>,
}

/// Outlets that are collected beside each other.
const MOST_OUTLETS_AT_ONCE: usize = 64;
/// Problems that are told of one outlet; the store has the rest.
const MOST_PROBLEMS: usize = 5;

impl OutletSummary {
    fn problem(&mut self, words: String) {
        if self.problems.len() < MOST_PROBLEMS && !self.problems.contains(&words) {
            self.problems.push(words);
        }
    }
}

/// Why a run ends.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The store cannot be used.
    #[error("the store `{}` {problem}", path.display())]
    Store {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The store failed during the run: a full disk, mostly.
    #[error(
        "the store cannot be written: {0}\nhint: it is whole; free the disk and run the same command again"
    )]
    Write(#[from] rusqlite::Error),
    /// No client or runtime.
    #[error("the network cannot be used: {0}")]
    Network(String),
}

/// Collects. One summary for each outlet, in their order.
///
/// # Errors
/// If the store cannot be used; what sites do wrong is in the summaries.
pub fn collect(
    job: &Job,
    reader: &dyn ReadArticle,
    progress: &dyn CollectProgress,
) -> Result<Vec<OutletSummary>, CollectError> {
    let store = Store::open(job.into)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| CollectError::Network(error.to_string()))?;
    let web = Web::new(job.manners.clone()).map_err(|error| CollectError::Network(error.to_string()))?;
    let run = |index: usize| {
        let (web, store, task) = (&web, &store, &job.tasks[index]);
        async move {
            let outlet = task.outlet;
            progress.begin(outlet);
            let summary = outlet::run(task, job, web, store, reader, progress).await;
            progress.end(outlet);
            summary
        }
    };
    let runs = futures_util::stream::iter((0..job.tasks.len()).map(run)).buffered(MOST_OUTLETS_AT_ONCE);
    runtime.block_on(runs.try_collect())
}

#[cfg(test)]
mod tests;
