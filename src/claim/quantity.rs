//! A number with what is written at it: powers of ten, currency, unit.

use super::number::{Number, is_wide};
use crate::registry::{ClaimTerm, Claims, Folded};
use crate::schema::{Change, Lang, Span};

/// Characters behind a number in which its units are looked for.
const UNIT_REACH: usize = 40;

/// Currencies and fractions of them that no list of a language holds.
const OTHER_UNITS: &[(&str, &str)] = &[
    ("cent", "cents|cent|центов|цента|цент|центів|центи|centavos de dólar|sent|美分|센트|セント"),
    ("jpy", "円|日元"),
    ("krw", "원|韩元"),
    ("cny", "人民币|元"),
    ("eur", "евро|euros|euro|Euro|ユーロ"),
    ("rub", "рублей|рубля"),
];

/// A number, multiplied out, with its unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    /// With its signs and units.
    pub(super) span: Span,
    pub(super) value: f64,
    pub(super) unit: Option<String>,
    /// From its own sign.
    pub(super) sign: Option<Change>,
    pub(super) is_year_like: bool,
    /// Whether a power of ten is written at it.
    pub(super) has_power: bool,
}

/// Puts the units of a sentence to its numbers. Ranges ("5–10 %") share the unit of their second number.
pub(super) fn quantities(text: &str, lang: Lang, numbers: &[Number], claims: &Claims) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    for number in numbers {
        let quantity = quantity(text, lang, *number, claims);
        // "3억 5000만": the smaller power adds to the larger.
        if let Some(last) = found.last_mut()
            && last.has_power
            && quantity.has_power
            && last.unit.is_none()
            && last.value > quantity.value
            && text[last.span.end..number.span.start].trim().is_empty()
            && text[last.span.end..].chars().next().is_some_and(|c| c.is_ascii_digit() || c == ' ')
            && lang_joins_powers(lang)
        {
            last.value += quantity.value;
            last.span.end = quantity.span.end;
            last.unit = quantity.unit;
            continue;
        }
        if let Some(last) = found.last_mut()
            && last.unit.is_none()
            && !last.is_year_like
            && is_range(text[last.span.end..number.span.start].trim(), last, &quantity, number.value)
        {
            last.unit.clone_from(&quantity.unit);
            if quantity.has_power && !last.has_power {
                last.value *= quantity.value / number.value;
                last.has_power = true;
            }
        }
        found.push(quantity);
    }
    found
}

/// "5–10 %" and "from 60 to 80 million": two numbers with one unit.
fn is_range(between: &str, first: &Quantity, second: &Quantity, second_number: f64) -> bool {
    let is_dash = matches!(between, "-" | "–" | "—" | "~" | "〜" | "～");
    let is_word = matches!(
        between.to_lowercase().as_str(),
        "to" | "до"
            | "bis"
            | "auf"
            | "a"
            | "para"
            | "à"
            | "lên"
            | "xuống"
            | "hingga"
            | "ke"
            | "menjadi"
            | "至"
            | "到"
    );
    let ratio = if first.value > 0.0 { second_number / first.value } else { 0.0 };
    let is_alike = (0.05..=20.0).contains(&ratio);
    !first.has_power && (is_dash || (is_word && second.has_power && is_alike))
}

fn lang_joins_powers(lang: Lang) -> bool {
    matches!(lang, Lang::ZhHans | Lang::ZhHant | Lang::Ja | Lang::Ko)
}

/// Whether `text` begins with a word; wide characters need no end.
fn begins_word(text: &str, word: &str) -> bool {
    let is_open = word.ends_with(is_wide);
    text.strip_prefix(word).is_some_and(|rest| is_open || !rest.starts_with(char::is_alphabetic))
}

fn quantity(text: &str, lang: Lang, number: Number, claims: &Claims) -> Quantity {
    let (start, mut unit, sign) = before(text, lang, number.span.start);
    let mut end = number.span.end;
    let mut value = number.value;
    let mut has_power = false;
    while let Some((reach, term)) = next_unit(text, end, lang, claims) {
        match power(&term) {
            Some(power) if unit_after(&unit) => {
                value *= power;
                has_power = true;
            }
            Some(_) => break,
            None => {
                let is_cent = term == "cent";
                if is_cent {
                    value /= 100.0;
                }
                unit.get_or_insert(if is_cent { "usd".to_owned() } else { term });
                end = reach;
                break;
            }
        }
        end = reach;
    }
    Quantity {
        span: Span::new(start, end),
        value: settle(value),
        unit,
        sign,
        is_year_like: number.is_year_like && !has_power,
        has_power,
    }
}

