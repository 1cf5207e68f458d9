//! What a file is: by its first bytes where they are clear, else by the suffix of its name.

use super::trafilatura_xml;

/// A kind of dump file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Html,
    /// What trafilatura writes.
    Xml,
    Jsonl,
    Json,
    Csv,
    Parquet,
    Warc,
    /// A store of `newsvane collect`.
    Store,
}

impl Format {
    /// The code in the manifest.
    pub(super) fn code(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Html => "html",
            Format::Xml => "xml",
            Format::Jsonl => "jsonl",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Parquet => "parquet",
            Format::Warc => "warc",
            Format::Store => "store",
        }
    }

    /// By the name alone, a suffix of compression left aside.
    pub(super) fn of_name(name: &str) -> Option<Format> {
        match suffix(without_compression(name)).as_str() {
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" | "shtml" => Some(Format::Html),
            "jsonl" | "ndjson" | "jl" => Some(Format::Jsonl),
            "json" => Some(Format::Json),
            "csv" | "tsv" => Some(Format::Csv),
            "parquet" | "pq" => Some(Format::Parquet),
            "warc" | "wet" => Some(Format::Warc),
            _ => None,
        }
    }

    /// By the first decompressed bytes, and the name where these leave it open.
    pub(super) fn of(name: &str, head: &[u8]) -> Option<Format> {
        let by_name = Format::of_name(name);
        if head.starts_with(b"PAR1") {
            return Some(Format::Parquet);
        }
        if head.starts_with(b"SQLite format 3\0") {
            return Some(Format::Store);
        }
        if trafilatura_xml::is_one(head) {
            return Some(Format::Xml);
        }
        if head.starts_with(b"WARC/") {
            return Some(Format::Warc);
        }
        let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let is_page = starts_page(start);
        let is_json = holds_json_object(start);
        match by_name {
            Some(Format::Text | Format::Csv) if is_page => Some(Format::Html),
            Some(Format::Text | Format::Csv | Format::Html) if is_json => Some(Format::Json),
            Some(Format::Jsonl | Format::Json) if start.starts_with(b"<") => Some(Format::Html),
            Some(Format::Parquet | Format::Warc) | None => match start.first() {
                Some(b'<') if is_page || by_name.is_some() => Some(Format::Html),
                Some(b'{' | b'[') if is_json || by_name.is_some() => Some(Format::Json),
                _ => by_name,
            },
            known => known,
        }
    }
}

/// The name without `.gz` or `.zst`.
pub(super) fn without_compression(name: &str) -> &str {
    match suffix(name).as_str() {
        "gz" | "gzip" | "zst" | "zstd" => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        _ => name,
    }
}

fn suffix(name: &str) -> String {
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file_name.rsplit_once('.').map(|(_, suffix)| suffix.to_ascii_lowercase()).unwrap_or_default()
}

fn starts_page(start: &[u8]) -> bool {
    let begins =
        |tag: &str| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag.as_bytes()));
    let is_xhtml = || {
        let head = &start[..start.len().min(1024)];
        head.to_ascii_lowercase().windows(5).any(|window| window == b"<html")
    };
    begins("<!doctype html") || begins("<html") || ((begins("<?xml") || begins("<!--")) && is_xhtml())
}

/// Whether the first line is a whole object, or the beginning is that of one with quoted names. A text or a table can
/// begin with a brace, but not like this.
fn holds_json_object(start: &[u8]) -> bool {
    let inside = start.strip_prefix(b"[").unwrap_or(start).trim_ascii_start();
    let Some(members) = inside.strip_prefix(b"{") else {
        return false;
    };
    let members = members.trim_ascii_start();
    let Some(name) = members.strip_prefix(b"\"") else {
        return false;
    };
    let Some(end) = name.iter().take(200).position(|byte| *byte == b'"') else {
        return false;
    };
    name[end + 1..].trim_ascii_start().starts_with(b":")
}

/// What bytes that are no dump file are, in words, and what can be done.
pub(super) fn describe(head: &[u8]) -> &'static str {
    const MAGIC: &[(usize, &[u8], &str)] = &[
        (0, b"PK\x03\x04", "a zip archive with more than one file, or damaged; hint: unpack it first"),
        (257, b"ustar", "a tar archive; hint: unpack it first"),
        (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive; hint: unpack it first"),
        (0, b"Rar!", "a rar archive; hint: unpack it first"),
        (0, b"\xfd7zXZ\0", "xz-compressed; hint: unpack it first"),
        (0, b"BZh", "bzip2-compressed; hint: unpack it first"),
        (0, b"\x1f\x8b", "compressed twice; hint: unpack it once"),
        (0, b"\x28\xb5\x2f\xfd", "compressed twice; hint: unpack it once"),
        (0, b"%PDF", "a PDF; hint: convert it to text"),
        (0, b"\x89PNG", "an image"),
        (0, b"\xff\xd8\xff", "an image"),
        (0, b"GIF8", "an image"),
    ];
    MAGIC
        .iter()
        .find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
        .map_or(
            "no dump format; hint: newsvane reads .txt, .html, .jsonl, .json, .csv, .tsv, .parquet and .warc, each also \
             .gz, .zst or alone in a .zip",
            |(_, _, words)| words,
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_format_whatever_their_case_and_compression() {
        for (name, format) in [
            ("a.TXT", Some(Format::Text)),
            ("b/c.d/a.jsonl.gz", Some(Format::Jsonl)),
            ("CC-NEWS-1.warc.zst", Some(Format::Warc)),
            ("a.csv.zip", None),
            ("b.csv/a", None),
            ("gz", None),
        ] {
            assert_eq!(Format::of_name(name), format, "{name}");
        }
    }

    #[test]
    fn content_wins_where_the_suffix_lies() {
        for (name, head, format) in [
            ("a.txt", "WARC/1.0\r\n", Some(Format::Warc)),
            ("a.csv", "PAR1", Some(Format::Parquet)),
            ("a.txt", "\u{feff} <!DOCTYPE html><html>", Some(Format::Html)),
            ("a.csv", "{\"text\": \"x\"}", Some(Format::Json)),
            ("a.parquet", "[{\"text\": \"x\"}]", Some(Format::Json)),
            ("a.jsonl", "<html>", Some(Format::Html)),
            ("a.dat", "<?xml version='1.0'?>\n<html xmlns='x'>", Some(Format::Html)),
            ("a.dat", "{\"text\" : \"x\"}", Some(Format::Json)),
        ] {
            assert_eq!(Format::of(name, head.as_bytes()), format, "{name} {head}");
        }
    }

    #[test]
    fn text_that_only_looks_a_little_like_something_else_stays_text() {
        for head in ["{x} is a set", "<b>Bold</b> words", "[1] first", "PAR is a word", "{\"quoted\" words}"]
        {
            assert_eq!(Format::of("a.txt", head.as_bytes()), Some(Format::Text), "{head}");
            assert_eq!(Format::of("a.dat", head.as_bytes()), None, "{head}");
        }
    }
}
