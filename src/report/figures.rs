//! Figures and what may be said of them: leans, changes, and how they are written.

use super::folder::Net;

/// Where an interval lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lean {
    /// Wholly above zero.
    Favor,
    /// Wholly below zero.
    Against,
    /// Across zero, or not known.
    Open,
}

/// A net against an earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Change {
    /// One of the two rests on too few voices, or has no interval.
    TooFew,
    /// The intervals overlap.
    Unclear(f64),
    /// They do not.
    Clear(f64),
}

impl Lean {
    pub(super) fn of(net: &Net) -> Lean {
        match (net.low, net.high) {
            (Some(low), _) if low > 0.0 => Lean::Favor,
            (_, Some(high)) if high < 0.0 => Lean::Against,
            _ => Lean::Open,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Lean::Favor => "leaning in favor",
            Lean::Against => "leaning against",
            Lean::Open => "no clear lean",
        }
    }
}

impl Change {
    pub(super) fn between(before: &Net, now: &Net, min_voices: i64) -> Change {
        let (Some(from), Some(to)) = (before.value, now.value) else { return Change::TooFew };
        let few = before.voices < min_voices || now.voices < min_voices;
        match (before.low, before.high, now.low, now.high) {
            (Some(low), Some(high), Some(now_low), Some(now_high)) if !few => {
                let overlap = now_low <= high && low <= now_high;
                if overlap { Change::Unclear(to - from) } else { Change::Clear(to - from) }
            }
            _ => Change::TooFew,
        }
    }
}

/// How far a group's sentences pulled the net of all from one week to the next. The pulls of all groups add up to the
/// change, because a net is a mean over sentences.
pub(super) fn pull(before: &Net, all_before: &Net, now: &Net, all_now: &Net) -> f64 {
    let part = |of: &Net, all: &Net| (of.favor - of.against) as f64 / all.sentences.max(1) as f64;
    part(now, all_now) - part(before, all_before)
}

/// The 95 % interval of a share by Wilson's score method; `None` without a denominator.
pub(super) fn wilson(k: i64, n: i64) -> Option<(f64, f64)> {
    // The 97.5 % point of the normal distribution.
    const Z: f64 = 1.959_964;
    if n <= 0 {
        return None;
    }
    let (k, n) = (k.clamp(0, n) as f64, n as f64);
    let share = k / n;
    let centre = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Some((((centre - half) / scale).max(0.0), ((centre + half) / scale).min(1.0)))
}

/// A number with its sign: +0.42, −0.10, 0.00.
pub(super) fn signed(value: f64) -> String {
    let written = format!("{:.2}", value.abs());
    let sign = match value {
        _ if written == "0.00" => "",
        value if value < 0.0 => "−",
        _ => "+",
    };
    format!("{sign}{written}")
}

/// The interval of a net: [+0.10, +0.65]; empty if it has none.
pub(super) fn interval(net: &Net) -> String {
    match (net.low, net.high) {
        (Some(low), Some(high)) => format!("[{}, {}]", signed(low), signed(high)),
        _ => String::new(),
    }
}

/// A net with its interval.
pub(super) fn net(net: &Net) -> String {
    let value = net.value.map(signed).unwrap_or_else(|| "–".to_owned());
    [value, interval(net)].join(" ").trim_end().to_owned()
}

/// A share of articles with its counts: 34 of 142 (24 %).
pub(super) fn share(k: i64, n: i64) -> String {
    if n <= 0 {
        return "–".to_owned();
    }
    format!("{} of {} ({:.0} %)", whole(k), whole(n), 100.0 * k as f64 / n as f64)
}

/// A count with its noun: 1 voice, 2 voices, 3,400 voices.
pub(super) fn counted(n: i64, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", whole(n))
}

