//! The numbers of a text, written the same whatever the language: `11,600`, `11.600`, `11 600` and `1.16万` are one.

use super::multipliers::multiplier;
use super::script::is_unspaced;
use crate::schema::Lang;

/// A number and where it begins in the folded text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// First byte.
    pub at: usize,
    /// The value, multiplied out.
    pub value: f64,
    /// Whether it says much by itself: not a whole number of one or two digits.
    pub telling: bool,
}

/// The numbers of a folded text. Years, and whole numbers below ten, are left out: every text has them.
pub(super) fn numbers(folded: &str, lang: Lang) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = folded[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + offset;
        let written = written(&folded[start..], lang);
        at = start + written.len;
        if folded[..start].chars().next_back().is_some_and(|c| c.is_alphabetic() && !is_unspaced(c)) {
            // Part of a name: `l2`, `eip4844`.
            continue;
        }
        let (value, len) = multiplied(&folded[start..], written, lang);
        at = start + len;
        let is_plain = written.is_plain && len == written.len;
        let is_year = is_plain && (1900.0..=2100.0).contains(&value);
        if is_year || (value < 10.0 && value.fract() == 0.0) || value > 1e18 {
            continue;
        }
        found.push(Number { at: start, value, telling: value >= 100.0 || value.fract() != 0.0 });
    }
    found
}

#[derive(Clone, Copy)]
struct Written {
    value: f64,
    len: usize,
    /// Digits only.
    is_plain: bool,
}

/// The digits and separators that `text` begins with.
fn written(text: &str, lang: Lang) -> Written {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut groups: Vec<(u8, &str)> = Vec::new();
    let mut at = 0;
    let mut separator = b' ';
    loop {
        let start = at;
        while is_digit(at) {
            at += 1;
        }
        groups.push((separator, &text[start..at]));
        match bytes.get(at) {
            Some(mark @ (b'.' | b',')) if is_digit(at + 1) => separator = *mark,
            Some(b' ')
                if spaces_group(lang) && at <= 3 + 4 * (groups.len() - 1) && is_group(&bytes[at + 1..]) =>
            {
                separator = b' ';
            }
            _ => break,
        }
        at += 1;
    }
    let decimal = decimal_mark(&groups, lang);
    let mut digits = String::with_capacity(at);
    for (index, (separator, group)) in groups.iter().enumerate() {
        if index > 0 && Some(index) == decimal {
            digits.push('.');
        } else if index > 0 && *separator != b' ' && group.len() != 3 {
            // Neither thousands nor a decimal: a version, a date. The first group alone is the number.
            return Written { value: groups[0].1.parse().unwrap_or(0.0), len: at, is_plain: false };
        }
        digits.push_str(group);
    }
    Written { value: digits.parse().unwrap_or(0.0), len: at, is_plain: groups.len() == 1 }
}

/// The group before which the decimal mark stands, if there is one.
fn decimal_mark(groups: &[(u8, &str)], lang: Lang) -> Option<usize> {
    let last = groups.len() - 1;
    let (mark, digits) = groups[last];
    if last == 0 || mark == b' ' {
        return None;
    }
    if groups[1..last].iter().any(|(separator, _)| *separator == mark) {
        return None;
    }
    let is_mixed = last > 1;
    let looks_grouped = digits.len() == 3 && groups[0].1.len() <= 3 && groups[0].1 != "0";
    let mark_of_lang = if decimal_comma(lang) { b',' } else { b'.' };
    (is_mixed || !looks_grouped || mark == mark_of_lang).then_some(last)
}

/// Whether three digits and no fourth follow.
fn is_group(bytes: &[u8]) -> bool {
    bytes.len() >= 3
        && bytes[..3].iter().all(u8::is_ascii_digit)
        && !bytes.get(3).is_some_and(u8::is_ascii_digit)
}

fn decimal_comma(lang: Lang) -> bool {
    use Lang::*;
    matches!(lang, Ru | Uk | Es | Pt | Tr | Vi | Id | Fr | De)
}

fn spaces_group(lang: Lang) -> bool {
    use Lang::*;
    matches!(lang, Ru | Uk | Es | Pt | Fr | De)
}

