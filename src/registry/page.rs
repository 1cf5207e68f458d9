//! `corpora/lexicons/pages.toml`: what stands round articles on pages.

use super::{
    RegistryError,
    source::{Files, parse},
};
use serde::Deserialize;
use std::collections::HashSet;

/// Words that tell furniture of pages from articles.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageCues {
    /// Words of classes and ids of what is no article, whatever its size.
    pub furniture: HashSet<String>,
    /// Words of classes and ids of short lines about the article: dates, authors, counters.
    pub byline: HashSet<String>,
    /// The same of the paragraph under the headline that sums the article up.
    pub standfirst: HashSet<String>,
    related: Vec<String>,
    sections: HashSet<String>,
    standing: Vec<String>,
}

impl PageCues {
    pub(super) fn load(files: &Files) -> Result<PageCues, RegistryError> {
        let file = "lexicons/pages.toml";
        let cues: PageCues = parse(file, files.get(file)?)?;
        for word in cues
            .furniture
            .iter()
            .chain(&cues.byline)
            .chain(&cues.standfirst)
            .chain(&cues.related)
            .chain(&cues.sections)
            .chain(&cues.standing)
        {
            if *word != word.to_lowercase() || word.trim().is_empty() {
                return Err(RegistryError::invalid(file, format!("`{word}` is not in small letters")));
            }
        }
        Ok(cues)
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

fn opens(openings: &[String], line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '（' | '「' | 'ⓒ' | '©' | '※' | '◎' | '｜' | '*' | '▲')
    });
    let line = line.to_lowercase();
    openings.iter().any(|opening| line.starts_with(opening.as_str()))
}
