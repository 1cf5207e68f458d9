//! Records of a WARC file, of bounded size, also where the file is damaged.

use super::clean::lossy;
use super::lines::{Line, read_line};
use std::io::{self, BufRead, Read};

/// Headers in bytes at most, of a record or of a response.
pub(super) const HEADER_BYTES: u64 = 256 << 10;

/// Header lines by name, in their order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Parses `name: value` lines; lines that begin with a space go on with the one before, others are left out.
    pub(super) fn parse(bytes: &[u8]) -> Headers {
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lossy(bytes).lines() {
            match (line.strip_prefix([' ', '\t']), headers.last_mut()) {
                (Some(more), Some((_, value))) => {
                    value.push(' ');
                    value.push_str(more.trim());
                }
                _ => {
                    if let Some((name, value)) = line.split_once(':') {
                        headers.push((name.trim().to_owned(), value.trim().to_owned()));
                    }
                }
            }
        }
        Headers(headers)
    }

    /// The first value of a name, whatever its case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let is_it = |(found, _): &&(String, String)| found.eq_ignore_ascii_case(name);
        self.0.iter().find(is_it).map(|(_, value)| value.as_str())
    }
}

/// What comes next in the file.
#[derive(Debug)]
pub(super) enum Next {
    /// A record.
    Record(Record),
    /// Bytes that are no record, up to where the next one begins.
    Damage(&'static str),
    /// A record that the file ends in.
    Cut,
    /// Nothing: the end of the file.
    End,
}

/// A record with its content, unless that was not wanted or too large.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) headers: Headers,
    pub(super) content: Content,
}

/// Content of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    TooLarge,
    Unwanted,
}

/// Reads the records of a file.
pub(super) struct Records<R> {
    reader: R,
    line: Vec<u8>,
    /// The version line of a record was read already.
    is_at_record: bool,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R) -> Records<R> {
        Records { reader, line: Vec::new(), is_at_record: false }
    }

    /// The next record. `is_wanted` decides by the headers whether the content is kept.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn next(&mut self, limit: u64, is_wanted: impl Fn(&Headers) -> bool) -> io::Result<Next> {
        if !self.is_at_record {
            loop {
                match self.read_line()? {
                    Line::End => return Ok(Next::End),
                    _ if self.line.trim_ascii().is_empty() => {}
                    Line::Whole if self.line.starts_with(b"WARC/") => break,
                    Line::Last if b"WARC/1.0".starts_with(&self.line[..self.line.len().min(8)]) => {
                        return Ok(Next::Cut);
                    }
                    _ => return self.resync("no record begins here"),
                }
            }
        }
        self.is_at_record = false;
        let mut block = Vec::new();
        loop {
            match self.read_line()? {
                Line::Whole if self.line.is_empty() => break,
                Line::Whole if block.len() as u64 <= HEADER_BYTES => {
                    block.extend_from_slice(&self.line);
                    block.push(b'\n');
                }
                Line::Whole | Line::TooLong => return self.resync("the header of a record is too long"),
                Line::Last | Line::End => return Ok(Next::Cut),
            }
        }
        let headers = Headers::parse(&block);
        let Some(length) = headers.get("Content-Length").and_then(|length| length.parse::<u64>().ok()) else {
            return self.resync("a record without a valid `Content-Length`");
        };
        let wanted = is_wanted(&headers);
        let content = if wanted && length <= limit {
            let mut bytes = Vec::new();
            (&mut self.reader).take(length).read_to_end(&mut bytes)?;
            if (bytes.len() as u64) < length {
                return Ok(Next::Cut);
            }
            Content::Bytes(bytes)
        } else {
            let skipped = io::copy(&mut (&mut self.reader).take(length), &mut io::sink())?;
            if skipped < length {
                return Ok(Next::Cut);
            }
            if wanted { Content::TooLarge } else { Content::Unwanted }
        };
        Ok(Next::Record(Record { headers, content }))
    }

    /// Skips to the version line of the next record.
    fn resync(&mut self, problem: &'static str) -> io::Result<Next> {
        loop {
            match self.read_line()? {
                Line::End | Line::Last => break,
                Line::Whole if is_version(&self.line) => {
                    self.is_at_record = true;
                    break;
                }
                Line::Whole | Line::TooLong => {}
            }
        }
        Ok(Next::Damage(problem))
    }

    fn read_line(&mut self) -> io::Result<Line> {
        read_line(&mut self.reader, &mut self.line, HEADER_BYTES)
    }
}

fn is_version(line: &[u8]) -> bool {
    line.strip_prefix(b"WARC/").is_some_and(|version| {
        (3..=4).contains(&version.len()) && version.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(content: &[u8]) -> Vec<String> {
        let mut records = Records::new(content);
        let mut found = Vec::new();
        loop {
            match records.next(100, |headers| headers.get("warc-type") == Some("response")).unwrap() {
                Next::End => return found,
                Next::Record(record) => found.push(format!("{:?}", record.content)),
                other => found.push(format!("{other:?}")),
            }
        }
    }

    fn record(kind: &str, content: &str) -> String {
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n", content.len())
    }

    #[test]
    fn damage_between_records_costs_only_what_is_damaged() {
        let file = [
            record("response", "ab"),
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: ?\r\n\r\nxx\r\n\r\n".to_owned(),
            record("request", "cd"),
            "garbage\r\n".to_owned(),
            record("response", &"e".repeat(101)),
            record("response", "f")[..40].to_owned(),
        ];
        assert_eq!(
            types(file.concat().as_bytes()),
            [
                "Bytes([97, 98])",
                "Damage(\"a record without a valid `Content-Length`\")",
                "Unwanted",
                "Damage(\"no record begins here\")",
                "TooLarge",
                "Cut"
            ]
        );
    }

    #[test]
    fn headers_go_on_over_lines_and_are_found_in_any_case() {
        let headers = Headers::parse(b"A: 1\r\n b: 2\r\nno header\r\nB:3");
        assert_eq!((headers.get("a"), headers.get("b")), (Some("1 b: 2"), Some("3")));
    }
}
