//! Speech that no listed word reports, but grammar does.

use super::attach::count_words;
use super::event::{Event, Subject, told};
use super::mention::Mention;
use super::setting;
use super::view::View;
use crate::schema::{Lang, Span};

/// Russian and Ukrainian "N. … , что": whatever the word between, it is N's position; and "Advice of N. is clear: …".
pub(super) fn position(view: &View, mentions: &[Mention]) -> Vec<Event> {
    if !matches!(view.lang, Lang::Ru | Lang::Uk) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        if !mention.is_named() || !mention.is_person || view.is_quoted(mention.span) {
            continue;
        }
        let rest = &view.text[mention.span.end..];
        let opens = if mention.is_oblique {
            rest.find(": ")
        } else {
            rest.find(", что ").or_else(|| rest.find(", що "))
        };
        let Some(at) = opens else { continue };
        let gap = &rest[..at];
        let is_short = if mention.is_oblique {
            count_words(gap) <= 2 && count_words(&view.text[..mention.span.start]) <= 2
        } else {
            (1..=4).contains(&count_words(gap))
        };
        if is_short && !gap.contains([',', '.', ';', ':']) {
            let cue = Span::new(mention.span.end, mention.span.end + at);
            let subject = Subject::Mention(index);
            let is_subordinate = setting::is_subordinate(view, mentions, cue, subject);
            found.push(Event { is_subordinate, ..told(cue, subject) });
        }
    }
    found
}

/// The German subjunctive of reported speech goes on with what somebody says.
pub(super) fn subjunctive(view: &View) -> Option<Event> {
    const FORMS: &[&str] = &["sei", "seien", "habe", "werde", "könne", "müsse", "dürfe", "wolle", "solle"];
    if view.lang != Lang::De {
        return None;
    }
    let lower = view.text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let is_own = words.iter().any(|word| matches!(*word, "ich" | "wir")) || lower.contains("es sei denn");
    let form = words.iter().find(|word| FORMS.contains(word))?;
    let at = view.text.find(*form)?;
    let cue = Span::new(at, at + form.len());
    (!is_own && !view.is_quoted(cue)).then(|| told(cue, Subject::Last))
}
