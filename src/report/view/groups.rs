//! The nets by speaker, outlet or language.

use super::names::Names;
use crate::report::chart::Dot;
use crate::report::figures::{Change, interval, signed, whole};
use crate::report::folder::{GroupKind, Net};
use crate::report::settings::Settings;
use crate::report::week_data::{GroupData, TargetData};
use serde::Serialize;

/// One list of groups: first those with enough voices, then the others.
#[derive(Serialize)]
pub(super) struct Groups {
    title: &'static str,
    rows: Vec<Row>,
    few: Vec<Row>,
    /// How many are only in the table.
    n_more: usize,
    n_more_few: usize,
    before_week: String,
}

/// One group.
#[derive(Serialize)]
struct Row {
    name: String,
    /// Who that is.
    note: String,
    dot: Option<Dot>,
    value: String,
    interval: String,
    favor: String,
    against: String,
    neutral: String,
    voices: String,
    articles: String,
    /// Against the week before; empty if it had no sentence then, or one of the two weeks too few voices.
    change: String,
    is_clear: bool,
}

impl Groups {
    pub(super) fn new(group: &GroupData, target: &TargetData, names: &Names, settings: &Settings) -> Groups {
        let min_voices = i64::from(settings.min_voices);
        let mut nets: Vec<(&String, &Net)> = group.now.iter().filter(|(_, net)| net.sentences > 0).collect();
        nets.sort_by(|(a_id, a), (b_id, b)| b.sentences.cmp(&a.sentences).then_with(|| a_id.cmp(b_id)));
        let (enough, few): (Vec<_>, Vec<_>) = nets.into_iter().partition(|(_, net)| net.voices >= min_voices);
        let rows = |nets: &[(&String, &Net)]| -> Vec<Row> {
            let shown = nets.iter().take(settings.groups_shown);
            shown.map(|(id, net)| row(group, id, net, names, min_voices)).collect()
        };
        Groups {
            title: match group.kind {
                GroupKind::Speaker => "Speakers",
                GroupKind::Outlet => "Outlets",
                GroupKind::Lang => "Languages",
            },
            n_more: enough.len().saturating_sub(settings.groups_shown),
            n_more_few: few.len().saturating_sub(settings.groups_shown),
            rows: rows(&enough),
            few: rows(&few),
            before_week: target.before.as_ref().map(|(week, _)| week.to_string()).unwrap_or_default(),
        }
    }
}

fn row(group: &GroupData, id: &str, net: &Net, names: &Names, min_voices: i64) -> Row {
    let before = group.before.get(id).filter(|net| net.sentences > 0);
    let (change, is_clear) = match before.map(|before| Change::between(before, net, min_voices)) {
        Some(Change::Clear(by)) => (signed(by), true),
        Some(Change::Unclear(by)) => (signed(by), false),
        Some(Change::TooFew) | None => (String::new(), false),
    };
    let (name, note) = match group.kind {
        GroupKind::Speaker => (names.speaker(id), names.role(id)),
        GroupKind::Outlet => (names.outlet(id), String::new()),
        GroupKind::Lang => (names.lang(id), String::new()),
    };
    Row {
        name,
        note,
        dot: Dot::new(net, before.filter(|before| before.voices >= min_voices)),
        value: net.value.map(signed).unwrap_or_else(|| "–".to_owned()),
        interval: interval(net),
        favor: whole(net.favor),
        against: whole(net.against),
        neutral: whole(net.neutral),
        voices: whole(net.voices),
        articles: whole(net.articles),
        change,
        is_clear,
    }
}
