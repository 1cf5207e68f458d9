//! Acts of speech in a sentence: which words report it, who speaks, and whether it carries the sentence.

use super::attach::{count_words, subject};
use super::mention::{Mention, Who};
use super::view::{Manner, View};
use super::words::{COORDINATORS, Order};
use super::{according, implied, setting};
use crate::schema::{Lang, Span};

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A mention of the sentence.
    Mention(usize),
    /// Whoever the text spoke of last: there is no subject of its own.
    Last,
}

/// How it is told that somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// A verb with "that".
    That,
    /// A verb alone.
    Bare,
    /// "According to".
    According,
    /// Of a position.
    Narration,
    /// Of a deed: it is no speech, but it may introduce a quotation.
    Act,
}

/// One act of speech.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    /// The verb or the words "according to".
    pub(super) cue: Span,
    pub(super) subject: Subject,
    pub(super) telling: Telling,
    /// Whether it counts only with a quotation or a colon.
    pub(super) needs_quote: bool,
    /// Whether it stands in a clause that only gives the setting ("after he said that").
    pub(super) is_subordinate: bool,
    /// Whether it says what somebody means rather than what they say.
    pub(super) is_interpretation: bool,
}

/// Plain indirect speech.
pub(super) fn told(cue: Span, subject: Subject) -> Event {
    Event {
        cue,
        subject,
        telling: Telling::According,
        needs_quote: false,
        is_subordinate: false,
        is_interpretation: false,
    }
}

/// All of a sentence, in order.
pub(super) fn find(view: &View, mentions: &[Mention]) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut subjects: Vec<Option<Subject>> = Vec::new();
    for verb in 0..view.verbs.len() {
        let group = view.verbs[verb];
        let found = subject(view, mentions, verb)
            .map(Subject::Mention)
            .or_else(|| carried_on(view, mentions, verb, &subjects))
            .or_else(|| dropped(view, mentions, verb));
        subjects.push(found);
        let Some(subject) = found else { continue };
        let telling = match group.manner {
            Manner::That => Telling::That,
            Manner::Bare => Telling::Bare,
            Manner::Narration => Telling::Narration,
            // "Gave advice that …" is speech all the same.
            Manner::Act if opens_clause(&view.text[group.span.end..], view.lang) => Telling::That,
            Manner::Act => Telling::Act,
        };
        events.push(Event {
            cue: group.span,
            subject,
            telling,
            needs_quote: telling != Telling::That && needs_quote(view, mentions, verb, subject),
            is_subordinate: setting::is_subordinate(view, mentions, group.span, subject),
            is_interpretation: view.grammar.interpretive.begins(&view.text[group.span]),
        });
    }
    events.extend(according::before(view, mentions));
    events.extend(according::after(view, mentions));
    events.extend(self_contained(view, mentions));
    if events.is_empty() {
        events.extend(implied::position(view, mentions));
        events.extend(implied::subjunctive(view));
    }
    events.sort_by_key(|event| event.cue.start);
    events
}

/// Whether the word for "that" comes next, in languages where it begins no relative clause.
fn opens_clause(rest: &str, lang: Lang) -> bool {
    let that = match lang {
        Lang::Ru => ", что ",
        Lang::Uk => ", що ",
        Lang::De => ", dass ",
        Lang::Vi => " rằng ",
        Lang::Id => " bahwa ",
        _ => return false,
    };
    rest.starts_with(that)
}

/// The subject of the verb before, carried on by "and", a relative or a participle.
fn carried_on(
    view: &View,
    mentions: &[Mention],
    verb: usize,
    subjects: &[Option<Subject>],
) -> Option<Subject> {
    let group = view.verbs[verb];
    if view.is_quoted(group.span) {
        return None;
    }
    let text = &view.text[group.span];
    let first_word = text.split([' ', ',']).next().unwrap_or(text).to_lowercase();
    let earlier =
        (0..verb).rev().find(|other| subjects[*other].is_some() && !view.is_quoted(view.verbs[*other].span));
    if view.grammar.participles.ends(&first_word) {
        let main = earlier.and_then(|other| subjects[other]);
        return main.or_else(|| main_subject(view, mentions, group.span.start).map(Subject::Mention));
    }
    let before = view.text[..group.span.start].trim_end();
    let last_word = before.split_whitespace().next_back().unwrap_or("").trim_matches(',').to_lowercase();
    let is_linked = match view.grammar.order {
        Order::Unspaced => view.grammar.linkers.ends(before) || view.grammar.linkers.begins(text),
        Order::Beside => view.grammar.linkers.has(&last_word) || before.ends_with(','),
        // The verb that ends the sentence has the topic of the verbs before it.
        Order::Particle | Order::VerbLast => true,
    };
    let Some(earlier) = earlier else {
        let first = main_subject(view, mentions, group.span.start)?;
        let is_first = count_words(&view.text[..mentions[first].extent.start]) <= 2;
        return (COORDINATORS.has(&last_word) && is_first).then_some(Subject::Mention(first));
    };
    let between = &view.text[view.verbs[earlier].span.end..group.span.start];
    (is_linked && !between.contains(". ") && !between.contains('。')).then(|| subjects[earlier]).flatten()
}

