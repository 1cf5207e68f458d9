//! Translations, found without a model: texts in two languages that share rare features in the same order.
//!
//! Two reports of one event share its names and some of its numbers; a translation has most of the rare ones, and each
//! at the place where the other text has it (the idea of length-based alignment, Gale and Church 1993). So a pair is
//! judged by the weight of the features that both have at about the same place, as a share of the weight of all
//! features of both (Dice). The weight of a feature is its inverse document frequency over the dump (Spärck Jones 1972).

use super::Fingerprint;
use super::features::is_number;
use super::union::Sets;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// A translation appears within so many seconds (10 days) of its original.
const WINDOW: i64 = 10 * 86_400;
/// How far apart, in 255ths of the text, a common feature may stand in the two.
const DRIFT: u8 = 26;
/// Features in more than this share of the articles tell nothing …
const COMMON_SHARE: f64 = 0.05;
/// … but in small dumps up to so many articles do not make a feature common, …
const COMMON_AT_LEAST: usize = 10;
/// … and in large ones so many do, which bounds the work.
const COMMON_AT_MOST: usize = 1_000;
/// Articles that count as seen before the dump …
const PRIOR: f64 = 100.0;
/// … and the shares of them that have any one number …
const PRIOR_OF_NUMBERS: f64 = 0.01;
/// … and any one name.
const PRIOR_OF_NAMES: f64 = 0.2;
/// Weights are whole numbers in 256ths, so that no sum depends on its order.
const UNIT: f64 = 256.0;

/// What a pair must reach. Measured on the demo dump and on 438 pairs of aligned passages of ethereum.org, bitcoin.org
/// and vitalik.eth.limo in 13 languages: different texts with three or four features in common stay below a Dice
/// coefficient of 0.31, and none had five; nine in ten translations with five or more lie above 0.38.
struct Bar {
    /// Common features at the same place.
    shared: u32,
    /// Their weight, in natural logarithms.
    weight: f64,
    /// Dice coefficient, by weight.
    dice: f64,
}

/// Any one of these is enough for two dated articles; …
const DATED: &[Bar] =
    &[Bar { shared: 3, weight: 9.0, dice: 0.38 }, Bar { shared: 5, weight: 9.0, dice: 0.33 }];
/// … where a date is missing, the whole dump competes.
const UNDATED: &[Bar] = &[Bar { shared: 6, weight: 15.0, dice: 0.5 }];
/// Of several candidates in one language, those stay that reach this share of the best one.
const NEAR_BEST: f64 = 0.8;

/// A feature of an article, in the order (feature, date).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    feature: u32,
    /// Number of the article in the order of dates.
    rank: u32,
    place: u8,
}

/// Two articles, by rank, and the Dice coefficient of their features.
struct Edge {
    a: u32,
    b: u32,
    dice: f64,
}

/// Joins each text with its translations.
pub(super) fn join_translations(fingerprints: &[Fingerprint], sets: &mut Sets) {
    let mut by_date: Vec<u32> = (0..fingerprints.len() as u32).collect();
    by_date.sort_by_key(|i| fingerprints[*i as usize].published);
    let index = Index::new(fingerprints, &by_date);
    let edges: Vec<Edge> = (0..by_date.len() as u32)
        .into_par_iter()
        // The tallies are made anew for each run of articles; long runs make few.
        .with_min_len(1_024)
        .map_init(|| vec![Tally::default(); by_date.len()], |tallies, rank| index.edges_from(rank, tallies))
        .flatten_iter()
        .collect();
    let language = |rank: u32| index.article(rank).language;
    let mut best: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for edge in &edges {
        for key in [(edge.a, language(edge.b)), (edge.b, language(edge.a))] {
            let entry = best.entry(key).or_insert(0.0);
            *entry = entry.max(edge.dice);
        }
    }
    for edge in &edges {
        let rival = best[&(edge.a, language(edge.b))].max(best[&(edge.b, language(edge.a))]);
        if edge.dice >= NEAR_BEST * rival {
            sets.join(by_date[edge.a as usize], by_date[edge.b as usize]);
        }
    }
}

