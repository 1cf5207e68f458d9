//! Folding: the form of a text in which patterns are looked up.

use crate::schema::Span;
use unicode_normalization::UnicodeNormalization;

/// A folded text that knows where each of its bytes came from.
///
/// NFKC, lower case, Turkish İ/ı/I to i, ё to е, typographic apostrophes to ', hyphens and dashes between letters or
/// digits to a space, runs of white space to one space.
#[derive(Debug, Clone)]
pub struct Folded {
    text: String,
    /// For each byte of `text`, and for its end, the byte of the source at which its character begins.
    source: Vec<u32>,
}

impl Folded {
    /// Folds `source`, which must be shorter than 4 GiB.
    pub fn new(source: &str) -> Folded {
        let mut folded = Folded {
            text: String::with_capacity(source.len()),
            source: Vec::with_capacity(source.len() + 1),
        };
        let mut chars = source.char_indices().peekable();
        let mut last = ' ';
        while let Some((at, c)) = chars.next() {
            let is_between_words = is_hyphen(c)
                && last.is_alphanumeric()
                && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if c.is_whitespace() || is_between_words {
                folded.push_space(at);
            } else if c.is_ascii() {
                folded.push(c.to_ascii_lowercase(), at);
            } else {
                for c in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
                    match fold_char(c) {
                        Some(' ') => folded.push_space(at),
                        Some(c) => folded.push(c, at),
                        None => {}
                    }
                }
            }
            last = c;
        }
        folded.source.push(source.len() as u32);
        folded
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.source.resize(self.text.len(), at as u32);
    }

    fn push_space(&mut self, at: usize) {
        if !self.text.ends_with(' ') {
            self.push(' ', at);
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the source of a place in the folded text; a trailing space is left out.
    pub fn to_source(&self, folded: Span) -> Span {
        Span::new(self.source[folded.start] as usize, self.source[folded.end] as usize)
    }
}

fn fold_char(c: char) -> Option<char> {
    match c {
        'ı' => Some('i'),
        'ё' => Some('е'),
        '’' | '‘' | 'ʼ' | '`' | '´' => Some('\''),
        // The dot that lower-casing İ leaves behind, zero-width marks and soft hyphens.
        '\u{307}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}' | '\u{fe0f}' => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' | '－')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_meet() {
        for (source, folded) in [
            ("Layer‑2", "layer 2"),
            ("LAYER  2", "layer 2"),
            ("ＺＫ－ＥＶＭ", "zk evm"),
            ("İstanbul", "istanbul"),
            ("ещё", "еще"),
            ("don’t", "don't"),
            ("-5 %", "-5 %"),
        ] {
            assert_eq!(Folded::new(source).text(), folded, "{source}");
        }
    }

    proptest! {
        #[test]
        fn every_place_maps_to_a_char_boundary(source in "\\PC{0,60}") {
            let folded = Folded::new(&source);
            for (at, c) in folded.text().char_indices() {
                let span = folded.to_source(Span::new(at, at + c.len_utf8()));
                prop_assert!(source.get(span.start..span.end).is_some(), "{span:?} of {source:?}");
            }
        }
    }
}
