//! The `newsvane` command: arguments, config, run, exit code. The only place for anyhow, the clock and drawing.

/// Faster than the allocator of the system where many threads allocate (measured: a quarter on whole runs).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod address_lists;
mod cli;
mod collecting;
mod config;
#[cfg(feature = "transformer")]
mod models;
mod progress;

use anyhow::{Context, Result, bail};
use clap::Parser;
use cli::{Analyze, Cli, Command, EngineName, Eval, Extract, Report, Tag, Tagger, Unit};
use config::Config;
use newsvane::pipeline::{self, Job, LineUnit, Lines};
use newsvane::registry::Registry;
use newsvane::schema::{DateRange, SpeakerId};
use newsvane::tag::{Engine, lexicon::Lexicon};
use newsvane::{eval, extract, read, report};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Finished, but something was lost; it is listed.
const LOSSES: u8 = 2;
/// What was typed cannot be understood.
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors, and go to stdout.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("NEWSVANE_LOG").unwrap_or_else(|_| "error".into()),
        )
        .with_writer(io::stderr)
        .init();
    let done = match cli.command {
        Command::Analyze(arguments) => analyze(&arguments),
        Command::Report(arguments) => write_report(&arguments),
        Command::Tag(arguments) => tag(&arguments),
        Command::Extract(arguments) => extract_pages(&arguments),
        Command::Collect(arguments) => collecting::collect(&arguments),
        Command::Outlets(command) => collecting::outlets(&command),
        Command::Eval(arguments) => evaluate(&arguments),
    };
    match done {
        Ok(code) => code,
        // A reader that has seen enough (`| head`) is no failure.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn analyze(arguments: &Analyze) -> Result<ExitCode> {
    let config_path = arguments.tagger.config.as_deref();
    let config = Config::load(config_path)?;
    set_threads(arguments.tagger.threads)?;
    let registry = Arc::new(registry(&config, config_path)?);
    let engine = engine(&arguments.tagger, &registry)?;
    let settings = config.settings()?;
    if let (Some(from), Some(to)) = (arguments.from, arguments.to)
        && to < from
    {
        bail!("`--to {to}` is before `--from {from}`");
    }
    let job = Job {
        inputs: &arguments.inputs,
        meta: arguments.meta.as_deref(),
        range: DateRange { from: arguments.from, to: arguments.to },
        out: &arguments.out,
        overwrite: arguments.overwrite,
        registry: &registry,
        engine: engine.as_ref(),
        settings: &settings,
    };
    let progress = progress::Bars::new();
    let outcome = pipeline::run(&job, &progress)?;
    progress.finish();
    print_outcome(&outcome, &arguments.out);
    Ok(if outcome.n_losses > 0 { ExitCode::from(LOSSES) } else { ExitCode::SUCCESS })
}

fn print_outcome(outcome: &pipeline::Outcome, out: &Path) {
    let rows = |table: &str| outcome.manifest.rows.get(table).copied().unwrap_or(0);
    eprintln!(
        "{}, {}, {}; {} in dropped.csv",
        plural(rows("articles"), "article", "articles"),
        plural(rows("stances"), "stance", "stances"),
        plural(rows("claims"), "numeric claim", "numeric claims"),
        plural(rows("dropped"), "row", "rows")
    );
    for row in &outcome.unused_meta {
        eprintln!("warning: `--meta` names `{row}`, which is not in the dump");
    }
    if outcome.n_losses > 0 {
        eprintln!(
            "warning: {} lost; the first of them:",
            plural(outcome.n_losses, "record was", "records were")
        );
        for loss in &outcome.first_losses {
            eprintln!("  {}", pipeline::describe(loss));
        }
        eprintln!("hint: all of them are in `{}`", out.join("dropped.csv").display());
    }
    let mut reports: Vec<_> = outcome
        .manifest
        .outputs
        .keys()
        .filter(|file| file.starts_with("report/") && file.ends_with(".html"))
        .collect();
    reports.sort();
    match reports.last() {
        Some(last) => eprintln!(
            "{}, the latest: {}",
            plural(reports.len() as u64, "report", "reports"),
            out.join(last).display()
        ),
        None => eprintln!("no weekly report: no article has a date"),
    }
}

fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn write_report(arguments: &Report) -> Result<ExitCode> {
    let config = Config::load(arguments.config.as_deref())?;
    let registry = registry(&config, arguments.config.as_deref())?;
    let weeks = report::weeks(&arguments.dir)?;
    let week = match (arguments.week, weeks.last()) {
        (Some(week), _) => week,
        (None, Some(week)) => *week,
        (None, None) => bail!("`{}` has no week with a dated article", arguments.dir.display()),
    };
    let rendered = report::render_week(&arguments.dir, week, &registry, &config.report)?;
    let default = arguments.dir.join("report").join(format!("{week}.html"));
    let html = arguments.html.as_deref().or((arguments.md.is_none()).then_some(default.as_path()));
    for (to, content) in [(html, &rendered.html), (arguments.md.as_deref(), &rendered.markdown)] {
        match to {
            Some(to) if to == Path::new("-") => io::stdout().write_all(content.as_bytes())?,
            Some(to) => {
                if let Some(parent) = to.parent() {
                    std::fs::create_dir_all(parent)?;
                }
                std::fs::write(to, content).with_context(|| format!("cannot write `{}`", to.display()))?;
                eprintln!("{}", to.display());
            }
            None => {}
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn tag(arguments: &Tag) -> Result<ExitCode> {
    let config_path = arguments.tagger.config.as_deref();
    let config = Config::load(config_path)?;
    set_threads(arguments.tagger.threads)?;
    let registry = Arc::new(registry(&config, config_path)?);
    let engine = engine(&arguments.tagger, &registry)?;
    let unit = match arguments.unit {
        Unit::Sentence => LineUnit::Sentence,
        Unit::Article => LineUnit::Article,
    };
    let output = io::BufWriter::new(io::stdout().lock());
    let job = Lines {
        unit,
        inputs: arguments.inputs,
        registry: &registry,
        engine: engine.as_ref(),
        settings: config.tag,
    };
    let n_failed = pipeline::tag_lines(io::stdin().lock(), output, &job)?;
    if n_failed > 0 {
        eprintln!("warning: {} not be parsed", plural(n_failed, "line could", "lines could"));
        return Ok(ExitCode::from(LOSSES));
    }
    Ok(ExitCode::SUCCESS)
}

fn extract_pages(arguments: &Extract) -> Result<ExitCode> {
    let config = Config::load(arguments.config.as_deref())?;
    set_threads(arguments.threads)?;
    let registry = registry(&config, arguments.config.as_deref())?;
    let options = read::Options { mapping: config.fields, limits: config.limits, meta: None };
    let stdin;
    let input = if arguments.input == Path::new("-") {
        let mut file = tempfile::Builder::new().suffix(".html").tempfile()?;
        io::copy(&mut io::stdin().lock(), &mut file)?;
        stdin = file.into_temp_path();
        stdin.to_path_buf()
    } else {
        arguments.input.clone()
    };
    let found = read::find_inputs(&[input], None)?;
    let mut losses = found.dropped;
    let mut output = io::BufWriter::new(io::stdout().lock());
    read::in_batches(&found.files, &options, |batches| -> Result<()> {
        for batch in batches {
            let extracted = batch.documents.into_par_iter().map(|document| {
                let mut document = document?;
                if document.fields.url.is_none() {
                    document.fields.url.clone_from(&arguments.url);
                }
                extract::extract(&document, &registry)
            });
            // In the order of the dump.
            for extracted in extracted.collect::<Vec<_>>() {
                match extracted {
                    Ok(extraction) => {
                        serde_json::to_writer(&mut output, &extraction.article)?;
                        output.write_all(b"\n")?;
                        losses.extend(extraction.notes.into_iter().filter(|note| note.reason.is_loss()));
                    }
                    Err(dropped) => losses.push(dropped),
                }
            }
        }
        Ok(())
    })?;
    output.flush()?;
    for loss in &losses {
        eprintln!("warning: {}", pipeline::describe(loss));
    }
    Ok(if losses.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(LOSSES) })
}

fn evaluate(arguments: &Eval) -> Result<ExitCode> {
    let config_path = arguments.tagger.config.as_deref();
    let config = Config::load(config_path)?;
    set_threads(arguments.tagger.threads)?;
    let registry = Arc::new(registry(&config, config_path)?);
    let engine = engine(&arguments.tagger, &registry)?;
    let targets: Vec<_> = registry.targets.all().iter().map(|target| target.id.clone()).collect();
    let mut gold = Vec::new();
    for path in &arguments.gold {
        gold.extend(eval::read(path, &targets)?);
    }
    if let (Some(split), Some(part)) = (&arguments.split, &arguments.part) {
        let groups = groups_of(split, part)?;
        gold.retain(|gold| groups.contains(gold.group()));
    }
    gold.retain(|gold| arguments.lang.is_none_or(|lang| gold.lang == lang));
    if gold.is_empty() {
        bail!("no labelled sentence is left to score\nhint: check `--part` and `--lang`");
    }
    let bar = progress::sentences(gold.len());
    let predictions = pipeline::predict(&gold, &registry, engine.as_ref(), config.tag, &|done| {
        bar.set_position(done as u64)
    })?;
    bar.finish_and_clear();
    let speaker_of = |name: &str| {
        let known = registry.speakers.all().iter().find(|speaker| speaker.name == name);
        known.map(|speaker| speaker.id.clone()).or_else(|| SpeakerId::slug(name)).map(|id| id.to_string())
    };
    let scores = eval::evaluate(engine.id(), &gold, &predictions, speaker_of, arguments.bootstraps);
    if let Some(svg) = &arguments.svg {
        std::fs::write(svg, eval::picture(&scores))
            .with_context(|| format!("cannot write `{}`", svg.display()))?;
    }
    let json = || serde_json::to_string_pretty(&scores);
    match arguments.json.as_deref() {
        Some(path) if path == Path::new("-") => {
            writeln!(io::stdout(), "{}", json()?)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(path) => {
            std::fs::write(path, json()? + "\n")
                .with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        None => {}
    }
    io::stdout().write_all(eval::table(&scores).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The groups of one part of a split.
fn groups_of(split: &Path, part: &str) -> Result<std::collections::HashSet<String>> {
    let text =
        std::fs::read_to_string(split).with_context(|| format!("cannot read `{}`", split.display()))?;
    let mut parts: std::collections::BTreeMap<String, std::collections::HashSet<String>> =
        serde_json::from_str(&text).with_context(|| format!("`{}` is no split", split.display()))?;
    match parts.remove(part) {
        Some(groups) => Ok(groups),
        None => bail!(
            "`{}` has no part `{part}`\nhint: it has {}",
            split.display(),
            parts.keys().cloned().collect::<Vec<_>>().join(", ")
        ),
    }
}

fn registry(config: &Config, config_path: Option<&Path>) -> Result<Registry> {
    Registry::with_additions(&config.registry_folders(config_path)).context("the definitions cannot be used")
}

fn set_threads(threads: Option<usize>) -> Result<()> {
    let Some(threads) = threads else { return Ok(()) };
    if threads == 0 {
        bail!("`--threads 0` leaves nothing to work with");
    }
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("cannot start the threads")
}

fn engine(arguments: &Tagger, registry: &Arc<Registry>) -> Result<Box<dyn Engine>> {
    match arguments.engine {
        EngineName::Lexicon => {
            if arguments.model.is_some() {
                bail!("`--model` is for `--engine transformer`");
            }
            Ok(Box::new(Lexicon::new(registry.clone())))
        }
        EngineName::Transformer => transformer(arguments, registry),
    }
}

#[cfg(feature = "transformer")]
fn transformer(arguments: &Tagger, registry: &Arc<Registry>) -> Result<Box<dyn Engine>> {
    use newsvane::tag::{Transformer, transformer::LoadOptions};
    let shipped;
    let model = match arguments.model.as_deref() {
        Some(model) => model,
        None => {
            shipped = models::shipped()?;
            &shipped
        }
    };
    let mut options = LoadOptions::default();
    if let Some(threads) = arguments.threads.and_then(std::num::NonZeroUsize::new) {
        options.threads = threads;
    }
    Ok(Box::new(Transformer::load(model, &options, registry.clone())?))
}

#[cfg(not(feature = "transformer"))]
fn transformer(_: &Tagger, _: &Arc<Registry>) -> Result<Box<dyn Engine>> {
    bail!(
        "this newsvane was built without the transformer engine\nhint: build with default features, or use `--engine lexicon`"
    )
}
