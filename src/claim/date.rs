//! Dates in a sentence: they are no claims, but tie claims to a time.

use crate::schema::{Lang, Span};
use regex::Regex;
use std::sync::LazyLock;

/// Dates in figures, with a year, and times of day.
static FIGURES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b\d{4}[-./]\d{1,2}[-./]\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b|\b\d{1,2}-\d{1,2}-\d{4}\b|\b\d{1,2}:\d{2}(?::\d{2})?\b",
    )
});
/// Chinese and Japanese.
static HAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[0-9０-９]{4}\s?年(?:\s?[0-9０-９]{1,2}\s?月(?:\s?[0-9０-９]{1,2}\s?[日号號])?)?|[0-9０-９]{1,2}\s?月(?:\s?[0-9０-９]{1,2}\s?[日号號])?|[0-9０-９]{1,2}\s?[日号號]",
    )
});
/// Korean.
static HANGUL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\d{4}\s?년(?:\s?\d{1,2}\s?월(?:\s?\d{1,2}\s?일)?)?|\d{1,2}\s?월(?:\s?\d{1,2}\s?일)?|\d{1,2}\s?일",
    )
});
/// Vietnamese, whose months are numbers too.
static VIETNAMESE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:ngày\s+)?\d{1,2}\s*(?:/|tháng)\s*\d{1,2}(?:\s*(?:/|năm)\s*\d{4})?|tháng\s+\d{1,2}(?:\s*(?:/|năm)\s*\d{4})?|ngày\s+\d{1,2}",
    )
});

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("the pattern is valid")
}

/// The dates of a text, in order, apart from each other. `months` are the names of the twelve months, lower case.
pub(super) fn find(text: &str, lang: Lang, months: &[Vec<String>]) -> Vec<Span> {
    let mut dates: Vec<Span> = FIGURES.find_iter(text).map(|found| found.range().into()).collect();
    let own = match lang {
        Lang::ZhHans | Lang::ZhHant | Lang::Ja => Some(&HAN),
        Lang::Ko => Some(&HANGUL),
        Lang::Vi => Some(&VIETNAMESE),
        _ => None,
    };
    if let Some(own) = own {
        dates.extend(own.find_iter(text).map(|found| Span::from(found.range())));
    }
    dates.extend(with_month(text, months));
    dates.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    dates.dedup_by(|next, kept| kept.overlaps(*next));
    dates
}

/// Dates with the name of a month and at least a day or a year beside it.
fn with_month(text: &str, months: &[Vec<String>]) -> Vec<Span> {
    let words = words(text);
    let is_joint = |word: &str| matches!(word.to_lowercase().as_str(), "de" | "del" | "of");
    let is_day = |word: &str| {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
    };
    let is_year =
        |word: &str| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1990..=2100).contains(&year));
    let slice = |index: usize| words.get(index).map_or("", |span| &text[*span]);
    let mut dates = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let lower = text[*word].to_lowercase();
        if !months.iter().flatten().any(|month| *month == lower) {
            continue;
        }
        let mut span = *word;
        let before = if index >= 2 && is_joint(slice(index - 1)) {
            index.checked_sub(2)
        } else {
            index.checked_sub(1)
        };
        if let Some(before) =
            before.filter(|before| is_day(slice(*before)) && is_beside(text, words[*before], *word))
        {
            span.start = words[before].start;
        }
        let mut next = index + 1;
        if span.start == word.start && is_day(slice(next)) && is_beside(text, *word, words[next]) {
            span.end = words[next].end;
            next += 1;
        }
        if is_joint(slice(next)) {
            next += 1;
        }
        if is_year(slice(next)) && is_beside(text, span, words[next]) {
            span.end = words[next].end;
        }
        if span != *word {
            dates.push(span);
        }
    }
    dates
}

fn is_beside(text: &str, one: Span, other: Span) -> bool {
    let gap = &text[one.end.min(other.start)..other.start];
    gap.chars().count() <= 5 && !gap.contains([';', '(', ')', ':', '!', '?'])
}

fn words(text: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            words.push(Span::new(from, at));
        }
    }
    words.extend(start.map(|from| Span::new(from, text.len())));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(lang: Lang, text: &'t str, months: &[&str]) -> Vec<&'t str> {
        let months: Vec<Vec<String>> = vec![months.iter().map(|month| (*month).to_owned()).collect()];
        find(text, lang, &months).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn dates_are_found_as_written() {
        assert_eq!(found(Lang::En, "On May 3, 2025 it may rise", &["may"]), ["May 3, 2025"]);
        assert_eq!(found(Lang::Ru, "с 3 мая 2025 года", &["мая"]), ["3 мая 2025"]);
        assert_eq!(found(Lang::Es, "el 3 de mayo de 2025", &["mayo"]), ["3 de mayo de 2025"]);
        assert_eq!(found(Lang::ZhHans, "2025年5月3日，5月底", &[]), ["2025年5月3日", "5月"]);
        assert_eq!(found(Lang::Ko, "2025년 5월 3일에", &[]), ["2025년 5월 3일"]);
        assert_eq!(found(Lang::Vi, "ngày 3 tháng 5 năm 2025", &[]), ["ngày 3 tháng 5 năm 2025"]);
        assert_eq!(found(Lang::De, "am 03.05.2025 um 10:30", &[]), ["03.05.2025", "10:30"]);
        assert_eq!(found(Lang::En, "up 3.5 percent", &[]), Vec::<&str>::new());
    }
}
