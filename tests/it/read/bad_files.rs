//! Files that are broken, and what is said about them.

use super::{gz, read, read_with, shown, small, zst};
use insta::assert_snapshot;

#[test]
fn text_that_is_no_text() {
    assert_snapshot!(shown(&read("empty.txt", "")), @"empty.txt empty: the file is empty");
    assert_snapshot!(shown(&read("blank.txt", " \n\t\u{a0}\n")), @"blank.txt empty: holds nothing but white space");
    assert_snapshot!(shown(&read("binary.txt", b"some words\0and a NUL")), @"binary.txt binary: is binary data, not text");
    assert_snapshot!(shown(&read("archive.txt", b"PK\x03\x04\x14\0\0\0\x08\0\x01\x02")), @"archive.txt binary: is binary data, not .txt: a zip archive with more than one file, or damaged; hint: unpack it first");
    assert_snapshot!(shown(&read_with("large.txt", "a".repeat(101), &small(100))), @"large.txt too_large: the file is larger than 100 bytes; hint: raise `record_bytes` under [limits] in the config");
}

#[test]
fn a_text_in_no_character_set() {
    // Half UTF-8, half bytes that are nothing.
    let mut bytes = "\u{feff}слова ".repeat(3).into_bytes();
    bytes.extend([0xff, 0xfe, 0x80, 0x81, 0xc0, 0xc1, 0xf5, 0xff]);
    assert_snapshot!(shown(&read("mixed.txt", bytes)), @"mixed.txt charset: no character set fits; hint: save it as UTF-8");
}

