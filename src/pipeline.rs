//! The way of the data.
//!
//! Two passes, so that memory does not grow with the dump: the first reads, extracts and detects languages, and leaves
//! the articles on disk; when all have been seen, copies are clustered; the second splits, attributes and tags, and
//! writes the tables batch by batch.

mod collecting;
mod gold;
mod lines;
mod spill;
mod staging;

pub use collecting::collect;
pub use gold::predict;
pub use lines::{LineUnit, Lines, LinesError, tag_lines};
pub use staging::OutError;

use crate::aggregate::{self, Aggregator};
use crate::language::Detector;
use crate::registry::Registry;
use crate::report::TableWriter;
use crate::schema::{
    AnalyzedArticle, AnalyzedSentence, Article, ClusterId, DateRange, DropReason, Dropped, InputRecord,
    Manifest, PackedId, RawDocument, Sentence, Stage, StageCount, Table,
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
    let folder = staging.folder();
    let mut losses = Losses::create(folder)?;
    let detector = Detector::new();
    let mut first_pass = read_articles(job, progress, folder, &detector, &mut losses)?;
    // The largest thing that grows with the dump is let go before the tables need memory.
    let clusters = cluster::cluster(&std::mem::take(&mut first_pass.fingerprints));
    let mut rows = tag_articles(job, progress, folder, &detector, &first_pass, &clusters)?;
    progress.begin(Step::Report, 1);
    rows.insert("dropped", losses.table.finish()?);
    let mut outputs = table_files(&rows);
    outputs.extend(report::write_reports(folder, job.registry, &job.settings.report)?);
    outputs.push(report::write_datapackage(folder, &rows)?);
    let manifest = Manifest {
        tool: concat!("newsvane ", env!("CARGO_PKG_VERSION")).to_owned(),
        engine: job.engine.id().to_owned(),
        config_sha256: hex(&Sha256::digest(job.settings.config.to_string())),
        config: job.settings.config.clone(),
        registry_sha256: job.registry.sha256.clone(),
        inputs: first_pass.inputs,
        stages: first_pass.stages,
        dropped: losses.by_reason,
        rows: rows.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect(),
        outputs: outputs
            .iter()
            .map(|file| Ok((file.clone(), sha256_of(&folder.join(file))?)))
            .collect::<Result<_, std::io::Error>>()?,
    };
    let mut json = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::from)?;
    json.push(b'\n');
    std::fs::write(folder.join("manifest.json"), json)?;
    staging.commit(&outputs)?;
    progress.advance(1);
    Ok(Outcome {
        manifest,
        first_losses: losses.first,
        n_losses: losses.n,
        unused_meta: first_pass.unused_meta,
    })
}

/// What the first pass leaves behind; the articles themselves are on disk.
struct FirstPass {
    inputs: Vec<InputRecord>,
    stages: Vec<(String, StageCount)>,
    fingerprints: Vec<cluster::Fingerprint>,
    /// The ids of the articles, in the order in which they lie on disk; packed, since there is one for every article.
    ids: Vec<PackedId>,
    unused_meta: Vec<String>,
}

const SPILL: &str = "articles.spill";

