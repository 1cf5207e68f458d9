//! "According to": a person in its object holds what is said, a source of data does not.

use super::attach::count_words;
use super::event::{Event, Subject, told};
use super::mention::{Mention, Who};
use super::view::View;
use crate::registry::SpeechTerm;
use crate::schema::{Lang, Span};

/// Characters after "according to" within which its object begins.
const OBJECT_CHARS: usize = 70;
/// Words between "according to" and a name that is no person's.
const OBJECT_WORDS: usize = 3;

/// The words before the name, and phrases such as "in his words" that hold a pronoun.
pub(super) fn before(view: &View, mentions: &[Mention]) -> Vec<Event> {
    let cues = view.places(SpeechTerm::AccordingTo).filter(|cue| !view.is_quoted(*cue));
    let mut events: Vec<Event> = cues
        .filter_map(|cue| {
            let has_data = view.places(SpeechTerm::DataSource).any(|data| {
                data.overlaps(cue) || (data.start >= cue.end && data.start < object_reach(view, cue))
            });
            match object(view, mentions, cue, has_data) {
                Some(index) => Some(told(cue, Subject::Mention(index))),
                // 在他看来
                None if !has_data && view.text[cue].contains(['他', '她']) => {
                    Some(told(cue, Subject::Last))
                }
                None => None,
            }
        })
        .collect();
    let folded = view.folded.text();
    for phrase in view.grammar.own_view.iter() {
        for (at, _) in folded.match_indices(phrase) {
            let cue = view.folded.to_source(Span::new(at, at + phrase.len())).trimmed(view.text);
            let is_word =
                |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !super::quote::is_cjk(c));
            let is_whole = !is_word(view.text[..cue.start].chars().next_back())
                && !is_word(view.text[cue.end..].chars().next());
            let is_taken = events.iter().any(|event| event.cue.overlaps(cue));
            if is_whole && !is_taken && !view.is_quoted(cue) {
                events.push(told(cue, Subject::Last));
            }
        }
    }
    events
}

/// The holder in the object, as a number of `mentions`.
fn object(view: &View, mentions: &[Mention], cue: Span, has_data: bool) -> Option<usize> {
    let reach = object_reach(view, cue);
    let gap = |mention: &Mention| &view.text[cue.end..mention.extent.start.max(cue.end)];
    let is_inside = |mention: &Mention| {
        let is_behind = mention.span.start >= cue.end || mention.who == Who::Pronoun;
        let is_cut =
            view.text[cue.end..mention.span.start.max(cue.end)].contains(',') && mention.roles.is_empty();
        mention.span.start >= cue.start && mention.span.start < reach && is_behind && !is_cut
    };
    let is_owner = |mention: &Mention| {
        view.lang == Lang::En
            && ["'s ", "’s "].iter().any(|mark| view.text[mention.span.end..].starts_with(mark))
    };
    let person = mentions.iter().position(|mention| {
        // Beside a source of data only a name that is put to it, as its analyst is.
        let is_put = !has_data || !mention.roles.is_empty() || count_words(gap(mention)) == 0;
        mention.is_named() && mention.is_person && is_inside(mention) && !is_owner(mention) && is_put
    });
    let other = || {
        mentions.iter().position(|mention| {
            is_inside(mention) && !mention.is_network && count_words(gap(mention)) <= OBJECT_WORDS
        })
    };
    person.or_else(|| if has_data { None } else { other() })
}

/// How far the object of "according to" reaches.
fn object_reach(view: &View, cue: Span) -> usize {
    let rest = &view.text[cue.end..];
    let limit = rest.char_indices().nth(OBJECT_CHARS).map_or(rest.len(), |(at, _)| at);
    let comma = rest[..limit].find([',', '，', '.', '。', ':', '：', '«', '“', '「']).unwrap_or(limit);
    let has_role =
        view.places(SpeechTerm::Role).any(|role| role.start >= cue.end && role.start < cue.end + comma);
    // "According to the founder, Marta Ilves, …"
    let second =
        rest[comma..limit].char_indices().skip(1).find(|(_, c)| matches!(c, ',' | '，' | '.' | '。'));
    match second {
        Some((at, _)) if has_role && rest[comma..].starts_with(',') => cue.end + comma + at,
        _ => cue.end + comma,
    }
}

/// The words behind the name ("Xによると", "X zufolge"), or with the pronoun in them ("in his view").
pub(super) fn after(view: &View, mentions: &[Mention]) -> Vec<Event> {
    let mut events = Vec::new();
    for cue in view.places(SpeechTerm::AccordingToAfter).filter(|cue| !view.is_quoted(*cue)) {
        let is_chinese = matches!(view.lang, Lang::ZhHans | Lang::ZhHant);
        let rest = view.text[cue.end..].trim_start();
        if is_chinese && !rest.starts_with(['，', ',', '：', '“', '「']) {
            continue;
        }
        let has_data = view.places(SpeechTerm::DataSource).any(|data| {
            data.overlaps(cue)
                || (data.end <= cue.start && view.text[data.end..cue.start].chars().count() <= 14)
        });
        let holder = mentions.iter().enumerate().rev().find(|(_, mention)| {
            mention.span.start < cue.start && mention.span.end <= cue.end && {
                let gap = &view.text[mention.extent.end.min(cue.start)..cue.start];
                let is_plain = !gap.contains(['、', '。', '，', ',', '.', '“', '「']);
                is_plain && gap.chars().count() <= 12 && count_words(gap) <= 2
            }
        });
        match holder {
            Some((index, mention)) if !has_data || (mention.is_person && mention.is_named()) => {
                events.push(told(cue, Subject::Mention(index)));
            }
            None if !has_data && holds_pronoun(&view.text[cue], view.lang) => {
                events.push(told(cue, Subject::Last));
            }
            _ => {}
        }
    }
    events
}

/// "In his view" needs no noun before it, "zufolge" does.
fn holds_pronoun(cue: &str, lang: Lang) -> bool {
    let cue = cue.to_lowercase();
    match lang {
        Lang::Ja | Lang::Ko | Lang::ZhHans | Lang::ZhHant => false,
        Lang::Tr => cue.starts_with("ona ") || cue.starts_with("kendisi"),
        Lang::Id => true,
        _ => cue.contains(' '),
    }
}
