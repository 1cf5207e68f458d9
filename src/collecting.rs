//! `newsvane collect` and `newsvane outlets`.

use crate::address_lists::Lists;
use crate::cli::{Collect, Outlets};
use crate::config::Config;
use crate::progress::OutletBars;
use crate::{LOSSES, USAGE, registry};
use anyhow::{Context, Result, bail};
use newsvane::collect::{Job, Manners, OutletSummary, Task};
use newsvane::registry::{Outlet, Registry};
use newsvane::schema::{CollectedPage, Origin};
use newsvane::{extract, pipeline, read};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

const NO_CONTACT: &str = "sites are not told who asks
hint: an e-mail address or a page where they can reach you, once for all as `NEWSVANE_CONTACT` in the environment or as
`contact` under `[collect]` in the file that `--config` names, or each time with `--contact`";

/// `newsvane collect`.
pub fn collect(arguments: &Collect) -> Result<ExitCode> {
    let config = Config::load(arguments.config.as_deref())?;
    let registry = registry(&config, arguments.config.as_deref())?;
    let from_sources = arguments.urls.is_empty();
    let outlets = match chosen(&arguments.outlets, from_sources, &registry) {
        Ok(outlets) => outlets,
        Err(problem) => {
            eprintln!("error: {problem}");
            return Ok(ExitCode::from(USAGE));
        }
    };
    let Some(contact) = arguments.contact.as_ref().or(config.collect.contact.as_ref()) else {
        eprintln!("error: {NO_CONTACT}");
        return Ok(ExitCode::from(USAGE));
    };
    if contact.trim().len() < 5 || contact.contains(['\r', '\n']) {
        bail!(
            "the contact `{contact}` is no address\nhint: an e-mail address or a page where sites can reach you"
        );
    }
    let seconds = |name: &str, value: f64| {
        Duration::try_from_secs_f64(value)
            .ok()
            .with_context(|| format!("`--{name} {value}` is no number of seconds"))
    };
    let manners = Manners {
        delay: seconds("delay", arguments.delay)?,
        timeout: seconds("timeout", arguments.timeout)?,
        pause: seconds("pause", arguments.pause)?,
        allow_private: arguments.allow_private.clone(),
        ..Manners::new(contact.trim().to_owned())
    };
    let since = arguments
        .since
        .map(|day| day.to_zoned(jiff::tz::TimeZone::UTC).map(|day| day.timestamp()))
        .transpose()?;
    let lists = Lists::read(&arguments.urls, &outlets, arguments.other_hosts, &config, &registry);
    let tasks: Vec<Task> = if from_sources {
        outlets.into_iter().map(|outlet| Task { outlet, sources: true, listed: &[] }).collect()
    } else {
        lists.tasks(&registry)
    };
    if tasks.is_empty() {
        bail!("the lists name no page to collect\nhint: `--outlets` and `--other-hosts` say of which sites");
    }
    let job = Job { tasks, since, into: &arguments.into, manners, registry: &registry };
    let bars = OutletBars::new();
    let summaries = pipeline::collect(&job, &bars)?;
    bars.finish();
    print(&summaries);
    let has_losses = lists.has_losses
        || summaries.iter().any(|summary| !summary.problems.is_empty() || summary.n_failed > 0);
    Ok(if has_losses { ExitCode::from(LOSSES) } else { ExitCode::SUCCESS })
}

/// The outlets that were named, or all; where their sources are read, those that have some.
fn chosen<'a>(
    names: &[String],
    needs_sources: bool,
    registry: &'a Registry,
) -> Result<Vec<&'a Outlet>, String> {
    let is_possible = |outlet: &Outlet| outlet.collect.has_sources() || !needs_sources;
    if names.is_empty() {
        return Ok(registry.outlets.all().iter().filter(|outlet| is_possible(outlet)).collect());
    }
    names
        .iter()
        .map(|name| {
            let outlet = registry.outlets.by_name(name).ok_or_else(|| {
                format!("there is no outlet `{name}`\nhint: `newsvane outlets list` shows them; a new one is a file in outlets/ of a registry folder")
            })?;
            if is_possible(outlet) {
                return Ok(outlet);
            }
            let why = Some(outlet.collect.terms.as_str()).filter(|terms| !terms.is_empty()).unwrap_or("its file states no sources");
            Err(format!("`{name}` is not collected: {why}\nhint: `newsvane analyze` reads its pages from any dump"))
        })
        .collect()
}

