//! Reprints: texts that share most of their wording.

use super::Fingerprint;
use super::sketch::SKETCH;
use super::union::Sets;

/// Two texts are the same text from this estimated Jaccard similarity on. A copy that lacks a third of its original and
/// has a lead paragraph of its own lies at about 0.55; different articles of one outlet stay below 0.1 (demo dump).
const JACCARD: f64 = 0.42;
/// Below that, down to this one …
const JACCARD_OF_CUT: f64 = 0.34;
/// … if so much of the shorter text stands in the longer one: a copy that was cut by half or more.
const CONTAINMENT_OF_CUT: f64 = 0.8;
/// Texts with fewer shingles are too short to be compared by share; they must be equal.
const MIN_SHINGLES: u32 = 12;
/// Two texts of like wording with at least so many numbers each …
const MIN_NUMBERS: usize = 4;
/// … of which they share less than this part are issues of a bulletin (prices of the day), not copies.
const SAME_NUMBERS: f64 = 0.3;

/// Joins each text with its reprints.
///
/// Candidates share one of 24 bands of two rows each (a pair of similarity 0.5 is missed once in 1,000), so no pair of
/// unlike texts is ever looked at. Every candidate is verified, so the result depends on no order.
pub(super) fn join_reprints(fingerprints: &[Fingerprint], sets: &mut Sets) {
    // Of equal sketches one goes on, so that a text printed a thousand times costs a thousand steps, not a million.
    let mut order: Vec<u32> = (0..fingerprints.len() as u32)
        .filter(|i| fingerprints[*i as usize].sketch.n_shingles() > 0)
        .collect();
    order.sort_unstable_by_key(|i| (fingerprints[*i as usize].sketch, *i));
    order.dedup_by(|next, kept| {
        let is_equal = fingerprints[*next as usize].sketch == fingerprints[*kept as usize].sketch;
        if is_equal {
            sets.join(*kept, *next);
        }
        is_equal
    });
    order.retain(|i| fingerprints[*i as usize].sketch.n_shingles() >= MIN_SHINGLES);
    let mut keyed: Vec<(u32, u32)> = Vec::with_capacity(order.len());
    for row in (0..SKETCH).step_by(2) {
        keyed.clear();
        keyed.extend(order.iter().map(|i| (fingerprints[*i as usize].sketch.band(row), *i)));
        keyed.sort_unstable();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
            for (index, (_, a)) in bucket.iter().enumerate() {
                for (_, b) in &bucket[index + 1..] {
                    if sets.find(*a) != sets.find(*b) && is_reprint(fingerprints, *a, *b) {
                        sets.join(*a, *b);
                    }
                }
            }
        }
    }
}

fn is_reprint(fingerprints: &[Fingerprint], a: u32, b: u32) -> bool {
    let (a, b) = (&fingerprints[a as usize], &fingerprints[b as usize]);
    let jaccard = a.sketch.jaccard(&b.sketch);
    let is_alike = jaccard >= JACCARD
        || (jaccard >= JACCARD_OF_CUT && a.sketch.containment(&b.sketch) >= CONTAINMENT_OF_CUT);
    is_alike && !is_other_issue(a, b)
}

/// Whether two texts of one wording are two issues of a bulletin: the figures are others.
fn is_other_issue(a: &Fingerprint, b: &Fingerprint) -> bool {
    let numbers: Vec<u32> = a.features.numbers().collect();
    let fewer = numbers.len().min(b.features.numbers().count());
    let shared = b.features.numbers().filter(|number| numbers.contains(number)).count();
    fewer >= MIN_NUMBERS && (shared as f64) < SAME_NUMBERS * fewer as f64
}
