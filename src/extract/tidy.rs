//! Characters as they are kept: NFC, single spaces, nothing invisible.

use unicode_normalization::UnicodeNormalization;

/// A paragraph on one line: NFC, runs of white space as one space, without control and zero-width characters.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_whitespace() {
            if !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
        } else if !is_invisible(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
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
}
