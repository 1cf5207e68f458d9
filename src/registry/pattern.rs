//! The pattern language of the definitions in `corpora/`, and sets of patterns that are looked up together.
//!
//! A pattern is matched against a [`Folded`] text:
//!
//! * words match whole; a boundary is needed only between letters of alphabetic scripts, so `l2` is found in `以太坊L2的`;
//! * `*` at the end of a word: any further letters;
//! * ` .. `: a gap of up to four words; `..` without spaces: of up to twelve characters;
//! * ` & `: all the parts, anywhere in the text, in any order;
//! * `=` at the beginning: exactly as written, upper and lower case included.

use super::fold::Folded;
use crate::schema::Span;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use std::sync::OnceLock;

/// Words that a ` .. ` may stand for.
const GAP_WORDS: usize = 4;
/// Characters that a `..` between unspaced words may stand for.
const GAP_CHARS: usize = 12;

/// A pattern that breaks the rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("pattern `{pattern}` {problem}")]
pub struct PatternError {
    pattern: String,
    problem: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Words,
    Chars,
}

#[derive(Debug, Clone)]
struct Piece {
    /// Gap before this piece; `None` for the first.
    gap: Option<Gap>,
    /// Literal runs; after each but the last any further letters may stand, after the last if `open_end`.
    runs: Vec<String>,
    open_end: bool,
}

/// One part of a pattern: what stands between ` & `.
#[derive(Debug, Clone)]
struct Part {
    pieces: Vec<Piece>,
    /// The literal as written, where case counts.
    exact: Option<String>,
}

/// One pattern.
#[derive(Debug, Clone)]
struct Pattern {
    parts: Vec<Part>,
}

impl Pattern {
    fn parse(source: &str) -> Result<Pattern, PatternError> {
        let fail = |problem| PatternError { pattern: source.to_owned(), problem };
        if source.trim() != source || source.is_empty() {
            return Err(fail("is empty or has white space at an end"));
        }
        let parts = source.split(" & ").map(|part| Part::parse(part, &fail)).collect::<Result<_, _>>()?;
        Ok(Pattern { parts })
    }
}

