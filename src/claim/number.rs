//! Numbers as fourteen languages write them.

use crate::registry::{ClaimTerm, Claims, Folded};
use crate::schema::{Lang, Span};
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Digits with separators: groups of three split by spaces or apostrophes, or any points and commas.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d{1,3}(?:[ \u{a0}\u{202f}\u{2009}'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
        .expect("the pattern of numbers is valid")
});
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d+").expect("the pattern of years is valid"));

/// A number, multiplied out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// Its place, with the words that belong to it.
    pub(super) span: Span,
    pub(super) value: f64,
    pub(super) unit: Option<String>,
}

/// Places of years: four digits from 2009 (the first block) to 2099 that are no part of a larger number.
pub(super) fn years(text: &str) -> Vec<Span> {
    YEAR.find_iter(text)
        .filter(|found| found.as_str().parse::<u16>().is_ok_and(|year| (2009..2100).contains(&year)))
        .filter(|found| found.as_str().len() == 4 && stands_alone(text, found.start(), found.end()))
        .map(|found| Span::new(found.start(), found.end()))
        .collect()
}

/// No letter, separator or sign ties the digits to something else.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let mut after = text[end..].chars();
    let (next, next_but_one) = (after.next(), after.next());
    !before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '$' | '€' | '.' | ',' | '-' | '/' | '#'))
        && !(matches!(next, Some('.' | ',')) && next_but_one.is_some_and(|c| c.is_ascii_digit()))
        && !next.is_some_and(|c| c == '%' || c.is_ascii_alphabetic())
}

/// All the numbers of a sentence that count something.
pub(super) fn numbers(text: &str, lang: Lang, claims: &Claims) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    for found in DIGITS.find_iter(text) {
        if !is_count(text, found.start(), found.end()) {
            continue;
        }
        let Some(value) = parse(found.as_str(), lang) else { continue };
        let number = with_unit(text, found.start(), found.end(), value, claims);
        // 3억 5000만: the smaller unit goes on counting.
        if let Some(last) = numbers.last_mut()
            && last.unit.is_none()
            && text[last.span.end..number.span.start].trim().is_empty()
            && last.value >= 1e8
            && (1e4..1e8).contains(&number.value)
        {
            last.value += number.value;
            last.unit = number.unit;
            last.span.end = number.span.end;
            continue;
        }
        numbers.push(number);
    }
    numbers
}

/// Whether digits count something: no part of a name ("L2", "EIP-4844"), no time of day, no list number, no date.
fn is_count(text: &str, start: usize, end: usize) -> bool {
    let before = &text[..start];
    let after = &text[end..];
    let last = before.chars().next_back();
    let next = after.chars().next();
    if last.is_some_and(|c| c.is_alphabetic() && !is_unspaced(c)) {
        return false;
    }
    // A hyphen ties to a word ("EIP-4844"); a minus stands after a space.
    if matches!(last, Some('-' | '‑' | '–'))
        && before.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
        && !before.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
    {
        return false;
    }
    if matches!(last, Some('#' | '@' | '/' | ':')) || next == Some(':') && after[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    // A number with a full stop at the beginning numbers a heading.
    if before.trim().is_empty() && matches!(next, Some('.' | ')' | '、')) {
        return false;
    }
    // Days, months and years in numbers.
    let date_marks = ['年', '月', '日', '년', '월', '일', '号', '號'];
    if next.is_some_and(|c| date_marks.contains(&c)) {
        return false;
    }
    let is_year = text[start..end].len() == 4 && years(text).contains(&Span::new(start, end));
    let is_layer = before.trim_end_matches([' ', '-', '‑']).to_lowercase().ends_with("layer")
        || ["レイヤー", "레이어", "katman", "capa", "camada", "lớp", "lapisan", "schicht", "couche"]
            .iter()
            .any(|layer| before.trim_end().to_lowercase().ends_with(layer));
    !is_year && !is_layer
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}')
}

