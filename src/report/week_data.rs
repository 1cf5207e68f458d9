//! Everything that the report of one week is made from.

use super::error::ReportError;
use super::folder::{
    Abstained, ArticleRow, ClaimRow, Coverage, Folder, GroupKind, LossRow, NarrativeRow, Net, ReversalRow,
    SentenceRow,
};
use super::settings::Settings;
use crate::registry::Registry;
use crate::schema::{Stance, Week};
use std::collections::{BTreeMap, BTreeSet};

/// The rows behind one report.
pub(super) struct WeekData {
    pub week: Week,
    /// The last week before with data; not always the one before in the calendar.
    pub before: Option<Week>,
    /// The first week that the courses show.
    pub first_shown: Week,
    pub coverage: Coverage,
    pub coverage_before: Coverage,
    pub targets: Vec<TargetData>,
    pub narratives: BTreeMap<String, NarrativeRow>,
    pub narratives_before: BTreeMap<String, NarrativeRow>,
    pub reversals: Vec<(ReversalRow, Evidence)>,
    pub claims: Vec<ClaimRow>,
    pub abstained: Vec<Abstained>,
    pub losses: Vec<LossRow>,
    pub undated: i64,
    /// The articles that sentences and claims come from.
    pub articles: BTreeMap<String, ArticleRow>,
}

/// Sentences on either side of a reversal that are considered as its evidence.
const EVIDENCE: usize = 50;

/// The last sentence before a reversal and the first after it.
pub(super) struct Evidence {
    pub before: Option<SentenceRow>,
    pub after: Option<SentenceRow>,
}

/// One target in one week.
pub(super) struct TargetData {
    pub id: String,
    pub course: BTreeMap<Week, Net>,
    /// The net of the last week before that has one.
    pub before: Option<(Week, Net)>,
    pub groups: Vec<GroupData>,
    pub favor: Vec<SentenceRow>,
    pub against: Vec<SentenceRow>,
}

/// The nets of the speakers, outlets or languages.
pub(super) struct GroupData {
    pub kind: GroupKind,
    pub now: BTreeMap<String, Net>,
    pub before: BTreeMap<String, Net>,
}

impl TargetData {
    /// The net of the week of the report.
    pub fn now(&self, week: Week) -> Option<&Net> {
        self.course.get(&week).filter(|net| net.sentences > 0)
    }
}

