//! Which mention is the subject of a verb.

use super::mention::{Mention, Who};
use super::order;
use super::view::{Manner, VerbGroup, View};
use super::wide;
use super::words::{COORDINATORS, DETERMINERS, Order};
use crate::schema::{Lang, Span};

/// Words between a subject and its verb without a comma.
const GAP_WORDS: usize = 6;
/// Words between them with an apposition between commas.
const APPOSITION_WORDS: usize = 25;

/// The subject of the verb with the number `verb`, as a number of `mentions`.
pub(super) fn subject(view: &View, mentions: &[Mention], verb: usize) -> Option<usize> {
    let group = view.verbs[verb];
    let costs =
        mentions.iter().enumerate().filter(|(_, mention)| may_speak(view, mention, group)).filter_map(
            |(index, mention)| {
                let cost = match view.grammar.order {
                    Order::Beside => beside(view, mentions, group, mention),
                    Order::Unspaced => order::unspaced(view, group, mention),
                    Order::Particle => order::with_particle(view, mentions, group, mention),
                    Order::VerbLast => order::verb_last(view, group, mention),
                };
                Some((cost?, index))
            },
        );
    costs.min().map(|(_, index)| index)
}

fn may_speak(view: &View, mention: &Mention, group: VerbGroup) -> bool {
    let is_other_voice = view.is_quoted(mention.span) != view.is_quoted(group.span);
    let is_data = view
        .places(crate::registry::SpeechTerm::DataSource)
        .any(|data| data.overlaps(mention.span) && mention.is_named() && group.manner != Manner::That);
    !mention.is_doubtful && !mention.is_oblique && !is_other_voice && !is_data
}

/// Twice the number of words between, plus one where the verb stands first.
fn beside(view: &View, mentions: &[Mention], group: VerbGroup, mention: &Mention) -> Option<usize> {
    if group.span.contains(mention.span) {
        // "заявил Виталик, что"; but "told Ilves that" has its object inside.
        return (view.lang != Lang::En).then_some(0);
    }
    if mention.span.end <= group.span.start {
        before(view, mentions, group, mention).map(|words| 2 * words)
    } else if group.span.end <= mention.span.start {
        after(view, group, mention).map(|words| 2 * words + 1)
    } else {
        None
    }
}

fn before(view: &View, mentions: &[Mention], group: VerbGroup, mention: &Mention) -> Option<usize> {
    let between = Span::new(mention.span.end, group.span.start);
    let gap = without_parentheses(&view.text[between]);
    if is_possessive(&view.text[mention.span.end..], view.lang)
        || has_preposition(view, mention)
        || view.quoted.iter().any(|quoted| quoted.overlaps(between))
        || view.verbs.iter().any(|other| between.contains(other.span))
    {
        return None;
    }
    if is_object_before_linker(view, mentions, mention, &gap) {
        return None;
    }
    let gap = gap.replace(" — ", ", ").replace(" – ", ", ").replace(" - ", ", ");
    if gap.contains(['!', '?', ':', ';', '«', '“', '"']) || gap.contains(". ") {
        return None;
    }
    let words = count_words(&gap);
    let commas = gap.matches(',').count();
    let starts = gap.trim_start().starts_with(',');
    let tail = gap.rsplit(',').next().map_or(0, count_words);
    let is_allowed = match (commas, &mention.who) {
        (0, Who::Pronoun) => words <= 3,
        (0, Who::Name(_)) if mention.n_words == 1 && !mention.is_person => words <= 2,
        (0, _) => words <= GAP_WORDS,
        // "…, the founder, Marta Ilves, said": the name is the apposition.
        (1, _) if words == 0 => {
            view.text[..mention.extent.start].trim_end().ends_with(',')
                || view.text[..mention.span.start].trim_end().ends_with(',')
        }
        (1, Who::Pronoun) => false,
        (1, _) => !starts && words <= 8 && tail == 0,
        (_, Who::Pronoun) => false,
        _ => starts && commas.is_multiple_of(2) && tail <= 3 && words <= APPOSITION_WORDS,
    };
    is_allowed.then_some(words)
}

