//! What a page says: every figure as it is written, every sentence composed. Both templates draw the same view.

mod findings;
mod groups;
mod names;
mod quotes;
mod stories;

pub(super) use names::Names;

use super::chart::{Course, Mix, reach, weeks_between};
use super::figures::{counted, interval, signed, whole};
use super::folder::Net;
use super::settings::Settings;
use super::week_data::{TargetData, WeekData};
use crate::schema::{DropReason, TABLES, Week};
use findings::Finding;
use groups::Groups;
use quotes::{Claim, Quote, Reversal};
use serde::Serialize;
use stories::Stories;

/// One page.
#[derive(Serialize)]
pub(super) struct Page {
    week: String,
    dates: String,
    headline: String,
    basis: String,
    findings: Vec<Finding>,
    targets: Vec<Target>,
    weeks: Vec<WeekRow>,
    stories: Stories,
    reversals: Vec<Reversal>,
    claims: Vec<Claim>,
    abstained: Vec<Abstained>,
    losses: Vec<Loss>,
    undated: String,
    min_voices: u32,
    per_speaker: usize,
    files: Vec<File>,
}

/// One target.
#[derive(Serialize)]
struct Target {
    name: String,
    description: String,
    /// Which of the page's accents is its, from 1.
    accent: usize,
    now: Option<Figure>,
    before: Option<Figure>,
    before_week: String,
    /// The change and the lean in a few words.
    verdict: String,
    course: Option<Course>,
    groups: Vec<Groups>,
    favor: Vec<Quote>,
    against: Vec<Quote>,
}

/// A net with what it rests on.
#[derive(Serialize)]
struct Figure {
    value: String,
    interval: String,
    favor: String,
    against: String,
    neutral: String,
    sentences: String,
    voices: String,
    articles: String,
    /// The same without their nouns.
    n_voices: String,
    n_articles: String,
    mix: Option<Mix>,
}

/// The nets of one week, a cell a target.
#[derive(Serialize)]
struct WeekRow {
    week: String,
    cells: Vec<Option<Figure>>,
}

#[derive(Serialize)]
struct Abstained {
    target: String,
    reason: String,
    sentences: String,
}

#[derive(Serialize)]
struct Loss {
    stage: String,
    reason: String,
    records: String,
    is_loss: bool,
}

/// A data file that lies beside the report.
#[derive(Serialize)]
struct File {
    name: String,
    row: &'static str,
}

/// Accents that the styles define.
const ACCENTS: usize = 4;

impl Page {
    pub(super) fn new(data: &WeekData, names: &Names, settings: &Settings) -> Page {
        let min_voices = i64::from(settings.min_voices);
        let view = |(index, target)| Target::new(index, target, data, names, settings);
        let weeks = weeks_between(data.first_shown, data.week);
        let stories = Stories::new(data, names);
        Page {
            week: data.week.to_string(),
            dates: dates(data.week),
            headline: findings::headline(data, names, min_voices),
            basis: basis(data),
            findings: findings::findings(data, names, &stories, min_voices),
            targets: data.targets.iter().enumerate().map(view).collect(),
            weeks: weeks.into_iter().rev().map(|week| week_row(week, data)).collect(),
            stories,
            reversals: data.reversals.iter().map(|reversal| Reversal::new(reversal, data, names)).collect(),
            claims: data.claims.iter().map(|claim| Claim::new(claim, data, names)).collect(),
            abstained: data
                .abstained
                .iter()
                .map(|row| Abstained {
                    target: names.target(&row.target),
                    reason: row.reason.replace('_', " "),
                    sentences: whole(row.sentences),
                })
                .collect(),
            losses: data
                .losses
                .iter()
                .map(|row| Loss {
                    stage: row.stage.clone(),
                    reason: row.reason.replace('_', " "),
                    records: whole(row.records),
                    is_loss: DropReason::ALL
                        .iter()
                        .find(|reason| reason.code() == row.reason)
                        .is_none_or(|reason| reason.is_loss()),
                })
                .collect(),
            undated: match data.undated {
                0 => String::new(),
                n => counted(n, "article"),
            },
            min_voices: settings.min_voices,
            per_speaker: settings.sentences_per_speaker,
            files: TABLES
                .iter()
                .map(|table| File { name: format!("{}.csv", table.name), row: table.row })
                .collect(),
        }
    }
}

