//! Dates of publication and the weeks they fall in.

use super::dropped::closed_set;
use jiff::{
    Timestamp,
    civil::{Date, ISOWeekDate, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

closed_set! {
    /// How exactly a date is known.
    Precision {
        /// To the second (a time and an offset were given, or the outlet's own zone is known).
        Second = "second",
        /// To the day.
        Day = "day",
        /// Not given, but named by the text itself.
        Inferred = "inferred",
        /// Not known: the article is counted, but stands in no week.
        Unknown = "unknown",
    }
}

/// A date of publication: what was written, the instant it means, and how exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The string as found.
    pub original: Option<String>,
    /// The instant (of a day: its midnight in UTC).
    pub utc: Option<Timestamp>,
    /// How exactly it is known.
    pub precision: Precision,
}

impl Published {
    /// No date.
    pub const UNKNOWN: Published = Published { original: None, utc: None, precision: Precision::Unknown };

    /// The date of a day.
    pub fn day(date: Date, original: &str, precision: Precision) -> Published {
        Published {
            original: Some(original.to_owned()),
            utc: date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp()),
            precision,
        }
    }

    /// The date of an instant.
    pub fn instant(utc: Timestamp, original: &str) -> Published {
        Published { original: Some(original.to_owned()), utc: Some(utc), precision: Precision::Second }
    }

    /// Whether this is a time on the day that `day` states, in whichever zone the day was meant.
    pub fn refines(&self, day: &Published) -> bool {
        let (Precision::Second, Precision::Day) = (self.precision, day.precision) else {
            return false;
        };
        // Days begin from 14 hours before to 12 hours after midnight in UTC.
        self.utc.zip(day.utc).is_some_and(|(time, midnight)| {
            (-14 * 3600..36 * 3600).contains(&(time.as_second() - midnight.as_second()))
        })
    }

    /// The ISO week in UTC.
    pub fn week(&self) -> Option<Week> {
        self.utc.map(Week::of)
    }

    /// For the tables: a day as `2026-02-03`, an instant as `2026-02-03T10:15:00Z`, empty if unknown.
    pub fn to_cell(&self) -> String {
        match (self.utc, self.precision) {
            (None, _) | (_, Precision::Unknown) => String::new(),
            (Some(utc), Precision::Second) => utc.to_string(),
            (Some(utc), _) => utc.to_zoned(TimeZone::UTC).date().to_string(),
        }
    }
}

/// A string that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not {what}\nhint: write it like {example}")]
pub struct ParseDateError {
    value: String,
    what: &'static str,
    example: &'static str,
}

/// An ISO 8601 week, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Week {
    monday: Date,
}

impl Week {
    /// The week of an instant.
    pub fn of(utc: Timestamp) -> Week {
        let week = utc.to_zoned(TimeZone::UTC).date().iso_week_date();
        Week { monday: monday(week.year(), week.week()).expect("the Monday of a valid week") }
    }

    /// Its Monday.
    pub fn start(self) -> Date {
        self.monday
    }

    /// Its Sunday.
    pub fn end(self) -> Date {
        self.monday.saturating_add(jiff::Span::new().days(6))
    }

    /// The week before.
    pub fn previous(self) -> Week {
        Week { monday: self.monday.saturating_sub(jiff::Span::new().days(7)) }
    }

    /// The week after.
    pub fn next(self) -> Week {
        Week { monday: self.monday.saturating_add(jiff::Span::new().days(7)) }
    }
}

fn monday(year: i16, week: i8) -> Option<Date> {
    ISOWeekDate::new(year, week, Weekday::Monday).ok().map(|date| date.date())
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.monday.iso_week_date();
        write!(f, "{:04}-W{:02}", week.year(), week.week())
    }
}

impl FromStr for Week {
    type Err = ParseDateError;
    fn from_str(value: &str) -> Result<Week, ParseDateError> {
        value
            .split_once("-W")
            .and_then(|(year, week)| monday(year.parse().ok()?, week.parse().ok()?))
            .map(|monday| Week { monday })
            .ok_or_else(|| ParseDateError {
                value: value.to_owned(),
                what: "an ISO week",
                example: "2026-W06",
            })
    }
}

impl TryFrom<String> for Week {
    type Error = ParseDateError;
    fn try_from(value: String) -> Result<Week, ParseDateError> {
        value.parse()
    }
}

impl From<Week> for String {
    fn from(week: Week) -> String {
        week.to_string()
    }
}

/// Days from `--from` to `--to`, both included; open where `None`. Days are days in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateRange {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl DateRange {
    /// A day written like `2026-02-03`.
    pub fn parse_day(value: &str) -> Result<Date, ParseDateError> {
        value.parse().map_err(|_| ParseDateError {
            value: value.to_owned(),
            what: "a date",
            example: "2026-02-03",
        })
    }

    /// Whether an article of this date is wanted. An undated one is wanted only where the range is open on both sides.
    pub fn contains(&self, published: &Published) -> bool {
        let Some(utc) = published.utc else {
            return self.from.is_none() && self.to.is_none();
        };
        let day = utc.to_zoned(TimeZone::UTC).date();
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_refines_the_day_it_falls_on_somewhere() {
        let instant = |value: &str| Published::instant(value.parse().unwrap(), value);
        let day = Published::day("2026-02-03".parse().unwrap(), "2026-02-03", Precision::Day);
        for time in ["2026-02-03T10:15:00Z", "2026-02-02T16:30:00Z", "2026-02-04T03:00:00Z"] {
            assert!(instant(time).refines(&day), "{time}");
        }
        for time in ["2026-02-05T10:15:00Z", "2026-02-02T09:00:00Z"] {
            assert!(!instant(time).refines(&day), "{time}");
        }
        assert!(!day.refines(&day));
    }

    fn week_of(day: &str) -> String {
        Week::of(format!("{day}T12:00:00Z").parse().unwrap()).to_string()
    }

    #[test]
    fn weeks_are_iso_weeks() {
        // The first days of January can belong to the last week of the year before, and the other way round.
        assert_eq!(week_of("2026-02-03"), "2026-W06");
        assert_eq!(week_of("2025-12-29"), "2026-W01");
        assert_eq!(week_of("2027-01-03"), "2026-W53");
    }

    #[test]
    fn weeks_parse_back_and_step() {
        let week: Week = "2026-W06".parse().unwrap();
        assert_eq!(week.start().to_string(), "2026-02-02");
        assert_eq!(week.end().to_string(), "2026-02-08");
        assert_eq!(week.previous().next(), week);
        let error = "2026-W60".parse::<Week>().unwrap_err().to_string();
        assert!(error.contains("hint: write it like 2026-W06"), "{error}");
    }

    #[test]
    fn an_undated_article_is_in_no_bounded_range() {
        let range = DateRange { from: Some(DateRange::parse_day("2026-02-01").unwrap()), to: None };
        assert!(!range.contains(&Published::UNKNOWN));
        assert!(DateRange::default().contains(&Published::UNKNOWN));
    }
}
