//! `corpora/lexicons/pages.toml`: what stands round articles on pages.

use super::{
    RegistryError,
    source::{Files, parse},
};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::BitOrAssign;

/// What a word of a class or an id says of its element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClassWord {
    /// It is no article, whatever its size.
    pub furniture: bool,
    /// It is a short line about the article: date, author, counter.
    pub byline: bool,
    /// It is the paragraph under the headline that sums the article up.
    pub standfirst: bool,
    /// It lies over the page.
    pub overlay: bool,
}

impl BitOrAssign for ClassWord {
    fn bitor_assign(&mut self, other: ClassWord) {
        self.furniture |= other.furniture;
        self.byline |= other.byline;
        self.standfirst |= other.standfirst;
        self.overlay |= other.overlay;
    }
}

/// Words that tell furniture of pages from articles.
#[derive(Debug)]
pub struct PageCues {
    classes: HashMap<String, ClassWord>,
    body: Vec<String>,
    related: Vec<String>,
    sections: HashSet<String>,
    standing: Vec<String>,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageFile {
    furniture: Vec<String>,
    byline: Vec<String>,
    standfirst: Vec<String>,
    overlay: Vec<String>,
    body: Vec<String>,
    related: Vec<String>,
    sections: HashSet<String>,
    standing: Vec<String>,
}

impl PageCues {
    pub(super) fn load(files: &Files) -> Result<PageCues, RegistryError> {
        let file = "lexicons/pages.toml";
        let PageFile { furniture, byline, standfirst, overlay, body, related, sections, standing } =
            parse(file, files.get(file)?)?;
        let lists = [&furniture, &byline, &standfirst, &overlay, &body, &related, &standing];
        for word in lists.into_iter().flatten().chain(&sections) {
            if *word != word.to_lowercase() || word.trim().is_empty() {
                return Err(RegistryError::invalid(file, format!("`{word}` is not in small letters")));
            }
        }
        let mut classes: HashMap<String, ClassWord> = HashMap::new();
        let none = ClassWord::default();
        for (words, says) in [
            (furniture, ClassWord { furniture: true, ..none }),
            (byline, ClassWord { byline: true, ..none }),
            (standfirst, ClassWord { standfirst: true, ..none }),
            (overlay, ClassWord { overlay: true, ..none }),
        ] {
            for word in words {
                *classes.entry(word).or_default() |= says;
            }
        }
        Ok(PageCues { classes, body, related, sections, standing })
    }

    /// What a word of a class or an id, in small letters, says of its element.
    pub fn class_word(&self, word: &str) -> ClassWord {
        self.classes.get(word).copied().unwrap_or_default()
    }

    /// Whether a class, its small letters and digits alone, names the body of an article.
    pub fn names_body(&self, letters: &str) -> bool {
        self.body.iter().any(|piece| letters.contains(piece.as_str()))
    }

    /// Whether a line heads or introduces a list of other articles.
    pub fn is_related(&self, line: &str) -> bool {
        opens(&self.related, line)
    }

    /// Whether a line heads what readers and the site add: comments, subscriptions. Nothing else stands in it but numbers.
    pub fn is_section(&self, line: &str) -> bool {
        let letters = line.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        self.sections.contains(&letters)
    }

    /// Whether a line is what the site puts under every article.
    pub fn is_standing(&self, line: &str) -> bool {
        opens(&self.standing, line)
    }
}

/// Characters of a line that are compared with openings.
const OPENING_CHARS: usize = 60;

fn opens(openings: &[String], line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '（' | '「' | 'ⓒ' | '©' | '※' | '◎' | '｜' | '*' | '▲')
    });
    // No opening is longer.
    let line: String = line.chars().take(OPENING_CHARS).flat_map(char::to_lowercase).collect();
    openings.iter().any(|opening| line.starts_with(opening.as_str()))
}
