//! What a text keeps when it is translated: its numbers, the people it names, names and terms in Latin script, and the
//! place at which each of them first stands.

use super::hash::hash;
use super::numbers::numbers;
use super::script::is_latin;
use crate::registry::{Folded, Registry};
use crate::schema::Lang;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Features kept of one text. Most news articles have fewer; of more, the telling ones are kept.
pub(super) const FEATURES: usize = 24;

/// The lowest bit of a feature's hash says that it is a number.
const NUMBER: u32 = 1;

/// The features of one text in the order of their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Features {
    hashes: [u32; FEATURES],
    /// Where each stands, from 0 (beginning of the text) to 255 (end).
    places: [u8; FEATURES],
    n: u8,
}

/// How much a feature tells by itself: of too many, the first are kept. Within a class the choice goes by hash, so that
/// a text and its translation keep the same ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Telling,
    Plain,
    Doubtful,
}

impl Features {
    /// The features of a text in one of our languages.
    pub(super) fn of(source: &str, folded: &Folded, lang: Lang, registry: &Registry) -> Features {
        let mut found: BTreeMap<u32, (Class, u8)> = BTreeMap::new();
        let mut add = |kind: &str, name: &str, class: Class, at: usize, len: usize| {
            let place = (at * 255 / len.max(1)) as u8;
            let hash = hash(format!("{kind}{name}").as_bytes()) as u32 & !NUMBER;
            let feature = if kind == "#" { hash | NUMBER } else { hash };
            let entry = found.entry(feature).or_insert((class, place));
            *entry = (entry.0.min(class), entry.1.min(place));
        };
        for number in numbers(folded.text(), lang) {
            let class = if number.telling { Class::Telling } else { Class::Plain };
            // Six digits are enough to tell numbers apart, and hide how the value was multiplied out.
            add("#", &format!("{:.5e}", number.value), class, number.at, folded.text().len());
        }
        for speaker in registry.speakers.find(folded, source) {
            let id = registry.speakers.all()[*speaker.value].id.as_str();
            add("@", id, Class::Telling, speaker.span.start, source.len());
        }
        for term in terms(source, lang) {
            add("", &term.name, term.class, term.at, source.len());
        }
        let mut ranked: Vec<(Class, u32, u8)> =
            found.into_iter().map(|(hash, (class, place))| (class, hash, place)).collect();
        ranked.sort_unstable();
        ranked.truncate(FEATURES);
        ranked.sort_unstable_by_key(|(_, hash, place)| (*place, *hash));
        let mut features = Features { n: ranked.len() as u8, ..Features::default() };
        for (slot, (_, hash, place)) in ranked.into_iter().enumerate() {
            features.hashes[slot] = hash;
            features.places[slot] = place;
        }
        features
    }

    /// Each feature with its place, in the order of the places.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, u8)> + '_ {
        self.hashes.iter().copied().zip(self.places.iter().copied()).take(usize::from(self.n))
    }

    /// The numbers among them.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.iter().map(|(feature, _)| feature).filter(|feature| is_number(*feature))
    }
}

/// Whether a feature is a number, and not a name or term.
pub(super) fn is_number(feature: u32) -> bool {
    feature & NUMBER == NUMBER
}

struct Term {
    name: String,
    class: Class,
    at: usize,
}

/// The words in Latin script that a translation would keep: in other scripts all of them, in Latin-script languages
/// those with capitals or digits where ordinary words have none.
fn terms(source: &str, lang: Lang) -> Vec<Term> {
    let is_latin_language =
        !matches!(lang, Lang::Ru | Lang::Uk | Lang::ZhHans | Lang::ZhHant | Lang::Ko | Lang::Ja);
    let mut terms = Vec::new();
    let mut at = 0;
    let is_part = |c: char| is_latin(c) || c.is_ascii_digit();
    while let Some(offset) = source[at..].find(is_part) {
        let start = at + offset;
        let end = source[start..].find(|c| !is_part(c)).map_or(source.len(), |len| start + len);
        at = end;
        let word = &source[start..end];
        let n_chars = word.chars().count();
        if n_chars < 2 || !word.chars().next().is_some_and(is_latin) {
            continue;
        }
        let has_marks = word.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit());
        let is_capital = word.chars().next().is_some_and(char::is_uppercase);
        let class = match (is_latin_language, has_marks, is_capital) {
            (_, true, _) => Class::Telling,
            (false, false, _) => Class::Plain,
            // German writes every noun with a capital.
            (true, false, true) if lang == Lang::De => Class::Doubtful,
            (true, false, true) if !opens_sentence(&source[..start]) => Class::Plain,
            (true, false, _) => continue,
        };
        terms.push(Term { name: plain(word), class, at: start });
    }
    terms
}

/// Whether a word that follows `before` is capital for its place only.
fn opens_sentence(before: &str) -> bool {
    before
        .chars()
        .rev()
        .find(|c| *c != ' ')
        .is_none_or(|c| !(c.is_alphanumeric() || matches!(c, ',' | ';' | '-')))
}

/// Lower case without marks: `Tunçay` and `Tuncay` are one.
fn plain(word: &str) -> String {
    word.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ı' => 'i',
            'đ' => 'd',
            'ø' => 'o',
            'ł' => 'l',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str, lang: Lang) -> Vec<String> {
        terms(source, lang).into_iter().map(|term| term.name).collect()
    }

    #[test]
    fn terms_in_latin_script_meet_across_languages() {
        assert_eq!(names("Сеть Starknet и PeerDAS", Lang::Ru), ["starknet", "peerdas"]);
        assert_eq!(names("基于Starknet的PeerDAS", Lang::ZhHans), ["starknet", "peerdas"]);
        assert_eq!(names("The chain Starknet uses PeerDAS daily.", Lang::En), ["starknet", "peerdas"]);
        assert_eq!(names("Bunu Harbor’ın kurucusu Tunçay söyledi", Lang::Tr), ["harbor", "tuncay"]);
    }

    #[test]
    fn a_capital_at_the_beginning_of_a_sentence_is_no_name() {
        assert_eq!(names("Fees fell. Users came, Lumen said.", Lang::En), ["lumen"]);
    }
}
