//! Evaluation: predictions against labelled sentences, with intervals.
//!
//! Per target and language: F1 of every label and their mean (macro-F1), `f_avg` (mean of favor and against, as in SemEval
//! 2016 task 6), Cohen's kappa, the confusion table, target detection; besides, tone, speakers, narratives and how well
//! probabilities are calibrated. Intervals are 95 % percentile bootstraps over groups of sentences of one meaning.

mod bootstrap;
mod confusion;
mod gold;
mod picture;
mod table;

pub use bootstrap::Interval;
pub use confusion::{Confusion, Label};
pub use gold::{Gold, GoldError, read};
pub use picture::picture;
pub use table::table;

use crate::schema::{Lang, NarrativeId, Speaker, TargetId, Tone};
use bootstrap::Bootstrap;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What an engine said of one target of a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// The label; `None` where the engine abstained.
    pub label: Option<Label>,
    /// The probabilities of the labels in the order of [`Label::ALL`]; `None` where the engine was not asked.
    pub scores: Option<[f32; 4]>,
}

/// What was predicted for one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// For every target of the gold sentence.
    pub targets: BTreeMap<TargetId, Said>,
    /// Good or bad news.
    pub tone: Option<Tone>,
    /// Who holds it.
    pub speaker: Speaker,
    /// The stories.
    pub narratives: Vec<NarrativeId>,
}

/// The scores of a set.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    /// Name and version of the engine.
    pub engine: String,
    /// Labelled sentences.
    pub n_sentences: u64,
    /// Groups of one meaning, over which intervals are drawn; a sentence without one is its own.
    pub n_groups: u64,
    /// Over all languages first, then by language.
    pub scopes: Vec<Scope>,
}

/// The scores over some sentences.
#[derive(Debug, Clone, Serialize)]
pub struct Scope {
    /// `all`, or the language.
    pub lang: String,
    /// Sentences.
    pub n_sentences: u64,
    /// Mean over the targets of the macro-F1 of favor, against, neutral and none.
    pub stance: Interval,
    /// Mean over the targets of the F1 of "the sentence is about it".
    pub detection: Interval,
    /// Macro-F1 of positive, negative and neutral.
    pub tone: Interval,
    /// Each target by itself.
    pub targets: BTreeMap<String, TargetScores>,
    /// Who holds the stance.
    pub speaker: SpeakerScores,
    /// The stories.
    pub narratives: NarrativeScores,
    /// How far probabilities are from frequencies.
    pub calibration: Calibration,
}

/// The scores of one target.
#[derive(Debug, Clone, Serialize)]
pub struct TargetScores {
    /// Mean F1 of the four labels.
    pub macro_f1: Interval,
    /// F1 of each label.
    pub f1: BTreeMap<String, f64>,
    /// Mean F1 of favor and against.
    pub f_avg: f64,
    /// Cohen's kappa over the four labels; abstentions count as a label of their own.
    pub kappa: f64,
    /// Share of right labels.
    pub accuracy: f64,
    /// Precision of "the sentence is about it".
    pub detection_precision: f64,
    /// Recall of it.
    pub detection_recall: f64,
    /// F1 of it.
    pub detection_f1: f64,
    /// Sentences that the engine was not asked about, since neither they nor the one before name a target.
    pub n_not_asked: u64,
    /// Of these, sentences that are about the target after all.
    pub n_lost: u64,
    /// Sentences for which the scores were too low for a label.
    pub n_abstained: u64,
    /// Rows: gold favor, against, neutral, none. Columns: predicted favor, against, neutral, none, abstained.
    pub confusion: Confusion,
}

/// How well speakers are found.
#[derive(Debug, Clone, Serialize)]
pub struct SpeakerScores {
    /// Sentences with a gold holder.
    pub n: u64,
    /// Share in which author, unnamed and named are told apart rightly.
    pub kind_accuracy: f64,
    /// Sentences whose gold holder is a name.
    pub n_named: u64,
    /// Share of these with a name predicted.
    pub named_recall: f64,
    /// Of the sentences with a gold name in Latin letters that stands in the text, the share with that very speaker.
    pub name_accuracy: f64,
    /// How many these are.
    pub n_names_in_text: u64,
}

/// How well stories are found, over all of them together.
#[derive(Debug, Clone, Serialize)]
pub struct NarrativeScores {
    /// Share of tagged stories that are right.
    pub precision: f64,
    /// Share of gold stories that are tagged.
    pub recall: f64,
    /// F1 over all of them (micro).
    pub f1: f64,
    /// F1 of each.
    pub by_id: BTreeMap<String, f64>,
}