/// The value of digits with separators.
fn parse(digits: &str, lang: Lang) -> Option<f64> {
    let plain: String = digits
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'))
        .flat_map(|c| std::iter::once(c).nfkc())
        .collect();
    let points = plain.matches('.').count();
    let commas = plain.matches(',').count();
    let decimal = match (points, commas) {
        (0, 0) => None,
        // Both: the last one is decimal.
        (1.., 1..) => Some(if plain.rfind('.') > plain.rfind(',') { '.' } else { ',' }),
        // One of them several times: groups of three.
        (2.., 0) | (0, 2..) => None,
        (1, 0) | (0, 1) => {
            let separator = if points == 1 { '.' } else { ',' };
            let (whole, rest) = plain.split_once(separator)?;
            let could_be_group = rest.len() == 3 && whole != "0" && whole.len() <= 3;
            let groups_with = if has_decimal_point(lang) { ',' } else { '.' };
            if could_be_group && separator == groups_with { None } else { Some(separator) }
        }
    };
    let normal: String = plain
        .chars()
        .filter(|c| c.is_ascii_digit() || Some(*c) == decimal)
        .map(|c| if c.is_ascii_digit() { c } else { '.' })
        .collect();
    normal.parse().ok()
}

fn has_decimal_point(lang: Lang) -> bool {
    matches!(lang, Lang::En | Lang::ZhHans | Lang::ZhHant | Lang::Ko | Lang::Ja)
}

fn multiplier(unit: &str) -> Option<f64> {
    Some(match unit {
        "thousand" => 1e3,
        "ten_thousand" => 1e4,
        "million" => 1e6,
        "hundred_million" => 1e8,
        "billion" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    })
}

/// Takes in what follows the digits (powers of ten, then a unit), and a currency sign before them.
fn with_unit(text: &str, start: usize, end: usize, value: f64, claims: &Claims) -> Number {
    let mut number = Number { span: Span::new(start, end), value, unit: None };
    if text[..start].trim_end().ends_with('$') {
        number.unit = Some("usd".to_owned());
        number.span.start = text[..start].rfind('$').unwrap_or(start);
    }
    // Three steps at most: "mil millones de dólares".
    for _ in 0..3 {
        let rest = &text[number.span.end..];
        let Some((unit, length)) = unit_at(rest, claims) else { break };
        match multiplier(unit) {
            Some(times) => number.value *= times,
            None => {
                number.unit.get_or_insert_with(|| unit.to_owned());
                number.span.end += length;
                break;
            }
        }
        number.span.end += length;
    }
    number
}

/// The unit that a text begins with (after a space, and "de" or "of"), and how many bytes it takes.
fn unit_at<'claims>(rest: &str, claims: &'claims Claims) -> Option<(&'claims str, usize)> {
    let mut skipped = rest.len() - rest.trim_start().len();
    if skipped > 4 {
        return None;
    }
    for joint in ["de ", "of ", "d'"] {
        if rest[skipped..].starts_with(joint) {
            skipped += joint.len();
        }
    }
    let after: String = rest[skipped..].chars().take(24).collect();
    // Letters that touch the digits ("9.1m") are looked up alone, since a word would have to stand free.
    let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
    let head = if skipped == 0 && letters > 0 { &after[..letters] } else { after.as_str() };
    claims
        .find(&Folded::new(head), head)
        .into_iter()
        .filter(|found| found.span.start == 0)
        .find_map(|found| match found.value {
            // A single letter counts only where it touches the digits.
            ClaimTerm::Unit(id) if found.span.len() > 1 || skipped == 0 => Some((id.as_str(), skipped + found.span.len())),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_read_as_the_language_means_them() {
        for (digits, lang, value) in [
            ("1,234.5", Lang::En, 1234.5),
            ("1.234,5", Lang::De, 1234.5),
            ("1 234,5", Lang::Ru, 1234.5),
            ("3 470", Lang::Ru, 3470.0),
            ("1,234", Lang::En, 1234.0),
            ("1.234", Lang::De, 1234.0),
            ("1.234", Lang::En, 1.234),
            ("0,125", Lang::Es, 0.125),
            ("13,2", Lang::Uk, 13.2),
            ("1.234.567", Lang::Id, 1_234_567.0),
            ("４０", Lang::Ja, 40.0),
        ] {
            assert_eq!(parse(digits, lang), Some(value), "{digits} in {lang}");
        }
    }
}