/// Reads, extracts, detects languages, chooses by date, leaves repetitions of an article out.
fn read_articles(
    job: &Job,
    progress: &dyn Progress,
    folder: &Path,
    detector: &Detector,
    losses: &mut Losses,
) -> Result<FirstPass, RunError> {
    let options = read::Options {
        mapping: job.settings.fields.clone(),
        limits: job.settings.limits.clone(),
        meta: job.meta.map(read::Meta::load).transpose()?,
    };
    let found = read::find_inputs(job.inputs, job.meta)?;
    let mut count = Counts::default();
    count.read.n_in += found.dropped.len() as u64;
    count.read.n_dropped += found.dropped.len() as u64;
    losses.add(found.dropped)?;
    progress.begin(Step::Read, found.files.len() as u64);
    let mut pass = FirstPass {
        inputs: Vec::new(),
        stages: Vec::new(),
        fingerprints: Vec::new(),
        ids: Vec::new(),
        unused_meta: Vec::new(),
    };
    let mut spill = SpillWriter::create(&folder.join(SPILL))?;
    let mut seen: HashSet<PackedId> = HashSet::new();
    read::in_batches(&found.files, &options, |batches| -> Result<(), RunError> {
        for batch in batches {
            let extract = |document| extract_one(document, job.registry, detector);
            let extracted: Vec<_> = batch.documents.into_par_iter().map(extract).collect();
            for extracted in extracted {
                let (extraction, fingerprint) = match extracted {
                    Ok(extracted) => extracted,
                    Err(dropped) => {
                        count.lose(dropped.stage);
                        losses.add([dropped])?;
                        continue;
                    }
                };
                count.read.keep();
                count.extract.keep();
                losses.add(extraction.notes)?;
                let article = extraction.article;
                if let Some(dropped) = not_wanted(&article, &job.range, &mut seen) {
                    count.select.lose();
                    losses.add([dropped])?;
                    continue;
                }
                count.select.keep();
                if let Some(note) = unsupported_language(&article) {
                    losses.add([note])?;
                }
                spill.write(&article)?;
                pass.fingerprints.push(fingerprint);
                pass.ids.push(article.id.packed());
            }
            pass.inputs.par_extend(batch.files.par_iter().map(|file| read::record(file)));
            progress.advance(batch.files.len() as u64);
        }
        Ok(())
    })?;
    spill.finish()?;
    if pass.ids.is_empty() {
        return Err(nothing_read(job, losses));
    }
    pass.unused_meta = options.meta.map(|meta| meta.unused(&found.files)).unwrap_or_default();
    pass.stages = count.stages();
    Ok(pass)
}

/// The article of a document that could be read, with its language.
fn extract_one(
    document: Result<RawDocument, Dropped>,
    registry: &Registry,
    detector: &Detector,
) -> Result<(extract::Extraction, cluster::Fingerprint), Dropped> {
    let mut extraction = extract::extract(&document?, registry)?;
    let article = &mut extraction.article;
    article.lang_detected = detector.detect(&article.text);
    let fingerprint = cluster::fingerprint(article, registry);
    Ok((extraction, fingerprint))
}

/// Why an article is left out, if it is.
fn not_wanted(article: &Article, range: &DateRange, seen: &mut HashSet<PackedId>) -> Option<Dropped> {
    let (reason, field, detail) = if !range.contains(&article.published) {
        let detail = match article.published.to_cell() {
            date if date.is_empty() => "has no date, and a range of dates is asked for".to_owned(),
            date => format!("published {date}, outside the range asked for"),
        };
        (DropReason::OutsideRange, Some("published".to_owned()), detail)
    } else if !seen.insert(article.id.packed()) {
        (DropReason::Duplicate, None, "the same article stands in the dump already".to_owned())
    } else {
        return None;
    };
    Some(Dropped {
        origin: article.origin.clone(),
        article_id: Some(article.id.clone()),
        stage: Stage::Select,
        reason,
        field,
        detail,
    })
}

/// The row that says that an article is counted but not tagged.
fn unsupported_language(article: &Article) -> Option<Dropped> {
    if article.lang_detected.supported().is_some() {
        return None;
    }
    let detail = match article.lang_detected.code() {
        "" => "the language cannot be told; the article is counted but not tagged".to_owned(),
        code => format!("the language `{code}` is not supported; the article is counted but not tagged"),
    };
    Some(Dropped {
        origin: article.origin.clone(),
        article_id: Some(article.id.clone()),
        stage: Stage::Language,
        reason: DropReason::LanguageUnsupported,
        field: None,
        detail,
    })
}

