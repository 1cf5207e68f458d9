//! `corpora/lexicons/`: cues, words of opinion, reporting verbs, abbreviations and quantities, by language.

use super::{
    Folded, Found, PatternSet, RegistryError,
    source::{Files, parse},
};
use crate::schema::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;

fn read<T: serde::de::DeserializeOwned>(
    files: &Files,
    kind: &str,
    lang: Lang,
) -> Result<(String, T), RegistryError> {
    let file = format!("lexicons/{kind}/{lang}.toml");
    let parsed = parse(&file, files.get(&file)?)?;
    Ok((file, parsed))
}

fn check_lang(file: &str, declared: Lang, lang: Lang) -> Result<(), RegistryError> {
    if declared == lang {
        Ok(())
    } else {
        Err(RegistryError::invalid(file, format!("says `lang = \"{declared}\"`, its name says `{lang}`")))
    }
}

/// What a cue does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueKind {
    /// Speaks for what it is said of.
    Favor,
    /// Speaks against it.
    Against,
    /// Good news.
    Positive,
    /// Bad news.
    Negative,
    /// Going up.
    Increase,
    /// Going down.
    Decrease,
    /// Something of which more is good.
    Wanted,
    /// Something of which less is good.
    Unwanted,
    /// Flips what follows.
    Negation,
    /// Flips what stands before.
    NegationAfter,
    /// Holds a negation and negates nothing: "not only".
    NotNegation,
    /// "But": the clause that it opens decides.
    Contrast,
    /// "Although": the clause that it opens is outweighed.
    Concession,
    /// "Must", "should or else".
    Necessity,
    /// A question word.
    Question,
    /// "May", "planned".
    Hedge,
}

/// A cue, for one target or (`None`) for any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// What it does.
    pub kind: CueKind,
    /// Toward which target only.
    pub target: Option<String>,
}

/// The cues of one language.
#[derive(Debug)]
pub struct Cues(PatternSet<Cue>);

#[derive(Deserialize, Default)]
#[serde(default)]
struct TargetCues {
    favor: Vec<String>,
    against: Vec<String>,
}

#[derive(Deserialize)]
struct CuesFile {
    lang: Lang,
    favor: Vec<String>,
    against: Vec<String>,
    positive: Vec<String>,
    negative: Vec<String>,
    increase: Vec<String>,
    decrease: Vec<String>,
    wanted: Vec<String>,
    unwanted: Vec<String>,
    negation: Vec<String>,
    #[serde(default)]
    negation_after: Vec<String>,
    #[serde(default)]
    not_negation: Vec<String>,
    contrast: Vec<String>,
    concession: Vec<String>,
    necessity: Vec<String>,
    question: Vec<String>,
    hedge: Vec<String>,
    /// Cues of one target, by its id.
    #[serde(flatten)]
    targets: BTreeMap<String, TargetCues>,
}

impl Cues {
    pub(super) fn load(files: &Files, lang: Lang) -> Result<Cues, RegistryError> {
        let (name, file): (_, CuesFile) = read(files, "cues", lang)?;
        check_lang(&name, file.lang, lang)?;
        let mut patterns = Vec::new();
        for (list, kind) in [
            (file.favor, CueKind::Favor),
            (file.against, CueKind::Against),
            (file.positive, CueKind::Positive),
            (file.negative, CueKind::Negative),
            (file.increase, CueKind::Increase),
            (file.decrease, CueKind::Decrease),
            (file.wanted, CueKind::Wanted),
            (file.unwanted, CueKind::Unwanted),
            (file.negation, CueKind::Negation),
            (file.negation_after, CueKind::NegationAfter),
            (file.not_negation, CueKind::NotNegation),
            (file.contrast, CueKind::Contrast),
            (file.concession, CueKind::Concession),
            (file.necessity, CueKind::Necessity),
            (file.question, CueKind::Question),
            (file.hedge, CueKind::Hedge),
        ] {
            patterns.extend(list.into_iter().map(|pattern| (pattern, Cue { kind, target: None })));
        }
        for (target, cues) in file.targets {
            for (list, kind) in [(cues.favor, CueKind::Favor), (cues.against, CueKind::Against)] {
                patterns.extend(
                    list.into_iter().map(|pattern| (pattern, Cue { kind, target: Some(target.clone()) })),
                );
            }
        }
        patterns.extend(opinions(files, lang)?);
        PatternSet::new(patterns).map(Cues).map_err(|error| RegistryError::invalid(&name, error))
    }

