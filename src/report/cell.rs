//! Cells of CSV files: numbers without surprises, text that no spreadsheet runs as a formula.

use std::borrow::Cow;

/// Digits after the point. The sources of our numbers are counts and scores; more digits would be noise.
const DECIMALS: usize = 4;

/// A number with at most four decimals, without exponent; empty if it is none.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let written = format!("{value:.DECIMALS$}");
    let written = written.trim_end_matches('0').trim_end_matches('.');
    if written == "-0" { "0".to_owned() } else { written.to_owned() }
}

/// Text as it stands, with an apostrophe before it where a spreadsheet could run it as a formula. Taking one apostrophe
/// off a cell that begins with one and [could run](is_formula) without it gives the text back.
pub(super) fn text(value: &str) -> Cow<'_, str> {
    if is_formula(value) { Cow::Owned(format!("'{value}")) } else { Cow::Borrowed(value) }
}

/// Whether a spreadsheet could run a cell: it begins with a formula sign, in ASCII or full width, perhaps after spaces
/// and quotation marks, which import dialogues trim; or with a tab or a line break, which some of them skip. One more
/// apostrophe before a text changes nothing of this, so that defused text can be told from other text.
pub(super) fn is_formula(value: &str) -> bool {
    let is_quote = |c: char| c == '\'' || c == '"';
    let is_skipped = |c: char| is_quote(c) || c == '\u{feff}' || c.is_whitespace();
    value.trim_start_matches(is_quote).starts_with(['\t', '\r', '\n'])
        || value.trim_start_matches(is_skipped).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_have_neither_exponents_nor_more_than_four_decimals() {
        for (value, cell) in [
            (0.0, "0"),
            (-0.000_01, "0"),
            (0.1 + 0.2, "0.3"),
            (-0.123_456, "-0.1235"),
            (40_300_000_000.0, "40300000000"),
            (1e22, "10000000000000000000000"),
            (100.0, "100"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ] {
            assert_eq!(number(value), cell);
        }
    }

    #[test]
    fn what_a_spreadsheet_could_run_is_defused() {
        for formula in [
            "=HYPERLINK(\"http://x.example\")",
            "+1",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "\"=1\"",
            "' =1",
            "\u{a0}=1",
            "\u{3000}＝1",
            "＠x",
        ] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["", "L2 = future", "3-1", "— he said", "a@b.example", "'quoted'"] {
            assert_eq!(text(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn defusing_loses_nothing(original in "['\"=+@\\-\\t a＝]{0,6}|\\PC*") {
            let cell = text(&original);
            prop_assert!(!is_formula(&cell) || cell.starts_with('\''));
            let back = match cell.strip_prefix('\'') {
                Some(rest) if is_formula(rest) => rest,
                _ => &cell,
            };
            prop_assert_eq!(back, &original);
        }
    }
}
