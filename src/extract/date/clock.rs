//! A time of day beside a date, and its zone.

use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};
use regex::Regex;
use std::sync::LazyLock;

/// A time of day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clock {
    pub time: Time,
    pub zone: Option<TimeZone>,
}

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?:^|[^\d:]) (\d{1,2}) (?: \s?[:時时点點시]\s? | h ) (\d{2}) (?: \s?[:分분]\s? (\d{2}) (?:[.,]\d+)? )?
          \s? [秒초分분]? \s? ([ap]\.?m\.?)?
          \s? \(? ( Z\b | (?:UTC|GMT)?\s?[+-]\d{1,2}(?: :?\d{2} )? | [A-Z]{3,4}\b )?",
    )
    .expect("a literal of this file, which the tests compile")
});

/// Names of zones that mean one offset only, with it in hours. `CST` is American and Chinese, so it is not here.
const ZONES: &[(&str, i8)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("CET", 1),
    ("MEZ", 1),
    ("WEST", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
    ("MSK", 3),
    ("TRT", 3),
    ("WIB", 7),
    ("ICT", 7),
    ("HKT", 8),
    ("SGT", 8),
    ("KST", 9),
    ("JST", 9),
    ("BRT", -3),
    ("EST", -5),
    ("EDT", -4),
    ("PST", -8),
    ("PDT", -7),
];

/// The first time of day of a text.
pub(super) fn find(text: &str) -> Option<Clock> {
    let captures = CLOCK.captures(text)?;
    let number =
        |index: usize| captures.get(index).map_or(Some(0), |group| group.as_str().parse::<i8>().ok());
    let mut hour = number(1)?;
    if let Some(half) = captures.get(4) {
        let is_afternoon = half.as_str().starts_with(['p', 'P']);
        hour = hour % 12 + if is_afternoon { 12 } else { 0 };
    }
    let time = Time::new(hour, number(2)?, number(3)?, 0).ok()?;
    Some(Clock { time, zone: captures.get(5).and_then(|zone| zone_of(zone.as_str())) })
}

fn zone_of(text: &str) -> Option<TimeZone> {
    let upper = text.to_ascii_uppercase();
    let hours = |hours: i8| Offset::from_hours(hours).ok().map(TimeZone::fixed);
    if upper == "Z" {
        return Some(TimeZone::UTC);
    }
    if let Some((_, offset)) = ZONES.iter().find(|(name, _)| *name == upper) {
        return hours(*offset);
    }
    let offset = upper.trim_start_matches("UTC").trim_start_matches("GMT").trim();
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let (hour, minute) =
        if digits.len() > 2 { digits.split_at(digits.len() - 2) } else { (digits.as_str(), "0") };
    let seconds = hour.parse::<i32>().ok()? * 3600 + minute.parse::<i32>().ok()? * 60;
    Offset::from_seconds(sign * seconds).ok().map(TimeZone::fixed)
}
