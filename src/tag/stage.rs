//! What all engines share.

use super::{Engine, EngineError, Reach, Unit};
use crate::registry::{Folded, Registry};
use crate::schema::{Abstention, DetectedLang, Lang, Scores, SentenceRole, SentenceTags, Span, StanceTag};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How scores become labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Below this highest score no label is given (`score_too_low`), 0 to 1. By default what the engine knows to be best.
    pub min_score: Option<f32>,
}

/// The least score of engines that know none of their own.
const USUAL_MIN_SCORE: f32 = 0.4;

/// One sentence to tag, with what surrounds it.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The sentence.
    pub text: &'a str,
    /// Its language.
    pub lang: &'a DetectedLang,
    /// What it is in its article.
    pub role: SentenceRole,
    /// The sentence before it in its paragraph.
    pub previous: Option<&'a str>,
    /// The headline of the article.
    pub title: Option<&'a str>,
}

/// A sentence that goes to the engine: its number, its language, its targets, and whether they are only carried over.
struct Candidate {
    index: usize,
    lang: Lang,
    targets: BTreeMap<usize, Vec<Span>>,
}

/// The tags of a sentence, and all that the engine said for them.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The tags.
    pub tags: SentenceTags,
    /// The scores of every target that the engine was asked about, by its number; also where they say "not about it".
    pub scores: BTreeMap<usize, Scores>,
}

/// Tags sentences, one result for each in order.
///
/// # Errors
/// If the engine fails.
pub fn tag(
    texts: &[Text],
    registry: &Registry,
    engine: &dyn Engine,
    settings: Settings,
) -> Result<Vec<SentenceTags>, EngineError> {
    Ok(judge(texts, registry, engine, settings)?.into_iter().map(|judged| judged.tags).collect())
}

/// Tags sentences and keeps what the engine said, one result for each in order.
///
/// # Errors
/// If the engine fails.
pub fn judge(
    texts: &[Text],
    registry: &Registry,
    engine: &dyn Engine,
    settings: Settings,
) -> Result<Vec<Judged>, EngineError> {
    let min_score = settings.min_score.or(engine.min_score()).unwrap_or(USUAL_MIN_SCORE);
    let mut results = Vec::with_capacity(texts.len());
    let mut candidates = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let mut empty = SentenceTags { stances: Vec::new(), tone: None, narratives: Vec::new() };
        if is_labelled(text.role) {
            let folded = Folded::new(text.text);
            match text.lang.supported() {
                Some(lang) => {
                    empty.narratives = registry.narratives.find(lang, &folded, text.text);
                    let targets = targets_of(text, lang, &folded, registry, engine.reach());
                    candidates.push(Candidate { index, lang, targets });
                }
                None => empty.stances = unsupported(&folded, text.text, registry),
            }
        }
        results.push(Judged { tags: empty, scores: BTreeMap::new() });
    }
    let units: Vec<Unit> = candidates
        .iter()
        .map(|candidate| {
            let text = &texts[candidate.index];
            Unit {
                text: text.text,
                lang: candidate.lang,
                previous: text.previous,
                title: text.title,
                targets: &candidate.targets,
            }
        })
        .collect();
    for (candidate, judgement) in candidates.iter().zip(engine.judge(&units)?) {
        let result = &mut results[candidate.index];
        result.tags.tone = Some(judgement.tone);
        let is_cut = judgement.is_cut;
        for ((target, named), scores) in candidate.targets.iter().zip(judgement.scores) {
            result.scores.insert(*target, scores);
            let is_heading = texts[candidate.index].role == SentenceRole::Heading;
            let is_carried_over = named.is_empty() && engine.reach() == Reach::Named;
            let decided = if is_cut {
                // Its end was not read: what names the target there may change everything.
                (!named.is_empty()).then_some(Err(Abstention::TooLong))
            } else {
                decide(scores, min_score, is_heading, is_carried_over)
            };
            if let Some(stance) = decided {
                let target = registry.targets.all()[*target].id.clone();
                result.tags.stances.push(StanceTag { target, stance, scores });
            }
        }
    }
    Ok(results)
}

/// Headings, too, can make a claim; furniture never does.
fn is_labelled(role: SentenceRole) -> bool {
    matches!(role, SentenceRole::Body | SentenceRole::Heading)
}

/// The targets that a model is asked about, with the places that name them in the sentence: those that the sentence, the
/// one before or the headline names, those that it hints at, and those beside them.
pub fn near_targets(text: &Text, lang: Lang, registry: &Registry) -> BTreeMap<usize, Vec<Span>> {
    targets_of(text, lang, &Folded::new(text.text), registry, Reach::Near)
}

/// The targets that an engine is asked about, with the places that name them in the sentence.
fn targets_of(
    text: &Text,
    lang: Lang,
    folded: &Folded,
    registry: &Registry,
    reach: Reach,
) -> BTreeMap<usize, Vec<Span>> {
    let mut named = registry.targets.find(lang, folded, text.text);
    let previous = text.previous.filter(|_| text.role == SentenceRole::Body);
    let before = |previous: &str| registry.targets.find(lang, &Folded::new(previous), previous);
    match reach {
        Reach::Named if named.is_empty() => match previous.map(before) {
            // Of two targets it would be a guess which one the sentence goes on about.
            Some(before) if before.len() == 1 => {
                before.into_keys().map(|target| (target, Vec::new())).collect()
            }
            _ => named,
        },
        Reach::Named => named,
        Reach::Near => {
            let mut near: BTreeSet<usize> = named.keys().copied().collect();
            for neighbour in previous.iter().chain(&text.title) {
                near.extend(before(neighbour).into_keys());
            }
            near.extend(registry.targets.hinted(lang, folded, text.text));
            for target in near {
                named.entry(target).or_default();
                for beside in registry.targets.beside(target) {
                    named.entry(beside).or_default();
                }
            }
            named
        }
    }
}

/// In an unsupported language, the targets whose names are the same everywhere are counted as abstentions.
fn unsupported(folded: &Folded, text: &str, registry: &Registry) -> Vec<StanceTag> {
    // The aliases under `any` are part of every language's set; English adds words that other languages lack.
    registry
        .targets
        .find(Lang::En, folded, text)
        .into_keys()
        .map(|target| StanceTag {
            target: registry.targets.all()[target].id.clone(),
            stance: Err(Abstention::LanguageUnsupported),
            scores: Scores { favor: 0.0, against: 0.0, neutral: 0.0, none: 0.0 },
        })
        .collect()
}

/// The label that scores give, or `None` where the sentence is not about the target.
fn decide(
    scores: Scores,
    min_score: f32,
    is_heading: bool,
    is_carried_over: bool,
) -> Option<Result<crate::schema::Stance, Abstention>> {
    use crate::schema::Stance;
    let stance = scores.best()?;
    // A heading without a claim is a label of its section; a sentence that names nothing and leans nowhere is about
    // something else.
    if stance == Stance::Neutral && (is_heading || is_carried_over) {
        return None;
    }
    if scores.max() < min_score {
        return Some(Err(Abstention::ScoreTooLow));
    }
    Some(Ok(stance))
}
