//! The findings in plain sentences: what moved against the week before, by how much, on what grounds.

use super::names::Names;
use super::stories::Stories;
use crate::report::figures::{Change, Lean, counted, net, pull, signed};
use crate::report::folder::{GroupKind, Net};
use crate::report::week_data::{GroupData, TargetData, WeekData};
use crate::schema::Week;
use serde::Serialize;

/// One finding.
#[derive(Serialize)]
pub(super) struct Finding {
    title: String,
    text: String,
    /// Who or what drove it.
    drivers: Vec<String>,
}

/// Drivers named of each kind.
const DRIVERS: usize = 3;

/// A pull below this rounds to nothing that is worth a line.
const SMALLEST_PULL: f64 = 0.01;

/// All the targets in one line, those that changed most first.
pub(super) fn headline(data: &WeekData, names: &Names, min_voices: i64) -> String {
    let moved = |target: &TargetData| match change(target, data.week, min_voices) {
        Some(Change::Clear(by)) => by.abs(),
        _ => 0.0,
    };
    let mut targets: Vec<&TargetData> = data.targets.iter().collect();
    targets.sort_by(|a, b| moved(b).total_cmp(&moved(a)));
    let line = |target: &TargetData| {
        format!("{}: {}.", names.target(&target.id), verdict(target, data.week, min_voices))
    };
    targets.into_iter().map(line).collect::<Vec<_>>().join(" ")
}

/// The change and the lean of a target in a few words.
pub(super) fn verdict(target: &TargetData, week: Week, min_voices: i64) -> String {
    let Some(now) = target.now(week) else { return "nothing said this week".to_owned() };
    let lean = Lean::of(now);
    let Some((_, before)) = &target.before else {
        return if now.voices < min_voices {
            "first week, too few voices".to_owned()
        } else {
            format!("first week, {}", lean.words())
        };
    };
    match Change::between(before, now, min_voices) {
        Change::TooFew => "too few voices to call a change".to_owned(),
        Change::Unclear(_) => format!("no clear change, {}", lean.words()),
        Change::Clear(by) => {
            let turned = if Lean::of(before) == lean { "still" } else { "now" };
            format!("{}, {turned} {}", if by > 0.0 { "clear rise" } else { "clear fall" }, article(lean))
        }
    }
}

pub(super) fn findings(data: &WeekData, names: &Names, stories: &Stories, min_voices: i64) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        data.targets.iter().map(|target| of_target(target, data.week, names, min_voices)).collect();
    findings.extend(data.targets.iter().filter_map(|target| of_speakers(target, names, min_voices)));
    findings.push(Finding {
        title: "Narratives".to_owned(),
        text: stories.finding(),
        drivers: stories.movers(),
    });
    findings
}

fn of_target(target: &TargetData, week: Week, names: &Names, min_voices: i64) -> Finding {
    let title = names.target(&target.id);
    let Some(now) = target.now(week) else {
        let last = match &target.before {
            Some((week, before)) => format!(" The last were in {week}: {}.", grounds(before)),
            None => String::new(),
        };
        return Finding {
            title,
            text: format!("No labelled sentence this week.{last}"),
            drivers: Vec::new(),
        };
    };
    let grounds_now = grounds(now);
    let Some((before_week, before)) = &target.before else {
        let text = format!("First week with labelled sentences: net {}, {grounds_now}.", net(now));
        return Finding { title, text, drivers: Vec::new() };
    };
    let nets = format!("Net {} after {} in {before_week}", net(now), net(before));
    let lean = Lean::of(now).words();
    let (text, drivers) = match Change::between(before, now, min_voices) {
        Change::TooFew => (
            format!(
                "Too few voices to call a change: {} this week, {} in {before_week}, at least {min_voices} are asked for. {nets}; this week {grounds_now}.",
                counted(now.voices, "voice"),
                counted(before.voices, "voice"),
            ),
            Vec::new(),
        ),
        Change::Unclear(_) => (
            format!("No clear change. {nets}: the intervals overlap. This week {grounds_now}; {lean}."),
            Vec::new(),
        ),
        Change::Clear(by) => {
            let direction = if by > 0.0 { "rise" } else { "fall" };
            let text = format!(
                "Clear {direction} by {}. {nets}: the intervals do not overlap. This week {grounds_now}; {}.",
                signed(by).trim_start_matches(['+', '−']),
                lean_after(before, now),
            );
            let drivers =
                target.groups.iter().filter_map(|group| drivers(group, before, now, names)).collect();
            (text, drivers)
        }
    };
    Finding { title, text, drivers }
}

