//! Names as they are written: sequences of capitalised words, and how one name comes back in other forms.

use super::quote::is_cjk;
use super::words::{Grammar, NAME_PARTICLES, ORGANISATION_WORDS};
use crate::schema::Span;
use std::collections::BTreeSet;

/// Words in one name.
const MAX_WORDS: usize = 5;

/// A word of an alphabetic script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) span: Span,
    is_capital: bool,
    is_acronym: bool,
    is_cyrillic: bool,
    has_digit: bool,
}

/// The words of alphabetic scripts in a text. An apostrophe ends a word unless a capital follows it.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let is_letter = c.is_alphanumeric() && !is_cjk(c);
        let joins = start.is_some()
            && match c {
                '-' | '‑' => next.is_some_and(|next| next.is_alphabetic() && !is_cjk(next)),
                '\'' | '’' => next.is_some_and(char::is_uppercase),
                _ => false,
            };
        if is_letter || joins {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            words.push(Word::new(text, from, at));
        }
    }
    if let Some(from) = start {
        words.push(Word::new(text, from, text.len()));
    }
    words
}

impl Word {
    fn new(text: &str, start: usize, end: usize) -> Word {
        let word = &text[start..end];
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        Word {
            span: Span::new(start, end),
            is_capital: word.chars().next().is_some_and(char::is_uppercase),
            is_acronym: letters >= 2 && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase),
            is_cyrillic: word.chars().any(is_cyrillic),
            has_digit: word.chars().any(|c| c.is_ascii_digit()),
        }
    }
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// A sequence of capitalised words that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sequence {
    pub(super) span: Span,
    pub(super) n_words: usize,
    /// Whether its first word begins the sentence, so that the capital says nothing.
    pub(super) begins_sentence: bool,
    pub(super) is_organisation: bool,
    pub(super) is_cyrillic: bool,
}

/// All of a sentence. `is_taken` says of a word that it belongs to something else; `common` are words that the
/// article also writes in lower case.
pub(super) fn sequences(
    text: &str,
    grammar: &Grammar,
    common: &BTreeSet<String>,
    is_taken: impl Fn(Span) -> bool,
) -> Vec<Sequence> {
    let words = words(text);
    let mut found = Vec::new();
    let mut run: Vec<Word> = Vec::new();
    let mut close = |run: &mut Vec<Word>| {
        if run.iter().any(|word| !word.is_acronym) && run.len() <= MAX_WORDS {
            found.push(sequence(text, run));
        }
        run.clear();
    };
    for (index, word) in words.iter().enumerate() {
        let slice = &text[word.span];
        let lower = slice.to_lowercase();
        let begins_sentence = !text[..word.span.start].chars().any(char::is_alphanumeric);
        let is_initial = slice.chars().count() == 1 && text[word.span.end..].starts_with('.');
        let is_name_word = word.is_capital
            && !word.has_digit
            && (slice.chars().count() >= 2 || is_initial)
            && !is_taken(word.span)
            && !grammar.openers.has(&lower)
            && !(begins_sentence && common.contains(&lower));
        let joins = run.last().is_some_and(|last| {
            let gap = &text[last.span.end..word.span.start];
            (gap == " " || gap == "\u{a0}" || gap == ". ") && last.is_cyrillic == word.is_cyrillic
        });
        if is_name_word {
            if !joins {
                close(&mut run);
            }
            run.push(*word);
        } else if !(joins && run.len() == 1 && is_particle(text, &words, index)) {
            close(&mut run);
        } else {
            run.push(*word);
        }
    }
    close(&mut run);
    found
}

/// A lower-case part of a name between two capitalised words.
fn is_particle(text: &str, words: &[Word], index: usize) -> bool {
    NAME_PARTICLES.has(&text[words[index].span])
        && words
            .get(index + 1)
            .is_some_and(|next| next.is_capital && next.span.start == words[index].span.end + 1)
}

fn sequence(text: &str, run: &[Word]) -> Sequence {
    // A noun that begins the sentence before a first name and a surname ("Аудитор Олег Вербін"); with a patronymic
    // all three are the name.
    let is_first = !text[..run[0].span.start].chars().any(char::is_alphanumeric);
    let has_patronymic =
        run.iter().any(|word| ["вич", "вна"].iter().any(|end| text[word.span].ends_with(end)));
    let run =
        if is_first && run.len() == 3 && run[0].is_cyrillic && !has_patronymic { &run[1..] } else { run };
    let span = Span::new(run[0].span.start, run[run.len() - 1].span.end);
    let is_organisation = run.iter().any(|word| {
        let lower = text[word.span].to_lowercase();
        word.is_acronym || ORGANISATION_WORDS.has(&lower)
    });
    Sequence {
        span,
        n_words: run.len(),
        begins_sentence: !text[..span.start].chars().any(char::is_alphanumeric),
        is_organisation,
        is_cyrillic: run[0].is_cyrillic,
    }
}

