//! HTTP responses as they are stored in WARC records.

use super::warc_records::Headers;
use brotli::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{self, Read};

/// A stored response.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Headers,
    /// As transferred: chunks and content encodings are not undone.
    body: Vec<u8>,
}

/// Why a body could not be decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BodyError {
    /// An encoding that is not known.
    Unknown(String),
    /// Larger than the limit when unpacked.
    TooLarge,
    /// The packed body ends before its end.
    Truncated,
    /// The packed body is damaged.
    Damaged,
}

impl Response {
    /// Parses a response; `None` if the bytes are none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Response> {
        let (end, length) = end_of_headers(bytes);
        let head = &bytes[..end];
        let first_end = head.iter().position(|byte| *byte == b'\n').unwrap_or(head.len());
        let first = std::str::from_utf8(&head[..first_end]).ok()?;
        let mut words = first.split_ascii_whitespace();
        words.next().filter(|protocol| protocol.starts_with("HTTP/"))?;
        let status = words.next()?.parse().ok()?;
        let headers = Headers::parse(&head[first_end..]);
        Some(Response { status, headers, body: bytes[(end + length).min(bytes.len())..].to_vec() })
    }

    /// The body with chunks and content encodings undone. Crawlers store bodies decoded under the original headers, so a
    /// body that does not look encoded is taken as it is.
    ///
    /// # Errors
    /// An encoding that is unknown or does not decode, or more than `limit` bytes.
    pub(super) fn into_body(self, limit: u64) -> Result<Vec<u8>, BodyError> {
        let mut body = self.body;
        let is_chunked = self
            .headers
            .get("Transfer-Encoding")
            .is_some_and(|value| value.to_lowercase().contains("chunked"));
        if is_chunked && let Some(joined) = join_chunks(&body) {
            body = joined;
        }
        let encodings = self.headers.get("Content-Encoding").unwrap_or_default().to_lowercase();
        for encoding in encodings.rsplit(',').map(str::trim) {
            body = match encoding {
                "" | "identity" | "utf-8" => body,
                "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                    unpack(MultiGzDecoder::new(body.as_slice()), limit)?
                }
                "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
                    let decoder = zstd::stream::read::Decoder::with_buffer(body.as_slice());
                    unpack(decoder.map_err(|_| BodyError::Damaged)?, limit)?
                }
                "gzip" | "x-gzip" | "zstd" => body,
                _ if looks_like_page(&body) => body,
                // Both kinds of stream go by this name.
                "deflate" => match unpack(ZlibDecoder::new(body.as_slice()), limit) {
                    Err(BodyError::Damaged) => unpack(DeflateDecoder::new(body.as_slice()), limit)?,
                    outcome => outcome?,
                },
                "br" => unpack(Decompressor::new(body.as_slice(), 4096), limit)?,
                unknown => return Err(BodyError::Unknown(unknown.to_owned())),
            };
        }
        Ok(body)
    }
}

fn looks_like_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

fn unpack(decoder: impl Read, limit: u64) -> Result<Vec<u8>, BodyError> {
    let mut out = Vec::new();
    let outcome = decoder.take(limit.saturating_add(1)).read_to_end(&mut out);
    if out.len() as u64 > limit {
        return Err(BodyError::TooLarge);
    }
    match outcome {
        Ok(_) => Ok(out),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(BodyError::Truncated),
        Err(_) => Err(BodyError::Damaged),
    }
}

/// Where the headers end, and the length of the empty line behind them.
fn end_of_headers(bytes: &[u8]) -> (usize, usize) {
    let mut line_start = 0;
    while let Some(length) = bytes[line_start..].iter().position(|byte| *byte == b'\n') {
        let line = &bytes[line_start..line_start + length];
        if line.is_empty() || line == b"\r" {
            return (line_start, length + 1);
        }
        line_start += length + 1;
    }
    (bytes.len(), 0)
}

/// The content of the chunks; what came before where the last ones are missing. `None` if there are no chunks.
fn join_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let line_end = rest.iter().position(|byte| *byte == b'\n');
        let size = line_end.and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()
        });
        let (Some(line_end), Some(size)) = (line_end, size) else {
            return (!joined.is_empty()).then_some(joined);
        };
        rest = &rest[line_end + 1..];
        let chunk = &rest[..size.min(rest.len())];
        joined.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        if size == 0 || rest.is_empty() {
            return Some(joined);
        }
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn body(headers: &str, content: &[u8]) -> Result<Vec<u8>, BodyError> {
        let mut bytes = format!("HTTP/1.1 200 OK\r\n{headers}\r\n").into_bytes();
        bytes.extend_from_slice(content);
        Response::parse(&bytes).unwrap().into_body(1000)
    }

    fn zlib(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn chunks_and_encodings_are_undone() {
        let page = b"some words, no markup".to_vec();
        let mut brotli = Vec::new();
        ::brotli::CompressorWriter::new(&mut brotli, 4096, 5, 20).write_all(&page).unwrap();
        let packed = gzip(&page);
        let chunked =
            [format!("{:x};x=y\r\n", packed.len()).into_bytes(), packed, b"\r\n0\r\n\r\n".to_vec()].concat();
        for (headers, content) in [
            ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked),
            ("content-encoding: GZIP\r\n", gzip(&page)),
            ("Content-Encoding: deflate\r\n", zlib(&page)),
            ("Content-Encoding: deflate\r\n", zlib(&page)[2..].to_vec()),
            ("Content-Encoding: gzip, deflate\r\n", zlib(&gzip(&page))),
            ("Content-Encoding: br\r\n", brotli),
            ("Content-Encoding: zstd\r\n", zstd::encode_all(page.as_slice(), 1).unwrap()),
        ] {
            assert_eq!(body(headers, &content).as_ref(), Ok(&page), "{headers}");
        }
    }

    #[test]
    fn a_body_that_was_stored_decoded_is_taken_as_it_is() {
        for headers in
            ["Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n", "Transfer-Encoding: chunked\r\n"]
        {
            assert_eq!(body(headers, b"<p>words").unwrap(), b"<p>words", "{headers}");
        }
    }

    #[test]
    fn a_bomb_a_cut_and_an_unknown_encoding_are_told_apart() {
        let bomb = gzip(&[b' '; 1001]);
        assert_eq!(body("Content-Encoding: gzip\r\n", &bomb), Err(BodyError::TooLarge));
        let page = gzip(b"some words");
        assert_eq!(body("Content-Encoding: gzip\r\n", &page[..page.len() - 9]), Err(BodyError::Truncated));
        assert_eq!(body("Content-Encoding: lzx\r\n", b"??"), Err(BodyError::Unknown("lzx".into())));
    }
}