/// A written number with the words that multiply it, and further parts of it: `8000万`, `21만4000`, `40.3 billion`.
fn multiplied(text: &str, first: Written, lang: Lang) -> (f64, usize) {
    let (mut total, mut len, mut part) = (0.0, first.len, first.value);
    let mut smallest = f64::INFINITY;
    loop {
        let (factor, factor_len) = multiplier(&text[len..], lang);
        if factor >= smallest {
            // Not a smaller part of the same number.
            return (total, len - digits_before(&text[..len]));
        }
        total += part * factor;
        len += factor_len;
        let continues = factor > 1.0 && text[..len].chars().next_back().is_some_and(is_unspaced);
        if !continues || !text[len..].starts_with(|c: char| c.is_ascii_digit()) {
            return (total, len);
        }
        smallest = factor;
        let next = written(&text[len..], lang);
        if next.value >= factor {
            return (total, len);
        }
        part = next.value;
        len += next.len;
    }
}

fn digits_before(text: &str) -> usize {
    text.bytes().rev().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Folded;
    use proptest::prelude::*;

    fn values(text: &str, lang: Lang) -> Vec<f64> {
        numbers(Folded::new(text).text(), lang).iter().map(|number| number.value).collect()
    }

    #[test]
    fn one_number_reads_the_same_in_every_language() {
        for (text, lang, value) in [
            ("about 11,600 transactions", Lang::En, 11_600.0),
            ("unas 11.600 transacciones", Lang::Es, 11_600.0),
            ("около 11 600 транзакций", Lang::Ru, 11_600.0),
            ("1.16万笔", Lang::ZhHans, 11_600.0),
            ("$40.3 billion", Lang::En, 40_300_000_000.0),
            ("$40.3B", Lang::En, 40_300_000_000.0),
            ("40,3 млрд долларов", Lang::Ru, 40_300_000_000.0),
            ("403亿美元", Lang::ZhHans, 40_300_000_000.0),
            ("403 億美元", Lang::ZhHant, 40_300_000_000.0),
            ("403억 달러", Lang::Ko, 40_300_000_000.0),
            ("40 mil 300 millones", Lang::Es, 40_000.0),
            ("40,3 Milliarden Dollar", Lang::De, 40_300_000_000.0),
            ("40.300 millones", Lang::Es, 40_300_000_000.0),
            ("21만4000건", Lang::Ko, 214_000.0),
            ("8000万", Lang::Ja, 80_000_000.0),
            ("8천만", Lang::Ko, 80_000_000.0),
            ("1亿2000万", Lang::ZhHans, 120_000_000.0),
            ("0,003 эфира", Lang::Ru, 0.003),
            ("0.3센트", Lang::Ko, 0.3),
            ("%42,5", Lang::Tr, 42.5),
            ("1,234,567.8", Lang::En, 1_234_567.8),
            ("2 triệu", Lang::Vi, 2_000_000.0),
            ("1,5 juta", Lang::Id, 1_500_000.0),
            ("R$ 199 mil", Lang::Pt, 199_000.0),
        ] {
            assert_eq!(values(text, lang).first(), Some(&value), "{text}: {:?}", values(text, lang));
        }
    }

    #[test]
    fn years_small_numbers_and_names_are_left_out() {
        for (text, lang) in [
            ("in 2026", Lang::En),
            ("2026年2月3日", Lang::ZhHans),
            ("three L2 networks, 9 of them on EIP4844", Lang::En),
            ("5%", Lang::En),
        ] {
            assert_eq!(values(text, lang), Vec::<f64>::new(), "{text}");
        }
    }

    #[test]
    fn a_letter_apart_is_no_multiplier() {
        assert_eq!(values("12 m from here", Lang::En), [12.0]);
        assert_eq!(values("30 조건", Lang::Ko), [30.0]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[0-9.,만億 mk千a年\\PC]{0,40}", index in 0usize..14) {
            let lang = Lang::ALL[index];
            let folded = Folded::new(&text);
            for number in numbers(folded.text(), lang) {
                prop_assert!(number.value.is_finite() && folded.text().is_char_boundary(number.at));
            }
        }
    }
}