/// The table at the end.
fn print(summaries: &[OutletSummary]) {
    eprintln!(
        "{:<20}{:>8}{:>8}{:>8}{:>11}{:>9}{:>8}{:>7}{:>8}{:>8}",
        "outlet", "found", "new", "kept", "unchanged", "refused", "walled", "gone", "failed", "unread"
    );
    for summary in summaries {
        eprintln!(
            "{:<20}{:>8}{:>8}{:>8}{:>11}{:>9}{:>8}{:>7}{:>8}{:>8}",
            summary.outlet,
            summary.n_found,
            summary.n_new,
            summary.n_kept,
            summary.n_unchanged,
            summary.n_refused,
            summary.n_walled,
            summary.n_gone,
            summary.n_failed,
            summary.n_unread
        );
    }
    for summary in summaries {
        for problem in &summary.problems {
            eprintln!("warning: {}: {problem}", summary.outlet);
        }
    }
}

/// `newsvane outlets`.
pub fn outlets(command: &Outlets) -> Result<ExitCode> {
    match command {
        Outlets::List { config } => list(config.as_deref()),
        Outlets::Check { folders } => check(folders),
        Outlets::Try { id, page, url, config } => try_page(id, page, url.as_deref(), config.as_deref()),
    }
}

fn list(config_path: Option<&Path>) -> Result<ExitCode> {
    let registry = registry(&Config::load(config_path)?, config_path)?;
    let mut output = io::stdout().lock();
    let all = registry.outlets.all();
    let width = all.iter().map(|outlet| outlet.languages.join(" ").len()).max().unwrap_or(0);
    for outlet in all {
        let collect = &outlet.collect;
        let mut ways = Vec::new();
        for (n, one, many) in [
            (collect.feeds.len(), "feed", "feeds"),
            (collect.sitemaps.len(), "sitemap", "sitemaps"),
            (collect.listings.len(), "listing", "listings"),
        ] {
            if n > 0 {
                ways.push(format!("{n} {}", if n == 1 { one } else { many }));
            }
        }
        if collect.robots_sitemaps {
            ways.push("sitemaps of robots.txt".to_owned());
        }
        let ways = if ways.is_empty() { "import only".to_owned() } else { ways.join(", ") };
        // Names last: they are in all scripts, which take different widths.
        let languages = outlet.languages.join(" ");
        writeln!(output, "{:<20} {ways:<24} {languages:<width$} {}", outlet.id.to_string(), outlet.name)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn check(folders: &[std::path::PathBuf]) -> Result<ExitCode> {
    let registry = Registry::with_additions(folders)?;
    let all = registry.outlets.all();
    let with_sources = all.iter().filter(|outlet| outlet.collect.has_sources()).count();
    println!("{} outlets, {with_sources} of them with sources: all right", all.len());
    Ok(ExitCode::SUCCESS)
}

fn try_page(id: &str, page: &Path, url: Option<&str>, config_path: Option<&Path>) -> Result<ExitCode> {
    let registry = registry(&Config::load(config_path)?, config_path)?;
    let outlet = registry
        .outlets
        .by_name(id)
        .with_context(|| format!("there is no outlet `{id}`\nhint: `newsvane outlets list` shows them"))?;
    let bytes = std::fs::read(page).with_context(|| format!("cannot read `{}`", page.display()))?;
    let collected = CollectedPage { body: &bytes, url, outlet: outlet.id.as_str(), ..Default::default() };
    let origin = Origin { file: page.display().to_string(), position: None };
    let document = read::collected_document(&collected, origin);
    match extract::extract(&document, &registry) {
        Ok(extraction) => {
            serde_json::to_writer_pretty(io::stdout().lock(), &extraction.article)?;
            println!();
            for note in &extraction.notes {
                eprintln!("warning: {}", pipeline::describe(note));
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(dropped) => {
            eprintln!("error: {}", pipeline::describe(&dropped));
            Ok(ExitCode::FAILURE)
        }
    }
}