/// Speakers whose own net changed clearly.
fn of_speakers(target: &TargetData, names: &Names, min_voices: i64) -> Option<Finding> {
    let (before_week, _) = target.before.as_ref()?;
    let speakers = target.groups.iter().find(|group| group.kind == GroupKind::Speaker)?;
    let moved: Vec<String> = speakers
        .now
        .iter()
        // Unnamed speakers are nobody who could move.
        .filter(|(id, _)| *id != "unnamed")
        .filter_map(|(id, now)| {
            let before = speakers.before.get(id)?;
            let Change::Clear(_) = Change::between(before, now, min_voices) else { return None };
            Some(format!("{}: net {} after {}", names.speaker(id), net(now), net(before)))
        })
        .collect();
    (!moved.is_empty()).then(|| Finding {
        title: format!("{}, by speaker", names.target(&target.id)),
        text: format!("{} moved clearly against {before_week}:", counted(moved.len() as i64, "speaker")),
        drivers: moved,
    })
}

fn change(target: &TargetData, week: Week, min_voices: i64) -> Option<Change> {
    Some(Change::between(&target.before.as_ref()?.1, target.now(week)?, min_voices))
}

fn article(lean: Lean) -> String {
    match lean {
        Lean::Open => "without a clear lean".to_owned(),
        lean => lean.words().to_owned(),
    }
}

fn lean_after(before: &Net, now: &Net) -> String {
    let (was, is) = (Lean::of(before), Lean::of(now));
    if was == is {
        format!("still {}", article(is))
    } else {
        format!("now {}, before {}", article(is), article(was))
    }
}

/// The counts that a net rests on.
fn grounds(net: &Net) -> String {
    format!(
        "{} in favor, {} against, {} neutral, from {} in {}",
        counted(net.favor, "sentence"),
        net.against,
        net.neutral,
        counted(net.voices, "voice"),
        counted(net.articles, "article"),
    )
}

/// The groups of one kind that pulled the net furthest in the direction of its change.
fn drivers(group: &GroupData, all_before: &Net, all_now: &Net, names: &Names) -> Option<String> {
    let rises = all_now.value? > all_before.value?;
    let none = Net::default();
    let mut pulls: Vec<(f64, &String, &Net, &Net)> = group
        .now
        .keys()
        .chain(group.before.keys().filter(|id| !group.now.contains_key(*id)))
        .map(|id| {
            let before = group.before.get(id).unwrap_or(&none);
            let now = group.now.get(id).unwrap_or(&none);
            (pull(before, all_before, now, all_now), id, before, now)
        })
        .filter(|(pull, ..)| pull.abs() >= SMALLEST_PULL && (*pull > 0.0) == rises)
        .collect();
    pulls.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.cmp(b.1)));
    let kind = match group.kind {
        GroupKind::Speaker => "speaker",
        GroupKind::Outlet => "outlet",
        GroupKind::Lang => "language",
    };
    let named: Vec<String> = pulls
        .iter()
        .take(DRIVERS)
        .map(|(pull, id, before, now)| {
            let name = match group.kind {
                GroupKind::Speaker => names.speaker(id),
                GroupKind::Outlet => names.outlet(id),
                GroupKind::Lang => names.lang(id),
            };
            format!("{name} {} ({} after {})", signed(*pull), counts(now), counts(before))
        })
        .collect();
    let direction = if rises { "up" } else { "down" };
    (!named.is_empty()).then(|| format!("Pulled {direction} most, by {kind}: {}", named.join("; ")))
}

/// Favor / against / neutral.
fn counts(net: &Net) -> String {
    format!("{}/{}/{}", net.favor, net.against, net.neutral)
}
