//! Whatever the bytes are, there is an answer.
//!
//! The Parquet reader panics on some damage; that is caught, but its message stands in the output of the test.

use super::{gz, read_with, small, zst};
use proptest::prelude::*;

const NAMES: [&str; 9] =
    ["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.parquet", "a.warc", "a.unknown"];

/// Beginnings that lead deep into each reader.
const STARTS: [&[u8]; 12] = [
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1f\x8b\x08\0",
    b"\x28\xb5\x2f\xfd",
    b"PAR1",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 30\r\n\r\nHTTP/1.1 200 OK\r\n",
    b"WARC/1.1\r\nContent-Length: 18446744073709551615\r\nWARC-Type: resource\r\n\r\n",
    b"{\"text\": \"",
    b"[{\"text\": [",
    b"text,url\n\"",
    b"<html><meta charset=",
];

fn content() -> impl Strategy<Value = Vec<u8>> {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..300),
        "[\\x00-\\x7f]{0,200}".prop_map(String::into_bytes),
        "[\\[\\]{}\",:\\\\\r\n a<>;\t]{0,200}".prop_map(String::into_bytes),
    ];
    let ends =
        prop_oneof![Just(b"".as_slice()), Just(b"\x10\0\0\0PAR1".as_slice()), Just(b"\"}\n".as_slice())];
    (proptest::sample::select(STARTS.to_vec()), bytes, ends)
        .prop_map(|(start, bytes, end)| [start, bytes.as_slice(), end].concat())
}

proptest! {
    #[test]
    fn bytes_of_any_kind_under_any_name_give_a_document_or_a_row(
        content in content(),
        name in proptest::sample::select(NAMES.to_vec()),
        packed in 0..3,
        limit in prop_oneof![Just(0u64), Just(1), Just(50), Just(1 << 20)],
    ) {
        let (name, content) = match packed {
            0 => (name.to_owned(), content),
            1 => (format!("{name}.gz"), gz(&content)),
            _ => (format!("{name}.zst"), zst(&content)),
        };
        let items = read_with(&name, content, &small(limit));
        prop_assert!(!items.is_empty());
        for item in items.iter().filter_map(|item| item.as_ref().err()) {
            prop_assert!(!item.detail.is_empty() && item.detail.chars().count() < 400);
        }
    }

    #[test]
    fn a_damaged_table_gives_a_document_or_a_row(
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4),
        cut in 0usize..3,
    ) {
        let mut table = super::parquet::articles(50);
        for (at, byte) in damage {
            let at = at.index(table.len());
            table[at] = byte;
        }
        table.truncate(table.len() - cut);
        prop_assert!(!read_with("a.parquet", table, &small(1 << 20)).is_empty());
    }

    #[test]
    fn a_file_cut_anywhere_gives_no_fewer_rows_than_it_has_whole_records(cut in 0usize..200) {
        let lines = (0..5).map(|n| format!("{{\"text\": \"Number {n} of five.\"}}\n")).collect::<String>();
        let cut = cut.min(lines.len());
        let items = read_with("a.jsonl", &lines[..cut], &small(1000));
        let n_whole = lines[..cut].matches('\n').count();
        prop_assert!(items.iter().filter(|item| item.is_ok()).count() >= n_whole);
        // What is cut off is a row of its own, unless the cut took nothing but the line end.
        prop_assert!(items.len() >= n_whole.max(1) && items.len() <= n_whole + 1);
    }
}
