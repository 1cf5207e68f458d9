//! One sentence, prepared: its words of speech found and set apart from each other.

use super::quote::Quote;
use super::words::{Grammar, grammar};
use crate::registry::{ByLang, Folded, Speech, SpeechTerm};
use crate::schema::{Article, Lang, Sentence, SentenceRole, Span};

/// In more bytes than this nobody is looked for: it is a text that was not split, not a sentence.
pub(super) const MAX_SENTENCE: usize = 8_000;

/// What a verb group does with what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Opens indirect speech.
    That,
    /// A verb of speech alone.
    Bare,
    /// Tells of a position.
    Narration,
    /// Tells of a deed.
    Act,
}

/// A verb with what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct VerbGroup {
    pub(super) span: Span,
    pub(super) manner: Manner,
    /// Whether it is only the particle behind a quotation, whose verb is not listed.
    pub(super) is_particle: bool,
}

/// A sentence with a supported language. All spans are of `text`.
#[derive(Debug)]
pub(super) struct View<'a> {
    /// Its number among the sentences.
    pub(super) index: usize,
    pub(super) paragraph: usize,
    pub(super) role: SentenceRole,
    pub(super) lang: Lang,
    pub(super) grammar: &'static Grammar,
    /// Its place in the article, without white space at the ends.
    pub(super) place: Span,
    pub(super) text: &'a str,
    pub(super) folded: Folded,
    pub(super) verbs: Vec<VerbGroup>,
    pub(super) terms: Vec<(Span, SpeechTerm)>,
    /// The parts of the sentence that lie in quotations which can be speech.
    pub(super) quoted: Vec<Span>,
}

impl<'a> View<'a> {
    pub(super) fn new(
        index: usize,
        sentence: &Sentence,
        article: &'a Article,
        quotes: &[Quote],
        speech: &ByLang<Speech>,
    ) -> Option<View<'a>> {
        let lang = match &sentence.lang {
            crate::schema::DetectedLang::Supported(lang) => *lang,
            crate::schema::DetectedLang::Unsupported(_) => return None,
            crate::schema::DetectedLang::Unknown => article.lang_detected.supported()?,
        };
        article.text.get(sentence.span.start..sentence.span.end)?;
        let place = sentence.span.trimmed(&article.text);
        let text = &article.text[place];
        let folded = Folded::new(text);
        let hits = if text.len() <= MAX_SENTENCE { speech.get(lang).find(&folded, text) } else { Vec::new() };
        let found: Vec<(Span, SpeechTerm)> = hits
            .into_iter()
            .filter(|found| !found.span.is_empty())
            .map(|found| (found.span, *found.value))
            .collect();
        let quoted: Vec<Span> = quotes
            .iter()
            .filter(|quote| quote.is_clause && quote.span.overlaps(place))
            .map(|quote| {
                let start = quote.span.start.max(place.start) - place.start;
                Span::new(start, quote.span.end.min(place.end) - place.start)
            })
            .collect();
        let mut verbs = verb_groups(&found, text, lang);
        verbs.extend(particles(text, lang, &quoted, &verbs));
        verbs.sort_by_key(|verb| verb.span.start);
        let terms = longest_of_each(found);
        Some(View {
            index,
            paragraph: sentence.paragraph,
            role: sentence.role,
            lang,
            grammar: grammar(lang),
            place,
            text,
            folded,
            verbs,
            terms,
            quoted,
        })
    }

    /// The places of one kind of word.
    pub(super) fn places(&self, term: SpeechTerm) -> impl Iterator<Item = Span> + '_ {
        self.terms.iter().filter(move |(_, kind)| *kind == term).map(|(span, _)| *span)
    }

    /// Whether a place lies within a quotation that can be speech.
    pub(super) fn is_quoted(&self, span: Span) -> bool {
        self.quoted.iter().any(|quoted| quoted.contains(span))
    }

    /// Whether only function words, punctuation or quotations stand before `at` in its clause.
    pub(super) fn begins_clause(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end();
        before.is_empty()
            || before.ends_with([
                ',', '，', '、', ';', '；', ':', '：', '—', '–', '-', '»', '”', '"', '」', '.', '。',
            ])
    }
}