impl Part {
    fn parse(source: &str, fail: &impl Fn(&'static str) -> PatternError) -> Result<Part, PatternError> {
        if let Some(exact) = source.strip_prefix('=') {
            if exact.contains('*') || exact.contains("..") {
                return Err(fail("is exact (`=`) and cannot hold `*` or `..`"));
            }
            let folded = Folded::new(exact).text().to_owned();
            if folded.trim().is_empty() {
                return Err(fail("is empty after `=`"));
            }
            let piece = Piece { gap: None, runs: vec![folded], open_end: false };
            return Ok(Part { pieces: vec![piece], exact: Some(exact.to_owned()) });
        }
        let mut pieces = Vec::new();
        for (index, piece) in source.split("..").enumerate() {
            let spaced = piece.starts_with(' ') || pieces.last().is_some_and(|_| source.contains(" .. "));
            let gap = (index > 0).then_some(if spaced { Gap::Words } else { Gap::Chars });
            pieces.push(Piece::parse(piece.trim(), gap, fail)?);
        }
        Ok(Part { pieces, exact: None })
    }
}

impl Piece {
    fn parse(
        source: &str,
        gap: Option<Gap>,
        fail: &impl Fn(&'static str) -> PatternError,
    ) -> Result<Piece, PatternError> {
        let mut runs: Vec<String> = Vec::new();
        let mut rest = source;
        let mut open_end = false;
        while let Some((run, after)) = rest.split_once('*') {
            if run.chars().next_back().is_none_or(char::is_whitespace) {
                return Err(fail("has a `*` that does not end a word"));
            }
            if after.chars().next().is_some_and(char::is_alphanumeric) {
                return Err(fail("has a `*` inside a word"));
            }
            runs.push(fold_run(run));
            open_end = after.is_empty();
            rest = after;
        }
        if !rest.is_empty() {
            runs.push(fold_run(rest));
        }
        if runs.first().is_none_or(|run| run.trim().is_empty()) {
            return Err(fail("has an empty part"));
        }
        Ok(Piece { gap, runs, open_end })
    }

    /// The end of this piece in `text` if it begins at `start`.
    fn match_at(&self, text: &str, start: usize) -> Option<usize> {
        let mut at = start;
        for (index, run) in self.runs.iter().enumerate() {
            if !text[at..].starts_with(run.as_str()) {
                return None;
            }
            at += run.len();
            if index + 1 < self.runs.len() || self.open_end {
                at += letters(&text[at..]);
            }
        }
        (is_boundary(text, start) && is_boundary(text, at)).then_some(at)
    }
}

fn fold_run(run: &str) -> String {
    // Folding trims nothing, so the space before a further word stays.
    Folded::new(run).text().to_owned()
}

/// Bytes of letters and digits of alphabetic scripts that `text` begins with.
fn letters(text: &str) -> usize {
    text.char_indices().find(|(_, c)| !needs_boundary(*c)).map_or(text.len(), |(at, _)| at)
}

/// Whether `c` is a letter or digit of a script that puts boundaries between words.
fn needs_boundary(c: char) -> bool {
    (c.is_alphanumeric() || c == '\'') && !is_unbounded(c)
}

/// Han, Kana, Hangul, and the marks that go with them.
fn is_unbounded(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn is_boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().filter(|c| *c != '\'');
    let after = text[at..].chars().next().filter(|c| *c != '\'');
    !(before.is_some_and(needs_boundary) && after.is_some_and(needs_boundary))
}

/// A place where a pattern of a set was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'set, T> {
    /// Place in the source text; of a pattern with `&`, the place of its first part.
    pub span: Span,
    /// What the pattern stands for.
    pub value: &'set T,
}

/// Many patterns, each standing for a value, looked up in one pass.
#[derive(Debug)]
pub struct PatternSet<T> {
    /// What the patterns begin with.
    anchors: Vec<String>,
    /// Finds the anchors; built when it is first needed, since a run seldom meets all fourteen languages.
    automaton: OnceLock<AhoCorasick>,
    /// For each anchor of the automaton: patterns and parts that begin with it.
    anchored: Vec<Vec<(u32, u32)>>,
    patterns: Vec<(Pattern, T)>,
}

impl<T> PatternSet<T> {
    /// Compiles patterns.
    ///
    /// # Errors
    /// The first pattern that breaks the rules.
    pub fn new<S: AsRef<str>>(
        patterns: impl IntoIterator<Item = (S, T)>,
    ) -> Result<PatternSet<T>, PatternError> {
        let patterns = patterns
            .into_iter()
            .map(|(source, value)| Ok((Pattern::parse(source.as_ref())?, value)))
            .collect::<Result<Vec<_>, PatternError>>()?;
        let mut anchors: Vec<String> = Vec::new();
        let mut anchored: Vec<Vec<(u32, u32)>> = Vec::new();
        let mut index_of = std::collections::HashMap::new();
        for (pattern_index, (pattern, _)) in patterns.iter().enumerate() {
            for (part_index, part) in pattern.parts.iter().enumerate() {
                let anchor = part.pieces[0].runs[0].clone();
                let index = *index_of.entry(anchor.clone()).or_insert_with(|| {
                    anchors.push(anchor);
                    anchored.push(Vec::new());
                    anchors.len() - 1
                });
                anchored[index].push((pattern_index as u32, part_index as u32));
            }
        }
        Ok(PatternSet { anchors, automaton: OnceLock::new(), anchored, patterns })
    }

    /// Number of patterns.
    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// All the places, in order of their beginning, longer ones first. `source` is the text that was folded.
    pub fn find<'set>(&'set self, folded: &Folded, source: &str) -> Vec<Found<'set, T>> {
        if self.anchors.is_empty() {
            return Vec::new();
        }
        let automaton = self.automaton.get_or_init(|| {
            AhoCorasickBuilder::new()
                .match_kind(MatchKind::Standard)
                .build(&self.anchors)
                .expect("a few thousand short anchors fit an automaton")
        });
        let text = folded.text();
        let mut found = Vec::new();
        let mut conjunctions: std::collections::BTreeMap<u32, Vec<Option<Span>>> = Default::default();
        for hit in automaton.find_overlapping_iter(text) {
            for &(pattern_index, part_index) in &self.anchored[hit.pattern().as_usize()] {
                let (pattern, value) = &self.patterns[pattern_index as usize];
                let part = &pattern.parts[part_index as usize];
                let Some(end) = match_pieces(&part.pieces, text, hit.start()) else { continue };
                let span = folded.to_source(Span::new(hit.start(), end)).trimmed(source);
                if part.exact.as_ref().is_some_and(|exact| source[span] != **exact) {
                    continue;
                }
                if pattern.parts.len() == 1 {
                    found.push(Found { span, value });
                } else {
                    let seen =
                        conjunctions.entry(pattern_index).or_insert_with(|| vec![None; pattern.parts.len()]);
                    seen[part_index as usize].get_or_insert(span);
                }
            }
        }
        for (pattern_index, seen) in conjunctions {
            if let Some(spans) = seen.into_iter().collect::<Option<Vec<Span>>>() {
                found.push(Found { span: spans[0], value: &self.patterns[pattern_index as usize].1 });
            }
        }
        found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
        found
    }

    /// The places without those that overlap an earlier or longer one.
    pub fn find_longest<'set>(&'set self, folded: &Folded, source: &str) -> Vec<Found<'set, T>> {
        let mut end = 0;
        let mut longest = self.find(folded, source);
        longest.retain(|found| {
            let keep = found.span.start >= end;
            if keep {
                end = found.span.end;
            }
            keep
        });
        longest
    }

    /// Whether any pattern is found.
    pub fn is_match(&self, folded: &Folded, source: &str) -> bool {
        !self.find(folded, source).is_empty()
    }
}

