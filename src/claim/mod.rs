//! Numeric claims: who states which number of what.
//!
//! A claim is a number with a word of a quantity in the same sentence ("fees", "TVL", "TPS"). The number is multiplied
//! out with the words that follow it ("40.3 billion dollars", "4.03万"), in the spelling of the sentence's language.

mod number;

use crate::registry::{ClaimTerm, Folded, Found, Registry};
use crate::schema::{Article, Attribution, Change, Claim, Lang, Sentence, SentenceRole, Span};
use number::{Number, numbers};
use unicode_segmentation::UnicodeSegmentation;

/// Farther away (in bytes), a word of a quantity belongs to something else.
const METRIC_REACH: usize = 160;
/// Farther away, a movement is another number's.
const CHANGE_REACH: usize = 80;

/// The numeric claims of one sentence, in order.
pub fn claims(
    article: &Article,
    sentence: &Sentence,
    attribution: &Attribution,
    registry: &Registry,
) -> Vec<Claim> {
    let Some(lang) = sentence.lang.supported() else { return Vec::new() };
    if !matches!(sentence.role, SentenceRole::Body | SentenceRole::Heading) {
        return Vec::new();
    }
    let text = &article.text[sentence.span];
    if !text.chars().any(|c| c.is_numeric()) {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let terms = registry.claims.get(lang).find(&folded, text);
    let subjects = subjects(lang, &folded, text, registry);
    let as_of = as_of(text, lang, registry);
    numbers(text, lang, registry.claims.get(lang))
        .into_iter()
        .filter(|number| as_of.is_none_or(|date| !date.overlaps(number.span)))
        .filter_map(|number| {
            let (metric, metric_span) = metric(&number, &terms)?;
            Some(Claim {
                speaker: attribution.speaker.clone(),
                subject: nearest(&subjects, metric_span, usize::MAX).map(|span| text[span].to_owned()),
                metric: metric.to_owned(),
                value: number.value,
                unit: number.unit.clone().or_else(|| unit_of(metric)),
                change: change(&number, &terms),
                as_of: as_of.map(|date| text[date].to_owned()),
                span: number.span.shifted(sentence.span.start),
            })
        })
        .collect()
}

/// The quantity whose word stands nearest to the number; a unit can rule one out.
fn metric<'terms>(number: &Number, terms: &[Found<'terms, ClaimTerm>]) -> Option<(&'terms str, Span)> {
    terms
        .iter()
        .filter_map(|found| match found.value {
            ClaimTerm::Metric(id) => Some((id.as_str(), found.span)),
            _ => None,
        })
        .filter(|(id, span)| {
            // "Stage 1" is its own number; every other quantity stands beside its number, not over it.
            if *id == "stage" { span.overlaps(number.span) } else { !span.overlaps(number.span) }
        })
        .filter(|(id, _)| fits(id, number.unit.as_deref()))
        .map(|(id, span)| (apart(span, number.span), id, span))
        .filter(|(distance, _, _)| *distance <= METRIC_REACH)
        .min_by_key(|(distance, _, span)| (*distance, std::cmp::Reverse(span.len())))
        .map(|(_, id, span)| (id, span))
}

/// Whether a quantity can have this unit.
fn fits(metric: &str, unit: Option<&str>) -> bool {
    let is_time = matches!(unit, Some("second" | "minute" | "hour" | "year"));
    match metric {
        "downtime" | "block_time" => is_time,
        "stage" => unit.is_none(),
        "share" => unit == Some("percent"),
        "tps" | "users" | "transactions" | "gas_limit" | "blobs" => {
            !is_time && !matches!(unit, Some("usd" | "eth" | "gwei"))
        }
        _ => !is_time,
    }
}

/// The unit that a quantity brings along.
fn unit_of(metric: &str) -> Option<String> {
    match metric {
        "tps" => Some("tps".to_owned()),
        _ => None,
    }
}

fn change(number: &Number, terms: &[Found<ClaimTerm>]) -> Option<Change> {
    terms
        .iter()
        .filter_map(|found| match found.value {
            ClaimTerm::Up => Some((Change::Up, found.span)),
            ClaimTerm::Down => Some((Change::Down, found.span)),
            _ => None,
        })
        .map(|(change, span)| (apart(span, number.span), std::cmp::Reverse(span.len()), change))
        .filter(|(distance, _, _)| *distance <= CHANGE_REACH)
        .min_by_key(|(distance, len, _)| (*distance, *len))
        .map(|(_, _, change)| change)
}

/// Bytes between two places; 0 where they touch or overlap.
fn apart(a: Span, b: Span) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

fn nearest(spans: &[Span], to: Span, reach: usize) -> Option<Span> {
    spans.iter().copied().filter(|span| apart(*span, to) <= reach).min_by_key(|span| apart(*span, to))
}

/// What a number can be about: networks of the alias tables, else registered people and organisations.
fn subjects(lang: Lang, folded: &Folded, text: &str, registry: &Registry) -> Vec<Span> {
    let targets: Vec<Span> = registry.targets.find(lang, folded, text).into_values().flatten().collect();
    if !targets.is_empty() {
        return targets;
    }
    registry.speakers.find(folded, text).into_iter().map(|found| found.span).collect()
}

/// The last year or date that the sentence names: a year with the month before it, or a date in numbers.
fn as_of(text: &str, lang: Lang, registry: &Registry) -> Option<Span> {
    let year = number::years(text).last().copied()?;
    let rest = &text[year.end..];
    // 2026年2月3日, 2026년 2월
    if rest.starts_with('年') || rest.starts_with('년') {
        let end = rest
            .char_indices()
            .find(|(_, c)| !(c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '년' | '월' | '일' | ' ')))
            .map_or(rest.len(), |(at, _)| at);
        return Some(Span::new(year.start, year.end + end).trimmed(text));
    }
    // "3 февраля 2026", "February 3, 2026", "febrero de 2026": the month stands within a few words before.
    let months = registry.segmentation.get(lang);
    let mut start = year.start;
    for (at, word) in text[..year.start].unicode_word_indices().rev().take(4) {
        let word = word.to_lowercase();
        let is_month = months.months.iter().flatten().any(|month| *month == word);
        let is_day = word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
        let is_joint = matches!(word.as_str(), "de" | "of" | "do");
        if is_month || is_day {
            start = at;
        } else if !is_joint {
            break;
        }
    }
    Some(Span::new(start, year.end))
}

#[cfg(test)]
mod tests;