/// Probabilities against frequencies.
#[derive(Debug, Clone, Serialize)]
pub struct Calibration {
    /// Expected calibration error (Guo et al. 2017): the mean distance of accuracy from confidence over ten bins of the
    /// highest probability, weighted by their sizes.
    pub ece: f64,
    /// The bins that are not empty.
    pub bins: Vec<Bin>,
}

/// One bin of probabilities.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Bin {
    /// Labels in it.
    pub n: u64,
    /// Their mean highest probability.
    pub confidence: f64,
    /// Their share of right labels.
    pub accuracy: f64,
}

/// Compares predictions with gold, row by row. `speaker_of` gives the speaker's code of a name; `replicates` bootstraps
/// are drawn.
pub fn evaluate(
    engine: &str,
    gold: &[Gold],
    predictions: &[Prediction],
    speaker_of: impl Fn(&str) -> Option<String>,
    replicates: usize,
) -> Evaluation {
    assert_eq!(gold.len(), predictions.len(), "one prediction for each row");
    let rows: Vec<(&Gold, &Prediction)> = gold.iter().zip(predictions).collect();
    let languages: BTreeSet<Lang> = gold.iter().map(|gold| gold.lang).collect();
    let groups: BTreeSet<&str> = gold.iter().map(Gold::group).collect();
    let mut scopes = vec![scope("all", &rows, &speaker_of, replicates)];
    if languages.len() > 1 {
        for lang in languages {
            let of_lang: Vec<_> = rows.iter().filter(|(gold, _)| gold.lang == lang).copied().collect();
            scopes.push(scope(lang.code(), &of_lang, &speaker_of, replicates));
        }
    }
    Evaluation {
        engine: engine.to_owned(),
        n_sentences: gold.len() as u64,
        n_groups: groups.len() as u64,
        scopes,
    }
}

fn scope(
    name: &str,
    rows: &[(&Gold, &Prediction)],
    speaker_of: &impl Fn(&str) -> Option<String>,
    replicates: usize,
) -> Scope {
    let ids: BTreeSet<&TargetId> = rows.iter().flat_map(|(gold, _)| gold.targets.keys()).collect();
    let ids: Vec<&TargetId> = ids.into_iter().collect();
    // One table for each target and, last, one for tone; by group, so that a bootstrap adds up tables.
    let mut by_group: BTreeMap<&str, Vec<Confusion>> = BTreeMap::new();
    for (gold, prediction) in rows {
        let tables =
            by_group.entry(gold.group()).or_insert_with(|| vec![Confusion::default(); ids.len() + 1]);
        for (table, id) in tables.iter_mut().zip(&ids) {
            if let Some(label) = gold.targets.get(*id) {
                table.count(*label, prediction.targets.get(*id).and_then(|said| said.label));
            }
        }
        if let Some(tone) = gold.tone {
            tables[ids.len()].count(of_tone(tone), prediction.tone.map(of_tone));
        }
    }
    let tables: Vec<Vec<Confusion>> = by_group.into_values().collect();
    let bootstrap = Bootstrap::new(&tables, ids.len() + 1, replicates);
    let mean = |tables: &[Confusion], score: fn(&Confusion) -> f64| {
        tables[..ids.len()].iter().map(score).sum::<f64>() / ids.len().max(1) as f64
    };
    let targets = ids
        .iter()
        .enumerate()
        .map(|(index, id)| (id.to_string(), target(id, index, rows, &bootstrap)))
        .collect();
    Scope {
        lang: name.to_owned(),
        n_sentences: rows.len() as u64,
        stance: bootstrap.interval(|tables| mean(tables, Confusion::macro_f1)),
        detection: bootstrap.interval(|tables| mean(tables, |table| table.detection().f1())),
        tone: bootstrap.interval(|tables| tables[ids.len()].tone_f1()),
        targets,
        speaker: speakers(rows, speaker_of),
        narratives: narratives(rows),
        calibration: calibration(rows),
    }
}

/// Tone in the places of favor, against and neutral.
fn of_tone(tone: Tone) -> Label {
    match tone {
        Tone::Positive => Label::Favor,
        Tone::Negative => Label::Against,
        Tone::Neutral => Label::Neutral,
    }
}

