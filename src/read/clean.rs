//! Text as the later stages expect it: `\n` line ends, NFC, no control characters.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Line ends of a page as `\n`, without characters that mean nothing. Markup is not normalised: composing could change it
/// (`>` with a combining stroke is another character).
pub(super) fn page(content: String) -> String {
    // Most texts need nothing.
    let Some(first) = next_changed(&content, 0) else { return content };
    let mut out = String::with_capacity(content.len());
    let (mut kept, mut next) = (0, Some(first));
    while let Some(at) = next {
        out.push_str(&content[kept..at]);
        let rest = &content[at..];
        let Some(character) = rest.chars().next() else { break };
        kept = at + character.len_utf8();
        match character {
            '\r' => {
                if rest[1..].starts_with('\n') {
                    kept += 1;
                }
                out.push('\n');
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            _ => {}
        }
        next = next_changed(&content, kept);
    }
    out.push_str(&content[kept..]);
    out
}

/// Where the next character stands that is left out or becomes another one. Looks at bytes, many at once: these characters are
/// few, and begin with few.
fn next_changed(content: &str, from: usize) -> Option<usize> {
    let bytes = content.as_bytes();
    let may_begin = |byte: u8| {
        (byte < 0x20 && byte != b'\n' && byte != b'\t') || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef)
    };
    let mut at = from;
    loop {
        let clear = bytes[at..].chunks(BYTES_AT_ONCE).take_while(|chunk| {
            // Without a way out the processor compares them all in a few steps.
            !chunk.iter().fold(false, |found, byte| found | may_begin(*byte))
        });
        at += clear.map(<[u8]>::len).sum::<usize>();
        at += bytes[at..].iter().position(|byte| may_begin(*byte))?;
        let character = content[at..].chars().next()?;
        if is_changed(character) {
            return Some(at);
        }
        at += character.len_utf8();
    }
}

/// Bytes that are looked at in one go.
const BYTES_AT_ONCE: usize = 64;

/// Whether a character is left out or becomes another one.
fn is_changed(character: char) -> bool {
    let is_kept = matches!(character, '\n' | '\t');
    !is_kept && (character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}'))
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
    let bytes = content.as_bytes();
    if !is_page && bytes.contains(&0) {
        return Some(Doubt::Binary);
    }
    let blank = content
        .chars()
        .all(|character| character.is_whitespace() || character.is_control() || character == '\u{feff}');
    // Bytes that go on a character are those of the form 10xxxxxx.
    let all = count(bytes, |byte| (byte as i8) >= -0x40);
    let ascii =
        count(bytes, |byte| (byte < 0x20 || byte == 0x7f) && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c));
    // U+0080 to U+009F but the line end U+0085.
    let is_wide = |byte: &u8| (0x80..=0x9f).contains(byte) && *byte != 0x85;
    let wide = memchr::memchr_iter(0xc2, bytes).filter(|at| bytes.get(at + 1).is_some_and(is_wide));
    let control = ascii + wide.count();
    let replaced = memchr::memmem::find_iter(bytes, "\u{fffd}").count();
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

/// How many bytes are of a kind; in chunks whose count fits one byte, so that the processor counts many at once.
pub(super) fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    let of_chunk = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(is(*byte))).sum::<u8>();
    bytes.chunks(usize::from(u8::MAX)).map(|chunk| usize::from(of_chunk(chunk))).sum()
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
        assert_eq!(page("\u{feff}“二层”\u{85}，\u{9c}é\t\r".to_owned()), "“二层”\n，é\t\n");
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
        assert_eq!(doubt("\u{9c}\u{85}abc", false), Some(Doubt::Binary));
        assert_eq!(doubt("\u{85}\u{85}abc", false), None);
    }
}