/// A whole number in groups of three digits.
pub(super) fn whole(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut grouped = String::from(if n < 0 { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A quantity of any size, as a reader would say it: 40.3 billion, 12,500, 0.0042.
pub(super) fn quantity(value: f64) -> String {
    let (scaled, word) = match value.abs() {
        size if size >= 1e12 => (value / 1e12, " trillion"),
        size if size >= 1e9 => (value / 1e9, " billion"),
        size if size >= 1e6 => (value / 1e6, " million"),
        _ => (value, ""),
    };
    let decimals = if scaled.abs() < 1.0 { 4 } else { 2 };
    let written = format!("{:.decimals$}", scaled.abs());
    let (integer, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let integer = integer.parse().map(whole).unwrap_or_else(|_| integer.to_owned());
    let fraction = fraction.trim_end_matches('0');
    let sign = if scaled < 0.0 { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{integer}{point}{fraction}{word}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn figure(value: f64, low: f64, high: f64, voices: i64) -> Net {
        Net { value: Some(value), low: Some(low), high: Some(high), voices, ..Net::default() }
    }

    #[test]
    fn overlapping_intervals_are_no_change() {
        let before = figure(0.2, 0.0, 0.4, 9);
        assert!(matches!(Change::between(&before, &figure(0.4, 0.3, 0.5, 9), 3), Change::Unclear(_)));
        assert!(
            matches!(Change::between(&before, &figure(0.6, 0.5, 0.7, 9), 3), Change::Clear(by) if by > 0.0)
        );
        assert!(
            matches!(Change::between(&before, &figure(-0.3, -0.5, -0.1, 9), 3), Change::Clear(by) if by < 0.0)
        );
        assert_eq!(Change::between(&before, &figure(-0.3, -0.5, -0.1, 2), 3), Change::TooFew);
        assert_eq!(Change::between(&before, &Net { voices: 9, ..Net::default() }, 3), Change::TooFew);
    }

    #[test]
    fn a_lean_needs_an_interval_on_one_side_of_zero() {
        assert_eq!(Lean::of(&figure(0.2, 0.1, 0.3, 9)), Lean::Favor);
        assert_eq!(Lean::of(&figure(-0.2, -0.3, -0.1, 9)), Lean::Against);
        assert_eq!(Lean::of(&figure(0.2, -0.1, 0.5, 9)), Lean::Open);
        assert_eq!(Lean::of(&Net { value: Some(1.0), ..Net::default() }), Lean::Open);
    }

    #[test]
    fn figures_are_written_the_same_way_everywhere() {
        assert_eq!(net(&figure(0.416, 0.1, 0.65, 9)), "+0.42 [+0.10, +0.65]");
        assert_eq!(net(&figure(-0.001, -0.1, 0.1, 9)), "0.00 [−0.10, +0.10]");
        assert_eq!(net(&Net::default()), "–");
        assert_eq!(share(34, 142), "34 of 142 (24 %)");
        assert_eq!(share(0, 0), "–");
        assert_eq!(counted(1, "voice") + ", " + &counted(3_400, "article"), "1 voice, 3,400 articles");
    }

    #[test]
    fn quantities_are_written_as_they_are_said() {
        for (value, words) in [
            (40_300_000_000.0, "40.3 billion"),
            (60_000_000.0, "60 million"),
            (12_500.0, "12,500"),
            (0.0042, "0.0042"),
            (-3.5, "−3.5"),
            (100.0, "100"),
        ] {
            assert_eq!(quantity(value), words);
        }
    }

    #[test]
    fn wilson_gives_the_known_interval() {
        // 8 of 10: the interval in the literature is 0.4902 to 0.9433.
        let (low, high) = wilson(8, 10).unwrap();
        assert!((low - 0.4902).abs() < 1e-4 && (high - 0.9433).abs() < 1e-4, "{low} {high}");
        assert_eq!(wilson(0, 0), None);
    }

    proptest! {
        #[test]
        fn the_pulls_of_all_groups_add_up_to_the_change(
            groups in prop::collection::vec([0i64..40, 0i64..40, 0i64..40, 0i64..40, 0i64..40, 0i64..40], 1..9)
        ) {
            let nets = |at: usize| -> Vec<Net> {
                groups.iter().map(|group| Net {
                    favor: group[at],
                    against: group[at + 1],
                    sentences: group[at] + group[at + 1] + group[at + 2],
                    ..Net::default()
                }).collect()
            };
            let all = |nets: &[Net]| Net {
                favor: nets.iter().map(|net| net.favor).sum(),
                against: nets.iter().map(|net| net.against).sum(),
                sentences: nets.iter().map(|net| net.sentences).sum(),
                ..Net::default()
            };
            let (before, now) = (nets(0), nets(3));
            let (all_before, all_now) = (all(&before), all(&now));
            prop_assume!(all_before.sentences > 0 && all_now.sentences > 0);
            let value = |net: &Net| (net.favor - net.against) as f64 / net.sentences as f64;
            let sum: f64 = before.iter().zip(&now).map(|(before, now)| pull(before, &all_before, now, &all_now)).sum();
            prop_assert!((sum - (value(&all_now) - value(&all_before))).abs() < 1e-9);
        }
    }
}
