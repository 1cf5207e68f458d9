//! What a sentence holds of numbers, metrics, names and dates, and which of them belong together.

use super::fit::{can_measure, is_list_number, is_ordinal};
use super::quantity::{self, Quantity};
use super::{date, number};
use crate::registry::{ClaimTerm, Folded, Registry, SpeakerKind};
use crate::schema::{Change, Lang, Span};

/// Words between a number with a unit and its metric.
const METRIC_WORDS: usize = 16;
/// Words between a number without a unit and a metric behind it ("3,470 user operations per second").
const COUNT_WORDS: usize = 2;
/// Words between a metric and a number without a unit behind it ("throughput reached 3,470").
const COUNT_WORDS_BEFORE: usize = 6;
/// Words between a number and the word of its rise or fall.
const CHANGE_WORDS: usize = 9;
/// Words before the amount to which something changed.
const OUTCOMES: &str = "to|до|auf|a|hasta|para|à|xuống|lên|menjadi|hingga|至|到";
/// What a comma between a number and a word counts for, in words.
const COMMA_WORDS: usize = 3;

/// Days, weeks and months, and what else is counted in time: a number before one of them is a duration.
const PERIODS: &str = "day|days|week|weeks|month|months|день|дня|дней|недел|месяц|сут|дні|днів|тиж|місяц|天|周|週|个月|個月|\
     个星期|か月|ヶ月|カ月|日間|일간|주간|개월|día|días|semana|semanas|mes|meses|dia|dias|mês|gün|hafta|ay |ngày|\
     tuần|tháng|hari|minggu|pekan|bulan|jour|jours|semaine|semaines|mois|tag|tage|tagen|woche|\
     wochen|monat|monate|monaten";

/// A metric word.
#[derive(Debug)]
pub(super) struct Metric {
    pub(super) id: String,
    span: Span,
}

/// What a sentence holds of numbers, metrics and names. Spans are of the sentence.
pub(super) struct Scene<'t> {
    text: &'t str,
    pub(super) quantities: Vec<Quantity>,
    metrics: Vec<Metric>,
    changes: Vec<(Span, Change)>,
    dates: Vec<Span>,
    names: Vec<Span>,
}

