//! Which numbers can be amounts, and which units can measure which quantities.

use crate::schema::Span;

/// Whether a unit can measure a metric.
pub(super) fn can_measure(metric: &str, unit: Option<&str>) -> bool {
    let is_money = matches!(unit, Some("usd" | "eth" | "eur" | "gbp" | "krw" | "jpy" | "cny" | "rub"));
    let is_time = matches!(unit, Some("second" | "minute" | "hour"));
    let is_percent = unit == Some("percent");
    match metric {
        "fee" => is_money || is_percent || unit == Some("gwei"),
        "tvl" | "price" | "market_cap" => is_money || is_percent,
        "funding" => is_money,
        "tps" | "users" | "gas_limit" | "blobs" => unit.is_none() || is_percent,
        "transactions" => unit.is_none() || is_percent || is_money,
        "downtime" | "block_time" => is_time || (is_percent && metric == "block_time"),
        "share" => is_percent,
        "stage" => false,
        _ => true,
    }
}

/// "1. Fees": a number at the beginning with a full stop or bracket behind it.
pub(super) fn is_list_number(text: &str, span: Span) -> bool {
    let is_first = !text[..span.start].chars().any(char::is_alphanumeric);
    let rest = &text[span.end..];
    let is_marked = rest.starts_with(['.', ')', '）', '、', '．']);
    is_first && is_marked && rest.chars().nth(1).is_none_or(|c| !c.is_ascii_digit())
}

/// "2nd", "1-го": a place in an order, no amount.
pub(super) fn is_ordinal(text: &str, span: Span, is_stage: bool) -> bool {
    let rest = &text[span.end..];
    let suffixes = [
        "st", "nd", "rd", "th", "º", "ª", "ème", "er ", "-го", "-й", "-я", "-е", "-м", "-х", "-ю", "-та",
        "-ге", "-ій", "-ої", "番目", "번째",
    ];
    !is_stage
        && suffixes.iter().any(|suffix| {
            rest.strip_prefix(suffix)
                .is_some_and(|rest| !rest.starts_with(char::is_alphabetic) || suffix.ends_with(' '))
        })
}