/// Whether two words are forms of one name: equal, or of one Cyrillic stem.
pub(super) fn is_same_word(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if !one.chars().all(is_cyrillic) || !other.chars().all(is_cyrillic) {
        return false;
    }
    let (one_len, other_len) = (one.chars().count(), other.chars().count());
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let shortest = one_len.min(other_len);
    one_len.abs_diff(other_len) <= 3
        && shared >= 2
        && shared + 2 >= shortest
        && shared * 2 > one_len.max(other_len)
}

/// The nominative of a Russian or Ukrainian name word that stands in the genitive ("по словам Марты").
pub(super) fn nominative(word: &str) -> String {
    let cut = |n: usize| word.chars().take(word.chars().count() - n).collect::<String>();
    let before = |n: usize| word.chars().rev().nth(n);
    let is_vowel = |c: Option<char>| c.is_some_and(|c| "аеёиіїоуыэюяєАЕИОУЭЯ".contains(c));
    if word.chars().count() < 4 || !word.chars().all(is_cyrillic) {
        return word.to_owned();
    }
    if word.ends_with("енка") || word.ends_with("енко") {
        return cut(1) + "о";
    }
    if word.ends_with("ского") || word.ends_with("цкого") {
        return cut(3) + "ий";
    }
    if word.ends_with("ої") || word.ends_with("ой") {
        return cut(2) + "а";
    }
    match word.chars().next_back() {
        Some('а') if !is_vowel(before(1)) => cut(1),
        Some('я') if is_vowel(before(1)) => cut(1) + "й",
        Some('я') => cut(1) + "ь",
        Some('ы') => cut(1) + "а",
        Some('и') if before(1) == Some('и') => cut(1) + "я",
        Some('и') => cut(1) + "а",
        _ => word.to_owned(),
    }
}

/// Whether a Cyrillic name stands in another case than the nominative, where `bases` are known forms of it.
pub(super) fn is_oblique<'a>(surface: &str, bases: impl IntoIterator<Item = &'a str>) -> bool {
    let lower = surface.to_lowercase().replace('ё', "е");
    if !lower.chars().any(is_cyrillic) {
        return false;
    }
    let mut is_inflected = false;
    for base in bases {
        let base = base.replace('*', "").to_lowercase().replace('ё', "е");
        if base == lower {
            return false;
        }
        if base.split(' ').count() != lower.split(' ').count() {
            continue;
        }
        is_inflected |= base.split(' ').zip(lower.split(' ')).all(|(base, word)| {
            word.strip_prefix(base).is_some_and(|rest| {
                rest.is_empty()
                    || ["а", "у", "ом", "ем", "е", "ым", "ым", "я", "ю", "і", "ові", "ой", "ы", "и"]
                        .contains(&rest)
            })
        });
    }
    is_inflected
}

#[cfg(test)]
mod tests {
    use super::super::words::grammar;
    use super::*;
    use crate::schema::Lang;

    fn names(lang: Lang, text: &str) -> Vec<&str> {
        sequences(text, grammar(lang), &BTreeSet::new(), |_| false)
            .into_iter()
            .map(|sequence| &text[sequence.span])
            .collect()
    }

    #[test]
    fn sequences_of_capitals_are_names_and_openers_are_not() {
        for (lang, text, expected) in [
            (Lang::En, "However, Marta Ilves and Jon O’Brien met", vec!["Marta Ilves", "Jon O’Brien"]),
            (Lang::En, "The L2 costs EIP-4844 and Ilves’s view", vec!["Ilves"]),
            (Lang::Es, "María de Souza dijo", vec!["María de Souza"]),
            (Lang::Ru, "глава Optimism Марта Илвес сказала", vec!["Optimism", "Марта Илвес"]),
            (Lang::ZhHans, "研究员Marta Ilves表示", vec!["Marta Ilves"]),
            (Lang::Vi, "ông Nguyễn Văn An cho biết", vec!["Nguyễn Văn An"]),
        ] {
            assert_eq!(names(lang, text), expected, "{text}");
        }
    }

    #[test]
    fn cases_of_a_name_are_one_name() {
        assert!(is_same_word("илвес", "илвеса"));
        assert!(is_same_word("марта", "марты"));
        assert!(!is_same_word("марта", "маркиз"));
        assert!(!is_same_word("ilves", "ilven"));
        for (genitive, expected) in [
            ("Марты", "Марта"),
            ("Ивана", "Иван"),
            ("Петрова", "Петров"),
            ("Петровой", "Петрова"),
            ("Сергея", "Сергей"),
            ("Юлии", "Юлия"),
            ("Шевченка", "Шевченко"),
            ("Илвес", "Илвес"),
        ] {
            assert_eq!(nominative(genitive), expected);
        }
    }

    #[test]
    fn an_ending_that_the_known_form_lacks_is_another_case() {
        let bases = ["петр* левин*", "левин*"];
        assert!(is_oblique("Левина", bases));
        assert!(!is_oblique("Левин", bases));
        assert!(!is_oblique("Ilves", bases));
    }
}