impl WeekData {
    pub fn load(
        folder: &Folder,
        week: Week,
        weeks: &[Week],
        registry: &Registry,
        settings: &Settings,
    ) -> Result<WeekData, ReportError> {
        let before = weeks.iter().copied().rfind(|other| *other < week);
        let mut courses = folder.course(week)?;
        let registered = registry.targets.all().iter().map(|target| target.id.to_string());
        let mut targets: Vec<String> = registered.collect();
        targets.extend(courses.keys().filter(|id| !targets.contains(id)).cloned().collect::<Vec<_>>());
        let targets = targets
            .into_iter()
            .map(|id| {
                let course = courses.remove(&id).unwrap_or_default();
                target(folder, week, id, course, settings)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let reversals = folder
            .reversals(week, settings.reversals_shown)?
            .into_iter()
            .map(|reversal| evidence(folder, &reversal).map(|evidence| (reversal, evidence)))
            .collect::<Result<Vec<_>, _>>()?;
        let mut data = WeekData {
            week,
            before,
            first_shown: first_shown(&targets, week, settings.weeks_shown),
            coverage: folder.coverage(week)?,
            coverage_before: before.map(|week| folder.coverage(week)).transpose()?.unwrap_or_default(),
            narratives: folder.narratives(week)?,
            narratives_before: before.map(|week| folder.narratives(week)).transpose()?.unwrap_or_default(),
            targets,
            reversals,
            claims: folder.claims(week, settings.claims_shown)?,
            abstained: folder.abstained(week)?,
            losses: folder.losses()?,
            undated: folder.undated()?,
            articles: BTreeMap::new(),
        };
        let quoted = data.sentences().map(|sentence| sentence.article.clone());
        let ids: BTreeSet<String> =
            quoted.chain(data.claims.iter().map(|claim| claim.article.clone())).collect();
        data.articles = folder.articles(&ids.into_iter().collect::<Vec<_>>())?;
        Ok(data)
    }

    /// Every sentence that is shown.
    fn sentences(&self) -> impl Iterator<Item = &SentenceRow> {
        let strongest = self.targets.iter().flat_map(|target| target.favor.iter().chain(&target.against));
        let evidence = self.reversals.iter().flat_map(|(_, evidence)| [&evidence.before, &evidence.after]);
        strongest.chain(evidence.flatten())
    }

    /// Every speaker that is shown.
    pub fn speakers(&self) -> BTreeSet<&str> {
        let groups = self.targets.iter().flat_map(|target| &target.groups);
        let grouped = groups
            .filter(|group| group.kind == GroupKind::Speaker)
            .flat_map(|group| group.now.keys().chain(group.before.keys()));
        grouped
            .map(String::as_str)
            .chain(self.sentences().map(|sentence| sentence.speaker.as_str()))
            .chain(self.reversals.iter().map(|(reversal, _)| reversal.speaker.as_str()))
            .chain(self.claims.iter().map(|claim| claim.speaker.as_str()))
            .collect()
    }
}

fn target(
    folder: &Folder,
    week: Week,
    id: String,
    course: BTreeMap<Week, Net>,
    settings: &Settings,
) -> Result<TargetData, ReportError> {
    let before =
        course.range(..week).rfind(|(_, net)| net.sentences > 0).map(|(week, net)| (*week, net.clone()));
    let groups = [GroupKind::Speaker, GroupKind::Outlet, GroupKind::Lang]
        .into_iter()
        .map(|kind| {
            let earlier = before.as_ref().map(|(before, _)| folder.groups(*before, &id, kind)).transpose()?;
            Ok(GroupData { kind, now: folder.groups(week, &id, kind)?, before: earlier.unwrap_or_default() })
        })
        .collect::<Result<Vec<_>, ReportError>>()?;
    let strongest =
        |stance| folder.strongest(week, &id, stance, settings.top_sentences, settings.sentences_per_speaker);
    Ok(TargetData {
        favor: strongest(Stance::Favor)?,
        against: strongest(Stance::Against)?,
        id,
        course,
        before,
        groups,
    })
}

/// The sentences next to the turn that show the stance before and after.
fn evidence(folder: &Folder, reversal: &ReversalRow) -> Result<Evidence, ReportError> {
    let nearest_before: Vec<&String> = reversal.evidence_before.iter().rev().take(EVIDENCE).collect();
    let nearest_after: Vec<&String> = reversal.evidence_after.iter().take(EVIDENCE).collect();
    let wanted: Vec<String> = nearest_before.iter().chain(&nearest_after).copied().cloned().collect();
    let found = folder.sentences(&reversal.target, &wanted)?;
    let first = |ids: &[&String], stance: &str| {
        ids.iter().filter_map(|id| found.get(*id)).find(|sentence| sentence.stance == stance).cloned()
    };
    Ok(Evidence {
        before: first(&nearest_before, &reversal.before),
        after: first(&nearest_after, &reversal.after),
    })
}

/// The courses begin with the first data, but show no more than so many weeks.
fn first_shown(targets: &[TargetData], week: Week, weeks_shown: usize) -> Week {
    let first =
        targets.iter().filter_map(|target| target.course.keys().next()).min().copied().unwrap_or(week);
    let limit =
        std::iter::successors(Some(week), |week| Some(week.previous())).nth(weeks_shown.clamp(1, 520) - 1);
    first.max(limit.unwrap_or(week))
}