    /// All the cues of a text, in order, longer ones first; a cue inside a longer one of another kind is there too.
    pub fn find(&self, folded: &Folded, source: &str) -> Vec<Found<'_, Cue>> {
        self.0.find(folded, source)
    }
}

/// The words of opinion of one language: lines of a phrase, its English gloss and what it speaks for.
fn opinions(files: &Files, lang: Lang) -> Result<Vec<(String, Cue)>, RegistryError> {
    let file = format!("lexicons/opinion/{lang}.tsv");
    let mut patterns = Vec::new();
    for (number, line) in files.get(&file)?.lines().enumerate() {
        let fail = |problem: &str| {
            RegistryError::invalid(&file, format!("line {}: {problem}: `{line}`", number + 1))
        };
        let [phrase, _, direction] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(fail("is not phrase, gloss and direction, separated by tabs"));
        };
        let kind = match direction {
            "favor" => CueKind::Favor,
            "against" => CueKind::Against,
            // Words of the field without a leaning are there for the training alone.
            "neutral" => continue,
            _ => return Err(fail("has a direction that is not favor, against or neutral")),
        };
        patterns.push((phrase.to_owned(), Cue { kind, target: None }));
    }
    Ok(patterns)
}

/// What a word of speech does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeechTerm {
    /// A reporting verb beside a speaker.
    Verb,
    /// Opens indirect speech after the speaker.
    VerbThat,
    /// "According to" before a speaker.
    AccordingTo,
    /// The same, after the speaker.
    AccordingToAfter,
    /// A source of data, which is no holder.
    DataSource,
    /// A holder without a name.
    Unnamed,
    /// A word of a role.
    Role,
    /// Refers back to the last speaker.
    Pronoun,
    /// Narration of a person's position.
    Narration,
    /// A deed; the narration stays with the author.
    Act,
}

/// The words of speech of one language.
#[derive(Debug)]
pub struct Speech(PatternSet<SpeechTerm>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeechFile {
    lang: Lang,
    verbs: Vec<String>,
    verbs_that: Vec<String>,
    #[serde(default)]
    according_to: Vec<String>,
    #[serde(default)]
    according_to_after: Vec<String>,
    data_sources: Vec<String>,
    unnamed: Vec<String>,
    roles: Vec<String>,
    pronouns: Vec<String>,
    narration: Vec<String>,
    acts: Vec<String>,
}

impl Speech {
    pub(super) fn load(files: &Files, lang: Lang) -> Result<Speech, RegistryError> {
        let (name, file): (_, SpeechFile) = read(files, "speech", lang)?;
        check_lang(&name, file.lang, lang)?;
        let patterns = [
            (file.verbs, SpeechTerm::Verb),
            (file.verbs_that, SpeechTerm::VerbThat),
            (file.according_to, SpeechTerm::AccordingTo),
            (file.according_to_after, SpeechTerm::AccordingToAfter),
            (file.data_sources, SpeechTerm::DataSource),
            (file.unnamed, SpeechTerm::Unnamed),
            (file.roles, SpeechTerm::Role),
            (file.pronouns, SpeechTerm::Pronoun),
            (file.narration, SpeechTerm::Narration),
            (file.acts, SpeechTerm::Act),
        ]
        .into_iter()
        .flat_map(|(list, term)| list.into_iter().map(move |pattern| (pattern, term)));
        PatternSet::new(patterns).map(Speech).map_err(|error| RegistryError::invalid(&name, error))
    }

    /// All the words of speech of a text, in order, longer ones first.
    pub fn find(&self, folded: &Folded, source: &str) -> Vec<Found<'_, SpeechTerm>> {
        self.0.find(folded, source)
    }
}

