//! Dates of publication, in the spellings of feeds, pages and dumps.

mod clock;
mod day;

use crate::registry::{ByLang, Segmentation};
use crate::schema::{Lang, Precision, Published};
use jiff::{Timestamp, civil, tz::TimeZone};

/// How far into a text its own date is looked for, in characters.
const INFERENCE_CHARS: usize = 600;

/// What helps to read a date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// Names of months.
    pub months: &'a ByLang<Segmentation>,
    /// The zone of times without one, where the outlet is known.
    pub zone: Option<&'a TimeZone>,
    /// The language that the page declares; decides what 3/2/2026 means.
    pub lang: Option<Lang>,
}

/// The date that a field gives; `None` where it gives none.
pub(super) fn parse(field: &str, context: Context) -> Option<Published> {
    let value = field.trim();
    let is_number = value.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !value.is_empty();
    if let Some(published) = is_number.then(|| digits(value, context)).flatten() {
        return Some(published);
    }
    let instant = value
        .parse::<Timestamp>()
        .ok()
        .or_else(|| jiff::fmt::rfc2822::parse(value).ok().map(|zoned| zoned.timestamp()));
    if let Some(instant) = instant {
        return is_plausible(instant).then(|| Published::instant(instant, field));
    }
    let found = day::find(value, context)?;
    let rest = format!("{} {}", &value[..found.span.start], &value[found.span.end..]);
    let Some(clock) = clock::find(&rest) else {
        return Some(Published::day(found.date, field, Precision::Day));
    };
    let zone = clock.zone.or_else(|| context.zone.cloned());
    let instant = zone.and_then(|zone| found.date.to_datetime(clock.time).to_zoned(zone).ok());
    Some(match instant {
        Some(zoned) => Published::instant(zoned.timestamp(), field),
        // A time without a zone may belong to the day before or after; the day as written is what is known.
        None => Published::day(found.date, field, Precision::Day),
    })
}

/// The first full date near the beginning of a text.
pub(super) fn infer(text: &str, context: Context) -> Option<Published> {
    let end = text.char_indices().nth(INFERENCE_CHARS).map_or(text.len(), |(at, _)| at);
    let found = day::find(&text[..end], context)?;
    let original = &text[found.span.start..found.span.end];
    Some(Published::day(found.date, original, Precision::Inferred))
}

/// Epoch seconds, milliseconds or microseconds, or `20260203101500`.
fn digits(value: &str, context: Context) -> Option<Published> {
    let whole = value.split('.').next().unwrap_or(value);
    let number: i64 = whole.parse().ok()?;
    if value.matches('.').count() > 1 {
        return None;
    }
    let instant = match whole.len() {
        9 | 10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        16 => Timestamp::from_microsecond(number).ok(),
        _ => None,
    };
    if let Some(instant) = instant {
        return is_plausible(instant).then(|| Published::instant(instant, value));
    }
    let part = |range: std::ops::Range<usize>| whole.get(range).and_then(|digits| digits.parse::<i16>().ok());
    let date = day::date(part(0..4)?, part(4..6)?, part(6..8)?)?;
    match (whole.len(), context.zone) {
        (8, _) | (14, None) => Some(Published::day(date, value, Precision::Day)),
        (14, Some(zone)) => {
            let time =
                civil::Time::new(part(8..10)? as i8, part(10..12)? as i8, part(12..14)? as i8, 0).ok()?;
            let zoned = date.to_datetime(time).to_zoned(zone.clone()).ok()?;
            Some(Published::instant(zoned.timestamp(), value))
        }
        _ => None,
    }
}

/// Neither an epoch of zero nor a typing error.
fn is_plausible(instant: Timestamp) -> bool {
    day::is_plausible_year(instant.to_zoned(TimeZone::UTC).year())
}

#[cfg(test)]
mod tests;