/// The first person or organisation of the sentence that may be its subject.
fn main_subject(view: &View, mentions: &[Mention], before: usize) -> Option<usize> {
    mentions.iter().position(|mention| {
        mention.span.end <= before
            && !mention.is_oblique
            && !mention.is_doubtful
            && !mention.is_network
            && (mention.is_named() || mention.who == Who::Unnamed)
            && !view.is_quoted(mention.span)
    })
}

/// A verb without any subject, in languages that can leave it out: whoever spoke last goes on.
fn dropped(view: &View, mentions: &[Mention], verb: usize) -> Option<Subject> {
    let group = view.verbs[verb];
    if !view.grammar.drops_subject
        || view.is_quoted(group.span)
        || matches!(group.manner, Manner::Narration | Manner::Act)
    {
        return None;
    }
    let head = &view.text[..group.span.start];
    let follows_quote = view.quoted.iter().any(|quoted| {
        quoted.end <= group.span.start && {
            let gap = &view.text[quoted.end..group.span.start];
            count_words(gap) <= 1 && !gap.contains(['.', '。'])
        }
    });
    let is_alone =
        mentions.iter().all(|mention| mention.span.start >= group.span.start || view.is_quoted(mention.span));
    let is_dropped = match view.grammar.order {
        // Nothing before the quotation, or no topic at all.
        Order::Particle => {
            let opens = view
                .quoted
                .first()
                .is_some_and(|quoted| head[..quoted.start.min(head.len())].trim().chars().count() <= 6);
            follows_quote && opens && is_alone
        }
        Order::Unspaced => {
            let also = ['并', '並', '还', '還', '也'];
            let rest = head.trim_end().trim_end_matches(also);
            let is_also = rest.len() < head.trim_end().len() || view.text[group.span].starts_with(also);
            (follows_quote || (is_also && view.begins_clause(rest.len()))) && is_alone
        }
        Order::Beside | Order::VerbLast => {
            let has_content = group.manner == Manner::That || view.text[group.span.end..].starts_with(':');
            let is_many =
                view.text[group.span].split([' ', ',']).next().is_some_and(|verb| is_plural(verb, view.lang));
            follows_quote || (has_content && !is_many && opens_sentence(view, head))
        }
    };
    is_dropped.then_some(Subject::Last)
}

/// Whether only function words, or one phrase with a preposition, stand before the verb.
fn opens_sentence(view: &View, head: &str) -> bool {
    let words: Vec<String> = head
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect();
    let is_function = words.iter().all(|word| view.grammar.openers.has(word));
    let is_romance = matches!(view.lang, Lang::Es | Lang::Pt);
    let is_phrase = is_romance
        && words.len() <= 8
        && words
            .first()
            .is_some_and(|word| matches!(word.as_str(), "en" | "em" | "no" | "na" | "ante" | "durante"));
    is_function || is_phrase
}

/// The ending of the third person plural in Spanish and Portuguese.
fn is_plural(verb: &str, lang: Lang) -> bool {
    match lang {
        Lang::Es => verb.ends_with('n'),
        Lang::Pt => verb.ends_with('m'),
        Lang::Ru | Lang::Uk => verb.ends_with(['и', 'т']) && !verb.ends_with("ет") && !verb.ends_with("ит"),
        _ => false,
    }
}

fn needs_quote(view: &View, mentions: &[Mention], verb: usize, subject: Subject) -> bool {
    let group = view.verbs[verb];
    if group.manner != Manner::Bare {
        return group.manner == Manner::Act;
    }
    let rest = &view.text[group.span.end..];
    let has_colon = rest.find([':', '：']).is_some_and(|at| at <= 60 && !rest[..at].contains(['.', '。']));
    // "…, answered X": the verb with its subject is put behind what was said.
    let is_tag = match subject {
        Subject::Mention(index) if mentions[index].span.start >= group.span.end => {
            view.text[..group.span.start].trim_end().ends_with(',')
        }
        // "…, she added, …"
        Subject::Mention(index) => {
            view.text[..mentions[index].extent.start].trim_end().ends_with(',') && rest.starts_with(',')
        }
        Subject::Last => false,
    };
    if has_colon || is_tag {
        return false;
    }
    let is_network = matches!(subject, Subject::Mention(index) if mentions[index].is_network);
    is_network || view.grammar.weak.begins(&view.text[group.span])
}

/// Holders whose words hold the verb as well ("有人认为", "есть мнение, что", "という声").
fn self_contained(view: &View, mentions: &[Mention]) -> Vec<Event> {
    let is_whole = |span: Span| {
        let rest = view.text[span.end..].trim_start();
        let has_verb = view.verbs.iter().any(|verb| verb.span.overlaps(span));
        let opens = [", что", ", що", "cho rằng"].iter().any(|that| rest.starts_with(that));
        has_verb || opens || view.text[span].ends_with('声')
    };
    let listed = mentions.iter().enumerate().filter(|(_, mention)| mention.who == Who::Unnamed);
    listed
        .filter(|(_, mention)| is_whole(mention.span) && !view.is_quoted(mention.span))
        .map(|(index, mention)| Event {
            telling: Telling::That,
            ..told(mention.span, Subject::Mention(index))
        })
        .collect()
}
