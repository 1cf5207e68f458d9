//! Text as the later stages expect it: `\n` line ends, NFC, no control characters.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Line ends of a page as `\n`, without characters that mean nothing. Markup is not normalised: composing could change it
/// (`>` with a combining stroke is another character).
pub(super) fn page(content: String) -> String {
    // Most texts need nothing.
    if !content.chars().any(|character| character != '\n' && character != '\t' && is_changed(character)) {
        return content;
    }
    let mut out = String::with_capacity(content.len());
    let mut characters = content.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' => out.push(character),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            _ if is_changed(character) => {}
            _ => out.push(character),
        }
    }
    out
}

/// Whether a character is left out or becomes another one.
fn is_changed(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Plain text: like [`page`], and NFC.
pub(super) fn text(content: String) -> String {
    let text = page(content);
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => text.nfc().collect(),
    }
}

/// A value of one line, `None` if nothing is left of it.
pub(super) fn line(value: &str) -> Option<String> {
    let line = text(value.to_owned()).split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// The beginning of a value for a message: one line of at most `limit` characters.
pub(super) fn excerpt(value: &str, limit: usize) -> String {
    let line = line(&value.chars().take(4 * limit).collect::<String>()).unwrap_or_default();
    if line.chars().count() <= limit {
        return line;
    }
    line.chars().take(limit.saturating_sub(1)).chain(['…']).collect()
}

/// What is wrong with a decoded text, if it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Nothing but white space.
    Empty,
    /// More control characters than text has.
    Binary,
    /// More replacement characters than damage explains.
    Charset,
}

/// Judges a decoded text, before it is cleaned. In plain text one NUL is enough to call it binary; pages have strays.
pub(super) fn doubt(content: &str, is_page: bool) -> Option<Doubt> {
    let (mut all, mut control, mut replaced, mut blank) = (0usize, 0usize, 0usize, true);
    for character in content.chars() {
        all += 1;
        match character {
            '\0' if !is_page => return Some(Doubt::Binary),
            '\n' | '\r' | '\t' | '\u{c}' | '\u{85}' => {}
            '\u{fffd}' => replaced += 1,
            _ if character.is_control() => control += 1,
            _ => blank &= character.is_whitespace() || character == '\u{feff}',
        }
    }
    // Above 10 % control characters it is no text; above 2 % replacements the character set was another one.
    if control * 10 > all {
        Some(Doubt::Binary)
    } else if replaced * 50 > all {
        Some(Doubt::Charset)
    } else if blank {
        Some(Doubt::Empty)
    } else {
        None
    }
}

/// Bytes as text for messages.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_one_character_and_accents_composed() {
        assert_eq!(text("a\r\nb\rc\u{2028}d e\u{301}\0".to_owned()), "a\nb\nc\nd é");
    }

    #[test]
    fn composing_does_not_change_markup() {
        assert_eq!(page("<b>\u{338}x".to_owned()), "<b>\u{338}x");
        assert_eq!(text(">\u{338}".to_owned()), "≯");
    }

    #[test]
    fn excerpts_are_short_and_whole_characters() {
        assert_eq!(excerpt("Виталик\nБутерин", 9), "Виталик …");
        assert_eq!(excerpt("abc", 9), "abc");
    }

    #[test]
    fn a_few_replacements_are_damage_many_a_wrong_character_set() {
        assert_eq!(doubt(&format!("{}\u{fffd}", "слово ".repeat(20)), false), None);
        assert_eq!(doubt("сло\u{fffd}о", false), Some(Doubt::Charset));
        assert_eq!(doubt("a\0b", false), Some(Doubt::Binary));
        assert_eq!(doubt(&format!("a\0{}", "b".repeat(20)), true), None);
        assert_eq!(doubt(" \u{feff}\n", false), Some(Doubt::Empty));
    }
}
