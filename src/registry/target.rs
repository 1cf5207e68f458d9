//! `corpora/targets/*.toml`: what stances are toward, and how it is named.

use super::{
    ByLang, Folded, PatternSet, PatternTable, RegistryError, check_keys, of_lang,
    source::{Files, parse},
};
use crate::schema::{Lang, Span, TargetId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetFile {
    id: TargetId,
    name: String,
    description: String,
    phrase: BTreeMap<String, String>,
    #[serde(default)]
    beside: Vec<TargetId>,
    aliases: PatternTable,
    #[serde(default)]
    context_aliases: PatternTable,
    #[serde(default)]
    context: PatternTable,
    #[serde(default)]
    exclude: PatternTable,
    #[serde(default)]
    hints: PatternTable,
    #[serde(default)]
    hypotheses: BTreeMap<String, Hypotheses>,
}

/// What an NLI model is asked about a target, as whole sentences.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hypotheses {
    /// The text speaks for it.
    pub favor: String,
    /// The text speaks against it.
    pub against: String,
    /// The text speaks about it without leaning.
    pub neutral: String,
    /// The text does not speak about it.
    pub none: String,
}

/// One target.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its id.
    pub id: TargetId,
    /// Its English name.
    pub name: String,
    /// What it is and is not.
    pub description: String,
    /// It as a noun phrase, by language.
    pub phrase: BTreeMap<Lang, String>,
    /// Targets that are often spoken of without a name where this one is named; a model judges them along with it.
    pub beside: Vec<TargetId>,
    /// What an NLI model is asked, by language.
    pub hypotheses: BTreeMap<Lang, Hypotheses>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Term {
    Alias,
    ContextAlias,
    Context,
    Exclude,
    Hint,
}

/// All the targets, in the order of their ids.
#[derive(Debug)]
pub struct Targets {
    list: Vec<Target>,
    terms: ByLang<PatternSet<(usize, Term)>>,
}

impl Targets {
    pub(super) fn load(files: &Files) -> Result<Targets, RegistryError> {
        let mut parsed: Vec<(&str, TargetFile)> = Vec::new();
        for (file, content) in files.below("targets") {
            let target: TargetFile = parse(file, content)?;
            for table in
                [&target.aliases, &target.context_aliases, &target.context, &target.exclude, &target.hints]
            {
                check_keys(table, file)?;
            }
            if parsed.iter().any(|(_, other)| other.id == target.id) {
                return Err(RegistryError::invalid(
                    file,
                    format!("the id `{}` is taken by another file", target.id),
                ));
            }
            parsed.push((file, target));
        }
        parsed.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        let list = parsed
            .iter()
            .map(|(file, target)| {
                let phrase = by_lang(file, &target.phrase)?;
                let hypotheses = by_lang(file, &target.hypotheses)?;
                Ok(Target {
                    id: target.id.clone(),
                    name: target.name.clone(),
                    description: target.description.clone(),
                    phrase,
                    beside: target.beside.clone(),
                    hypotheses,
                })
            })
            .collect::<Result<_, RegistryError>>()?;
        for (file, target) in &parsed {
            if let Some(unknown) =
                target.beside.iter().find(|id| !parsed.iter().any(|(_, other)| other.id == **id))
            {
                return Err(RegistryError::invalid(
                    file,
                    format!("`beside` names the target `{unknown}`, which is not defined"),
                ));
            }
        }
        let terms = ByLang::try_new(|lang| {
            // Compiled file by file first, so that an error names its file.
            let mut patterns = Vec::new();
            for (index, (file, target)) in parsed.iter().enumerate() {
                let of_target: Vec<_> = [
                    (&target.aliases, Term::Alias),
                    (&target.context_aliases, Term::ContextAlias),
                    (&target.context, Term::Context),
                    (&target.exclude, Term::Exclude),
                    (&target.hints, Term::Hint),
                ]
                .into_iter()
                .flat_map(|(table, term)| {
                    of_lang(table, lang).map(move |pattern| (pattern.clone(), (index, term)))
                })
                .collect();
                PatternSet::new(of_target.iter().cloned())
                    .map_err(|error| RegistryError::invalid(file, error))?;
                patterns.extend(of_target);
            }
            PatternSet::new(patterns).map_err(|error| RegistryError::invalid("targets", error))
        })?;
        Ok(Targets { list, terms })
    }

    /// All of them, in the order of their ids.
    pub fn all(&self) -> &[Target] {
        &self.list
    }

    /// The numbers of the targets beside a target.
    pub fn beside(&self, target: usize) -> impl Iterator<Item = usize> + '_ {
        self.list[target].beside.iter().filter_map(|id| self.list.iter().position(|other| other.id == *id))
    }

    /// The target with this id.
    pub fn get(&self, id: &str) -> Option<&Target> {
        self.list.iter().find(|target| target.id.as_str() == id)
    }

    /// The targets that a sentence may mean without a name (`hints` of a target).
    pub fn hinted(&self, lang: Lang, folded: &Folded, source: &str) -> BTreeSet<usize> {
        let found = self.terms.get(lang).find(folded, source);
        found.iter().filter(|found| found.value.1 == Term::Hint).map(|found| found.value.0).collect()
    }

    /// Where a sentence names targets: for each target (by its number in [`Targets::all`]) the places, in order.
    pub fn find(&self, lang: Lang, folded: &Folded, source: &str) -> BTreeMap<usize, Vec<Span>> {
        let found = self.terms.get(lang).find(folded, source);
        let mut named: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for index in 0..self.list.len() {
            let places = |term: Term| {
                found.iter().filter(move |found| *found.value == (index, term)).map(|found| found.span)
            };
            let is_excluded = |span: &Span| places(Term::Exclude).any(|excluded| excluded.overlaps(*span));
            let mut spans: Vec<Span> = places(Term::Alias).filter(|span| !is_excluded(span)).collect();
            if !spans.is_empty() || places(Term::Context).next().is_some() {
                spans.extend(places(Term::ContextAlias).filter(|span| !is_excluded(span)));
            }
            spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
            spans.dedup_by(|next, kept| kept.overlaps(*next));
            if !spans.is_empty() {
                named.insert(index, spans);
            }
        }
        named
    }
}

fn by_lang<T: Clone>(file: &str, table: &BTreeMap<String, T>) -> Result<BTreeMap<Lang, T>, RegistryError> {
    table
        .iter()
        .map(|(lang, value)| {
            let lang = lang.parse::<Lang>().map_err(|problem| RegistryError::invalid(file, problem))?;
            Ok((lang, value.clone()))
        })
        .collect()
}
