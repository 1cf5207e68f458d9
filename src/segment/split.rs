//! Where sentences end.
//!
//! A mark of the end (. ! ? … 。 ！ ？), with the closing marks behind it, ends a sentence unless something says that it
//! goes on: an abbreviation, an initial, an ordinal, a number, a small letter, a reporting clause after a quotation.
//! Within quotation marks a sentence ends only where both it and what is left of the quotation are long.

use crate::registry::{Folded, Registry, SpeechTerm};
use crate::schema::Lang;

/// A quotation splits inside only where each side has as many characters; in scripts without spaces, half of it.
const LONG_IN_QUOTATION: usize = 60;
/// "…," he said: a clause of at most so many characters behind a quotation belongs to it.
const REPORTING_CLAUSE: usize = 24;

/// The ends of the sentences of a paragraph, as bytes; the last is the end of the paragraph. White space belongs to the
/// sentence before it.
pub fn boundaries(text: &str, lang: Lang, registry: &Registry) -> Vec<usize> {
    let quotations = quotations(text);
    let mut ends = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_terminal(c) || at < start {
            continue;
        }
        let mark_end = skip(text, at + c.len_utf8(), is_terminal);
        let end = skip(text, mark_end, is_closing);
        let after_space = skip(text, end, char::is_whitespace);
        while chars.peek().is_some_and(|(next, _)| *next < after_space) {
            chars.next();
        }
        if after_space >= text.len() {
            break;
        }
        let candidate = Candidate { text, start, at, c, mark_end, end, after_space, lang };
        if candidate.ends(registry) && !splits_quotation(&candidate, &quotations) {
            ends.push(after_space);
            start = after_space;
        }
    }
    if start < text.len() {
        ends.push(text.len());
    }
    ends
}

/// A mark that may end a sentence, with its surroundings.
struct Candidate<'a> {
    text: &'a str,
    /// Where the sentence begins.
    start: usize,
    /// The mark.
    at: usize,
    c: char,
    /// Behind all the marks.
    mark_end: usize,
    /// Behind the closing quotation marks and brackets.
    end: usize,
    /// Behind the white space.
    after_space: usize,
    lang: Lang,
}

impl Candidate<'_> {
    fn ends(&self, registry: &Registry) -> bool {
        let has_space = self.after_space > self.end;
        let has_closing = self.end > self.mark_end;
        let next = self.text[self.after_space..].chars().next().unwrap_or(' ');
        if is_wide_terminal(self.c) {
            return !has_closing || !self.goes_on_after_quotation(registry);
        }
        if !has_space {
            // "2.5", "l2beat.com", "v1.2"; but Chinese and Japanese also stop with a Latin mark.
            return is_wide(next) && self.lang.is_unspaced() && self.c != '.' && !has_closing;
        }
        if next.is_lowercase() || matches!(next, ',' | ';' | '，' | '、') {
            return false;
        }
        // «…!» — he said
        if matches!(next, '—' | '–' | '-') {
            let behind = self.text[self.after_space + next.len_utf8()..].trim_start();
            if behind.chars().next().is_some_and(char::is_lowercase) {
                return false;
            }
        }
        if has_closing && self.goes_on_after_quotation(registry) {
            return false;
        }
        self.c != '.' || has_closing || self.mark_end - self.at > 1 || !self.is_within_a_word(next, registry)
    }

    /// Whether a full stop belongs to the word before it.
    fn is_within_a_word(&self, next: char, registry: &Registry) -> bool {
        let before = &self.text[self.start..=self.at];
        let segmentation = registry.segmentation.get(self.lang);
        let is_abbreviation =
            segmentation.abbreviations.iter().any(|abbreviation| self.is_inside_abbreviation(abbreviation));
        let word = before[..before.len() - 1]
            .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '«' | '"' | '“' | '.'))
            .next()
            .unwrap_or("");
        let mut letters = word.chars();
        let is_initial =
            matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase() && !is_wide(c));
        let is_number = !word.is_empty() && word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit());
        // "1. Heading" at the beginning, "3. Februar" anywhere in a language with such ordinals.
        let is_ordinal = is_number && (segmentation.ordinals || before.trim() == format!("{word}."));
        // "J. Smith", but not "Layer L. Then": an initial stands before a capital.
        is_abbreviation || (is_initial && next.is_uppercase() && word != "I") || is_ordinal
    }

    /// Whether the full stop is one of an abbreviation's ("z. B." has two).
    fn is_inside_abbreviation(&self, abbreviation: &str) -> bool {
        abbreviation.match_indices('.').any(|(stop, _)| {
            (self.at - self.start).checked_sub(stop).is_some_and(|before| {
                let from = self.start + before;
                self.text.get(from..).is_some_and(|rest| rest.starts_with(abbreviation))
                    && !self.text[self.start..from]
                        .chars()
                        .next_back()
                        .is_some_and(|c| c.is_alphanumeric() || c == '.')
            })
        })
    }

    /// Whether what follows a closing mark belongs to the quotation: "…。」と述べた", "…。”他说。".
    fn goes_on_after_quotation(&self, registry: &Registry) -> bool {
        let rest = &self.text[self.end..];
        let Some(next) = rest.chars().next() else { return false };
        if matches!(next, '，' | '、' | ',' | '；' | '…') || is_hiragana(next) || is_hangul(next) {
            return true;
        }
        if !is_wide(next) {
            return false;
        }
        let clause_end = rest.find(['。', '！', '？', '，', '「', '“']).unwrap_or(rest.len());
        let clause = &rest[..clause_end];
        if clause.chars().count() > REPORTING_CLAUSE {
            return false;
        }
        // The commonest verbs of speech of Chinese are single characters, too short for patterns.
        clause.ends_with(['说', '說', '道', '称', '稱'])
            || registry
                .speech
                .get(self.lang)
                .find(&Folded::new(clause), clause)
                .iter()
                .any(|found| matches!(found.value, SpeechTerm::Verb | SpeechTerm::VerbThat))
    }
}

