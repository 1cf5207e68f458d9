//! Who is in an article: full names, so that a surname alone can be told, and who wrote it.

use super::name::{self, is_same_word};
use super::view::{MAX_SENTENCE, View};
use crate::registry::{Folded, SpeakerKind, Speakers, Targets};
use crate::schema::{Article, Span, Speaker, SpeakerId};
use std::collections::BTreeSet;

/// Places of full names that are kept; no article has more.
const MAX_NAMES: usize = 2_000;

/// A name of at least two words that stands in the article.
#[derive(Debug)]
struct FullName {
    /// Where, in the article.
    at: usize,
    words: Vec<String>,
    id: SpeakerId,
    is_person: bool,
}

/// The people and organisations of one article.
#[derive(Debug)]
pub(super) struct Cast<'r> {
    pub(super) speakers: &'r Speakers,
    full_names: Vec<FullName>,
    /// Names in scripts without capitals, found beside a role or at the head of a block.
    wide_names: Vec<(String, SpeakerId)>,
    authors: BTreeSet<SpeakerId>,
    /// Words that the article writes in lower case.
    pub(super) common: BTreeSet<String>,
    /// Words that it writes with a capital inside a sentence, in lower case.
    proper: BTreeSet<String>,
}

impl<'r> Cast<'r> {
    pub(super) fn new(
        article: &Article,
        views: &[Option<View>],
        speakers: &'r Speakers,
        targets: &Targets,
    ) -> Cast<'r> {
        let common = name::words(&article.text)
            .iter()
            .map(|word| &article.text[word.span])
            .filter(|word| word.chars().next().is_some_and(char::is_lowercase))
            .map(str::to_owned)
            .collect();
        let mut cast = Cast {
            speakers,
            full_names: Vec::new(),
            wide_names: Vec::new(),
            authors: BTreeSet::new(),
            common,
            proper: BTreeSet::new(),
        };
        cast.authors = cast.authors_of(article);
        for view in views.iter().flatten() {
            cast.add_names(view, targets);
        }
        cast.settle_forms();
        cast
    }

    /// Who signs the article, and its outlet: their speech is the author's.
    fn authors_of(&self, article: &Article) -> BTreeSet<SpeakerId> {
        let mut authors: BTreeSet<SpeakerId> =
            article.outlet.iter().filter_map(|outlet| SpeakerId::slug(outlet.as_str())).collect();
        if let Some(byline) = &article.byline {
            let registered = self.speakers.find(&Folded::new(byline), byline);
            authors.extend(registered.iter().map(|found| self.speakers.all()[*found.value].id.clone()));
            let parts = byline.split([',', ';', '/', '&', '|', ':', '：', '，', '、', '•']);
            authors.extend(parts.filter_map(|part| SpeakerId::slug(part.trim())));
        }
        authors
    }

    fn add_names(&mut self, view: &View, targets: &Targets) {
        if view.text.len() > MAX_SENTENCE {
            return;
        }
        let registered = self.speakers.find(&view.folded, view.text);
        for found in &registered {
            let entry = &self.speakers.all()[*found.value];
            self.push(view.place.start + found.span.start, &view.text[found.span], entry.id.clone(), {
                entry.kind == SpeakerKind::Person
            });
        }
        let networks: Vec<Span> =
            targets.find(view.lang, &view.folded, view.text).into_values().flatten().collect();
        let taken: Vec<Span> = view.terms.iter().map(|(span, _)| *span).collect();
        let sequences = name::sequences(view.text, view.grammar, &self.common, |span| {
            taken.iter().any(|taken| taken.overlaps(span))
        });
        for sequence in sequences.iter().filter(|sequence| !sequence.begins_sentence) {
            self.proper.extend(view.text[sequence.span].split_whitespace().map(str::to_lowercase));
        }
        for sequence in sequences.iter().filter(|sequence| sequence.n_words >= 2) {
            let is_other = |span: &Span| span.overlaps(sequence.span);
            if networks.iter().any(is_other) || registered.iter().any(|found| is_other(&found.span)) {
                continue;
            }
            if let Some(id) = SpeakerId::slug(&view.text[sequence.span]) {
                let at = view.place.start + sequence.span.start;
                self.push(at, &view.text[sequence.span], id, !sequence.is_organisation);
            }
        }
    }

    fn push(&mut self, at: usize, surface: &str, id: SpeakerId, is_person: bool) {
        let words: Vec<String> = surface.split_whitespace().map(str::to_lowercase).collect();
        if words.len() >= 2 && self.full_names.len() < MAX_NAMES {
            self.full_names.push(FullName { at, words, id, is_person });
        }
    }

    /// Gives all the forms of one name the id of the shortest, which is the nominative.
    fn settle_forms(&mut self) {
        for index in 0..self.full_names.len() {
            let best = self
                .full_names
                .iter()
                .filter(|other| is_same_name(&other.words, &self.full_names[index].words))
                .min_by_key(|other| {
                    let is_registered = self.speakers.get(&other.id).is_some();
                    let letters: usize = other.words.iter().map(|word| word.chars().count()).sum();
                    let is_oblique = other.words.iter().any(|word| word.ends_with(['ы', 'и', 'у', 'ю', 'е']));
                    (!is_registered, letters, is_oblique, other.at)
                })
                .map(|other| other.id.clone());
            if let Some(id) = best {
                self.full_names[index].id = id;
            }
        }
    }

    /// Remembers a name at the head of a block or beside a role.
    pub(super) fn learn(&mut self, name: &str, at: usize, id: &SpeakerId, is_person: bool) {
        if name.chars().any(super::quote::is_cjk) {
            if name.chars().count() >= 2 && !self.wide_names.iter().any(|(known, _)| known == name) {
                self.wide_names.push((name.to_owned(), id.clone()));
            }
        } else if self.full_names.iter().all(|known| known.at != at) {
            self.push(at, name, id.clone(), is_person);
        }
    }

    /// The known names in scripts without capitals, with their ids.
    pub(super) fn wide_names(&self) -> &[(String, SpeakerId)] {
        &self.wide_names
    }

    /// Whose name this is: a form of a full name, or a part of one that stands before `at`. Also whether of a person.
    pub(super) fn known(&self, name: &str, at: usize) -> Option<(SpeakerId, bool)> {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let found = match words.as_slice() {
            [] => None,
            [word] => self.full_names.iter().rev().filter(|full| full.at < at).find(|full| {
                let is_part = |part: Option<&String>| part.is_some_and(|part| is_same_word(part, word));
                is_part(full.words.last()) || (full.is_person && is_part(full.words.first()))
            }),
            _ => self.full_names.iter().find(|full| is_same_name(&full.words, &words)),
        };
        found.map(|full| (full.id.clone(), full.is_person))
    }

    /// Whether a full name of a person also stands at another place than `at`.
    pub(super) fn is_person_elsewhere(&self, name: &str, at: usize) -> bool {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        self.full_names
            .iter()
            .any(|full| full.at != at && full.is_person && is_same_name(&full.words, &words))
    }

    /// Whether a word stands with a capital inside some sentence.
    pub(super) fn is_proper(&self, word: &str) -> bool {
        self.proper.contains(&word.to_lowercase())
    }

    /// The speaker of an id: `author` if it is the one who signs the article.
    pub(super) fn speaker(&self, id: SpeakerId) -> Speaker {
        if self.authors.contains(&id) { Speaker::Author } else { Speaker::Named(id) }
    }

    /// The id of a name that is not registered. In a genitive context its nominative is tried.
    pub(super) fn id_of(&self, name: &str, at: usize, is_genitive: bool) -> Option<SpeakerId> {
        let known = self.known(name, at).map(|(id, _)| id);
        let surface = SpeakerId::slug(name);
        if is_genitive
            && (known.is_none() || known == surface)
            && self.speakers.get(known.as_ref()?).is_none()
        {
            let words: Vec<String> = name.split_whitespace().map(name::nominative).collect();
            return SpeakerId::slug(&words.join(" "));
        }
        known.or(surface)
    }
}

fn is_same_name(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same_word(one, other))
}
