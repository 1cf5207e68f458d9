//! Character sets: by header, byte order mark, declaration, then detection.

use super::clean::count;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;
use std::sync::LazyLock;

/// Pages declare their character set within the first 1024 bytes; templates with long comments need some more.
const DECLARATION_BYTES: usize = 4096;

static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i-u)<(?:meta\s[^>]*?charset\s*=|\?xml\s[^>]*?encoding\s*=)\s*["']?\s*([a-z0-9_.:-]+)"#)
        .expect("a constant pattern")
});

/// What is known of the character set before looking at the bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hints<'h> {
    /// Label in the HTTP header.
    pub(super) header: Option<&'h str>,
    /// Whether the bytes are a page, which can declare it.
    pub(super) is_page: bool,
    /// Address of the page: its country weighs in the detection.
    pub(super) url: Option<&'h str>,
}

/// Like [`decode`], without a copy where the bytes are the text.
pub(super) fn decode_whole(bytes: Vec<u8>, hints: Hints<'_>) -> String {
    if Encoding::for_bom(&bytes).is_some() {
        return decode(&bytes, hints);
    }
    let utf8 = Utf8::of(&bytes);
    if !utf8.is_certain() {
        return decode_unmarked(&bytes, &utf8, hints);
    }
    String::from_utf8(bytes).unwrap_or_else(|error| lossy(error.as_bytes()))
}

/// UTF-8 with U+FFFD for what is none. Whole text is checked at once, which is many times faster.
fn lossy(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Decodes a whole text. Where nothing fits, the least bad decoding: it is full of U+FFFD, which the caller counts.
pub(super) fn decode(bytes: &[u8], hints: Hints<'_>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    decode_unmarked(bytes, &Utf8::of(bytes), hints)
}

/// Without a byte order mark.
fn decode_unmarked(bytes: &[u8], utf8: &Utf8, hints: Hints<'_>) -> String {
    // Servers and templates label UTF-8 as something else.
    if utf8.is_certain() {
        return lossy(bytes);
    }
    let declared = hints.is_page.then(|| declaration(bytes)).flatten();
    for encoding in [hints.header.and_then(of_label), declared].into_iter().flatten() {
        if encoding == UTF_8 {
            if utf8.is_plausible() {
                return lossy(bytes);
            }
            continue;
        }
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        if !has_errors || text.matches('\u{fffd}').count() * 50 <= text.chars().count() {
            return text.into_owned();
        }
    }
    if utf8.is_plausible() {
        return lossy(bytes);
    }
    detect(bytes, true, hints.url).decode_without_bom_handling(bytes).0.into_owned()
}

/// The character set of a stream, from its beginning. `is_whole` says that there is no more than this.
pub(super) fn of_stream(head: &[u8], is_whole: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    if Utf8::of(head).is_plausible() { UTF_8 } else { detect(head, is_whole, None) }
}

/// Whether the bytes are no text in any character set: more than 10 % control characters.
pub(super) fn is_binary(head: &[u8]) -> bool {
    let is_wide = Encoding::for_bom(head).is_some_and(|(found, _)| found == UTF_16LE || found == UTF_16BE);
    // ISO-2022-JP shifts with ESC.
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0xc | 0x1b);
    !is_wide && count(head, is_control) * 10 > head.len()
}

fn of_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.trim().trim_matches(['"', '\'']).as_bytes())
}

fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let label = DECLARATION.captures(head)?.get(1)?.as_bytes();
    let encoding = Encoding::for_label_no_replacement(label)?;
    // A declaration that can be read byte by byte is not written in UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn detect(bytes: &[u8], is_whole: bool, url: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, is_whole);
    detector.guess(url.and_then(country).as_deref().map(str::as_bytes), Utf8Detection::Deny)
}

/// The last label of the host, in the form the detector accepts.
fn country(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let label = url.domain()?.rsplit('.').next()?.to_ascii_lowercase();
    (!label.is_empty() && label.is_ascii()).then_some(label)
}

/// Sequences of more than one byte that are UTF-8, and bytes that are not.
struct Utf8 {
    valid: usize,
    invalid: usize,
    /// ASCII that shifts into Japanese (ISO-2022-JP).
    has_shifts: bool,
}