/// "Ilves criticised Collins and said": Collins is the object of the first verb.
fn is_object_before_linker(view: &View, mentions: &[Mention], mention: &Mention, gap: &str) -> bool {
    if COORDINATORS.has(gap.trim()) {
        return true;
    }
    let last = gap.split_whitespace().next_back().map(|word| word.trim_matches(',').to_lowercase());
    let is_linked = last.is_some_and(|word| view.grammar.linkers.has(&word));
    is_linked
        && view.verbs.iter().any(|verb| {
            verb.span.end <= mention.span.start
                && count_words(&view.text[verb.span.end..mention.span.start]) <= 1
                && mentions.iter().any(|other| other.span.end <= verb.span.start)
        })
}

fn after(view: &View, group: VerbGroup, mention: &Mention) -> Option<usize> {
    let may_invert = view.begins_clause(group.span.start)
        || matches!(view.lang, Lang::Ru | Lang::Uk | Lang::Es | Lang::Pt | Lang::Fr | Lang::De | Lang::Id);
    // A verb with its "that" has its subject before.
    let is_closed = group.manner == Manner::That && !matches!(view.lang, Lang::Ru | Lang::Uk);
    if !may_invert || is_closed || is_possessive(&view.text[mention.span.end..], view.lang) {
        return None;
    }
    let start = mention.extent.start.max(group.span.end);
    let gap = &view.text[group.span.end..start];
    if gap.contains([',', ':', ';', '.', '«', '“', '"', '(', '，', '。']) {
        return None;
    }
    let words: Vec<String> = gap
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_article = |word: &String| DETERMINERS.has(word) || word == "t";
    let is_affiliation = !mention.roles.is_empty() && gap.chars().any(char::is_uppercase);
    let most = if is_affiliation { 3 } else { 1 };
    let plain = words.iter().filter(|word| !is_article(word)).count();
    let is_blocked = words.iter().any(|word| view.grammar.prepositions.has(word));
    // A word between needs a name that is sure.
    let is_sure = is_affiliation || mention.n_words > 1 || mention.is_person;
    (plain == 0 || (plain <= most && !is_blocked && is_sure)).then_some(words.len())
}

/// Whether a sentence without speech is about this mention, so that "he" in the next one means it.
pub(super) fn is_topic(view: &View, mention: &Mention) -> bool {
    let before = &view.text[..mention.extent.start];
    if view.is_quoted(mention.span) || mention.is_doubtful {
        return false;
    }
    match view.grammar.order {
        Order::Beside => {
            let is_early = count_words(before) <= 12;
            // "For the auditor Oleh Verbyn the matter …"
            let opens = count_words(before) <= 2;
            let is_owner = is_possessive(&view.text[mention.span.end..], view.lang);
            opens || (is_early && !mention.is_oblique && !is_owner && !has_preposition(view, mention))
        }
        Order::Unspaced | Order::Particle => {
            before.chars().count() <= 30 || wide::is_topic(view, mention.extent.end)
        }
        Order::VerbLast => {
            count_words(before) <= 8 && !view.text[mention.span.end..].starts_with(['\'', '’'])
        }
    }
}

/// "Buterin's critics", "Wei Dais Kritik" is not told apart.
fn is_possessive(rest: &str, lang: Lang) -> bool {
    lang == Lang::En && ["'s ", "’s ", "' ", "’ "].iter().any(|mark| rest.starts_with(mark))
}

fn has_preposition(view: &View, mention: &Mention) -> bool {
    let before = &view.text[..mention.extent.start];
    let words = before.split_whitespace().rev().take(4);
    for word in words {
        if word.ends_with([',', '.', ':', ';', '»', '”', '"', ')']) {
            return false;
        }
        let lower = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if DETERMINERS.has(&lower) {
            continue;
        }
        if view.grammar.prepositions.has(&lower) {
            return true;
        }
        // An affiliation may stand between the preposition and the role.
        let is_affiliation = !mention.roles.is_empty() && word.chars().next().is_some_and(char::is_uppercase);
        if !is_affiliation {
            return false;
        }
    }
    false
}

/// A text without what stands in brackets.
pub(super) fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

pub(super) fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
