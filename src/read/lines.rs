//! Text streams: as UTF-8, and by lines of bounded length.

use super::charset;
use super::stream::Stream;
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::{self, BufRead, BufReader};

/// A stream of UTF-8, buffered.
pub(super) type Utf8Stream = Box<dyn BufRead + Send>;

/// The stream as UTF-8 without a byte order mark, whatever its character set is. UTF-8 with some damage is passed through.
pub(super) fn as_utf8(stream: Stream) -> Utf8Stream {
    let encoding = charset::of_stream(stream.head(), stream.is_whole());
    let decoded = DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .utf8_passthru(true)
        .strip_bom(true)
        .build(stream);
    Box::new(BufReader::with_capacity(64 << 10, decoded))
}

/// The first 64 KiB of the stream, decoded.
pub(super) fn beginning(stream: &Stream) -> String {
    let encoding = charset::of_stream(stream.head(), stream.is_whole());
    encoding.decode(stream.head()).0.into_owned()
}

/// What was found up to the next line end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line, in the buffer without its end.
    Whole,
    /// The last line, not ended, in the buffer.
    Last,
    /// A line above the limit; it was skipped.
    TooLong,
    /// Nothing: the end of the stream.
    End,
}

/// Reads a line into `buffer` (cleared before), at most `limit` bytes of it.
///
/// # Errors
/// Those of the stream.
pub(super) fn read_line(reader: &mut impl BufRead, buffer: &mut Vec<u8>, limit: u64) -> io::Result<Line> {
    buffer.clear();
    let mut length = 0u64;
    loop {
        let available = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            available => available?,
        };
        if available.is_empty() {
            return Ok(match length {
                0 => Line::End,
                _ if length > limit => Line::TooLong,
                _ => Line::Last,
            });
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        length += part.len() as u64;
        if length <= limit {
            buffer.extend_from_slice(part);
        }
        let consumed = part.len() + usize::from(end.is_some());
        reader.consume(consumed);
        if end.is_some() {
            if length > limit {
                return Ok(Line::TooLong);
            }
            if buffer.last() == Some(&b'\r') {
                buffer.pop();
            }
            return Ok(Line::Whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_above_the_limit_are_skipped_and_counted() {
        let mut reader = BufReader::with_capacity(3, &b"one\r\n\nlonger line\nfour"[..]);
        let mut buffer = Vec::new();
        let mut next = || read_line(&mut reader, &mut buffer, 6).map(|line| (line, buffer.clone())).unwrap();
        assert_eq!(next(), (Line::Whole, b"one".to_vec()));
        assert_eq!(next(), (Line::Whole, b"".to_vec()));
        assert_eq!(next().0, Line::TooLong);
        assert_eq!(next(), (Line::Last, b"four".to_vec()));
        assert_eq!(next().0, Line::End);
    }

    #[test]
    fn other_character_sets_become_utf_8() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let text = "Виталик, 以太坊\n";
        let mut utf16 = vec![0xfe, 0xff];
        utf16.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        let gb18030 =
            encoding_rs::GB18030.encode(&"以太坊创始人今天发表长文\n".repeat(20_000)).0.into_owned();
        for (bytes, first) in [
            (utf16, "Виталик, 以太坊"),
            (format!("\u{feff}{text}").into_bytes(), "Виталик, 以太坊"),
            (gb18030, "以太坊创始人今天发表长文"),
        ] {
            std::fs::write(&path, bytes).unwrap();
            let mut buffer = Vec::new();
            read_line(&mut as_utf8(Stream::open(&path).unwrap()), &mut buffer, 1000).unwrap();
            assert_eq!(String::from_utf8(buffer).unwrap(), first);
        }
    }
}