impl Utf8 {
    fn of(bytes: &[u8]) -> Utf8 {
        let has_shifts =
            memchr::memchr(0x1b, bytes).is_some() && bytes.windows(2).any(|pair| pair == b"\x1b$");
        // Every sequence has one byte that is no continuation.
        let sequences = |valid: &[u8]| count(valid, |byte| byte >= 0xc0);
        if std::str::from_utf8(bytes).is_ok() {
            return Utf8 { valid: sequences(bytes), invalid: 0, has_shifts };
        }
        let mut found = Utf8 { valid: 0, invalid: 0, has_shifts };
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            found.valid += sequences(chunk.valid().as_bytes());
            // A sequence cut off by the end of the bytes is no evidence against UTF-8.
            let is_cut =
                chunks.peek().is_none() && chunk.invalid().len() < 4 && starts_sequence(chunk.invalid());
            if !chunk.invalid().is_empty() && !is_cut {
                found.invalid += 1;
            }
        }
        found
    }

    /// So many sequences without a fault are no other character set.
    fn is_certain(&self) -> bool {
        self.invalid == 0 && self.valid >= 8
    }

    /// UTF-8, if need be with some damage.
    fn is_plausible(&self) -> bool {
        self.invalid * 10 <= self.valid && !self.has_shifts
    }
}

/// Whether the bytes could go on to become one character.
fn starts_sequence(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => false,
        Err(error) => error.error_len().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Виталик Бутерин сегодня опубликовал длинный пост о долгосрочной стратегии.";
    const CHINESE: &str = "以太坊创始人今天发表长文，讨论二层网络的长期战略，引发加密社区的热议。";
    const KOREAN: &str = "이더리움 창시자는 오늘 장문의 글을 올려 레이어2의 장기 전략을 논의했다.";
    const JAPANESE: &str = "イーサリアムの創設者は本日、レイヤー2の長期戦略について長文を公開した。";

    fn encoded(label: &str, text: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn legacy_character_sets_are_detected_without_any_hint() {
        for (label, text) in [
            ("windows-1251", RUSSIAN),
            ("koi8-r", RUSSIAN),
            ("gb18030", CHINESE),
            ("big5", "以太坊創始人今天發表長文，討論二層網路的長期戰略，引發加密社群的熱議。"),
            ("euc-kr", KOREAN),
            ("shift_jis", JAPANESE),
            ("euc-jp", JAPANESE),
            ("iso-2022-jp", JAPANESE),
        ] {
            assert_eq!(decode(&encoded(label, text), Hints::default()), text, "{label}");
        }
    }

    #[test]
    fn the_header_decides_where_detection_could_not() {
        let bytes = encoded("windows-1251", "Сеть");
        assert_eq!(decode(&bytes, Hints { header: Some("\"Windows-1251\""), ..Hints::default() }), "Сеть");
    }

    #[test]
    fn pages_declare_their_character_set() {
        for head in [
            r#"<html><head><meta charset="gb2312"><title>"#,
            r#"<META http-equiv=Content-Type content="text/html; charset=GBK">"#,
            r#"<?xml version="1.0" encoding='gb18030'?><html>"#,
        ] {
            let page = format!("{head}二层");
            let hints = Hints { is_page: true, ..Hints::default() };
            assert_eq!(decode(&encoded("gb18030", &page), hints), page);
        }
    }

    #[test]
    fn a_wrong_label_does_not_win_over_the_bytes() {
        let hints = Hints { header: Some("iso-8859-1"), ..Hints::default() };
        assert_eq!(decode(RUSSIAN.as_bytes(), hints), RUSSIAN);
        let hints = Hints { header: Some("utf-8"), ..Hints::default() };
        assert_eq!(decode(&encoded("windows-1251", RUSSIAN), hints), RUSSIAN);
    }

    #[test]
    fn one_broken_byte_does_not_turn_utf_8_into_something_else() {
        let mut bytes = CHINESE.as_bytes().to_vec();
        bytes[4] = b'x';
        assert!(decode(&bytes, Hints::default()).ends_with("引发加密社区的热议。"));
    }

    #[test]
    fn byte_order_marks_are_obeyed_and_removed() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(RUSSIAN.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&bytes, Hints::default()), RUSSIAN);
        assert_eq!(of_stream(&bytes, false), UTF_16LE);
        assert_eq!(decode(b"\xef\xbb\xbfabc", Hints::default()), "abc");
    }

    #[test]
    fn a_sequence_cut_by_the_end_of_the_head_is_no_evidence() {
        assert_eq!(of_stream(&RUSSIAN.as_bytes()[..3], false), UTF_8);
    }
}
