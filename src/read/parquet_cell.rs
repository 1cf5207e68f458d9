//! Cells of a Parquet table as strings.

use super::charset::{self, Hints};
use super::mapping::Field;
use jiff::{Timestamp, tz::TimeZone};
use polars::prelude::{AnyValue, ArrowDataType, TimeUnit};

/// Whether cells of this type can be read as a string.
pub(super) fn is_readable(kind: &ArrowDataType) -> bool {
    use ArrowDataType as Kind;
    match kind {
        Kind::Utf8 | Kind::LargeUtf8 | Kind::Utf8View => true,
        Kind::Binary | Kind::LargeBinary | Kind::BinaryView => true,
        Kind::Boolean | Kind::Date32 | Kind::Timestamp(..) => true,
        Kind::Int8 | Kind::Int16 | Kind::Int32 | Kind::Int64 => true,
        Kind::UInt8 | Kind::UInt16 | Kind::UInt32 | Kind::UInt64 => true,
        Kind::Float32 | Kind::Float64 => true,
        Kind::List(items) | Kind::LargeList(items) => {
            matches!(items.dtype, Kind::Utf8 | Kind::LargeUtf8 | Kind::Utf8View)
        }
        _ => false,
    }
}

/// A cell as the string that a field wants; `None` where it is missing.
pub(super) fn as_string(cell: &AnyValue<'_>, field: Field) -> Option<String> {
    match cell {
        AnyValue::Null | AnyValue::Boolean(_) => None,
        AnyValue::String(text) => Some((*text).to_owned()),
        AnyValue::StringOwned(text) => Some(text.to_string()),
        AnyValue::Binary(bytes) => Some(charset::decode(bytes, Hints::default())),
        AnyValue::BinaryOwned(bytes) => Some(charset::decode(bytes, Hints::default())),
        AnyValue::Datetime(value, unit, zone) => instant(*value, *unit, zone.is_some()),
        AnyValue::DatetimeOwned(value, unit, zone) => instant(*value, *unit, zone.is_some()),
        AnyValue::Date(days) => Some(
            Timestamp::from_second(i64::from(*days) * 86_400)
                .ok()?
                .to_zoned(TimeZone::UTC)
                .date()
                .to_string(),
        ),
        AnyValue::Float32(number) => number.is_finite().then(|| number.to_string()),
        AnyValue::Float64(number) => number.is_finite().then(|| number.to_string()),
        AnyValue::List(items) => {
            let mut items =
                items.iter().filter_map(|item| as_string(&item, field)).collect::<Vec<_>>().into_iter();
            match field {
                Field::Text | Field::Html => Some(items.collect::<Vec<_>>().join("\n\n")),
                Field::Byline => Some(items.collect::<Vec<_>>().join(", ")),
                _ => items.next(),
            }
        }
        number => number.extract::<i128>().map(|number| number.to_string()),
    }
}

/// An instant in ISO 8601, with `Z` where the column says that it is in UTC.
fn instant(value: i64, unit: TimeUnit, is_utc: bool) -> Option<String> {
    let per_unit = match unit {
        TimeUnit::Nanoseconds => 1,
        TimeUnit::Microseconds => 1_000,
        TimeUnit::Milliseconds => 1_000_000,
    };
    let instant = Timestamp::from_nanosecond(i128::from(value) * per_unit).ok()?;
    Some(if is_utc { instant.to_string() } else { instant.to_zoned(TimeZone::UTC).datetime().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_iso_with_a_zone_only_where_one_is_known() {
        assert_eq!(
            instant(1_770_113_700_000, TimeUnit::Milliseconds, true).as_deref(),
            Some("2026-02-03T10:15:00Z")
        );
        assert_eq!(
            instant(1_770_113_700, TimeUnit::Nanoseconds, false).as_deref(),
            Some("1970-01-01T00:00:01.7701137")
        );
        assert_eq!(instant(i64::MAX, TimeUnit::Milliseconds, true), None);
        assert_eq!(as_string(&AnyValue::Date(20_487), Field::Published).as_deref(), Some("2026-02-03"));
        assert_eq!(as_string(&AnyValue::Float64(1.77e9), Field::Published).as_deref(), Some("1770000000"));
        assert_eq!(as_string(&AnyValue::Float64(f64::NAN), Field::Published), None);
        assert_eq!(as_string(&AnyValue::UInt64(7), Field::SiteId).as_deref(), Some("7"));
    }
}
