//! `reversals.csv`: speakers whose stance toward a target differs before and after a date.
//!
//! The date is searched, so the search is part of the test: the articles are put into random orders, and in each the
//! best date is searched anew (permutation test of a change point, Antoch and Hušková 2001, Statistics & Probability
//! Letters 53, pp. 37–46). An article is moved as a whole, with all its sentences, and with its copies and translations:
//! ten reprints of one speech are one occasion on which something was said, at the date of the first.

use super::frames::{table, values};
use super::permutation::SplitMix64;
use super::speakers::is_named;
use super::{AggregateError, net};
use crate::schema::Stance;
use polars::prelude::{DataFrame, IntoLazy, PolarsResult, col};
use std::collections::BTreeMap;

/// Articles (with their copies) that there must be on each side of the date.
const MIN_ARTICLES: usize = 2;
/// Sentences that there must be on each side.
const MIN_SENTENCES: i64 = 3;
/// Nets between -0.25 and 0.25 are neutral.
const MARGIN: f64 = 0.25;
/// Random orders. The smallest p is 1 / 2,001.
const PERMUTATIONS: usize = 2_000;
/// Rows with a larger p are not kept.
const MAX_P: f64 = 0.10;
/// Sentences named as evidence, a side.
const EVIDENCE: usize = 3;

/// What each named speaker said of each target, by voice.
#[derive(Debug, Default)]
pub(super) struct Histories(BTreeMap<(String, String), BTreeMap<u64, Occasion>>);

/// What one speaker says of one target in one article and its copies.
#[derive(Debug, Clone, Default)]
struct Occasion {
    /// Date of the earliest of them, as a cell: cells sort as dates do.
    date: Box<str>,
    counts: [u32; 3],
    /// Labels and sentences, sorted; of each label up to [`EVIDENCE`], the smallest ids.
    evidence: Vec<(u8, Box<str>)>,
}

impl Histories {
    /// Takes one batch.
    pub(super) fn add(&mut self, stances: &DataFrame) -> PolarsResult<()> {
        let columns = ["speaker", "target", "published_utc", "stance", "sentence_id", "voice"];
        let rows = stances
            .clone()
            .lazy()
            .filter(is_named().and(col("week").is_not_null()))
            .select(columns.map(col))
            .collect()?;
        let text = |name: &str| rows.column(name)?.str();
        let (speakers, targets, dates) = (text("speaker")?, text("target")?, text("published_utc")?);
        let (stances, sentences) = (text("stance")?, text("sentence_id")?);
        let voices = rows.column("voice")?.u64()?;
        for row in 0..rows.height() {
            let cells = (speakers.get(row), targets.get(row), dates.get(row), sentences.get(row));
            let (Some(speaker), Some(target), Some(date), Some(sentence)) = cells else { continue };
            let (Some(voice), Some(label)) = (voices.get(row), stances.get(row).and_then(label_index)) else {
                continue;
            };
            let history = self.0.entry((speaker.to_owned(), target.to_owned())).or_default();
            history.entry(voice).or_default().add(date, label, sentence);
        }
        Ok(())
    }

    /// The table.
    pub(super) fn finish(self) -> Result<DataFrame, AggregateError> {
        let reversals: Vec<Reversal> = self
            .0
            .into_iter()
            .filter_map(|((speaker, target), history)| Reversal::find(speaker, target, history))
            .collect();
        let text =
            |make: fn(&Reversal) -> Option<String>| values(reversals.iter().map(make).collect::<Vec<_>>());
        let number = |make: fn(&Reversal) -> f64| values(reversals.iter().map(make).collect::<Vec<_>>());
        let integer = |make: fn(&Reversal) -> i64| values(reversals.iter().map(make).collect::<Vec<_>>());
        let columns = vec![
            text(|row| Some(row.speaker.clone())),
            text(|row| Some(row.target.clone())),
            text(|row| Some(label(row.before.net()).code().to_owned())),
            text(|row| Some(label(row.after.net()).code().to_owned())),
            number(|row| row.before.net()),
            number(|row| row.after.net()),
            integer(|row| row.before.n()),
            integer(|row| row.after.n()),
            text(|row| Some(row.last_before.clone())),
            text(|row| Some(row.first_after.clone())),
            text(|row| row.before.sentences()),
            text(|row| row.after.sentences()),
            number(|row| row.p_value),
        ];
        table("reversals", columns, reversals.len())
    }
}

impl Occasion {
    fn add(&mut self, date: &str, label: usize, sentence: &str) {
        if self.date.is_empty() || *date < *self.date {
            self.date = date.into();
        }
        self.counts[label] += 1;
        let label = label as u8;
        let (place, end) = (
            self.evidence.partition_point(|(other, id)| (*other, &**id) < (label, sentence)),
            self.evidence.partition_point(|(other, _)| *other <= label),
        );
        let n = self.evidence.iter().filter(|(other, _)| *other == label).count();
        if n < EVIDENCE || place < end {
            // Most occasions are one sentence: room for no more than there are.
            self.evidence.reserve_exact(1);
            self.evidence.insert(place, (label, sentence.into()));
            if n == EVIDENCE {
                self.evidence.remove(end);
            }
        }
    }

    fn n(&self) -> i64 {
        self.counts.iter().map(|count| i64::from(*count)).sum()
    }

