//! MinHash sketches of the wording (Broder 1997), cut to 16 bits each (Li and König 2010).

use super::hash::{hash, mix};
use super::script::is_unspaced;

/// Numbers in a sketch. The standard error of the estimated Jaccard similarity is at most 0.5 / √48 = 0.07.
pub(super) const SKETCH: usize = 48;
/// Words in one shingle of a text whose script puts spaces between words.
const WORDS: usize = 3;
/// Characters in one shingle of a text in Han, Kana or Hangul.
const CHARACTERS: usize = 5;

/// The sketch of a text, and how many different shingles it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sketch {
    minima: [u16; SKETCH],
    n_shingles: u32,
}

impl Sketch {
    /// The sketch of a folded text.
    pub(super) fn of(folded: &str) -> Sketch {
        let shingles = shingles(folded);
        let mut minima = [u64::MAX; SKETCH];
        for shingle in &shingles {
            for (row, minimum) in minima.iter_mut().enumerate() {
                *minimum = (*minimum).min(mix(shingle ^ mix(row as u64)));
            }
        }
        Sketch { minima: minima.map(|minimum| (minimum >> 48) as u16), n_shingles: shingles.len() as u32 }
    }

    /// Different shingles in the text.
    pub(super) fn n_shingles(&self) -> u32 {
        self.n_shingles
    }

    /// The rows `start..start + 2` as one key: texts that share it are candidates.
    pub(super) fn band(&self, start: usize) -> u32 {
        u32::from(self.minima[start]) << 16 | u32::from(self.minima[start + 1])
    }

    /// Estimated share of common shingles in all shingles of both.
    pub(super) fn jaccard(&self, other: &Sketch) -> f64 {
        if self.n_shingles == 0 || other.n_shingles == 0 {
            return 0.0;
        }
        let equal = self.minima.iter().zip(&other.minima).filter(|(a, b)| a == b).count();
        equal as f64 / SKETCH as f64
    }

    /// Estimated share of the shorter text that stands in the longer one.
    pub(super) fn containment(&self, other: &Sketch) -> f64 {
        let jaccard = self.jaccard(other);
        let (a, b) = (f64::from(self.n_shingles), f64::from(other.n_shingles));
        if jaccard == 0.0 { 0.0 } else { (jaccard * (a + b) / (1.0 + jaccard) / a.min(b)).min(1.0) }
    }
}

/// The different shingles of a folded text, in no particular order.
fn shingles(folded: &str) -> Vec<u64> {
    let letters = folded.chars().filter(|c| c.is_alphanumeric());
    let (unspaced, all) = letters
        .fold((0usize, 0usize), |(unspaced, all), c| (unspaced + usize::from(is_unspaced(c)), all + 1));
    let mut hashes: Vec<u64> = if unspaced * 2 > all {
        let places: Vec<(usize, char)> = folded.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
        let mut buffer = [0; 4 * CHARACTERS];
        let windows = places.windows(CHARACTERS.min(places.len().max(1)));
        windows
            .map(|window| {
                let mut len = 0;
                for (_, c) in window {
                    len += c.encode_utf8(&mut buffer[len..]).len();
                }
                hash(&buffer[..len])
            })
            .collect()
    } else {
        let words: Vec<u64> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| hash(word.as_bytes()))
            .collect();
        let windows = words.windows(WORDS.min(words.len().max(1)));
        windows.map(|window| window.iter().fold(0, |state, word| mix(state ^ word))).collect()
    };
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_equal_sketches_and_others_share_little() {
        let a = Sketch::of("harbor stopped on wednesday for two hours and ten minutes");
        assert_eq!(a, Sketch::of("harbor stopped, on wednesday, for two hours and ten minutes."));
        let b = Sketch::of("the gas limit of the base layer goes up again in spring");
        assert!(a.jaccard(&b) < 0.1);
        assert_eq!(a.jaccard(&a), 1.0);
    }

    #[test]
    fn a_text_without_words_is_like_nothing() {
        let empty = Sketch::of(" … ");
        assert_eq!(empty.n_shingles(), 0);
        assert_eq!(empty.jaccard(&empty), 0.0);
        assert_eq!(empty.containment(&empty), 0.0);
    }

    #[test]
    fn the_estimate_is_near_the_true_similarity() {
        // 300 words against their first 200: 198 of 298 shingles are common, and the shorter stands in the longer.
        let words: Vec<String> = (0..300).map(|n| format!("w{n}")).collect();
        let (whole, cut) = (Sketch::of(&words.join(" ")), Sketch::of(&words[..200].join(" ")));
        assert!((whole.jaccard(&cut) - 198.0 / 298.0).abs() < 0.14, "{}", whole.jaccard(&cut));
        assert!(whole.containment(&cut) > 0.8, "{}", whole.containment(&cut));
    }

    #[test]
    fn spacing_does_not_matter_in_scripts_without_it() {
        assert_eq!(Sketch::of("扩容仍在继续，手续费下降"), Sketch::of("扩容 仍在继续 手续费下降"));
    }
}
