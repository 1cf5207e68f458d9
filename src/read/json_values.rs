//! Splits a stream of JSON into its objects without parsing it, so that one broken object does not end it and memory
//! holds one at a time.

use std::io::{self, BufRead};

/// What comes next in the stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An object, in the buffer.
    Object,
    /// Something between objects that is neither white space nor a comma or bracket, in the buffer.
    Stray,
    /// An object above the limit; it was skipped.
    TooLarge,
    /// An object that the stream ends in.
    Cut,
    /// Nothing: the end of the stream.
    End,
}

/// Reads the objects of a stream: in an array, after another, or alone.
pub(super) struct Values<R> {
    reader: R,
    line: u64,
    /// Line on which the last piece began, from 1.
    pub(super) start_line: u64,
    /// The last piece.
    pub(super) buffer: Vec<u8>,
}

impl<R: BufRead> Values<R> {
    pub(super) fn new(reader: R) -> Values<R> {
        Values { reader, line: 1, start_line: 1, buffer: Vec::new() }
    }

    /// Steps into the object that comes next, so that its members are what stands between objects.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn enter(&mut self) -> io::Result<()> {
        if self.reader.fill_buf()?.first() == Some(&b'{') {
            self.reader.consume(1);
        }
        Ok(())
    }

    /// The next piece.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn next(&mut self, limit: u64) -> io::Result<Piece> {
        self.buffer.clear();
        let mut length = 0u64;
        let (mut depth, mut in_string, mut is_escaped) = (0u64, false, false);
        loop {
            let available = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                available => available?,
            };
            if available.is_empty() {
                return Ok(match (depth, length) {
                    (0, 0) => Piece::End,
                    (0, _) => Piece::Stray,
                    _ => Piece::Cut,
                });
            }
            let mut consumed = 0;
            let mut ended = None;
            for byte in available {
                if depth == 0 && *byte == b'{' && length > 0 {
                    ended = Some(Piece::Stray);
                    break;
                }
                consumed += 1;
                if *byte == b'\n' {
                    self.line += 1;
                }
                let between = byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']');
                if depth == 0 && length == 0 && between {
                    continue;
                }
                if length == 0 {
                    self.start_line = self.line;
                }
                length += 1;
                if length <= limit {
                    self.buffer.push(*byte);
                }
                match byte {
                    _ if is_escaped => is_escaped = false,
                    b'\\' if in_string => is_escaped = true,
                    b'"' if depth > 0 => in_string = !in_string,
                    _ if in_string => {}
                    b'{' | b'[' if depth > 0 || *byte == b'{' => depth += 1,
                    b'}' | b']' if depth > 0 => {
                        depth -= 1;
                        if depth == 0 {
                            ended = Some(if length > limit { Piece::TooLarge } else { Piece::Object });
                            break;
                        }
                    }
                    _ => {}
                }
            }
            self.reader.consume(consumed);
            if let Some(piece) = ended {
                return Ok(piece);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn pieces(content: &str, limit: u64) -> Vec<(Piece, u64, String)> {
        let mut values = Values::new(BufReader::with_capacity(4, content.as_bytes()));
        let mut pieces = Vec::new();
        loop {
            match values.next(limit).unwrap() {
                Piece::End => return pieces,
                piece => {
                    pieces.push((piece, values.start_line, String::from_utf8(values.buffer.clone()).unwrap()))
                }
            }
        }
    }

    #[test]
    fn brackets_and_quotes_in_strings_do_not_split() {
        let found = pieces(r#"[{"a": "}\"]{"}, {"b": [{}]}]"#, 100);
        let objects = found.iter().map(|(_, _, text)| text.as_str()).collect::<Vec<_>>();
        assert_eq!(objects, [r#"{"a": "}\"]{"}"#, r#"{"b": [{}]}"#]);
    }

    #[test]
    fn objects_know_their_line_and_oversize_ones_are_skipped() {
        let found = pieces("{\n\"a\":1}\n{\"long\": \"xxxxxxxxxx\"}{}\n{\"cut\"", 9);
        let found = found.iter().map(|(piece, line, _)| (piece, *line)).collect::<Vec<_>>();
        assert_eq!(
            found,
            [(&Piece::Object, 1), (&Piece::TooLarge, 3), (&Piece::Object, 3), (&Piece::Cut, 4)]
        );
    }

    #[test]
    fn what_stands_between_objects_is_one_piece() {
        let found = pieces("{} oops, [1] {}", 20);
        assert_eq!(found[1], (Piece::Stray, 1, "oops, [1] ".to_owned()));
        assert_eq!(found.len(), 3);
    }
}
