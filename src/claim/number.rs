//! Numbers as each language writes them.

use crate::schema::{Lang, Span};

/// A number without its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) span: Span,
    pub(super) value: f64,
    /// Whether it is written with digits only, four of them, and can be a year.
    pub(super) is_year_like: bool,
}

/// All the numbers of a text. Digits that belong to a word ("L2", "EIP-4844") are none.
pub(super) fn scan(text: &str, lang: Lang) -> Vec<Number> {
    let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, ascii(c))).collect();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].1.is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = end_of(&chars, at, lang);
        let last = chars.get(end).map_or(text.len(), |(byte, _)| *byte);
        let span = Span::new(chars[at].0, last);
        let written: String = chars[at..end].iter().map(|(_, c)| *c).collect();
        if !is_in_word(&chars, at, end)
            && let Some(value) = value(&written, lang)
        {
            let is_year_like = written.len() == 4 && (1990.0..=2100.0).contains(&value);
            numbers.push(Number { span, value, is_year_like });
        }
        at = end;
    }
    numbers
}

/// Full-width digits and marks as ASCII.
fn ascii(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        '．' => '.',
        c => c,
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// The end of the number that begins at `start`: digits with separators between them.
fn end_of(chars: &[(usize, char)], start: usize, lang: Lang) -> usize {
    let digit = |at: usize| chars.get(at).is_some_and(|(_, c)| c.is_ascii_digit());
    let digits_from = |at: usize| (at..).take_while(|at| digit(*at)).count();
    let mut end = start + digits_from(start);
    let mut spaced = None;
    let first_len = end - start;
    while let Some((_, mark)) = chars.get(end) {
        let group = digits_from(end + 1);
        let goes_on = match mark {
            '.' | ',' => group > 0,
            '\'' | '’' => group == 3,
            mark if is_space(*mark) => {
                let is_usual = !matches!(lang, Lang::En | Lang::ZhHans | Lang::ZhHant | Lang::Ja | Lang::Ko);
                let is_first = spaced.is_none() && end - start == first_len && first_len <= 3;
                // A group behind a space is one of three digits that nothing else follows.
                group == 3 && (is_usual || *mark != ' ') && (is_first || spaced == Some(*mark))
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        if is_space(*mark) {
            spaced = Some(*mark);
        }
        end += 1 + group;
    }
    end
}

/// Whether a letter, or a letter and a hyphen, stands right before it.
fn is_in_word(chars: &[(usize, char)], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|at| chars[at].1);
    let second = start.checked_sub(2).map(|at| chars[at].1);
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_wide(c));
    let is_hyphen = matches!(before, Some('-' | '‑' | '–'));
    let is_part = is_letter(before)
        || (is_hyphen && is_letter(second))
        || matches!(before, Some('#' | '№' | '_' | '第' | '/'));
    // "0x12": digits inside a word.
    let is_hex = chars.get(end).is_some_and(|(_, c)| *c == 'x')
        && chars.get(end + 1).is_some_and(|(_, c)| c.is_alphanumeric());
    is_part || is_hex
}

/// Han, Kana and Hangul, which may stand right beside a number.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// The value of digits with separators.
fn value(written: &str, lang: Lang) -> Option<f64> {
    let joined: String = written.chars().filter(|c| !is_space(*c) && !matches!(c, '\'' | '’')).collect();
    let commas = joined.matches(',').count();
    let points = joined.matches('.').count();
    let decimal = match (commas, points) {
        (0, 0) => None,
        (0, 1) => is_decimal(&joined, '.', lang).then_some('.'),
        (1, 0) => is_decimal(&joined, ',', lang).then_some(','),
        (0, _) | (_, 0) => None,
        // Of two kinds, the last is the decimal one.
        _ => [',', '.'].into_iter().max_by_key(|mark| joined.rfind(*mark)),
    };
    let plain: String = joined
        .chars()
        .filter_map(|c| match c {
            ',' | '.' if Some(c) == decimal => Some('.'),
            ',' | '.' => None,
            c => Some(c),
        })
        .collect();
    // "1.2.3" is a version, not a number: its groups are not of three digits.
    let is_grouped = decimal.is_some()
        || joined
            .split([',', '.'])
            .skip(1)
            .all(|group| group.len() == 3 || (lang == Lang::En && group.len() == 2 && commas > 1));
    if !is_grouped {
        return None;
    }
    plain.parse().ok()
}

/// Whether the only separator of a number is the decimal one.
fn is_decimal(joined: &str, mark: char, lang: Lang) -> bool {
    let Some((whole, part)) = joined.split_once(mark) else { return false };
    if part.len() != 3 || whole.starts_with('0') || whole.len() > 3 {
        return true;
    }
    let is_round = part.ends_with("00");
    match (lang, mark) {
        (Lang::En | Lang::ZhHans | Lang::ZhHant | Lang::Ja | Lang::Ko, mark) => mark == '.',
        (Lang::De | Lang::Es | Lang::Pt | Lang::Tr | Lang::Id | Lang::Vi, '.') => false,
        // Elsewhere the decimal mark, unless the text was translated with English groups ("10,000").
        _ => !is_round,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_language_has_its_separators() {
        for (lang, text, expected) in [
            (Lang::En, "1,234.5", vec![1234.5]),
            (Lang::En, "2.345 and 2,345", vec![2.345, 2345.0]),
            (Lang::De, "1.234,5 und 12.000", vec![1234.5, 12000.0]),
            (Lang::Ru, "1 234,5 и 13,2 и 10 000", vec![1234.5, 13.2, 10000.0]),
            (Lang::Ru, "10,000 и 3,125", vec![10000.0, 3.125]),
            (Lang::Fr, "1\u{202f}234,5", vec![1234.5]),
            (Lang::Es, "3.470 y 0,25", vec![3470.0, 0.25]),
            (Lang::Vi, "1.500.000 và 2,5", vec![1_500_000.0, 2.5]),
            (Lang::ZhHans, "１２．５和4.03", vec![12.5, 4.03]),
            (Lang::En, "L2 EIP-4844 #7 v1.2.3 0x12ab", vec![]),
            (Lang::En, "in 24 100 people", vec![24.0, 100.0]),
        ] {
            let found: Vec<f64> = scan(text, lang).iter().map(|number| number.value).collect();
            assert_eq!(found, expected, "{lang}: {text}");
        }
    }

    proptest! {
        #[test]
        fn english_groups_give_the_number_back(value in 0_u64..1_000_000_000_000) {
            let digits = value.to_string();
            let mut grouped = String::new();
            for (index, c) in digits.chars().enumerate() {
                if index > 0 && (digits.len() - index).is_multiple_of(3) {
                    grouped.push(',');
                }
                grouped.push(c);
            }
            let found = scan(&grouped, Lang::En);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].value, value as f64);
        }

        #[test]
        fn spans_are_places_of_the_text(text in "[0-9０-９a-я., 万억$%-]{0,40}") {
            for lang in Lang::ALL {
                for number in scan(&text, *lang) {
                    prop_assert!(text.get(number.span.start..number.span.end).is_some());
                }
            }
        }
    }
}
