//! The geometry of the charts. The templates draw them as SVG, so that the page's styles colour them in light, dark and
//! print.

use super::figures;
use super::folder::Net;
use crate::schema::Week;
use serde::Serialize;
use std::collections::BTreeMap;

/// The course of a net over the weeks, with its interval as a band.
#[derive(Debug, Serialize)]
pub(super) struct Course {
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    zero: f64,
    rules: Vec<Tick>,
    weeks: Vec<Tick>,
    /// Weeks that follow each other; a week without data is a gap.
    bands: Vec<String>,
    lines: Vec<String>,
    points: Vec<Point>,
}

/// A place on an axis.
#[derive(Debug, Serialize)]
struct Tick {
    at: f64,
    label: String,
}

/// The net of one week.
#[derive(Debug, Serialize)]
struct Point {
    x: f64,
    y: f64,
    low: Option<f64>,
    high: Option<f64>,
    /// For the end of the line.
    value: String,
    /// For a reader who points at it.
    label: String,
    is_few: bool,
    is_last: bool,
}

const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 210.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 62.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 26.0;

impl Course {
    /// Draws the weeks from `first` to `last` on an axis from `-top` to `top`; `None` if none of them has a net.
    pub(super) fn new(
        nets: &BTreeMap<Week, Net>,
        first: Week,
        last: Week,
        top: f64,
        min_voices: i64,
    ) -> Option<Course> {
        let weeks = weeks_between(first, last);
        let shown = || nets.range(first..=last).filter(|(_, net)| net.value.is_some());
        shown().next()?;
        let inner = WIDTH - LEFT - RIGHT;
        let step = inner / weeks.len().max(2).saturating_sub(1) as f64;
        let x = |week: &Week| {
            let index = weeks.iter().position(|other| other == week).unwrap_or(0);
            if weeks.len() == 1 { round(LEFT + inner / 2.0) } else { round(LEFT + step * index as f64) }
        };
        let y = |value: f64| {
            round(TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - (value.clamp(-top, top) + top) / (2.0 * top)))
        };
        let points: Vec<Point> = shown()
            .map(|(week, net)| Point {
                x: x(week),
                y: y(net.value.unwrap_or(0.0)),
                low: net.low.map(y),
                high: net.high.map(y),
                value: net.value.map(figures::signed).unwrap_or_default(),
                label: label(*week, net),
                is_few: net.voices < min_voices,
                is_last: *week == last,
            })
            .collect();
        let runs = runs(&points, step);
        let every = weeks.len().div_ceil(12);
        Some(Course {
            width: WIDTH,
            height: HEIGHT,
            left: LEFT,
            right: WIDTH - RIGHT,
            zero: y(0.0),
            rules: [top, top / 2.0, 0.0, -top / 2.0, -top]
                .map(|value| Tick { at: y(value), label: axis_label(value) })
                .into(),
            weeks: weeks
                .iter()
                .rev()
                .step_by(every)
                .map(|week| Tick {
                    at: x(week),
                    label: format!("W{:02}", week.start().iso_week_date().week()),
                })
                .collect(),
            bands: runs.iter().filter_map(|run| band(run)).collect(),
            lines: runs
                .iter()
                .filter(|run| run.len() > 1)
                .map(|run| line(run.iter().map(|p| (p.x, p.y))))
                .collect(),
            points,
        })
    }
}

/// How far an axis reaches that shows all of these nets. Two scales only, both around zero, so that charts of different
/// weeks look alike; the charts of one page share theirs.
pub(super) fn reach<'a>(nets: impl Iterator<Item = &'a Net>) -> f64 {
    let edges = nets.flat_map(|net| [net.value, net.low, net.high]).flatten();
    if edges.fold(0.0, |furthest: f64, edge| furthest.max(edge.abs())) <= 0.5 { 0.5 } else { 1.0 }
}

/// The place of one net on an axis from −1 to 1, in percent of its width.
#[derive(Debug, Serialize)]
pub(super) struct Dot {
    at: f64,
    low: Option<f64>,
    high: Option<f64>,
    before: Option<f64>,
}

impl Dot {
    pub(super) fn new(net: &Net, before: Option<&Net>) -> Option<Dot> {
        // A margin keeps the dots at the ends whole.
        let place = |value: f64| round(4.0 + 92.0 * (value.clamp(-1.0, 1.0) + 1.0) / 2.0);
        Some(Dot {
            at: place(net.value?),
            low: net.low.map(place),
            high: net.high.map(place),
            before: before.and_then(|net| net.value).map(place),
        })
    }
}

/// The parts of a whole, in percent, from the left.
#[derive(Debug, Serialize)]
pub(super) struct Mix {
    against: f64,
    neutral: f64,
    favor: f64,
}

impl Mix {
    pub(super) fn new(net: &Net) -> Option<Mix> {
        let all = net.favor + net.against + net.neutral;
        let part = |n: i64| round(100.0 * n as f64 / all as f64);
        (all > 0).then(|| Mix {
            against: part(net.against),
            neutral: part(net.neutral),
            favor: part(net.favor),
        })
    }
}

/// A tenth of a unit is finer than any screen shows.
pub(super) fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The weeks from one to another, both included.
pub(super) fn weeks_between(first: Week, last: Week) -> Vec<Week> {
    std::iter::successors(Some(first), |week| Some(week.next())).take_while(|week| *week <= last).collect()
}

fn axis_label(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        figures::signed(value).trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

fn label(week: Week, net: &Net) -> String {
    format!(
        "{week}: {}, {}, {}",
        figures::net(net),
        figures::counted(net.sentences, "sentence"),
        figures::counted(net.voices, "voice")
    )
}

/// Points that follow each other without a week between.
fn runs(points: &[Point], step: f64) -> Vec<&[Point]> {
    points.chunk_by(|a, b| b.x - a.x < step * 1.5).collect()
}

fn line(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

/// The outline of a band; `None` for a single week, whose interval is drawn as a line.
fn band(run: &[Point]) -> Option<String> {
    let high = run.iter().map(|point| Some((point.x, point.high?))).collect::<Option<Vec<_>>>()?;
    let low = run.iter().rev().map(|point| Some((point.x, point.low?))).collect::<Option<Vec<_>>>()?;
    (run.len() > 1).then(|| line(high.into_iter().chain(low)))
}