fn match_pieces(pieces: &[Piece], text: &str, start: usize) -> Option<usize> {
    let end = pieces[0].match_at(text, start)?;
    match_rest(&pieces[1..], text, end)
}

fn match_rest(pieces: &[Piece], text: &str, end: usize) -> Option<usize> {
    let Some(piece) = pieces.first() else { return Some(end) };
    let limit = gap_limit(piece.gap?, &text[end..]);
    let mut at = end;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(piece.runs[0].as_str())) {
        let start = at + offset;
        if start > end + limit {
            return None;
        }
        if let Some(end) = piece.match_at(text, start).and_then(|end| match_rest(&pieces[1..], text, end)) {
            return Some(end);
        }
        at = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// The farthest byte at which the piece after a gap may begin.
fn gap_limit(gap: Gap, text: &str) -> usize {
    match gap {
        Gap::Chars => text.char_indices().nth(GAP_CHARS).map_or(text.len(), |(at, _)| at),
        Gap::Words => {
            // The piece begins after at most GAP_WORDS words, so after one space more.
            let mut spaces = text.char_indices().filter(|(_, c)| *c == ' ');
            spaces.nth(GAP_WORDS).map_or(text.len(), |(at, _)| at + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matches(pattern: &str, text: &str) -> bool {
        let set = PatternSet::new([(pattern, ())]).unwrap();
        set.is_match(&Folded::new(text), text)
    }

    #[test]
    fn the_language_is_as_documented() {
        for (pattern, text, expected) in [
            ("lag", "the lag is real", true),
            ("lag", "a flag", false),
            ("l2", "以太坊L2的未来", true),
            ("l2", "L2는 여전히", true),
            ("l2", "L2-сети растут", true),
            ("l2", "sl23", false),
            ("layer 2", "Layer‑2", true),
            ("роллап*", "роллапами", true),
            ("роллап*", "скроллапами", false),
            ("сет* второго уровня", "сети второго уровня", true),
            ("fees .. fell", "fees on the network fell", true),
            ("fees .. fell", "fees on all of the other networks fell", false),
            ("手续费..下降", "手续费在过去一周下降", true),
            ("手续费..下降", "手续费在过去的一周里面从高点开始持续下降", false),
            ("starknet & halt*", "the halting of Starknet", true),
            ("starknet & halt*", "Starknet runs", false),
            ("=Base", "Base grows", true),
            ("=Base", "the base grows", false),
            ("don't need", "we don’t need it", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn broken_patterns_are_named() {
        for (pattern, problem) in [
            ("", "is empty"),
            (" a", "white space"),
            ("*lag", "does not end a word"),
            ("la*g", "inside a word"),
            ("a ..", "an empty part"),
            ("=Ba*", "exact"),
        ] {
            let error = PatternSet::new([(pattern, ())]).unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
        }
    }

    #[test]
    fn spans_are_of_the_source() {
        let text = "Die  Layer‑2 Netze";
        let set = PatternSet::new([("layer 2", 7)]).unwrap();
        let found = set.find(&Folded::new(text), text);
        assert_eq!(&text[found[0].span], "Layer‑2");
        assert_eq!(*found[0].value, 7);
    }

    #[test]
    fn the_longest_wins() {
        let text = "zk rollups";
        let set = PatternSet::new([("zk", 1), ("zk rollup*", 2), ("rollup*", 3)]).unwrap();
        let values: Vec<_> = set.find_longest(&Folded::new(text), text).iter().map(|f| *f.value).collect();
        assert_eq!(values, [2]);
    }

    proptest! {
        #[test]
        fn a_word_is_found_in_any_text(before in "\\PC{0,20}", after in "\\PC{0,20}") {
            let text = format!("{before} 目标zkrollup {after}");
            let set = PatternSet::new([("zkrollup", ())]).unwrap();
            let found = set.find(&Folded::new(&text), &text);
            prop_assert!(found.iter().any(|found| &text[found.span] == "zkrollup"));
        }
    }
}
