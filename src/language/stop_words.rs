//! Small words that tell the languages in Latin letters apart in short sentences.

use std::collections::HashMap;

const TABLE: &str = include_str!("stop_words.txt");

/// The small words, each with the languages that have it (numbers in `codes`).
pub(super) struct StopWords {
    codes: Vec<&'static str>,
    of_word: HashMap<&'static str, Vec<usize>>,
}

impl StopWords {
    pub(super) fn new() -> StopWords {
        let mut codes = Vec::new();
        let mut of_word: HashMap<&str, Vec<usize>> = HashMap::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            codes.extend(words.next());
            for word in words {
                of_word.entry(word).or_default().push(codes.len() - 1);
            }
        }
        StopWords { codes, of_word }
    }

    /// Counts the small words of a text.
    pub(super) fn count(&self, words: &str) -> Hits<'_> {
        let mut hits = vec![0usize; self.codes.len()];
        for word in words.split(' ') {
            let lower = word.to_lowercase();
            for lang in self.of_word.get(lower.as_str()).into_iter().flatten() {
                hits[*lang] += 1;
            }
        }
        Hits { codes: &self.codes, hits }
    }
}

/// Small words found in a text, by language.
#[derive(Debug)]
pub(super) struct Hits<'a> {
    codes: &'a [&'static str],
    hits: Vec<usize>,
}

impl Hits<'_> {
    /// How many the language with this ISO 639-1 code has.
    pub(super) fn of(&self, code: &str) -> usize {
        self.codes.iter().position(|other| *other == code).map_or(0, |lang| self.hits[lang])
    }

    /// The language that has most, how many it has, and how many the next one has.
    pub(super) fn best(&self) -> (&'static str, usize, usize) {
        let mut ranked: Vec<usize> = (0..self.hits.len()).collect();
        ranked.sort_by_key(|lang| std::cmp::Reverse(self.hits[*lang]));
        (self.codes[ranked[0]], self.hits[ranked[0]], self.hits[ranked[1]])
    }
}