fn nothing_read(job: &Job, losses: &Losses) -> RunError {
    let inputs: Vec<String> = job.inputs.iter().map(|input| format!("`{}`", input.display())).collect();
    let hint = match losses.first.first() {
        Some(first) => format!("the first loss is {}", describe(first)),
        None if losses.by_reason.is_empty() => {
            "newsvane reads .txt, .html, .jsonl, .json, .csv, .parquet and .warc, each also as .gz, .zst or alone in a .zip"
                .to_owned()
        }
        None => "every article was left out; widen `--from` and `--to`".to_owned(),
    };
    RunError::NoArticles { inputs: inputs.join(", "), hint }
}

/// A loss in one line: file, place, field, what.
pub fn describe(dropped: &Dropped) -> String {
    let place = dropped.origin.position.map(|position| format!(", record {position}")).unwrap_or_default();
    let field = dropped.field.as_ref().map(|field| format!(", field `{field}`")).unwrap_or_default();
    format!("`{}`{place}{field}: {} ({})", dropped.origin.file, dropped.detail, dropped.reason)
}

/// Splits, attributes and tags, and writes the tables; returns the rows of each.
fn tag_articles(
    job: &Job,
    progress: &dyn Progress,
    folder: &Path,
    detector: &Detector,
    pass: &FirstPass,
    clusters: &[cluster::Assignment],
) -> Result<BTreeMap<&'static str, u64>, RunError> {
    progress.begin(Step::Tag, pass.ids.len() as u64);
    let mut articles_table = TableWriter::create(folder, Table::named("articles"))?;
    let mut stances_table = TableWriter::create(folder, Table::named("stances"))?;
    let mut claims_table = TableWriter::create(folder, Table::named("claims"))?;
    let mut aggregator = Aggregator::new();
    let spill_path = folder.join(SPILL);
    let mut spill = SpillReader::open(&spill_path)?;
    let mut done = 0;
    loop {
        let articles = spill.next_batch(BATCH)?;
        if articles.is_empty() {
            break;
        }
        let n = articles.len();
        let assigned = &clusters[done..done + n];
        let analyzed = analyze(articles, assigned, &pass.ids, job, detector)?;
        done += n;
        let frame = aggregate::articles_frame(&analyzed)?;
        let stances = aggregate::stances_frame(&analyzed)?;
        articles_table.write(&frame)?;
        stances_table.write(&stances)?;
        claims_table.write(&aggregate::claims_frame(&analyzed)?)?;
        aggregator.add(&frame, &stances, &aggregate::narratives_frame(&analyzed)?)?;
        progress.advance(n as u64);
    }
    std::fs::remove_file(&spill_path)?;
    let mut rows = BTreeMap::from([
        ("articles", articles_table.finish()?),
        ("stances", stances_table.finish()?),
        ("claims", claims_table.finish()?),
    ]);
    let summary = aggregator.finish(job.registry)?;
    for (name, frame) in [
        ("weekly", &summary.weekly),
        ("narratives", &summary.narratives),
        ("speakers", &summary.speakers),
        ("reversals", &summary.reversals),
    ] {
        let mut table = TableWriter::create(folder, Table::named(name))?;
        table.write(frame)?;
        rows.insert(name, table.finish()?);
    }
    Ok(rows)
}