#[test]
fn packed_files_that_are_cut_or_damaged() {
    let lines = (0..20_000).map(|n| format!("{{\"text\": \"Line {n} of the dump {}\"}}\n", n * 7919 % 1000));
    let lines = lines.collect::<String>();
    for (name, packed) in [("dump.jsonl.gz", gz(lines.as_bytes())), ("dump.jsonl.zst", zst(lines.as_bytes()))]
    {
        let items = read(name, &packed[..packed.len() - 20]);
        let (last, before) = items.split_last().unwrap();
        assert!(before.len() > 500 && before.iter().all(Result::is_ok), "{name}: {}", before.len());
        assert_eq!(last.as_ref().unwrap_err().origin.position, Some(before.len() as u64 + 1));
        assert_eq!(last.as_ref().unwrap_err().reason.code(), "truncated", "{name}");
    }
    assert_snapshot!(shown(&read("a.txt.gz", &gz(b"Words that go on and on")[..28])), @r#"
    a.txt.gz text "Words that go on "
    a.txt.gz truncated: the compressed stream ends before its end; hint: fetch the file again
    "#);
    assert_snapshot!(shown(&read("a.txt.gz", b"\x1f\x8b")), @"a.txt.gz truncated: the compressed stream ends before its end; hint: fetch the file again");
    assert_snapshot!(shown(&read("a.txt.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff")), @"a.txt.gz malformed: the compressed stream is damaged: corrupt deflate stream");
    assert_snapshot!(shown(&read("a.txt.gz", gz(&gz(b"Words")))), @"a.txt.gz binary: is binary data, not .txt: compressed twice; hint: unpack it once");
}

#[test]
fn json_lines_that_are_broken() {
    let lines = [
        r#"{"text": "Good."}"#,
        "",
        r#"{"text": "Bad" "title"}"#,
        "[1, 2]",
        "garbage",
        r#"{"Volltext": "x", "Titel": "y"}"#,
        r#"{"text": "  ", "title": "Empty."}"#,
        r#"{"text": null, "html": "None"}"#,
        &format!("{{\"text\": \"{}\"}}", "long ".repeat(30)),
        r#"{"text": "Good again."}"#,
        r#"{"text": "cut in the mid"#,
    ];
    assert_snapshot!(shown(&read_with("dump.jsonl", lines.join("\n"), &small(100))), @r#"
    dump.jsonl:1 text "Good."
    dump.jsonl:3 malformed: line 3, column 16: expected `,` or `}`
    dump.jsonl:4 malformed: line 4: not a JSON object
    dump.jsonl:5 malformed: line 5, column 1: expected value
    dump.jsonl:6 missing_field [text]: no field holds the text; fields found: `Titel`, `Volltext`; hint: name it under [fields] in the config, like text = ["name of the field"]
    dump.jsonl:7 empty [text]: the text of this record is empty
    dump.jsonl:8 empty [text]: the text of this record is empty
    dump.jsonl:9 too_large: the line is larger than 100 bytes; hint: raise `record_bytes` under [limits] in the config
    dump.jsonl:10 text "Good again."
    dump.jsonl:11 truncated: line 11: the file ends in the middle of this record
    "#);
    assert_snapshot!(shown(&read("blank.jsonl", "\n \n")), @"blank.jsonl empty: the file holds no documents");
    assert_snapshot!(shown(&read("deep.jsonl", format!("{{\"text\": {}", "[".repeat(10_000)))), @"deep.jsonl:1 malformed: line 1, column 136: recursion limit exceeded");
}

#[test]
fn json_that_is_broken() {
    assert_snapshot!(shown(&read("a.json", "[{\"text\": \"A.\"}, oops, {\"text\": \"B.\"}, {\"text\": \"C")), @r#"
    a.json:1 text "A."
    a.json:2 malformed: line 1: expected an object, found `oops,`
    a.json:3 text "B."
    a.json:4 truncated: the file ends in the middle of the object that begins on line 1
    "#);
    assert_snapshot!(shown(&read("a.json", "{\n  \"text\": \"A.\",\n  \"title\" \"T\"\n}")), @"a.json:1 malformed: line 3, column 11: expected `:`");
    assert_snapshot!(shown(&read("a.json", "[]")), @"a.json empty: the file holds no documents");
    assert_snapshot!(shown(&read("a.json", "just words")), @"a.json:1 malformed: line 1: expected an object, found `just words`");
}

#[test]
fn tables_without_the_text() {
    assert_snapshot!(shown(&read("dump.csv", "id,Titel,Volltext\n1,T,Words\n")), @r#"dump.csv missing_field [text]: no column holds the text; columns found: `id`, `Titel`, `Volltext`; hint: name it under [fields] in the config, like text = ["name of the column"]"#);
    assert_snapshot!(shown(&read("dump.csv", "url,text\n")), @"dump.csv empty: the table has no rows below its header");
    assert_snapshot!(shown(&read("noheader.csv", "https://gate.com/article/1,2026-02-03,\"A long title of an article that goes on\"\n")), @r#"noheader.csv missing_field [text]: no column holds the text; columns found: `https://gate.com/article/1`, `2026-02-03`, `A long title of an article th…`; hint: name it under [fields] in the config, like text = ["name of the column"]"#);
}

#[test]
fn rows_that_are_broken() {
    let table =
        "url,text\nu1,One.\nu2\nu3,Three, unquoted.\nu4,\"Four\n4.\",x\nu5,\nu6,Six.,\nu7,\"Seven is cut";
    assert_snapshot!(shown(&read("dump.csv", table)), @r#"
    dump.csv:1 text "One." url="u1"
    dump.csv:2 malformed: line 3: 1 cells, the header has 2; hint: put quotes around cells that hold `,` or line ends
    dump.csv:3 malformed: line 4: 3 cells, the header has 2; hint: put quotes around cells that hold `,` or line ends
    dump.csv:4 malformed: lines 5 to 6: 3 cells, the header has 2; hint: put quotes around cells that hold `,` or line ends
    dump.csv:5 empty [text]: the text of this record is empty
    dump.csv:6 text "Six." url="u6"
    dump.csv:7 truncated: the file ends in the middle of the row of line 9
    "#);
    let table = format!("url,text\nu1,{}\nu2,Two.\n", "long ".repeat(30));
    assert_snapshot!(shown(&read_with("dump.csv", table, &small(100))), @r#"
    dump.csv:1 too_large: the row of line 2 is larger than 100 bytes; hint: raise `record_bytes` under [limits] in the config
    dump.csv:2 text "Two." url="u2"
    "#);
}

#[test]
fn a_broken_byte_costs_no_more_than_itself() {
    let row = "以太坊创始人今天发表长文讨论二层网络的长期战略并回应了社区的质疑\n";
    let mut table = format!("text\n{}", row.repeat(3)).into_bytes();
    let at = table.len() - 40;
    table[at] = b'?';
    let items = read("dump.csv", table);
    let n_whole = shown(&items).matches(row.trim()).count();
    assert_eq!((items.len(), n_whole), (3, 2), "{}", shown(&items));
}

#[test]
fn unreadable_files() {
    let folder = super::Folder::new();
    let gone = newsvane::read::InputFile { path: folder.path("gone.txt"), name: "gone.txt".into() };
    let options = newsvane::read::Options::default();
    assert_snapshot!(shown(&newsvane::read::open(&gone, &options).collect()), @"gone.txt unreadable: cannot be read: No such file or directory (os error 2)");
    let is_folder = newsvane::read::InputFile { path: folder.path(""), name: "folder.txt".into() };
    assert_snapshot!(shown(&newsvane::read::open(&is_folder, &options).collect()), @"folder.txt unreadable: cannot be read: not a regular file");
    assert_eq!(newsvane::read::record(&gone).sha256, "");
}