/// Whether a sentence that ended here would cut a quotation that is too short to be cut.
fn splits_quotation(candidate: &Candidate, quotations: &[(usize, usize)]) -> bool {
    let needed = if candidate.lang.is_unspaced() { LONG_IN_QUOTATION / 2 } else { LONG_IN_QUOTATION };
    quotations.iter().any(|(open, close)| {
        let inside = *open < candidate.at && candidate.end <= *close;
        let from = (*open).max(candidate.start);
        inside
            && (candidate.text[from..candidate.end].chars().count() < needed
                || candidate.text[candidate.end..*close].chars().count() < needed)
    })
}

/// The quotations of a paragraph that are closed in it: the byte of the opening mark, and that of the closing one. Of
/// nested ones, the outermost.
fn quotations(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    let is_straight_paired = text.matches('"').count().is_multiple_of(2);
    for (at, c) in text.char_indices() {
        if c == '"' {
            if !is_straight_paired {
                continue;
            }
            if let Some(position) = open.iter().rposition(|(_, closing)| *closing == '"') {
                let (from, _) = open[position];
                open.truncate(position);
                if open.is_empty() {
                    found.push((from, at));
                }
            } else {
                open.push((at, '"'));
            }
            continue;
        }
        if let Some(position) = open.iter().rposition(|(_, closing)| *closing == c) {
            let (from, _) = open[position];
            open.truncate(position);
            if open.is_empty() {
                found.push((from, at));
            }
        } else if let Some(closing) = closing_of(c) {
            open.push((at, closing));
        }
    }
    found
}

/// The mark that closes what `c` opens. German „…“ closes with the mark that opens in English.
fn closing_of(c: char) -> Option<char> {
    Some(match c {
        '«' => '»',
        '“' => '”',
        '„' => '“',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        _ => return None,
    })
}

fn skip(text: &str, from: usize, is_skipped: impl Fn(char) -> bool) -> usize {
    text[from..].char_indices().find(|(_, c)| !is_skipped(*c)).map_or(text.len(), |(at, _)| from + at)
}

fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_wide_terminal(c)
}

fn is_wide_terminal(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '“' | '"' | '’' | '」' | '』' | ')' | '）' | ']' | '】' | '》')
}

fn is_wide(c: char) -> bool {
    is_hiragana(c)
        || is_hangul(c)
        || matches!(c, '\u{30a0}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7ff}')
}
