//! The narratives of the week and what moved among them.

use super::names::Names;
use crate::report::chart::round;
use crate::report::figures::{counted, share, signed, whole, wilson};
use crate::report::folder::{Coverage, NarrativeRow};
use crate::report::week_data::WeekData;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The stories of a week.
#[derive(Serialize)]
pub(super) struct Stories {
    rows: Vec<Story>,
    /// The week compared with; empty if there is none.
    before_week: String,
    articles: String,
}

/// One story.
#[derive(Serialize)]
struct Story {
    name: String,
    description: String,
    now: String,
    before: String,
    /// In percentage points; empty without a week before.
    change: String,
    is_clear: bool,
    voices: String,
    sentences: String,
    tone: String,
    /// Shares in percent, for the bars.
    at: f64,
    was: Option<f64>,
    #[serde(skip)]
    points: f64,
}

/// Stories that moved named among the findings.
const MOVERS: usize = 5;

impl Stories {
    pub(super) fn new(data: &WeekData, names: &Names) -> Stories {
        let ids: BTreeSet<&String> = data.narratives.keys().chain(data.narratives_before.keys()).collect();
        let now = Week { rows: &data.narratives, coverage: &data.coverage };
        let before = Week { rows: &data.narratives_before, coverage: &data.coverage_before };
        let mut rows: Vec<Story> =
            ids.into_iter().map(|id| story(id, &now, data.before.map(|_| &before), names)).collect();
        // What moved comes first, then what is told most.
        rows.sort_by(|a, b| {
            let moved = |story: &Story| if story.is_clear { story.points.abs() } else { 0.0 };
            moved(b).total_cmp(&moved(a)).then(b.at.total_cmp(&a.at)).then_with(|| a.name.cmp(&b.name))
        });
        Stories {
            rows,
            before_week: data.before.map(|week| week.to_string()).unwrap_or_default(),
            articles: counted(now.articles(), "article"),
        }
    }

    /// What moved, in one sentence.
    pub(super) fn finding(&self) -> String {
        let moved = self.rows.iter().filter(|story| story.is_clear).count();
        match (self.rows.is_empty(), self.before_week.is_empty(), moved) {
            (true, ..) => "No sentence this week tells one of the stories that are looked for.".to_owned(),
            (_, true, _) => "First week with data: there is nothing to compare the shares with.".to_owned(),
            (.., 0) => format!("No share of articles changed clearly against {}.", self.before_week),
            (.., 1) => format!("One share of articles changed clearly against {}:", self.before_week),
            (.., n) => format!("{n} shares of articles changed clearly against {}:", self.before_week),
        }
    }

    /// The stories that moved clearly.
    pub(super) fn movers(&self) -> Vec<String> {
        let moved = self.rows.iter().filter(|story| story.is_clear).take(MOVERS);
        moved
            .map(|story| {
                let direction = if story.points > 0.0 { "up" } else { "down" };
                format!("{} {direction}: {} after {}", story.name, story.now, story.before)
            })
            .collect()
    }
}

/// The stories of one week and the articles that they are shares of.
struct Week<'a> {
    rows: &'a BTreeMap<String, NarrativeRow>,
    coverage: &'a Coverage,
}

impl Week<'_> {
    fn articles(&self) -> i64 {
        self.rows.values().map(|row| row.articles_week).max().unwrap_or(self.coverage.articles)
    }
}

fn story(id: &str, now: &Week, before: Option<&Week>, names: &Names) -> Story {
    let none = NarrativeRow::default();
    let row = now.rows.get(id).unwrap_or(&none);
    let percent = |row: &NarrativeRow, week: &Week| match week.articles() {
        0 => 0.0,
        n => 100.0 * row.articles as f64 / n as f64,
    };
    let at = percent(row, now);
    let was = before.map(|week| (week.rows.get(id).unwrap_or(&none), week));
    let is_clear = was.is_some_and(|(earlier, week)| {
        // By voices, because copies are no evidence of their own.
        let interval = wilson(row.voices, now.coverage.voices);
        let earlier = wilson(earlier.voices, week.coverage.voices);
        matches!((interval, earlier), (Some((low, high)), Some((from, to))) if low > to || high < from)
    });
    let was_percent = was.map(|(earlier, week)| percent(earlier, week));
    let points = was_percent.map_or(0.0, |was| at - was);
    Story {
        name: names.narrative(id),
        description: names.narrative_description(id),
        now: share(row.articles, now.articles()),
        before: was.map(|(earlier, week)| share(earlier.articles, week.articles())).unwrap_or_default(),
        change: was_percent.map(|_| whole_points(points)).unwrap_or_default(),
        is_clear,
        voices: whole(row.voices),
        sentences: whole(row.sentences),
        tone: row.tone.map(signed).unwrap_or_default(),
        at: round(at),
        was: was_percent.map(round),
        points,
    }
}

/// Percentage points with their sign.
fn whole_points(points: f64) -> String {
    match points.round() {
        0.0 => "0".to_owned(),
        points if points < 0.0 => format!("−{}", -points),
        points => format!("+{points}"),
    }
}
