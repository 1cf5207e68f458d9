//! A full date (day, month, year) somewhere in a text.

use super::Context;
use crate::schema::{Lang, Span};
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

/// A date and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub date: Date,
    pub span: Span,
}

/// The date of these numbers, if there is such a day and news of crypto could be of it: Bitcoin began in 2009.
pub(super) fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    if !is_plausible_year(year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// From Bitcoin's first year on; the end only keeps typing errors out.
pub(super) fn is_plausible_year(year: i16) -> bool {
    (2009..=2100).contains(&year)
}

/// The first full date of a text.
pub(super) fn find(text: &str, context: Context) -> Option<Found> {
    let numeric = numeric(text, context.lang);
    let spelled = spelled(text, context);
    match (numeric, spelled) {
        (Some(a), Some(b)) => Some(if a.span.start <= b.span.start { a } else { b }),
        (a, b) => a.or(b),
    }
}

static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:^|[^\d.])(\d{4})\s?[-–./年년]\s?(\d{1,2})\s?[-–./月월]\s?(\d{1,2})(?:\s?[日號号일]|[^\d]|$)")
});
static YEAR_LAST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^\d.A-Za-z])(\d{1,2})([-./])(\d{1,2})([-./])(\d{4})(?:\.?(?:[^\d.]|$))"));
static AM_PM: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)\d\s?[ap]\.?m\b"));

fn regex(pattern: &'static str) -> Regex {
    Regex::new(pattern).expect("a literal of this file, which the tests compile")
}

fn numeric(text: &str, lang: Option<Lang>) -> Option<Found> {
    let number = |captures: &regex::Captures, index: usize| captures[index].parse::<i16>().unwrap_or(0);
    let span = |captures: &regex::Captures, first: usize, last: usize| {
        let start = captures.get(first).map_or(0, |group| group.start());
        Span::new(start, captures.get(last).map_or(start, |group| group.end()))
    };
    let year_first = YEAR_FIRST.captures_iter(text).find_map(|captures| {
        let date = date(number(&captures, 1), number(&captures, 2), number(&captures, 3))?;
        Some(Found { date, span: span(&captures, 1, 3) })
    });
    let year_last =
        YEAR_LAST.captures_iter(text).filter(|captures| captures[2] == captures[4]).find_map(|captures| {
            let (a, b, year) = (number(&captures, 1), number(&captures, 3), number(&captures, 5));
            let (day, month) = match &captures[2] {
                "/" if a > 12 => (a, b),
                "/" if b > 12 || AM_PM.is_match(text) => (b, a),
                // Of 3/2/2026 only the language tells which is the day; English writes both ways.
                "/" if a != b && lang.is_none_or(|lang| lang == Lang::En) => return None,
                _ => (a, b),
            };
            Some(Found { date: date(year, month, day)?, span: span(&captures, 1, 5) })
        });
    match (year_first, year_last) {
        (Some(a), Some(b)) => Some(if a.span.start <= b.span.start { a } else { b }),
        (a, b) => a.or(b),
    }
}

/// Words that may stand between day, month and year.
const FILLERS: &[&str] = &[
    "de",
    "del",
    "of",
    "the",
    "st",
    "nd",
    "rd",
    "th",
    "er",
    "º",
    "ª",
    "го",
    "е",
    "ого",
    "року",
    "года",
    "год",
    "рік",
    "р",
    "г",
    "ngày",
    "năm",
    "tahun",
    "tanggal",
    "yılı",
    "yılının",
    "den",
    "der",
    "le",
    "am",
];

struct Word<'a> {
    text: &'a str,
    lower: String,
    start: usize,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    let mut was_digit = false;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        // "3rd" and "3日" are two words.
        let changes = start.is_some() && c.is_alphanumeric() && c.is_ascii_digit() != was_digit;
        if let Some(from) = start.filter(|_| !c.is_alphanumeric() || changes) {
            words.push(Word { text: &text[from..at], lower: text[from..at].to_lowercase(), start: from });
            start = None;
        }
        if start.is_none() && c.is_alphanumeric() {
            start = Some(at);
        }
        was_digit = c.is_ascii_digit();
    }
    words
}

/// "3 февраля 2026", "Feb 3, 2026", "ngày 3 tháng 2 năm 2026", "2026 February 3".
fn spelled(text: &str, context: Context) -> Option<Found> {
    let words: Vec<Word> =
        words(text).into_iter().filter(|word| !FILLERS.contains(&word.lower.as_str())).collect();
    (0..words.len()).filter(|at| words[*at].text.len() == 4).find_map(|at| {
        let year = number(&words[at])?;
        let before = &words[..at];
        let after = &words[at + 1..];
        let found = |day: &Word, month: i16, first: &Word, last: &Word| {
            let date = date(year, month, number(day)?)?;
            // Words far from each other are no date.
            let is_tight = last.start - first.start <= 60;
            is_tight.then(|| Found { date, span: Span::new(first.start, last.start + last.text.len()) })
        };
        for (taken, month) in month_at_end(before, context) {
            let rest = &before[..before.len() - taken];
            if let Some(found) = rest.last().and_then(|day| found(day, month, day, &words[at])) {
                return Some(found);
            }
        }
        if let Some((day, rest)) = before.split_last() {
            for (taken, month) in month_at_end(rest, context) {
                if let Some(found) = found(day, month, &rest[rest.len() - taken], &words[at]) {
                    return Some(found);
                }
            }
        }
        for taken in 1..=2.min(after.len()) {
            let month = month_of(&after[..taken], context);
            if let Some(found) =
                month.zip(after.get(taken)).and_then(|(m, day)| found(day, m, &words[at], day))
            {
                return Some(found);
            }
        }
        None
    })
}

fn number(word: &Word) -> Option<i16> {
    word.text.bytes().all(|b| b.is_ascii_digit()).then(|| word.text.parse().ok()).flatten()
}

/// The months that the last one or two words name, with the number of words.
fn month_at_end<'a>(words: &'a [Word], context: Context<'a>) -> impl Iterator<Item = (usize, i16)> + 'a {
    (1..=2.min(words.len()))
        .rev()
        .filter_map(move |taken| month_of(&words[words.len() - taken..], context).map(|month| (taken, month)))
}

fn month_of(words: &[Word], context: Context) -> Option<i16> {
    let name = words.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ");
    if name.bytes().all(|b| b.is_ascii_digit() || b == b' ') {
        return None;
    }
    Lang::ALL.iter().find_map(|lang| {
        let months = &context.months.get(*lang).months;
        months
            .iter()
            .position(|forms| forms.iter().any(|form| form.trim_end_matches('.') == name))
            .map(|at| at as i16 + 1)
    })
}
