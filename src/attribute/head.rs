//! The lines that open a block: "Name (role):".

use super::cast::Cast;
use super::name;
use super::quote::is_cjk;
use super::view::View;
use crate::registry::SpeechTerm;
use crate::schema::{SentenceRole, Span, SpeakerId};
use std::collections::BTreeMap;

/// The longest head, in characters.
const MAX_HEAD: usize = 120;
/// The longest name, in characters.
const MAX_NAME: usize = 60;

/// A head that was recognised.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// `None` for the questions of the article's own interviewer.
    pub(super) speaker: Option<SpeakerId>,
    pub(super) name: Span,
    /// Whether what is said begins on the same line.
    pub(super) has_text: bool,
    /// Whether that is a quotation, as in a headline, so that nothing further belongs to it.
    pub(super) is_quote: bool,
}

/// How often each text before a colon begins a paragraph.
pub(super) fn labels(views: &[Option<View>]) -> BTreeMap<String, usize> {
    let mut labels = BTreeMap::new();
    for view in views.iter().flatten() {
        if let Some(colon) = colon(view.text) {
            *labels.entry(view.text[..colon].trim().to_owned()).or_insert(0) += 1;
        }
    }
    labels
}

/// The colon that may end a head.
pub(super) fn colon(text: &str) -> Option<usize> {
    let at = text.find([':', '：'])?;
    let rest = &text[at..];
    let is_time = rest.starts_with(':') && rest[1..].starts_with(|c: char| c.is_ascii_digit() || c == '/');
    (!is_time && text[..at].chars().count() <= MAX_HEAD).then_some(at)
}

/// A head that shows by itself: marked by segmentation, a registered name, a role, or a name that stands elsewhere.
pub(super) fn head(view: &View, cast: &Cast, labels: &BTreeMap<String, usize>) -> Option<Head> {
    let text = view.text;
    let (label, has_text, is_quote) = label(view)?;
    let is_marked = view.role == SentenceRole::BlockHead;
    let (name, role) = split(text, label);
    let roles: Vec<Span> = view
        .places(SpeechTerm::Role)
        .chain(view.places(SpeechTerm::Unnamed))
        .filter(|span| label.overlaps(*span))
        .collect();
    if view.verbs.iter().any(|verb| name.overlaps(verb.span)) {
        return None;
    }
    if let Some((name, speaker)) = registered(view, cast, name, &roles) {
        return Some(Head { speaker: Some(speaker), name, has_text, is_quote });
    }
    if view.places(SpeechTerm::DataSource).any(|data| name.overlaps(data)) {
        return None;
    }
    let core = without_roles(text, name, &roles)?.trimmed(text);
    let surface = &text[core];
    let at = view.place.start + core.start;
    // Segmentation goes by form alone: "Key Takeaways:" looks like a name as well.
    let lower = surface.to_lowercase();
    let is_unusual = surface.contains(' ') && lower.split(' ').all(|word| !cast.common.contains(word));
    let is_marked = is_marked && (role.is_some() || (is_unusual && cast.is_person_elsewhere(surface, at)));
    let has_role = !roles.is_empty() || role.is_some_and(|role| text[role].contains('@'));
    // Where a label comes again, its other places prove nothing.
    let is_single = labels.get(text[label].trim()).is_none_or(|n| *n == 1);
    let is_known = is_single && surface.contains(' ') && cast.is_person_elsewhere(surface, at);
    if !looks_like_name(surface, is_marked || role.is_some())
        || !(has_role
            || is_known
            || (is_marked && surface.contains(' '))
            || (is_marked && surface.chars().any(is_cjk)))
    {
        return None;
    }
    let speaker = cast.known(surface, at).map(|(id, _)| id).or_else(|| SpeakerId::slug(surface))?;
    Some(Head { speaker: Some(speaker), name: core, has_text, is_quote })
}

/// A head that shows by coming again.
pub(super) fn repeated(
    view: &View,
    cast: &Cast,
    labels: &BTreeMap<String, usize>,
    sure: &[SpeakerId],
) -> Option<Head> {
    let (name, has_text, is_quote) = label(view)?;
    let name = name.trimmed(view.text);
    let surface = &view.text[name];
    let is_repeated = labels.get(surface).is_some_and(|n| *n >= 2);
    let is_open = view.verbs.iter().all(|verb| !name.overlaps(verb.span)) && looks_like_name(surface, true);
    if !is_open {
        return None;
    }
    let known = cast.known(surface, view.place.start).filter(|(id, _)| sure.contains(id));
    let speaker = match known {
        Some((id, _)) => Some(id),
        None if !is_repeated => return None,
        // Beside heads with names and roles, the one who only asks is the outlet.
        None if !sure.is_empty() => None,
        None if surface.contains(' ') => Some(SpeakerId::slug(surface)?),
        None => return None,
    };
    Some(Head { speaker, name, has_text, is_quote })
}