fn target(id: &TargetId, index: usize, rows: &[(&Gold, &Prediction)], bootstrap: &Bootstrap) -> TargetScores {
    let confusion = bootstrap.total()[index];
    let detection = confusion.detection();
    let mut not_asked = 0;
    let mut lost = 0;
    for (gold, prediction) in rows {
        let Some(label) = gold.targets.get(id) else { continue };
        if prediction.targets.get(id).is_none_or(|said| said.scores.is_none()) {
            not_asked += 1;
            lost += u64::from(*label != Label::None);
        }
    }
    TargetScores {
        macro_f1: bootstrap.interval(|tables| tables[index].macro_f1()),
        f1: Label::ALL.iter().map(|label| (label.code().to_owned(), confusion.f1(*label))).collect(),
        f_avg: f64::midpoint(confusion.f1(Label::Favor), confusion.f1(Label::Against)),
        kappa: confusion.kappa(),
        accuracy: confusion.accuracy(),
        detection_precision: detection.precision(),
        detection_recall: detection.recall(),
        detection_f1: detection.f1(),
        n_not_asked: not_asked,
        n_lost: lost,
        n_abstained: confusion.n_abstained(),
        confusion,
    }
}

fn speakers(rows: &[(&Gold, &Prediction)], speaker_of: &impl Fn(&str) -> Option<String>) -> SpeakerScores {
    let (mut n, mut kind, mut n_named, mut found, mut in_text, mut right) = (0, 0, 0, 0, 0, 0);
    for (gold, prediction) in rows {
        let Some(holder) = &gold.holder else { continue };
        n += 1;
        let is_named = matches!(prediction.speaker, Speaker::Named(_));
        match holder.as_str() {
            "author" => kind += u64::from(prediction.speaker == Speaker::Author),
            "unnamed" => kind += u64::from(prediction.speaker == Speaker::Unnamed),
            name => {
                kind += u64::from(is_named);
                n_named += 1;
                found += u64::from(is_named);
                if gold.text.contains(name) {
                    in_text += 1;
                    right += u64::from(speaker_of(name).as_deref() == Some(prediction.speaker.code()));
                }
            }
        }
    }
    SpeakerScores {
        n,
        kind_accuracy: share(kind, n),
        n_named,
        named_recall: share(found, n_named),
        name_accuracy: share(right, in_text),
        n_names_in_text: in_text,
    }
}

fn narratives(rows: &[(&Gold, &Prediction)]) -> NarrativeScores {
    // Right, gold and tagged, by story.
    let mut counts: BTreeMap<&NarrativeId, [u64; 3]> = BTreeMap::new();
    for (gold, prediction) in rows {
        let Some(wanted) = &gold.narratives else { continue };
        for id in wanted {
            let count = counts.entry(id).or_default();
            count[0] += u64::from(prediction.narratives.contains(id));
            count[1] += 1;
        }
        for id in &prediction.narratives {
            counts.entry(id).or_default()[2] += 1;
        }
    }
    let sum = |index: usize| counts.values().map(|count| count[index]).sum::<u64>();
    let (right, wanted, tagged) = (sum(0), sum(1), sum(2));
    NarrativeScores {
        precision: share(right, tagged),
        recall: share(right, wanted),
        f1: share(2 * right, wanted + tagged),
        by_id: counts
            .iter()
            .map(|(id, [right, wanted, tagged])| (id.to_string(), share(2 * right, wanted + tagged)))
            .collect(),
    }
}

/// How many bins of probabilities.
const BINS: usize = 10;

fn calibration(rows: &[(&Gold, &Prediction)]) -> Calibration {
    let mut bins = [(0_u64, 0.0_f64, 0_u64); BINS];
    for (gold, prediction) in rows {
        for (id, label) in &gold.targets {
            let Some(scores) = prediction.targets.get(id).and_then(|said| said.scores) else { continue };
            let (best, highest) =
                scores.iter().enumerate().fold((0, f32::NEG_INFINITY), |best, (index, score)| {
                    if *score > best.1 { (index, *score) } else { best }
                });
            let bin = &mut bins[((f64::from(highest) * BINS as f64) as usize).min(BINS - 1)];
            bin.0 += 1;
            bin.1 += f64::from(highest);
            bin.2 += u64::from(Label::ALL[best] == *label);
        }
    }
    let total: u64 = bins.iter().map(|bin| bin.0).sum();
    let bins: Vec<Bin> = bins
        .iter()
        .filter(|(n, _, _)| *n > 0)
        .map(|(n, sum, right)| Bin { n: *n, confidence: sum / *n as f64, accuracy: share(*right, *n) })
        .collect();
    let ece = bins.iter().map(|bin| (bin.accuracy - bin.confidence).abs() * share(bin.n, total)).sum();
    Calibration { ece, bins }
}

fn share(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

#[cfg(test)]
mod tests;