impl<'t> Scene<'t> {
    /// Reads a sentence.
    pub(super) fn new(text: &'t str, lang: Lang, registry: &Registry) -> Scene<'t> {
        let folded = Folded::new(text);
        let claims = registry.claims.get(lang);
        let terms = claims.find(&folded, text);
        let mut metrics: Vec<Metric> = Vec::new();
        let mut changes = Vec::new();
        for term in &terms {
            match term.value {
                ClaimTerm::Metric(id) => {
                    let is_inside = metrics
                        .iter()
                        .any(|longer| longer.span.contains(term.span) && longer.span != term.span);
                    if !is_inside {
                        metrics.push(Metric { id: id.clone(), span: term.span });
                    }
                }
                ClaimTerm::Up => changes.push((term.span, Change::Up)),
                ClaimTerm::Down => changes.push((term.span, Change::Down)),
                ClaimTerm::Unit(_) => {}
            }
        }
        // "Was down for" is an outage, not a fall.
        changes.retain(|(span, _)| {
            !metrics.iter().any(|metric| metric.id == "downtime" && metric.span.overlaps(*span))
        });
        let targets: Vec<Span> = registry.targets.find(lang, &folded, text).into_values().flatten().collect();
        let dates = date::find(text, lang, &registry.segmentation.get(lang).months);
        let numbers = number::scan(text, lang);
        let is_free = |span: Span| {
            let is_stage = metrics.iter().any(|metric| metric.id == "stage" && metric.span.contains(span));
            !dates.iter().any(|date| date.overlaps(span))
                && (is_stage || !targets.iter().any(|name| name.contains(span)))
                && !is_list_number(text, span)
                && !is_ordinal(text, span, is_stage)
        };
        let numbers: Vec<_> = numbers.into_iter().filter(|number| is_free(number.span)).collect();
        let quantities = quantity::quantities(text, lang, &numbers, claims);
        let organisations = registry.speakers.find(&folded, text).into_iter().filter_map(|found| {
            let entry = registry.speakers.all().get(*found.value)?;
            (entry.kind == SpeakerKind::Organisation).then_some(found.span)
        });
        let is_metric = |span: &Span| metrics.iter().any(|metric| metric.span.overlaps(*span));
        let names = targets.iter().copied().chain(organisations).filter(|span| !is_metric(span)).collect();
        Scene { text, quantities, metrics, changes, dates, names }
    }

    /// The metric that a quantity is of: the nearest that its unit can measure.
    pub(super) fn metric_of(&self, quantity: &Quantity) -> Option<&Metric> {
        if let Some(stage) =
            self.metrics.iter().find(|metric| metric.id == "stage" && metric.span.contains(quantity.span))
        {
            return Some(stage);
        }
        if self.is_period(quantity) {
            return None;
        }
        let near = self
            .metrics
            .iter()
            .filter(|metric| can_measure(&metric.id, quantity.unit.as_deref()))
            .filter_map(|metric| {
                let distance = self.distance(quantity.span, metric.span);
                let is_behind = metric.span.start >= quantity.span.end;
                let is_allowed = match &quantity.unit {
                    Some(_) => distance <= METRIC_WORDS,
                    None if is_behind => {
                        distance <= COUNT_WORDS
                            && (!quantity.is_year_like || (distance == 0 && metric.id == "tps"))
                    }
                    None => {
                        !quantity.is_year_like
                            && distance <= COUNT_WORDS_BEFORE
                            && self.ends_phrase(quantity.span.end)
                    }
                };
                is_allowed.then_some(((distance, !is_behind), metric))
            });
        near.min_by_key(|(rank, metric)| (*rank, metric.span.start)).map(|(_, metric)| metric)
    }

    /// A duration ("24 hours") measures only what lasts; years and a calendar's periods measure nothing here.
    fn is_period(&self, quantity: &Quantity) -> bool {
        if quantity.unit.as_deref() == Some("year") {
            return true;
        }
        let rest = self.text[quantity.span.end..].trim_start().to_lowercase();
        let is_whole = |period: &str| {
            rest.strip_prefix(period)
                .is_some_and(|rest| !period.is_ascii() || !rest.starts_with(char::is_alphanumeric))
        };
        quantity.unit.is_none() && PERIODS.split('|').any(is_whole)
    }

    /// Whether nothing that could be counted follows: an end, punctuation, a short word or a wide particle.
    fn ends_phrase(&self, end: usize) -> bool {
        let rest = self.text[end..].trim_start_matches([' ', '\u{a0}']);
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        word.chars().count() <= 3 || word.chars().any(number::is_wide) && word.chars().count() <= 8
    }

    /// The words between two places; a comma counts for several.
    fn distance(&self, one: Span, other: Span) -> usize {
        if one.overlaps(other) {
            return 0;
        }
        let (end, start) =
            if one.end <= other.start { (one.end, other.start) } else { (other.end, one.start) };
        let gap = &self.text[end..start];
        let wide = gap.chars().filter(|c| number::is_wide(*c)).count();
        let words = gap
            .split_whitespace()
            .filter(|word| word.chars().any(|c| c.is_alphanumeric() && !number::is_wide(c)))
            .count();
        let is_digit_at = |at: usize| gap[at..].starts_with(|c: char| c.is_ascii_digit());
        let marks = gap.match_indices([',', '，', '、', ';', '；', '。']);
        let commas = marks.filter(|(at, mark)| !is_digit_at(at + mark.len())).count();
        words + wide.div_ceil(2) + commas * COMMA_WORDS
    }

    /// The nearest word of a rise or a fall.
    pub(super) fn change_of(&self, span: Span) -> Option<Change> {
        // A comma behind the number begins what is said of something else.
        let is_other = |place: &Span| {
            place.start >= span.end && self.text[span.end..place.start].contains([',', '，', '、', ';', '；'])
        };
        let near = self.changes.iter().filter(|(place, _)| !is_other(place));
        let near = near.map(|(place, change)| (self.distance(span, *place), place, change));
        let near = near.filter(|(distance, ..)| *distance <= CHANGE_WORDS);
        // Of two at the same place ("跌破", "破") the longer one counts.
        near.min_by_key(|(distance, place, _)| (*distance, std::cmp::Reverse(place.len())))
            .map(|(.., change)| *change)
    }

    /// Whether a number is where a change led to ("fell by 13 %, to 40 billion").
    pub(super) fn is_outcome(&self, span: Span) -> bool {
        let before = self.text[..span.start].trim_end().to_lowercase();
        OUTCOMES.split('|').any(|word| {
            before
                .strip_suffix(word)
                .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphabetic() && !number::is_wide(c)))
        })
    }

    /// The date or year nearest to a number, as written.
    pub(super) fn as_of(&self, span: Span) -> Option<String> {
        let is_dated = |date: &&Span| {
            let text = &self.text[**date];
            !text.contains(':') && (text.chars().any(char::is_alphabetic) || text.len() >= 8)
        };
        let years = self.quantities.iter().filter(|quantity| {
            quantity.is_year_like && quantity.unit.as_deref().is_none_or(|unit| unit == "year")
        });
        let years = years.map(|quantity| {
            let digits = self.text[quantity.span].chars().take_while(char::is_ascii_digit).count();
            Span::new(quantity.span.start, quantity.span.start + digits)
        });
        let dates = self
            .dates
            .iter()
            .filter(is_dated)
            .copied()
            .chain(years)
            .filter(|date| *date != span && !span.overlaps(*date));
        dates
            .min_by_key(|date| (self.distance(span, *date), date.start))
            .map(|date| self.text[date].to_owned())
    }

    /// The network or organisation nearest to a number; a proper name goes before a word such as "rollup".
    pub(super) fn subject_of(&self, span: Span) -> Option<String> {
        let is_general = |name: &Span| {
            let text = &self.text[*name];
            let is_wide = text.chars().any(number::is_wide);
            !is_wide && (text.chars().any(|c| c.is_ascii_digit()) || !text.starts_with(char::is_uppercase))
        };
        let is_title = |name: &Span| self.text[*name].to_lowercase().starts_with("rollup");
        let nearest = self
            .names
            .iter()
            .min_by_key(|name| (is_general(name) || is_title(name), self.distance(span, **name), name.start));
        nearest.map(|name| self.text[*name].to_owned())
    }
}
