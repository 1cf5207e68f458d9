//! Who spoke before: what pronouns, roles and verbs without a subject refer to.

use super::attach::is_topic;
use super::cast::Cast;
use super::mention::{Mention, Who};
use super::name::is_same_word;
use super::view::View;
use crate::registry::SpeakerKind;
use crate::schema::{Lang, Speaker, SpeakerId};

/// Sentences back within which a role refers to the last speaker of whom no role is told.
const ROLE_REACH: usize = 3;
/// Sentences back within which a verb without a subject goes on with the last speaker.
const NEAR: usize = 2;
#[derive(Debug, Clone)]
struct Entry {
    speaker: Speaker,
    is_person: bool,
    sentence: usize,
    paragraph: usize,
}

/// Whom the text spoke of so far, in order: speakers, and persons whom a sentence was about.
#[derive(Debug, Default)]
pub(super) struct Memory {
    entries: Vec<Entry>,
    /// Roles, as written, with those who have them.
    roles: Vec<(String, SpeakerId)>,
}

impl Memory {
    /// Takes note of the roles that a sentence gives, and of whom it is about if nobody speaks in it.
    pub(super) fn note(&mut self, view: &View, mentions: &[Mention], cast: &Cast, has_speaker: bool) {
        let persons = || mentions.iter().filter(|mention| mention.is_named() && mention.is_person);
        for mention in persons() {
            let Some(id) = id_of(mention, view, cast, false) else { continue };
            self.roles.extend(mention.roles.iter().map(|role| (role.clone(), id.clone())));
        }
        let is_candidate = |mention: &&Mention| {
            let is_person = mention.is_named() && mention.is_person;
            is_person || mention.is_new || matches!(mention.who, Who::Role(_))
        };
        let topic = mentions.iter().filter(is_candidate).find(|mention| is_topic(view, mention));
        let Some(topic) = topic.filter(|_| !has_speaker) else { return };
        let speaker = match &topic.who {
            Who::Role(role) => {
                Some(self.by_role(role, view, cast)).filter(|speaker| *speaker != Speaker::Unnamed)
            }
            Who::Unnamed => Some(Speaker::Unnamed),
            _ => id_of(topic, view, cast, false).map(|id| cast.speaker(id)),
        };
        if let Some(speaker) = speaker {
            self.speak(&speaker, true, view);
        }
    }

    /// Takes note that somebody spoke.
    pub(super) fn speak(&mut self, speaker: &Speaker, is_person: bool, view: &View) {
        if *speaker != Speaker::Author {
            let (sentence, paragraph) = (view.index, view.paragraph);
            self.entries.push(Entry { speaker: speaker.clone(), is_person, sentence, paragraph });
        }
    }

    /// Whom "he", or a verb without a subject, means.
    pub(super) fn last(&self, view: &View) -> Option<Speaker> {
        let last = self.entries.last()?;
        // "An analyst said …. He added …"
        let is_near = last.paragraph == view.paragraph || last.sentence + 1 >= view.index;
        if last.speaker == Speaker::Unnamed && is_near {
            return Some(Speaker::Unnamed);
        }
        let person =
            self.entries.iter().rev().find(|entry| entry.is_person && entry.speaker != Speaker::Unnamed);
        Some(person.unwrap_or(last).speaker.clone())
    }

    /// The same, only if it was said in this sentence's paragraph or right before it.
    pub(super) fn near(&self, view: &View) -> Option<Speaker> {
        let last = self.entries.last()?;
        let is_near = last.paragraph == view.paragraph || last.sentence + NEAR >= view.index;
        is_near.then(|| self.last(view)).flatten()
    }

    /// Whom a role means: whoever was given it, else the last speaker if nothing is told against it.
    pub(super) fn by_role(&self, role: &str, view: &View, cast: &Cast) -> Speaker {
        if let Some((_, id)) = self.roles.iter().rev().find(|(known, _)| is_same_role(known, role)) {
            return cast.speaker(id.clone());
        }
        let last = self
            .entries
            .iter()
            .rev()
            .find(|entry| entry.is_person && entry.sentence + ROLE_REACH >= view.index);
        let Some(Speaker::Named(id)) = last.map(|entry| &entry.speaker) else { return Speaker::Unnamed };
        let has_other = self.roles.iter().any(|(_, known)| known == id);
        let is_theirs = match (cast.speakers.get(id), view.lang) {
            (Some(entry), Lang::En) => {
                let registered = entry.role.as_deref().unwrap_or("").to_lowercase().replace('-', " ");
                registered.contains(&role.replace('-', " "))
            }
            (Some(_), _) => !has_other,
            (None, _) => false,
        };
        if is_theirs { cast.speaker(id.clone()) } else { Speaker::Unnamed }
    }
}

/// The id of a mention that gives a name.
pub(super) fn id_of(mention: &Mention, view: &View, cast: &Cast, is_genitive: bool) -> Option<SpeakerId> {
    match &mention.who {
        Who::Registered(index) => Some(cast.speakers.all()[*index].id.clone()),
        Who::Known(id) => Some(id.clone()),
        Who::Name(name) => cast.id_of(name, view.place.start + mention.span.start, is_genitive),
        _ => None,
    }
}

/// Whether a mention is of a person, as far as known.
pub(super) fn is_person(mention: &Mention, cast: &Cast) -> bool {
    match &mention.who {
        Who::Registered(index) => cast.speakers.all()[*index].kind == SpeakerKind::Person,
        Who::Name(_) | Who::Known(_) => mention.is_person,
        Who::Pronoun | Who::Role(_) | Who::Unnamed => true,
    }
}

fn is_same_role(one: &str, other: &str) -> bool {
    let words = |role: &str| role.replace('-', " ").split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (one_words, other_words) = (words(one), words(other));
    one.contains(other)
        || other.contains(one)
        || (one_words.len() == other_words.len()
            && one_words.iter().zip(&other_words).all(|(one, other)| is_same_word(one, other)))
}