/// What sentence splitting and date finding need to know of one language.
#[derive(Debug)]
pub struct Segmentation {
    /// With their full stops; after them no sentence ends.
    pub abbreviations: Vec<String>,
    /// Whether a number with a full stop is an ordinal ("3. Februar").
    pub ordinals: bool,
    /// The forms of the names of the twelve months, lower case; empty where months are numbers.
    pub months: Vec<Vec<String>>,
    /// Words for days relative to the publication.
    pub relative: BTreeMap<String, Vec<String>>,
    furniture: PatternSet<Furniture>,
}

/// What a line that says nothing of its own is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// A source or caption line.
    Source,
    /// A disclaimer.
    Disclaimer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SegmentationFile {
    lang: Lang,
    abbreviations: Vec<String>,
    ordinals: bool,
    source: Vec<String>,
    disclaimer: Vec<String>,
    months: Vec<Vec<String>>,
    #[serde(default)]
    relative: BTreeMap<String, Vec<String>>,
}

impl Segmentation {
    pub(super) fn load(files: &Files, lang: Lang) -> Result<Segmentation, RegistryError> {
        let (name, file): (_, SegmentationFile) = read(files, "segment", lang)?;
        check_lang(&name, file.lang, lang)?;
        if file.months.len() != 12 {
            return Err(RegistryError::invalid(
                &name,
                format!("`months` has {} entries, not 12", file.months.len()),
            ));
        }
        let sources = file.source.into_iter().map(|pattern| (pattern, Furniture::Source));
        let disclaimers = file.disclaimer.into_iter().map(|pattern| (pattern, Furniture::Disclaimer));
        let furniture = PatternSet::new(sources.chain(disclaimers))
            .map_err(|error| RegistryError::invalid(&name, error))?;
        Ok(Segmentation {
            abbreviations: file.abbreviations,
            ordinals: file.ordinals,
            months: file.months,
            relative: file.relative,
            furniture,
        })
    }

    /// What kind of furniture a line is: a source line begins (or, as a caption, ends) with its word, a disclaimer can
    /// say its words anywhere.
    pub fn furniture(&self, folded: &Folded, source: &str) -> Option<Furniture> {
        let found = self.furniture.find(folded, source);
        found.iter().map(|found| *found.value).max_by_key(|kind| *kind == Furniture::Disclaimer)
    }
}

/// What a word of a numeric claim means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimTerm {
    /// A quantity, by its id.
    Metric(String),
    /// A unit or a power of ten, by its id.
    Unit(String),
    /// A rise.
    Up,
    /// A fall.
    Down,
}

/// The words of numeric claims of one language.
#[derive(Debug)]
pub struct Claims(PatternSet<ClaimTerm>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimsFile {
    lang: Lang,
    metric: BTreeMap<String, Vec<String>>,
    unit: BTreeMap<String, Vec<String>>,
    change: ChangeFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeFile {
    up: Vec<String>,
    down: Vec<String>,
}

impl Claims {
    pub(super) fn load(files: &Files, lang: Lang) -> Result<Claims, RegistryError> {
        let (name, file): (_, ClaimsFile) = read(files, "claims", lang)?;
        check_lang(&name, file.lang, lang)?;
        let mut patterns = Vec::new();
        for (id, list) in file.metric {
            patterns.extend(list.into_iter().map(|pattern| (pattern, ClaimTerm::Metric(id.clone()))));
        }
        for (id, list) in file.unit {
            patterns.extend(list.into_iter().map(|pattern| (pattern, ClaimTerm::Unit(id.clone()))));
        }
        patterns.extend(file.change.up.into_iter().map(|pattern| (pattern, ClaimTerm::Up)));
        patterns.extend(file.change.down.into_iter().map(|pattern| (pattern, ClaimTerm::Down)));
        PatternSet::new(patterns).map(Claims).map_err(|error| RegistryError::invalid(&name, error))
    }

    /// All the words of claims of a text, in order, longer ones first.
    pub fn find(&self, folded: &Folded, source: &str) -> Vec<Found<'_, ClaimTerm>> {
        self.0.find(folded, source)
    }
}
