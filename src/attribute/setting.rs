//! Clauses that only give the setting of a sentence ("after he said that …").

use super::attach::count_words;
use super::event::Subject;
use super::mention::Mention;
use super::quote::is_cjk_at;
use super::view::View;
use crate::schema::Span;

/// Words between the beginning of such a clause and its subject.
const SETTING_WORDS: usize = 6;

/// Whether the clause of the subject begins with a word such as "after".
pub(super) fn is_subordinate(view: &View, mentions: &[Mention], cue: Span, subject: Subject) -> bool {
    let start = match subject {
        Subject::Mention(index) => mentions[index].extent.start.min(cue.start),
        Subject::Last => cue.start,
    };
    let before = view.text[..start].replace("того, как", "того как").replace("того, як", "того як");
    let cut = before.rfind([',', '，', ';', '；', '.', '(', '—', '–']).unwrap_or(0);
    let clause = before[cut..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let opens = |word: &str| {
        clause
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphabetic) || is_cjk_at(rest))
    };
    let lower = before.trim_end().to_lowercase();
    let head = ["как", "як"].iter().find_map(|how| lower.strip_suffix(how)).unwrap_or(&lower).trim_end();
    let stands_before =
        |word: &str| head.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphabetic));
    let near = words_before(&before);
    let is_short = count_words(&clause) <= SETTING_WORDS;
    view.grammar
        .subordinators
        .iter()
        .any(|word| (is_short && opens(word)) || stands_before(word) || near.iter().any(|near| near == word))
}

/// The two words before the subject, lower case.
fn words_before(before: &str) -> Vec<String> {
    before
        .split_whitespace()
        .rev()
        .take(2)
        .take_while(|word| !word.ends_with([',', '.', '»', '”', '"']))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect()
}
