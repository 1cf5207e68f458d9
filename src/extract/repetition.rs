//! A document that says the same twice counts once.
//!
//! Dumps hold texts twice: once flattened into one paragraph and once in paragraphs, or whole after whole. Paragraphs
//! are compared without white space, by the runs of characters ("shingles") they share.

use super::tidy::solid;

/// Characters of a shingle.
const SHINGLE: usize = 16;
/// One shingle in so many is looked at, chosen by its hash, so that both sides choose the same.
const SAMPLED: u64 = 4;
/// Share of a paragraph's shingles that must stand elsewhere too.
const CONTAINED: f64 = 0.8;
/// Characters (without white space) that a repetition has at least; shorter ones are a refrain, a caption, a name.
const MIN_CHARS: usize = 300;

/// What [`remove`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Removed {
    /// Paragraphs taken out, wholly or in part.
    pub paragraphs: usize,
    /// Characters taken out, without white space.
    pub chars: usize,
}

/// Takes repetitions out of the paragraphs of a document. Of two versions the one with more paragraphs stays, of equal
/// ones the first.
pub(super) fn remove(paragraphs: &mut Vec<String>) -> Removed {
    let mut removed = Removed::default();
    for paragraph in paragraphs.iter_mut() {
        if let Some(half) = doubled(paragraph) {
            removed.paragraphs += 1;
            removed.chars += solid(&paragraph[half..]).count();
            paragraph.truncate(half);
            paragraph.truncate(paragraph.trim_end().len());
        }
    }
    let mut document = Document::new(paragraphs);
    document.drop_equal_runs();
    document.drop_contained();
    document.drop_runs_within_one();
    for (paragraph, _) in document.solid.iter().zip(&document.keep).filter(|(_, keep)| !**keep) {
        removed.paragraphs += 1;
        removed.chars += paragraph.len();
    }
    let mut keep = document.keep.into_iter();
    paragraphs.retain(|_| keep.next().unwrap_or(true));
    removed
}

/// Where the second half of a paragraph begins that is the same text twice.
fn doubled(paragraph: &str) -> Option<usize> {
    if paragraph.len() < 2 * MIN_CHARS {
        return None;
    }
    let chars: Vec<(usize, char)> = paragraph.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let half = chars.len() / 2;
    let is_doubled = 2 * half == chars.len()
        && half >= MIN_CHARS
        && chars[..half].iter().map(|(_, c)| c).eq(chars[half..].iter().map(|(_, c)| c));
    is_doubled.then(|| chars[half].0)
}

struct Document {
    /// The paragraphs without white space.
    solid: Vec<Vec<char>>,
    keep: Vec<bool>,
    /// The sampled shingles that several paragraphs hold, each with one of them, in order.
    holders: Vec<(u64, usize)>,
    /// For each paragraph its sampled shingles.
    shingles: Vec<Vec<u64>>,
}

impl Document {
    fn new(paragraphs: &[String]) -> Document {
        let solid: Vec<Vec<char>> = paragraphs.iter().map(|paragraph| solid(paragraph).collect()).collect();
        let shingles: Vec<Vec<u64>> = solid.iter().map(|paragraph| shingles(paragraph)).collect();
        let mut all: Vec<(u64, usize)> = Vec::with_capacity(shingles.iter().map(Vec::len).sum());
        for (index, shingles) in shingles.iter().enumerate() {
            all.extend(shingles.iter().map(|shingle| (*shingle, index)));
        }
        all.sort_unstable();
        // What one paragraph alone holds is the most of them, and repeats nothing.
        let several = all.chunk_by(|a, b| a.0 == b.0).filter(|holders| holders.len() > 1);
        let holders = several.flatten().copied().collect();
        Document { keep: vec![true; solid.len()], solid, holders, shingles }
    }

    /// For each paragraph the first that is word for word the same.
    fn firsts(&self) -> Vec<usize> {
        let key = |index: &usize| (self.solid[*index].len(), &self.solid[*index]);
        let mut order: Vec<usize> = (0..self.solid.len()).collect();
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        let mut firsts = vec![0; order.len()];
        for equal in order.chunk_by(|a, b| self.solid[*a] == self.solid[*b]) {
            equal.iter().for_each(|index| firsts[*index] = equal[0]);
        }
        firsts
    }

    /// Runs of paragraphs that stand word for word further up already.
    fn drop_equal_runs(&mut self) {
        let firsts = self.firsts();
        let mut at = 0;
        while at < self.solid.len() {
            let first = firsts[at];
            let length = (0..self.solid.len() - at)
                .take_while(|step| first + step < at && self.solid[first + step] == self.solid[at + step])
                .count();
            let chars: usize = self.solid[at..at + length].iter().map(Vec::len).sum();
            if length > 0 && chars >= MIN_CHARS {
                self.keep[at..at + length].fill(false);
            }
            at += length.max(1);
        }
    }

    /// Long paragraphs that stand in the rest of the document, there in more or earlier paragraphs.
    fn drop_contained(&mut self) {
        let mut by_length: Vec<usize> = (0..self.solid.len()).filter(|index| self.is_long(*index)).collect();
        // Of equal length the later one goes first.
        by_length
            .sort_by_key(|index| (std::cmp::Reverse(self.solid[*index].len()), std::cmp::Reverse(*index)));
        for index in by_length {
            let elsewhere = |holder: usize| holder != index && self.keep[holder];
            let shared = self.share(index, elsewhere);
            if shared >= CONTAINED {
                self.keep[index] = false;
            }
        }
    }