/// A power of ten may follow a number with or without a currency before it.
fn unit_after(unit: &Option<String>) -> bool {
    unit.as_deref() != Some("percent")
}

/// Powers of ten make 40.3 into 40299999999.999996 at times: thirteen digits are more than was written.
fn settle(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

fn power(unit: &str) -> Option<f64> {
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

/// Currency, percent and sign before a number.
fn before(text: &str, lang: Lang, start: usize) -> (usize, Option<String>, Option<Change>) {
    let mut at = start;
    let mut unit = None;
    let head = &text[..start];
    let close = head.trim_end_matches([' ', '\u{a0}']);
    let currency = |mark: char| match mark {
        '$' | '＄' => Some("usd"),
        '€' => Some("eur"),
        '£' => Some("gbp"),
        '₩' => Some("krw"),
        '¥' | '￥' => Some(if lang == Lang::Ja { "jpy" } else { "cny" }),
        '₽' => Some("rub"),
        'Ξ' => Some("eth"),
        '%' | '％' if lang == Lang::Tr => Some("percent"),
        _ => None,
    };
    if let Some((mark, id)) = close.chars().next_back().and_then(|mark| Some((mark, currency(mark)?))) {
        let cut = close.len() - mark.len_utf8();
        at = head[..cut].strip_suffix("US").map_or(cut, str::len);
        unit = Some(id.to_owned());
    } else {
        for (word, id) in [("yüzde", "percent"), ("百分之", "percent"), ("USD", "usd"), ("US", "usd")] {
            if word != "US" && close.to_lowercase().ends_with(&word.to_lowercase()) {
                at = close.len() - word.len();
                unit = Some(id.to_owned());
            }
        }
    }
    let sign = text[..at].chars().next_back().and_then(|sign| {
        let is_free = text[..at - sign.len_utf8()].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        match sign {
            '+' | '＋' if is_free => Some(Change::Up),
            '-' | '−' | '－' if is_free => Some(Change::Down),
            _ => None,
        }
    });
    if sign.is_some() {
        at -= text[..at].chars().next_back().map_or(0, char::len_utf8);
    }
    (at, unit, sign)
}

/// The unit or power that begins at `at`, and where it ends.
fn next_unit(text: &str, at: usize, lang: Lang, claims: &Claims) -> Option<(usize, String)> {
    let rest = &text[at..];
    let skipped = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}', '-']).len();
    let mut from = at + skipped;
    for joint in ["de ", "d'", "d’", "of ", "US ", "的"] {
        if text[from..].starts_with(joint) && skipped > 0 {
            from += joint.len();
        }
    }
    let reach = text[from..].char_indices().nth(UNIT_REACH).map_or(text.len(), |(byte, _)| from + byte);
    let slice = &text[from..reach];
    if let Some(mark) = slice.chars().next()
        && let Some(id) = match mark {
            '%' | '％' => Some("percent"),
            '$' | '＄' => Some("usd"),
            '€' => Some("eur"),
            '£' => Some("gbp"),
            '₽' => Some("rub"),
            _ => None,
        }
    {
        // "$3" behind a number belongs to the next.
        let is_next = slice[mark.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        return (!is_next).then(|| (from + mark.len_utf8(), id.to_owned()));
    }
    let other = OTHER_UNITS.iter().find_map(|(id, words)| {
        let word = words.split('|').find(|word| begins_word(slice, word))?;
        Some((from + word.len(), (*id).to_owned()))
    });
    if other.is_some() {
        return other;
    }
    let folded = Folded::new(slice);
    let hit = claims.find(&folded, slice).into_iter().find(|found| {
        let text = &slice[found.span];
        let is_letter = text.chars().count() == 1 && !text.chars().any(is_wide);
        found.span.start == 0 && matches!(found.value, ClaimTerm::Unit(_)) && !(is_letter && from > at)
    })?;
    // "3分の1" is a fraction.
    if lang == Lang::Ja && slice[hit.span.end..].starts_with("の1") {
        return None;
    }
    match hit.value {
        ClaimTerm::Unit(id) => Some((from + hit.span.end, id.clone())),
        _ => None,
    }
}