    /// In favor less against.
    fn lean(&self) -> i64 {
        i64::from(self.counts[0]) - i64::from(self.counts[1])
    }
}

struct Reversal {
    speaker: String,
    target: String,
    before: Side,
    after: Side,
    last_before: String,
    first_after: String,
    p_value: f64,
}

impl Reversal {
    fn find(speaker: String, target: String, history: BTreeMap<u64, Occasion>) -> Option<Reversal> {
        let mut occasions: Vec<Occasion> = history.into_values().collect();
        // The evidence tells apart what was said on one day, whatever the numbers of the voices.
        occasions.sort_by(|a, b| (&a.date, &a.evidence).cmp(&(&b.date, &b.evidence)));
        let dates: Vec<&str> = occasions.iter().map(|occasion| &*occasion.date).collect();
        let places: Vec<usize> = (MIN_ARTICLES..=occasions.len().saturating_sub(MIN_ARTICLES))
            .filter(|at| dates[at - 1] < dates[*at])
            .collect();
        let mut scores: Vec<(i64, i64)> =
            occasions.iter().map(|occasion| (occasion.lean(), occasion.n())).collect();
        let (strength, at) = best_place(&scores, &places)?;
        let (before, after) = (Side::of(&occasions[..at]), Side::of(&occasions[at..]));
        if label(before.net()) == label(after.net()) {
            return None;
        }
        let mut random = SplitMix64::of_words(&[&speaker, &target]);
        let mut as_strong = 0;
        for _ in 0..PERMUTATIONS {
            random.shuffle(&mut scores);
            // Sums of whole numbers in another order give the same strength but for the last bits.
            as_strong +=
                usize::from(best_place(&scores, &places).is_some_and(|(other, _)| other >= strength - 1e-9));
        }
        // The order observed counts as one of them (Phipson and Smyth 2010), so that p is never 0.
        let p_value = (as_strong + 1) as f64 / (PERMUTATIONS + 1) as f64;
        let (last_before, first_after) = (occasions[at - 1].date.to_string(), occasions[at].date.to_string());
        (p_value <= MAX_P).then_some(Reversal {
            speaker,
            target,
            before,
            after,
            last_before,
            first_after,
            p_value,
        })
    }
}

/// Of the places that leave enough sentences on each side, the one that separates best, with how well: the difference of
/// the nets, weighted by √(n₁ n₂ / (n₁ + n₂)) so that a few sentences at an end do not win by chance.
fn best_place(scores: &[(i64, i64)], places: &[usize]) -> Option<(f64, usize)> {
    let add = |sum: (i64, i64), next: &(i64, i64)| (sum.0 + next.0, sum.1 + next.1);
    let all = scores.iter().fold((0, 0), add);
    let mut before = (0, 0);
    let mut done = 0;
    let mut best: Option<(f64, usize)> = None;
    for place in places {
        before = scores[done..*place].iter().fold(before, add);
        done = *place;
        let after = (all.0 - before.0, all.1 - before.1);
        if before.1 < MIN_SENTENCES || after.1 < MIN_SENTENCES {
            continue;
        }
        let (n_before, n_after) = (before.1 as f64, after.1 as f64);
        let difference = after.0 as f64 / n_after - before.0 as f64 / n_before;
        let strength = difference.abs() * (n_before * n_after / (n_before + n_after)).sqrt();
        if best.is_none_or(|(other, _)| strength > other + 1e-9) {
            best = Some((strength, *place));
        }
    }
    best
}

/// One side of the date.
struct Side {
    counts: [i64; 3],
    /// By label, in the order of dates.
    evidence: [Vec<String>; 3],
}

impl Side {
    fn of(occasions: &[Occasion]) -> Side {
        let mut side = Side { counts: [0; 3], evidence: Default::default() };
        for occasion in occasions {
            for (sum, count) in side.counts.iter_mut().zip(occasion.counts) {
                *sum += i64::from(count);
            }
            for (label, sentence) in &occasion.evidence {
                side.evidence[usize::from(*label)].push(sentence.to_string());
            }
        }
        side
    }

    fn n(&self) -> i64 {
        self.counts.iter().sum()
    }

    fn net(&self) -> f64 {
        net(self.counts[0], self.counts[1], self.counts[2]).unwrap_or(0.0)
    }

    /// The first sentences of the prevailing stance; where it is neutral for lack of agreement, some of each side.
    fn sentences(&self) -> Option<String> {
        let prevailing = &self.evidence[label(self.net()) as usize];
        let shown: Vec<&str> = match prevailing.is_empty() {
            false => prevailing.iter().take(EVIDENCE).map(String::as_str).collect(),
            true => self
                .evidence
                .iter()
                .flat_map(|evidence| evidence.iter().take(2))
                .map(String::as_str)
                .collect(),
        };
        (!shown.is_empty()).then(|| shown.join(";"))
    }
}

fn label(net: f64) -> Stance {
    match net {
        net if net > MARGIN => Stance::Favor,
        net if net < -MARGIN => Stance::Against,
        _ => Stance::Neutral,
    }
}

/// The place of a label in counts: that of [`Stance::ALL`].
fn label_index(code: &str) -> Option<usize> {
    Stance::ALL.iter().position(|stance| stance.code() == code)
}