impl Target {
    fn new(index: usize, target: &TargetData, data: &WeekData, names: &Names, settings: &Settings) -> Target {
        let min_voices = i64::from(settings.min_voices);
        let now = target.now(data.week);
        let courses = data.targets.iter().flat_map(|target| target.course.range(data.first_shown..));
        let top = reach(courses.map(|(_, net)| net));
        let quotes = |rows: &[_]| rows.iter().map(|row| Quote::new(row, data, names)).collect();
        Target {
            name: names.target(&target.id),
            description: names.target_description(&target.id),
            accent: index % ACCENTS + 1,
            now: now.map(Figure::new),
            before: target.before.as_ref().map(|(_, net)| Figure::new(net)),
            before_week: target.before.as_ref().map(|(week, _)| week.to_string()).unwrap_or_default(),
            verdict: findings::verdict(target, data.week, min_voices),
            course: Course::new(&target.course, data.first_shown, data.week, top, min_voices),
            groups: target.groups.iter().map(|group| Groups::new(group, target, names, settings)).collect(),
            favor: quotes(&target.favor),
            against: quotes(&target.against),
        }
    }
}

impl Figure {
    fn new(net: &Net) -> Figure {
        Figure {
            value: net.value.map(signed).unwrap_or_else(|| "–".to_owned()),
            interval: interval(net),
            favor: whole(net.favor),
            against: whole(net.against),
            neutral: whole(net.neutral),
            sentences: counted(net.sentences, "sentence"),
            voices: counted(net.voices, "voice"),
            articles: counted(net.articles, "article"),
            n_voices: whole(net.voices),
            n_articles: whole(net.articles),
            mix: Mix::new(net),
        }
    }
}

fn week_row(week: Week, data: &WeekData) -> WeekRow {
    let cells = data.targets.iter().map(|target| target.now(week).map(Figure::new)).collect();
    WeekRow { week: week.to_string(), cells }
}

/// Monday to Sunday: 2–8 February 2026.
fn dates(week: Week) -> String {
    let (from, to) = (week.start(), week.end());
    let until = to.strftime("%-d %B %Y");
    if from.month() == to.month() {
        format!("{}–{until}", from.day())
    } else if from.year() == to.year() {
        format!("{} – {until}", from.strftime("%-d %B"))
    } else {
        format!("{} – {until}", from.strftime("%-d %B %Y"))
    }
}

/// What the week rests on.
fn basis(data: &WeekData) -> String {
    let coverage = &data.coverage;
    let voices = counted(coverage.voices, "voice");
    let voices = match (coverage.copies, coverage.translations) {
        (0, 0) => voices,
        (copies, translations) => format!(
            "{voices}, once copies ({}) and translations ({}) are counted with their originals",
            whole(copies),
            whole(translations),
        ),
    };
    format!(
        "{} by {} in {}; {voices}.",
        counted(coverage.articles, "article"),
        counted(coverage.outlets, "outlet"),
        counted(coverage.langs.keys().filter(|lang| !lang.is_empty()).count() as i64, "language"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_written_with_as_few_words_as_its_days_need() {
        let dates = |week: &str| dates(week.parse().unwrap());
        assert_eq!(dates("2026-W06"), "2–8 February 2026");
        assert_eq!(dates("2026-W14"), "30 March – 5 April 2026");
        assert_eq!(dates("2026-W01"), "29 December 2025 – 4 January 2026");
    }
}