/// What makes a quotation speech even where its verb is in no list: the Japanese and Korean particle behind it, the
/// shortest Chinese verbs right before or behind it.
fn particles(text: &str, lang: Lang, quoted: &[Span], verbs: &[VerbGroup]) -> Vec<VerbGroup> {
    let mut found = Vec::new();
    for quote in quoted {
        let rest = &text[quote.end..];
        let behind = match lang {
            Lang::Ja => rest
                .strip_prefix('と')
                .filter(|rest| !rest.starts_with(['い', 'は', 'の', '「', '、']))
                .map(|_| "と".len()),
            Lang::Ko => ["이라고", "라고", "이라며", "라며", "라면서", "면서", "다고", "고", "며"]
                .iter()
                .find(|particle| rest.starts_with(**particle))
                .map(|particle| particle.len()),
            Lang::ZhHans | Lang::ZhHant => {
                let tail = rest.trim_end_matches(['。', '！']);
                tail.ends_with(['说', '說', '道', '称', '稱']).then_some(tail.len())
            }
            _ => None,
        };
        let len = behind.filter(|len| *len <= rest.len());
        if let Some(len) = len {
            let last = text[..quote.end + len].chars().next_back().map_or(0, char::len_utf8);
            let is_chinese = matches!(lang, Lang::ZhHans | Lang::ZhHant);
            let start = if is_chinese { quote.end + len - last } else { quote.end };
            found.push(Span::new(start, quote.end + len));
        }
        let before = text[..quote.start].trim_end_matches(['：', ':', '，', ' ']);
        if matches!(lang, Lang::ZhHans | Lang::ZhHant) && before.ends_with(['说', '說', '道', '称', '稱'])
        {
            let last = before.chars().next_back().map_or(0, char::len_utf8);
            found.push(Span::new(before.len() - last, before.len()));
        }
    }
    let is_new = |span: &Span| !verbs.iter().any(|verb| verb.span.overlaps(*span));
    found
        .into_iter()
        .filter(is_new)
        .map(|span| VerbGroup { span, manner: Manner::Bare, is_particle: true })
        .collect()
}

/// Hits of one kind without those that lie within longer ones of the same kind.
fn longest_of_each(found: Vec<(Span, SpeechTerm)>) -> Vec<(Span, SpeechTerm)> {
    let kept: Vec<(Span, SpeechTerm)> = found
        .iter()
        .enumerate()
        .filter(|(index, (span, kind))| {
            !found.iter().enumerate().any(|(other, (wider, other_kind))| {
                other != *index
                    && kind == other_kind
                    && wider.contains(*span)
                    && (wider.len() > span.len() || other < *index)
            })
        })
        .map(|(_, hit)| *hit)
        .collect();
    kept
}

fn manner(term: SpeechTerm) -> Option<Manner> {
    match term {
        SpeechTerm::VerbThat => Some(Manner::That),
        SpeechTerm::Verb => Some(Manner::Bare),
        SpeechTerm::Narration => Some(Manner::Narration),
        SpeechTerm::Act => Some(Manner::Act),
        _ => None,
    }
}

/// Overlapping verbs become one group; the longest decides what it does.
fn verb_groups(found: &[(Span, SpeechTerm)], text: &str, lang: Lang) -> Vec<VerbGroup> {
    let is_according = |span: Span| {
        found.iter().any(|(other, term)| {
            matches!(term, SpeechTerm::AccordingTo | SpeechTerm::AccordingToAfter) && other.overlaps(span)
        })
    };
    let mut hits: Vec<(Span, Manner)> = found
        .iter()
        .filter_map(|(span, term)| Some((*span, manner(*term)?)))
        .filter(|(span, _)| {
            !is_according(*span)
                && !text[span.end..].starts_with(" ли ")
                && !is_infinitive(&text[*span], &text[..span.start], lang)
        })
        .collect();
    hits.sort_by_key(|(span, manner)| (span.start, std::cmp::Reverse(span.end), *manner != Manner::That));
    let mut groups: Vec<(VerbGroup, usize)> = Vec::new();
    for (span, manner) in hits {
        match groups.last_mut() {
            Some((group, longest)) if group.span.overlaps(span) => {
                // "Said that" around "said" and "published a post" around "published": the longer knows more.
                let is_stronger =
                    span.len() > *longest || (manner == Manner::That && group.manner == Manner::Bare);
                if is_stronger {
                    group.manner = manner;
                    *longest = (*longest).max(span.len());
                }
                group.span.end = group.span.end.max(span.end);
            }
            _ => groups.push((VerbGroup { span, manner, is_particle: false }, span.len())),
        }
    }
    groups.into_iter().map(|(group, _)| group).collect()
}

fn is_infinitive(verb: &str, before: &str, lang: Lang) -> bool {
    match lang {
        Lang::Ru => verb.ends_with("ть") || verb.ends_with("ться") || verb.ends_with("ти"),
        Lang::Uk => verb.ends_with("ти") || verb.ends_with("тися"),
        Lang::En => before.trim_end().ends_with(" to") || before.trim_end() == "To",
        _ => false,
    }
}