/// What stands before the colon, whether text follows on the line, and whether that is a quotation.
fn label(view: &View) -> Option<(Span, bool, bool)> {
    let text = view.text;
    let colon = colon(text)?;
    let start = text.find(|c: char| c.is_alphanumeric())?;
    let is_clean =
        start < colon && !text[..colon].contains(['«', '“', '"', '「', '„', '!', '?', '。', ';', '；']);
    let rest = text[colon..].trim_start_matches([':', '：', ' ', '\u{a0}']);
    let has_text = rest.chars().any(char::is_alphanumeric);
    let is_quote = rest.starts_with(['«', '“', '"', '「', '„', '»']);
    let is_headline = view.role == SentenceRole::Heading && has_text;
    (is_clean && !is_headline).then(|| (Span::new(start, colon), has_text, is_quote))
}

/// The name and what is said of it in parentheses or behind a comma or dash.
fn split(text: &str, label: Span) -> (Span, Option<Span>) {
    let slice = &text[label];
    let cut = slice
        .find(['(', '（'])
        .or_else(|| slice.find([',', '，']))
        .or_else(|| [" — ", " – ", " - "].iter().filter_map(|dash| slice.find(dash)).min());
    match cut {
        Some(cut) => (
            Span::new(label.start, label.start + cut).trimmed(text),
            Some(Span::new(label.start + cut, label.end)),
        ),
        None => (label.trimmed(text), None),
    }
}

/// A registered speaker whose name, with roles and affiliations, is all that the head says.
fn registered(view: &View, cast: &Cast, name: Span, roles: &[Span]) -> Option<(Span, SpeakerId)> {
    let found = cast.speakers.find(&view.folded, view.text);
    let hit = found.iter().rev().find(|found| name.contains(found.span))?;
    let entry = &cast.speakers.all()[*hit.value];
    let is_plain = name::words(&view.text[name]).iter().all(|word| {
        let span = word.span.shifted(name.start);
        let slice = &view.text[span];
        hit.span.overlaps(span)
            || roles.iter().any(|role| role.overlaps(span))
            || slice.chars().next().is_some_and(char::is_uppercase)
            || slice.chars().count() <= 2
    });
    let wide = view.text[name].chars().filter(|c| is_cjk(*c)).count();
    let wide_known = view.text[hit.span].chars().filter(|c| is_cjk(*c)).count();
    let role_chars: usize = roles.iter().map(|role| view.text[*role].chars().count()).sum();
    (is_plain && !name::is_oblique(&view.text[hit.span], entry.aliases.iter().map(String::as_str)))
        .then_some(())
        .filter(|()| wide <= wide_known + role_chars + 6)
        .map(|()| (hit.span, entry.id.clone()))
}

/// What is left of the name part without the roles: what follows the last of them, else what stands before the first.
fn without_roles(text: &str, name: Span, roles: &[Span]) -> Option<Span> {
    let inside: Vec<&Span> = roles.iter().filter(|role| name.overlaps(**role)).collect();
    let last = inside.iter().map(|role| role.end.min(name.end)).max().unwrap_or(name.start);
    let first = inside.iter().map(|role| role.start.max(name.start)).min().unwrap_or(name.end);
    let after = Span::new(last, name.end).trimmed(text);
    let before = Span::new(name.start, first).trimmed(text);
    let core = if inside.is_empty() || !after.is_empty() { after } else { before };
    // "Глава Optimism Марта Илвес": the affiliation is in another script.
    let words = name::words(&text[core]);
    let cyrillic = |slice: &str| slice.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'));
    let start = match words.last() {
        Some(last) if cyrillic(&text[core][last.span]) => {
            words.iter().find(|word| cyrillic(&text[core][word.span])).map_or(0, |word| word.span.start)
        }
        _ => 0,
    };
    let core = Span::new(core.start + start, core.end);
    (!core.is_empty()).then_some(core)
}

fn looks_like_name(surface: &str, has_evidence: bool) -> bool {
    let chars = surface.chars().count();
    if !(2..=MAX_NAME).contains(&chars) || surface.contains([',', '，', '/', '|', '、']) {
        return false;
    }
    let wide = surface.chars().filter(|c| is_cjk(*c)).count();
    if wide * 2 > chars {
        return has_evidence && chars <= 14 && !surface.contains(['的', 'の', '是', 'を', 'に']);
    }
    let words = name::words(surface);
    let is_capital = |word: &name::Word| surface[word.span].chars().next().is_some_and(char::is_uppercase);
    let n_capital = words.iter().filter(|word| is_capital(word)).count();
    match words.len() {
        0 => false,
        // A handle may be in lower case.
        1 => has_evidence,
        2..=5 => {
            n_capital >= 2 && words.len() - n_capital <= 1 && !surface.chars().any(|c| c.is_ascii_digit())
        }
        _ => false,
    }
}
