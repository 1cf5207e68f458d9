//! The way of the data.
//!
//! Two passes, so that memory does not grow with the dump: the first reads, extracts and detects languages, and leaves
//! the articles on disk; when all have been seen, copies are clustered; the second splits, attributes and tags, and
//! writes the tables batch by batch.

mod spill;
mod staging;

pub use staging::OutError;

use crate::aggregate::{self, Aggregator};
use crate::language::Detector;
use crate::registry::Registry;
use crate::schema::{
    AnalyzedArticle, AnalyzedSentence, Article, ArticleId, ClusterId, DateRange, DropReason, Dropped,
    InputRecord, Manifest, RawDocument, Stage, StageCount,
};
use crate::tag::{Engine, EngineError, Text};
use crate::{attribute, claim, cluster, extract, read, report, segment, tag};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use spill::{SpillReader, SpillWriter};
use staging::Staging;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// Documents or articles that are worked on at once: enough for two dozen cores, little enough to stay small.
const BATCH: usize = 256;

/// What a run takes from the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Column and field names of dumps.
    pub fields: read::FieldMapping,
    /// Bounds of what is read.
    pub limits: read::Limits,
    /// How scores become labels.
    pub tag: tag::Settings,
    /// What the report shows.
    pub report: report::Settings,
    /// The configuration as it was used, for the manifest.
    pub config: serde_json::Value,
}

/// One run.
pub struct Job<'a> {
    /// Files and folders to read.
    pub inputs: &'a [PathBuf],
    /// A CSV with metadata of plain files.
    pub meta: Option<&'a Path>,
    /// Days that are wanted.
    pub range: DateRange,
    /// Where the tables go.
    pub out: &'a Path,
    /// Whether an earlier result in `out` may be replaced.
    pub overwrite: bool,
    /// The definitions.
    pub registry: &'a Registry,
    /// What tags.
    pub engine: &'a dyn Engine,
    /// Everything else.
    pub settings: &'a Settings,
}

/// The steps that a user sees pass by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading and extracting; counted in files.
    Read,
    /// Tagging; counted in articles.
    Tag,
    /// Aggregating and writing the reports.
    Report,
}

/// Draws progress; the library never does.
pub trait Progress {
    /// A step begins, of `total` units.
    fn begin(&self, step: Step, total: u64);
    /// So many more units are done.
    fn advance(&self, n: u64);
}

/// What a run did.
#[derive(Debug)]
pub struct Outcome {
    /// The manifest as written.
    pub manifest: Manifest,
    /// The rows of `dropped.csv` that are losses, the first few of them.
    pub first_losses: Vec<Dropped>,
    /// How many losses there are.
    pub n_losses: u64,
    /// Rows of `--meta` that no file matched.
    pub unused_meta: Vec<String>,
}

/// Why a run could not finish.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The inputs as a whole cannot be used.
    #[error(transparent)]
    Read(#[from] read::ReadError),
    /// Not one article could be read.
    #[error("no article could be read from {inputs}\nhint: {hint}")]
    NoArticles {
        /// The inputs, as named.
        inputs: String,
        /// The first loss, or what is looked for.
        hint: String,
    },
    /// The output folder cannot be used.
    #[error(transparent)]
    Out(#[from] OutError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Aggregating failed.
    #[error(transparent)]
    Aggregate(#[from] aggregate::AggregateError),
    /// Writing tables or reports failed.
    #[error(transparent)]
    Report(#[from] report::ReportError),
    /// A file of the run's own could not be written or read.
    #[error("cannot write or read a temporary file: {0}")]
    Temporary(#[from] std::io::Error),
}

/// Analyses a dump.
///
/// # Errors
/// If nothing can be read, the output folder cannot be used, or the disk is full; a bad record is none of these.
pub fn run(job: &Job, progress: &dyn Progress) -> Result<Outcome, RunError> {
    let staging = Staging::open(job.out, job.overwrite)?;
    let mut losses = Losses::create(staging.folder())?;
    let inputs = read_inputs(job, progress, &staging, &mut losses)?;
    let clusters = cluster::cluster(&inputs.fingerprints);
    let mut tables = tag_articles(job, progress, &staging, &inputs, &clusters)?;
    progress.begin(Step::Report, 1);
    tables.rows.extend(losses.finish()?);
    let files = report::write_reports(staging.folder(), job.registry, &job.settings.report)?;
    let (manifest, outputs) = manifest(job, &staging, inputs, &losses, tables, files)?;
    progress.advance(1);
    staging.commit(&outputs)?;
    Ok(Outcome { manifest, first_losses: losses.first, n_losses: losses.n, unused_meta: Vec::new() })
}
