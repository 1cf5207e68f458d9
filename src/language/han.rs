//! Simplified or traditional Chinese, by the characters that only one of them uses.

use crate::schema::Lang;
use std::collections::HashMap;

const TABLE: &str = include_str!("han.txt");

/// The characters that tell the two apart.
pub(super) struct Han(HashMap<char, Lang>);

/// How many characters of each way of writing a text holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    pub simplified: usize,
    pub traditional: usize,
}

impl Han {
    pub(super) fn new() -> Han {
        let mut table = HashMap::new();
        for (way, characters) in
            TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
        {
            let lang = if way == "simplified" { Lang::ZhHans } else { Lang::ZhHant };
            table.extend(characters.chars().map(|c| (c, lang)));
        }
        Han(table)
    }

    pub(super) fn evidence(&self, text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        for c in text.chars() {
            match self.0.get(&c) {
                Some(Lang::ZhHans) => evidence.simplified += 1,
                Some(_) => evidence.traditional += 1,
                None => {}
            }
        }
        evidence
    }

    /// The way a text is written; simplified, the more frequent one, where nothing tells.
    pub(super) fn decide(&self, text: &str) -> Lang {
        let evidence = self.evidence(text);
        if evidence.traditional > evidence.simplified { Lang::ZhHant } else { Lang::ZhHans }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_stands_on_both_sides() {
        let of = |way: &str| -> Vec<char> {
            let lines = TABLE.lines().filter_map(|line| line.strip_prefix(way)).collect::<Vec<_>>();
            lines.iter().flat_map(|line| line.trim_start_matches(": ").chars()).collect()
        };
        let (simplified, traditional) = (of("simplified"), of("traditional"));
        assert!(simplified.len() > 400 && traditional.len() > 400);
        assert!(!simplified.iter().any(|c| traditional.contains(c)));
    }

    #[test]
    fn the_two_ways_are_told_apart() {
        let han = Han::new();
        assert_eq!(han.decide("二层网络的手续费继续下降"), Lang::ZhHans);
        assert_eq!(han.decide("二層網路的手續費繼續下降"), Lang::ZhHant);
        assert_eq!(han.decide("以太坊"), Lang::ZhHans);
    }
}
