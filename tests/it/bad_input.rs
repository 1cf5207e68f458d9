use crate::tool::Workplace;

const GOOD: &str = r#"{"text": "Rollups are thriving and here to stay.", "published": "2026-02-03"}"#;

/// Analyses `dump/`, which holds a good article and something bad; gives the rows of `dropped.csv` as one text.
fn dropped(place: &Workplace) -> String {
    place.write("dump/good.jsonl", GOOD);
    let ran = place.run(&["analyze", "dump", "--out", "out"]);
    assert_eq!(ran.code, 2, "finished with losses: {}", ran.stderr);
    assert_eq!(place.rows("out/articles.csv").len(), 1, "the rest of the dump is analysed");
    assert!(ran.stderr.contains("dropped.csv"), "{}", ran.stderr);
    let rows = place.rows("out/dropped.csv");
    assert!(!rows.is_empty());
    rows.iter()
        .map(|row| {
            let cells = ["file", "position", "reason", "field"].map(|column| row[column].as_str());
            assert!(!row["detail"].is_empty());
            format!("{}\n", cells.join(" | "))
        })
        .collect()
}

#[test]
fn broken_lines_of_jsonl() {
    let place = Workplace::new();
    place.write("dump/bad.jsonl", format!("{{\"text\": \n{}\n[1, 2]\n", r#"{"title": "no text"}"#));
    insta::assert_snapshot!(dropped(&place), @r"
    bad.jsonl | 1 | malformed | 
    bad.jsonl | 2 | missing_field | text
    bad.jsonl | 3 | malformed | 
    ");
}

#[test]
fn a_csv_without_the_text_column() {
    let place = Workplace::new();
    place.write("dump/bad.csv", "headline,when\nA,2026-01-01\n");
    insta::assert_snapshot!(dropped(&place), @"bad.csv |  | missing_field | text");
    let detail = &place.rows("out/dropped.csv")[0]["detail"];
    assert!(detail.contains("headline") && detail.contains("when"), "the columns found are named: {detail}");
}

#[test]
fn empty_binary_and_unreadable_files() {
    let place = Workplace::new();
    place.write("dump/empty.txt", "");
    place.write("dump/binary.txt", b"MZ\x00\x01\x02\x00\x00\x03\x00");
    place.write("dump/strange.xyz", b"\x89PNG\r\n\x1a\n\x00\x00\x00");
    std::os::unix::fs::symlink("nowhere", place.path("dump/gone.txt")).unwrap();
    insta::assert_snapshot!(dropped(&place), @r"
    gone.txt |  | unreadable | 
    strange.xyz |  | unsupported_format | 
    binary.txt |  | binary | 
    empty.txt |  | empty | 
    ");
}

#[test]
fn a_stream_cut_in_the_middle() {
    use std::io::Write;
    let place = Workplace::new();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    for _ in 0..2000 {
        writeln!(encoder, "{{\"text\": \"{}\"}}", "x".repeat(10)).unwrap();
    }
    let bytes = encoder.finish().unwrap();
    place.write("dump/cut.jsonl.gz", &bytes[..bytes.len() / 2]);
    let place_rows = {
        place.write("dump/good.jsonl", GOOD);
        let ran = place.run(&["analyze", "dump", "--out", "out"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        place.rows("out/dropped.csv")
    };
    assert!(
        place_rows.iter().any(|row| row["file"] == "cut.jsonl.gz" && row["reason"] == "truncated"),
        "{place_rows:?}"
    );
}

#[test]
fn a_date_that_is_none_keeps_the_article() {
    let place = Workplace::new();
    place.write("dump/bad.jsonl", r#"{"text": "Layer 2 is dead.", "published": "soon"}"#);
    place.write("dump/good.jsonl", GOOD);
    let ran = place.run(&["analyze", "dump", "--out", "out"]);
    assert_eq!(ran.code, 2);
    let articles = place.rows("out/articles.csv");
    assert_eq!(articles.len(), 2);
    let undated = articles.iter().find(|row| row["file"] == "bad.jsonl").unwrap();
    assert_eq!((undated["week"].as_str(), undated["published_precision"].as_str()), ("", "unknown"));
    let row = &place.rows("out/dropped.csv")[0];
    assert_eq!((row["reason"].as_str(), row["field"].as_str()), ("bad_date", "published"));
    assert!(row["detail"].contains("`soon`"), "{}", row["detail"]);
}

#[test]
fn a_folder_without_one_readable_file() {
    let place = Workplace::new();
    place.write("dump/notes.xyz", b"\x00\x01");
    let ran = place.run(&["analyze", "dump", "--out", "out"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("no article could be read from `dump`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("notes.xyz"), "{}", ran.stderr);
    assert!(!place.path("out/manifest.json").exists());
}

#[test]
fn an_input_that_is_not_there() {
    let ran = Workplace::new().run(&["analyze", "nowhere", "--out", "out"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("`nowhere`"), "{}", ran.stderr);
}

#[test]
fn what_is_typed_wrong_is_a_usage_error() {
    let place = Workplace::new();
    for arguments in [&["analyze"][..], &["analyse", "x"], &["report", "out", "--week", "2026-6"]] {
        assert_eq!(place.run(arguments).code, 64, "{arguments:?}");
    }
    assert_eq!(place.run(&["--help"]).code, 0);
}

#[test]
fn a_config_with_an_unknown_key_is_refused_by_name() {
    let place = Workplace::new();
    place.write("good.jsonl", GOOD);
    place.write("newsvane.toml", "regsitry = []\n");
    let ran = place.run(&["analyze", "good.jsonl", "--out", "out", "--config", "newsvane.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("`regsitry`") && ran.stderr.contains("newsvane.toml"), "{}", ran.stderr);
}

#[test]
fn nothing_panics_on_noise_under_any_name() {
    // A small generator of our own: the same noise on every run.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let place = Workplace::new();
    place.write("dump/good.jsonl", GOOD);
    for suffix in ["txt", "html", "jsonl", "json", "csv", "parquet", "warc", "warc.gz", "csv.zst", "txt.gz"] {
        for n in 0..4 {
            let bytes: Vec<u8> = (0..400 * n + 50).map(|_| (next() >> 11) as u8).collect();
            place.write(&format!("dump/noise-{n}.{suffix}"), bytes);
        }
    }
    let ran = place.run(&["analyze", "dump", "--out", "out"]);
    assert!([0, 2].contains(&ran.code), "{}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}