/// One batch: sentences, holders, then labels for all of them together, so that an engine can fill its batches.
fn analyze(
    articles: Vec<Article>,
    assigned: &[cluster::Assignment],
    ids: &[PackedId],
    job: &Job,
    detector: &Detector,
) -> Result<Vec<AnalyzedArticle>, RunError> {
    let split: Vec<_> = articles
        .par_iter()
        .map(|article| {
            let sentences = segment::segment(article, job.registry, |text| {
                detector.detect_sentence(text, &article.lang_detected)
            });
            let attributions = attribute::attribute(article, &sentences, job.registry);
            (sentences, attributions)
        })
        .collect();
    let texts: Vec<Text> =
        articles.iter().zip(&split).flat_map(|(article, (sentences, _))| texts(article, sentences)).collect();
    let mut tags = tag::tag(&texts, job.registry, job.engine, job.settings.tag)?.into_iter();
    let tagged: Vec<_> = split
        .into_iter()
        .map(|(sentences, attributions)| {
            let tags: Vec<_> = tags.by_ref().take(sentences.len()).collect();
            (sentences, attributions, tags)
        })
        .collect();
    Ok(articles
        .into_par_iter()
        .zip(tagged)
        .zip(assigned)
        .map(|((article, (sentences, attributions, tags)), assignment)| {
            let sentences = sentences
                .into_iter()
                .zip(attributions)
                .zip(tags)
                .map(|((sentence, attribution), tags)| {
                    let claims = claim::claims(&article, &sentence, &attribution, job.registry);
                    AnalyzedSentence { sentence, attribution, tags, claims }
                })
                .collect();
            let cluster = ClusterId::of_original(&ids[assignment.original as usize].unpacked());
            AnalyzedArticle { article, cluster, copy_kind: assignment.kind, sentences }
        })
        .collect())
}

/// The sentences of an article as tagging sees them: each with the one before it in its paragraph.
fn texts<'a>(article: &'a Article, sentences: &'a [Sentence]) -> impl Iterator<Item = Text<'a>> {
    sentences.iter().enumerate().map(|(index, sentence)| Text {
        text: article.text[sentence.span].trim(),
        lang: &sentence.lang,
        role: sentence.role,
        previous: index
            .checked_sub(1)
            .map(|before| &sentences[before])
            .filter(|before| before.paragraph == sentence.paragraph)
            .map(|before| article.text[before.span].trim()),
        title: article.title.as_deref(),
    })
}

/// Counts of the first pass.
#[derive(Default)]
struct Counts {
    read: StageCount,
    extract: StageCount,
    select: StageCount,
}

impl Counts {
    /// A document is lost where it is read, or read and lost where its article is extracted.
    fn lose(&mut self, stage: Stage) {
        if stage == Stage::Read {
            self.read.lose();
        } else {
            self.read.keep();
            self.extract.lose();
        }
    }

    fn stages(self) -> Vec<(String, StageCount)> {
        [(Stage::Read, self.read), (Stage::Extract, self.extract), (Stage::Select, self.select)]
            .into_iter()
            .map(|(stage, count)| (stage.code().to_owned(), count))
            .collect()
    }
}

/// `dropped.csv` while it grows, with what the summary needs of it.
struct Losses {
    table: TableWriter,
    by_reason: BTreeMap<String, u64>,
    first: Vec<Dropped>,
    n: u64,
}

/// Losses that are shown at the end; the rest is in the table.
const SHOWN: usize = 10;

impl Losses {
    fn create(folder: &Path) -> Result<Losses, RunError> {
        let table = TableWriter::create(folder, Table::named("dropped"))?;
        Ok(Losses { table, by_reason: BTreeMap::new(), first: Vec::new(), n: 0 })
    }

    fn add(&mut self, dropped: impl IntoIterator<Item = Dropped>) -> Result<(), RunError> {
        let dropped: Vec<Dropped> = dropped.into_iter().collect();
        if dropped.is_empty() {
            return Ok(());
        }
        self.table.write(&aggregate::dropped_frame(&dropped)?)?;
        for row in dropped {
            *self.by_reason.entry(row.reason.code().to_owned()).or_default() += 1;
            if row.reason.is_loss() {
                self.n += 1;
                if self.first.len() < SHOWN {
                    self.first.push(row);
                }
            }
        }
        Ok(())
    }
}

fn table_files(rows: &BTreeMap<&'static str, u64>) -> Vec<String> {
    rows.keys().flat_map(|name| [format!("{name}.csv"), format!("{name}.parquet")]).collect()
}

fn sha256_of(path: &Path) -> std::io::Result<String> {
    let mut hasher = Sha256::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    Ok(hex(&hasher.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