/// The weight of a feature that `common` of `n` articles have. As if [`PRIOR`] articles more had been seen, so that a
/// small dump does not take for rare what is rare only in it: every other article on crypto names Ethereum.
fn weight(n: usize, common: usize, feature: u32) -> u64 {
    let share = if is_number(feature) { PRIOR_OF_NUMBERS } else { PRIOR_OF_NAMES };
    (((n as f64 + PRIOR) / (common as f64 + PRIOR * share)).ln() * UNIT) as u64
}

/// What two articles have in common, while it is counted.
#[derive(Clone, Copy, Default)]
struct Tally {
    shared: u32,
    weight: u64,
}

struct Index<'a> {
    fingerprints: &'a [Fingerprint],
    by_date: &'a [u32],
    /// Rank of the first undated article.
    first_undated: u32,
    postings: Vec<Posting>,
    /// Where the postings of a feature are, and its weight; only features that are shared and not common.
    features: HashMap<u32, (std::ops::Range<usize>, u64)>,
    /// Weight of all the features of an article, by rank.
    totals: Vec<u64>,
}

impl<'a> Index<'a> {
    fn new(fingerprints: &'a [Fingerprint], by_date: &'a [u32]) -> Index<'a> {
        let n = by_date.len();
        let mut postings: Vec<Posting> = Vec::new();
        for (rank, article) in by_date.iter().enumerate() {
            let features = fingerprints[*article as usize].features.iter();
            postings.extend(features.map(|(feature, place)| Posting { feature, rank: rank as u32, place }));
        }
        postings.sort_unstable();
        let common = ((n as f64 * COMMON_SHARE) as usize).clamp(COMMON_AT_LEAST, COMMON_AT_MOST);
        let mut features = HashMap::new();
        let mut totals = vec![0; n];
        let mut start = 0;
        for group in postings.chunk_by(|a, b| a.feature == b.feature) {
            let range = start..start + group.len();
            start = range.end;
            if group.len() > common {
                continue;
            }
            let weight = weight(n, group.len(), group[0].feature);
            for posting in group {
                totals[posting.rank as usize] += weight;
            }
            if group.len() > 1 {
                features.insert(group[0].feature, (range, weight));
            }
        }
        let first_undated =
            by_date.partition_point(|article| fingerprints[*article as usize].is_dated()) as u32;
        Index { fingerprints, by_date, first_undated, postings, features, totals }
    }

    fn article(&self, rank: u32) -> &Fingerprint {
        &self.fingerprints[self.by_date[rank as usize] as usize]
    }

    /// The pairs of the article at `rank` with those behind it; `tallies` is all zeros before and after.
    fn edges_from(&self, rank: u32, tallies: &mut [Tally]) -> Vec<Edge> {
        let article = self.article(rank);
        let latest = article.published.saturating_add(WINDOW);
        let end_of_window =
            self.by_date.partition_point(|other| self.fingerprints[*other as usize].published <= latest)
                as u32;
        let mut met: Vec<u32> = Vec::new();
        for (feature, place) in article.features.iter() {
            let Some((range, weight)) = self.features.get(&feature) else { continue };
            let group = &self.postings[range.clone()];
            let from = group.partition_point(|posting| posting.rank <= rank);
            let to = group.partition_point(|posting| posting.rank < end_of_window);
            let undated =
                group.partition_point(|posting| posting.rank < self.first_undated).max(to).max(from);
            for posting in group[from..to.max(from)].iter().chain(&group[undated..]) {
                let other = self.article(posting.rank);
                if posting.place.abs_diff(place) > DRIFT || other.language == article.language {
                    continue;
                }
                let tally = &mut tallies[posting.rank as usize];
                if tally.shared == 0 {
                    met.push(posting.rank);
                }
                tally.shared += 1;
                tally.weight += weight;
            }
        }
        let mut edges = Vec::new();
        for other in met {
            let tally = std::mem::take(&mut tallies[other as usize]);
            let total = self.totals[rank as usize] + self.totals[other as usize];
            let dice = 2.0 * tally.weight as f64 / total.max(1) as f64;
            let bars = if other < self.first_undated { DATED } else { UNDATED };
            let weight = tally.weight as f64 / UNIT;
            if bars.iter().any(|bar| tally.shared >= bar.shared && weight >= bar.weight && dice >= bar.dice) {
                edges.push(Edge { a: rank, b: other, dice });
            }
        }
        edges
    }
}
