//! Characters as they are kept: NFC, single spaces, nothing invisible.

use regex::Regex;
use scraper::Html;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
        .expect("a constant pattern")
});

/// A value as it was meant whose characters a site has written for HTML where it is none, or twice: `&quot;` in JSON-LD,
/// `&amp;quot;` in an attribute. Nothing in it is taken for a tag.
pub(super) fn unescaped(value: &str) -> Cow<'_, str> {
    if !ENTITY.is_match(value) {
        return Cow::Borrowed(value);
    }
    let text = value.replace('<', "&lt;");
    Cow::Owned(Html::parse_fragment(&text).root_element().text().collect())
}

/// A value that a page or a dump states of an article, as it was meant and on one line.
pub(super) fn value(stated: &str) -> String {
    line(&unescaped(stated))
}

/// A paragraph on one line: NFC, runs of white space as one space, without control and zero-width characters.
pub(super) fn line(text: &str) -> String {
    let mut out = if text.is_ascii() || text.chars().all(is_composed) {
        on_one_line(text)
    } else {
        on_one_line(&text.nfc().collect::<String>())
    };
    out.truncate(out.trim_end().len());
    out
}

/// Characters that are in NFC whatever stands beside them, if all others are such too: letters and signs of the languages of
/// news without combining marks, loose vowels and consonants of Hangul, and those that stand for others.
fn is_composed(c: char) -> bool {
    matches!(
        c,
        ..'\u{300}'
            | '\u{400}'..='\u{482}'
            | '\u{1ea0}'..='\u{1ef9}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3000}'..='\u{3029}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{ff01}'..='\u{ff5e}'
    )
}

fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // What stays as it is is copied in one piece.
    let mut copied = 0;
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        let is_space = c.is_whitespace();
        if (!is_space && !is_invisible(c)) || (c == ' ' && !after_space) {
            after_space = is_space;
            continue;
        }
        out.push_str(&text[copied..at]);
        copied = at + c.len_utf8();
        if is_space && !after_space {
            out.push(' ');
            after_space = true;
        }
    }
    out.push_str(&text[copied..]);
    out
}

fn is_invisible(c: char) -> bool {
    // The joiners U+200C and U+200D stay: scripts and emoji need them.
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fffd}')
}

/// The characters that are not white space.
pub(super) fn solid(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace())
}

/// Letters and digits alone: what is left to compare of lines that are set differently.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', '»', '」', '』', ')', '）', ']'])
        .ends_with(['.', '!', '?', '…', ':', ';', ',', '。', '！', '？', '：', '；', '，', '、', '｡'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_one_space_and_invisible_characters_go() {
        assert_eq!(line("  a\u{a0}\n b\u{200b}c\u{ad} \u{3000}"), "a bc");
        assert_eq!(line("й"), "й");
    }

    #[test]
    fn entities_that_a_site_left_in_become_characters() {
        assert_eq!(unescaped("&quot;L2&quot; &amp; &#8216;L1&#x2019; <b> &copy"), "\"L2\" & ‘L1’ <b> ©");
        for plain in ["R&D; Q&A", "a & b", "x&y=1", "1 < 2"] {
            assert_eq!(unescaped(plain), plain);
        }
    }

    #[test]
    fn what_is_taken_for_composed_is() {
        for c in ('\0'..=char::MAX).filter(|c| is_composed(*c)) {
            assert_eq!(
                unicode_normalization::is_nfc_quick([c].into_iter()),
                unicode_normalization::IsNormalized::Yes,
                "{c:?}"
            );
            assert_eq!(unicode_normalization::char::canonical_combining_class(c), 0, "{c:?}");
        }
    }
}
