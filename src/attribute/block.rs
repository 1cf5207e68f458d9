//! Blocks: "Name (role):" opens somebody's own words, which run to the next head, heading or the end.

use super::cast::Cast;
use super::head::{Head, colon, head, labels, repeated};
use super::name;
use super::quote::is_cjk;
use super::view::View;
use crate::registry::SpeechTerm;
use crate::schema::{Lang, SentenceRole, SpeakerId};

/// Pronouns that mean several, or the one who is asked.
const PLURALS: &[&str] = &[
    "they", "они", "вони", "他们", "她们", "他們", "她們", "彼ら", "그들", "ellos", "ellas", "eles", "elas",
    "onlar", "họ", "mereka", "ils", "elles", "sie",
];

/// Where a sentence stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// In the running text.
    Outside,
    /// It is the head itself.
    Head,
    /// In the words of somebody.
    Inside(SpeakerId),
}

/// The block that is open.
#[derive(Debug)]
struct Open {
    speaker: SpeakerId,
    name: String,
    /// The only paragraph that belongs to it, if it is a single line.
    only: Option<usize>,
}

/// The place of each sentence; `views` holds `None` for sentences that cannot be read.
pub(super) fn places(views: &[Option<View>], cast: &mut Cast) -> Vec<Place> {
    let labels = labels(views);
    let begins = |index: usize, view: &View| {
        let is_text =
            !matches!(view.role, SentenceRole::Byline | SentenceRole::Source | SentenceRole::Boilerplate);
        let is_first =
            index == 0 || views[index - 1].as_ref().is_none_or(|before| before.paragraph != view.paragraph);
        is_first && is_text
    };
    let mut heads: Vec<Option<Head>> = Vec::with_capacity(views.len());
    for (index, view) in views.iter().enumerate() {
        let found =
            view.as_ref().filter(|view| begins(index, view)).and_then(|view| head(view, cast, &labels));
        if let (Some(head), Some(view)) = (&found, view)
            && let Some(speaker) = &head.speaker
        {
            cast.learn(&view.text[head.name], view.place.start + head.name.start, speaker, true);
        }
        heads.push(found);
    }
    // What else stands before a colon again and again: a part of a name that a head gave, or the interviewer.
    let sure: Vec<SpeakerId> = heads
        .iter()
        .flatten()
        .filter(|head| !head.is_quote)
        .filter_map(|head| head.speaker.clone())
        .collect();
    for (index, view) in views.iter().enumerate() {
        if let Some(view) = view.as_ref().filter(|view| heads[index].is_none() && begins(index, view)) {
            heads[index] = repeated(view, cast, &labels, &sure);
        }
    }
    let is_interview = heads.iter().flatten().any(|head| head.speaker.is_none())
        || views.iter().zip(&heads).any(|(view, head)| {
            let label =
                view.as_ref().zip(head.as_ref()).and_then(|(view, _)| Some(&view.text[..colon(view.text)?]));
            label.is_some_and(|label| labels.get(label.trim()).is_some_and(|n| *n >= 2))
        });
    let n_heads = heads.iter().flatten().filter(|head| !head.is_quote).count();
    let mut current: Option<Open> = None;
    let mut places = Vec::with_capacity(views.len());
    for (index, (view, head)) in views.iter().zip(&heads).enumerate() {
        let Some(view) = view else {
            places.push(Place::Outside);
            continue;
        };
        if let Some(head) = head {
            // A single "Name: words" is a line of its own; several of them are a round of voices.
            let next = views.get(index + 1).and_then(Option::as_ref);
            let is_line = head.has_text || next.is_some_and(|next| next.paragraph == view.paragraph);
            let only = (is_line && (n_heads == 1 || head.is_quote)).then_some(view.paragraph);
            let name = view.text[head.name].to_owned();
            current = head.speaker.clone().map(|speaker| Open { speaker, name, only });
            places.push(match &head.speaker {
                Some(speaker) if head.has_text => Place::Inside(speaker.clone()),
                Some(_) => Place::Head,
                None => Place::Outside,
            });
            continue;
        }
        let is_break = view.text.chars().all(|c| matches!(c, '*' | '-' | '_' | '=' | '#' | ' ' | '—'));
        let is_over = current.as_ref().is_some_and(|open| {
            open.only.is_some_and(|only| only != view.paragraph)
                || (begins(index, view)
                    && tells_of(
                        &views[index..],
                        view,
                        open,
                        cast,
                        is_interview,
                        heads[index..].iter().flatten().next().is_none(),
                    ))
        });
        if view.role == SentenceRole::Heading || is_break || is_over {
            current = None;
        }
        places.push(match &current {
            Some(open) => Place::Inside(open.speaker.clone()),
            None => Place::Outside,
        });
    }
    places
}

/// Whether a paragraph tells of the block's speaker, so that it is the author's again: nobody speaks of himself by
/// name, and in an interview "he said" means the one who is interviewed.
fn tells_of(
    rest: &[Option<View>],
    first: &View,
    open: &Open,
    cast: &Cast,
    is_interview: bool,
    is_last: bool,
) -> bool {
    let registered =
        cast.speakers.find(&first.folded, first.text).into_iter().any(|found| {
            cast.speakers.all()[*found.value].id == open.speaker && !first.is_quoted(found.span)
        });
    if registered || names(first, &open.name) {
        return true;
    }
    let begins_with_pronoun = first.places(SpeechTerm::Pronoun).any(|pronoun| pronoun.start == 0)
        || super::wide::pronouns(first).iter().any(|pronoun| pronoun.start == 0);
    let paragraph = rest.iter().flatten().take_while(|view| view.paragraph == first.paragraph);
    let reports = |view: &View| {
        view.quoted.iter().any(|quoted| {
            view.verbs.iter().any(|verb| {
                verb.span.start >= quoted.end && view.text[quoted.end..verb.span.start].chars().count() <= 12
            })
        })
    };
    let is_many = PLURALS.iter().any(|plural| first.text.to_lowercase().starts_with(plural));
    is_interview && ((begins_with_pronoun && is_last && !is_many) || paragraph.into_iter().any(reports))
}

/// Whether a sentence gives the name, its last part, or (Japanese, Korean) its surname with a title.
fn names(view: &View, name: &str) -> bool {
    if name.chars().any(is_cjk) {
        let prefix = |n: usize| name.chars().take(n).collect::<String>();
        let is_titled = match view.lang {
            Lang::Ja => (2..=4).any(|n| view.text.contains(&format!("{}氏", prefix(n)))),
            Lang::Ko => view.places(SpeechTerm::Role).any(|role| {
                view.text[..role.start].trim_end().ends_with(&prefix(1))
                    && view.text[..role.start].trim_end().chars().rev().nth(1).is_none_or(char::is_whitespace)
            }),
            _ => false,
        };
        return is_titled || view.text.contains(name);
    }
    let last = name.split_whitespace().next_back().unwrap_or(name).to_lowercase();
    name::words(view.text).iter().any(|word| {
        let slice = &view.text[word.span];
        slice.starts_with(char::is_uppercase)
            && name::is_same_word(&slice.to_lowercase(), &last)
            && !view.is_quoted(word.span)
    })
}