    /// Runs of shorter paragraphs that one longer paragraph holds altogether: an excerpt before or after its text.
    fn drop_runs_within_one(&mut self) {
        let whole: Vec<usize> =
            (0..self.solid.len()).filter(|index| self.keep[*index] && self.is_long(*index)).collect();
        for index in whole {
            let haystack: String = self.solid[index].iter().collect();
            let mut run: Vec<usize> = Vec::new();
            for other in (0..self.solid.len()).chain([usize::MAX]) {
                let is_within = other < self.solid.len()
                    && other != index
                    && self.keep[other]
                    && self.solid[other].len() < self.solid[index].len()
                    && self.is_within(other, index, &haystack);
                if is_within {
                    run.push(other);
                    continue;
                }
                if run.iter().map(|other| self.solid[*other].len()).sum::<usize>() >= MIN_CHARS {
                    run.iter().for_each(|other| self.keep[*other] = false);
                }
                run.clear();
            }
        }
    }

    fn is_within(&self, index: usize, whole: usize, haystack: &str) -> bool {
        if self.shingles[index].len() < 4 {
            return haystack.contains(&self.solid[index].iter().collect::<String>());
        }
        self.share(index, |holder| holder == whole) >= CONTAINED
    }

    fn is_long(&self, index: usize) -> bool {
        self.keep[index] && self.solid[index].len() >= MIN_CHARS
    }

    /// The share of a paragraph's shingles that one of the `wanted` paragraphs, all others than this, holds too.
    fn share(&self, index: usize, wanted: impl Fn(usize) -> bool) -> f64 {
        let shingles = &self.shingles[index];
        let is_shared = |shingle: &&u64| {
            let from = self.holders.partition_point(|(other, _)| other < *shingle);
            let holders = self.holders[from..].iter().take_while(|(other, _)| other == *shingle);
            holders.map(|(_, holder)| *holder).any(&wanted)
        };
        let shared = shingles.iter().filter(is_shared).count();
        if shingles.is_empty() { 0.0 } else { shared as f64 / shingles.len() as f64 }
    }
}

fn shingles(chars: &[char]) -> Vec<u64> {
    let mut sampled = Vec::with_capacity(chars.len() / SAMPLED as usize);
    // Rolling: the sum of the shingle's characters, each times a power of BASE.
    let mut sum = 0u64;
    for (at, c) in chars.iter().enumerate() {
        let left = if at < SHINGLE { 0 } else { u64::from(chars[at - SHINGLE]) };
        sum = sum
            .wrapping_mul(BASE)
            .wrapping_add(u64::from(*c))
            .wrapping_sub(left.wrapping_mul(BASE_TO_SHINGLE));
        let hash = sum ^ (sum >> 32);
        if at + 1 >= SHINGLE && hash.is_multiple_of(SAMPLED) {
            sampled.push(hash);
        }
    }
    sampled.sort_unstable();
    sampled.dedup();
    sampled
}

/// An odd number without pattern: the multiplier of Firefox's hash.
const BASE: u64 = 0x517c_c1b7_2722_0a95;
const BASE_TO_SHINGLE: u64 = BASE.wrapping_pow(SHINGLE as u32);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(n: usize) -> Vec<String> {
        (0..n).map(|i| (0..12).map(|j| format!("word{i}x{j}")).collect::<Vec<_>>().join(" ") + ".").collect()
    }

    fn removed(paragraphs: &[String]) -> Vec<String> {
        let mut paragraphs = paragraphs.to_vec();
        remove(&mut paragraphs);
        paragraphs
    }

    #[test]
    fn the_version_with_paragraphs_stays() {
        let paragraphs = text(6);
        let flat = paragraphs.join(" ");
        let between = "Disclaimer: this is no advice.".to_owned();
        for document in [
            [vec![flat.clone(), between.clone()], paragraphs.clone()].concat(),
            [paragraphs.clone(), vec![between.clone(), flat]].concat(),
        ] {
            let mut kept = removed(&document);
            kept.retain(|paragraph| *paragraph != between);
            assert_eq!(kept, paragraphs);
        }
    }

    #[test]
    fn an_excerpt_of_a_long_paragraph_goes() {
        let long = text(20).join(" ");
        let excerpt: Vec<String> = text(5);
        assert_eq!(removed(&[vec![long.clone()], excerpt].concat()), [long]);
    }

    #[test]
    fn refrains_and_short_lines_stay() {
        let mut document = text(4);
        document.insert(2, "Share this article".to_owned());
        document.push("Share this article".to_owned());
        document.push(document[0].clone());
        assert_eq!(removed(&document), document);
    }

    proptest! {
        #[test]
        fn a_text_twice_is_the_text_once(n in 4usize..12, first_flat: bool, second_flat: bool, one_line: bool) {
            let paragraphs = text(n);
            let layout = |flat: bool| if flat { vec![paragraphs.join(" ")] } else { paragraphs.clone() };
            let mut document = [layout(first_flat), layout(second_flat)].concat();
            if first_flat && second_flat && one_line {
                document = vec![document.join(" ")];
            }
            let kept = removed(&document);
            prop_assert_eq!(kept.join(" "), paragraphs.join(" "));
            if !first_flat || !second_flat {
                prop_assert_eq!(kept, paragraphs);
            }
        }
    }
}
