//! Parquet tables.

use super::{gz, read, read_with, shown, small};
use insta::assert_snapshot;
use polars::prelude::*;

fn table(columns: Vec<Column>, rows_in_group: usize) -> Vec<u8> {
    let mut frame = DataFrame::new_infer_height(columns).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).with_row_group_size(Some(rows_in_group)).finish(&mut frame).unwrap();
    bytes
}

pub(super) fn articles(n: usize) -> Vec<u8> {
    let texts = (0..n).map(|n| format!("Article {n}.")).collect::<Vec<_>>();
    table(vec![Column::new("text".into(), texts)], 1000)
}

#[test]
fn cells_of_all_types_become_strings() {
    let authors =
        [Some(Series::new("".into(), ["Ada", "Bo"])), Some(Series::new("".into(), Vec::<&str>::new()))];
    let instants = Int64Chunked::new("published".into(), [Some(1_770_113_700_000), None]);
    let instants = instants.into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC));
    let columns = vec![
        Column::new("Text".into(), [Some("One."), None]),
        Column::new("html".into(), [None, Some("<p>Two.")]),
        Column::new("authors".into(), authors),
        instants.into_column(),
        Column::new("id".into(), [7_u32, 8]),
        Column::new("source".into(), [b"gate".as_slice(), b"None"]),
        Column::new("score".into(), [0.5, 1.0]),
    ];
    assert_snapshot!(shown(&read("a.parquet", table(columns, 10))), @r#"
    a.parquet:1 text "One." outlet="gate" published="2026-02-03T10:15:00Z" byline="Ada, Bo" site_id="7"
    a.parquet:2 html "<p>Two." site_id="8"
    "#);
}

#[test]
fn all_rows_come_in_order_over_groups_and_batches() {
    for n in [999, 1000, 9001] {
        let items = read("a.parquet", articles(n));
        assert_eq!(items.len(), n);
        for (row, item) in items.iter().enumerate() {
            let document = item.as_ref().unwrap();
            assert_eq!(document.origin.position, Some(row as u64 + 1));
            assert_eq!(document.body, newsvane::schema::Body::Text(format!("Article {row}.")));
        }
    }
    assert_eq!(read("a.parquet.gz", gz(&articles(3))).len(), 3);
}

#[test]
fn tables_that_cannot_be_read_say_why() {
    let whole = articles(2000);
    assert_snapshot!(shown(&read("cut.parquet", &whole[..whole.len() - 9])), @"cut.parquet truncated: the file does not end like a Parquet file; hint: fetch the file again");
    assert_snapshot!(shown(&read("start.parquet", "PAR1")), @"start.parquet truncated: the file does not end like a Parquet file; hint: fetch the file again");
    assert_snapshot!(shown(&read("words.parquet", "words")), @"words.parquet unsupported_format: not a Parquet file, but no dump format; hint: newsvane reads .txt, .html, .jsonl, .json, .csv, .tsv, .parquet and .warc, each also .gz, .zst or alone in a .zip");
    let columns = vec![Column::new("Titel".into(), ["T"]), Column::new("Volltext".into(), ["V"])];
    assert_snapshot!(shown(&read("other.parquet", table(columns, 10))), @r#"other.parquet missing_field [text]: no column holds the text; columns found: `Titel`, `Volltext`; hint: name it under [fields] in the config, like text = ["name of the column"]"#);
    assert_snapshot!(shown(&read("none.parquet", articles(0))), @"none.parquet empty: the table has no rows");
    let columns = vec![Column::new("text".into(), ["short", &"long".repeat(30), ""])];
    assert_snapshot!(shown(&read_with("rows.parquet", table(columns, 10), &small(100))), @r#"
    rows.parquet:1 text "short"
    rows.parquet:2 too_large: the text is larger than 100 bytes; hint: raise `record_bytes` under [limits] in the config
    rows.parquet:3 empty [text]: the text of this record is empty
    "#);
}

#[test]
fn a_damaged_row_group_does_not_cost_the_others() {
    let mut bytes = articles(3000);
    let at = bytes.windows(4).position(|window| window == [0x28, 0xb5, 0x2f, 0xfd]).unwrap();
    bytes[at..at + 40].fill(0xff);
    let items = read("a.parquet", bytes);
    let losses = items.iter().filter_map(|item| item.as_ref().err()).collect::<Vec<_>>();
    assert_eq!((items.len(), losses.len()), (2001, 1), "{}", super::loss_line(losses[0]));
    assert!(losses[0].detail.starts_with("rows 1 to 1000 cannot be read"), "{}", losses[0].detail);
}
