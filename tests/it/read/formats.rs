//! Good files in every format.

use super::{Folder, gz, read, read_with, shown, zst};
use insta::assert_snapshot;
use newsvane::read::{FieldMapping, Meta, Options, record};

#[test]
fn each_text_format_is_read_plain_and_packed() {
    for (name, content) in [
        ("a.txt", "Rollups grow.\r\n"),
        ("a.html", "<html><body>Rollups grow."),
        ("a.jsonl", "{\"text\": \"Rollups grow.\"}\n"),
        ("a.json", "[{\"text\":\n\"Rollups grow.\"}]"),
        ("a.csv", "text\nRollups grow.\n"),
        ("a.tsv", "title\ttext\nx\tRollups grow.\n"),
    ] {
        let plain = shown(&read(name, content)).replace(name, "file");
        assert!(plain.contains("Rollups grow.") && plain.lines().count() == 1, "{name}: {plain}");
        for (suffix, packed) in [(".gz", gz(content.as_bytes())), (".zst", zst(content.as_bytes()))] {
            let name = format!("{name}{suffix}");
            assert_eq!(shown(&read(&name, packed)).replace(&name, "file"), plain, "{name}");
        }
    }
}

#[test]
fn text_is_normalised_whatever_its_character_set() {
    let (utf16, _) = (utf_16("Cafe\u{301}\r\nдва"), ());
    assert_snapshot!(shown(&read("a.txt", utf16)), @r#"a.txt text "Café\nдва""#);
    let text = "Виталик Бутерин опубликовал длинный пост о стратегии второго уровня.";
    let bytes = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    assert_snapshot!(shown(&read("a.txt", bytes)), @r#"a.txt text "Виталик Бутерин опубликовал длинный пост о стратегии второго уровня.""#);
}

fn utf_16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn fields_are_found_under_the_names_that_dumps_use() {
    let lines = [
        // news-please
        r#"{"maintext": "Body.", "date_publish": "2026-02-03 10:00:00", "source_domain": "gate.com", "authors": ["Ada", "Bo"], "language": "en", "title": "T", "url": "https://gate.com/a"}"#,
        // trafilatura: `source` holds the address there, and the site's name goes before it.
        r#"{"text": "Body.", "source": "https://odaily.news/1", "source-hostname": "Odaily", "author": "None", "date": null}"#,
        // A data API.
        r#"{"ID": 5, "BODY": "Body.", "PUBLISHED_ON": 1770113700, "SOURCE_DATA": {"NAME": "CoinDesk"}, "LANG": "EN"}"#,
        // A content management system.
        r#"{"id": 7, "date_gmt": "2026-02-03T10:15:00", "link": "https://x.org/7", "title": {"rendered": "T"}, "content": {"rendered": "<p>Body.</p>"}}"#,
        // A data frame.
        r#"{"text": ["One.", "Two."], "html": "<p>unused", "title": NaN, "date": "NaT", "source": {"id": null, "name": "Gate"}}"#,
        r#"{"text": "", "html": "<p>Page.", "timestamp": 1770113700000.0}"#,
    ];
    assert_snapshot!(shown(&read("dump.jsonl", lines.join("\n"))), @r#"
    dump.jsonl:1 text "Body." url="https://gate.com/a" outlet="gate.com" published="2026-02-03 10:00:00" title="T" byline="Ada, Bo" lang="en"
    dump.jsonl:2 text "Body." url="https://odaily.news/1" outlet="Odaily"
    dump.jsonl:3 text "Body." outlet="CoinDesk" published="1770113700" lang="EN" site_id="5"
    dump.jsonl:4 html "<p>Body.</p>" url="https://x.org/7" published="2026-02-03T10:15:00Z" title="T" site_id="7"
    dump.jsonl:5 text "One.\n\nTwo." outlet="Gate"
    dump.jsonl:6 html "<p>Page." published="1770113700000"
    "#);
}

#[test]
fn arrays_inside_an_object_are_read_one_by_one() {
    let telegram = r#"{
     "name": "Layer Two: daily", "type": "public_channel", "id": 1500,
     "messages": [
      {"id": 1, "type": "service", "date": "2026-02-03T11:00:00", "date_unixtime": "1770112800", "action": "create_channel", "text": ""},
      {"id": 2, "type": "message", "date": "2026-02-03T18:15:00", "date_unixtime": "1770113700", "from": "Editor",
       "text": ["Rollups ", {"type": "bold", "text": "grow"}, "."], "text_entities": [{"type": "plain", "text": "Rollups "}]},
      {"id": 3, "type": "message", "date": "2026-02-03T18:16:00", "date_unixtime": "1770113760", "photo": "p.jpg", "text": ""},
      {"id": 4, "type": "message", "date": "2026-02-03T18:17:00", "date_unixtime": "1770113820", "text": "Fees {fell}."}
     ]
    }"#;
    assert_snapshot!(shown(&read("result.json", telegram)), @r#"
    result.json:1 text "Rollups grow." outlet="Layer Two: daily" published="1770113700" byline="Editor" site_id="telegram-1500-2"
    result.json:2 text "Fees {fell}." outlet="Layer Two: daily" published="1770113820" site_id="telegram-1500-4"
    "#);
    let full = r#"{"about": "Here is the data you requested.", "personal_information": {"user_id": 7, "first_name": "Ada"},
     "contacts": {"about": "c", "list": [{"user_id": 8, "text": "no article"}]},
     "chats": {"about": "h", "list": [
      {"name": "One", "type": "public_channel", "id": 11, "messages": [
        {"id": 1, "type": "message", "date_unixtime": "1770113700", "text": "Rollups grow."}]},
      {"name": "Empty", "type": "personal_chat", "id": 12, "messages": []},
      {"name": "Two", "type": "public_channel", "id": 13, "messages": [
        {"id": 1, "type": "message", "date_unixtime": "1770113800", "text": "Fees fell."},
        {"id": 2, "type": "message", "date_unixtime": "1770113900", "text": "Again."}]}]},
     "sessions": {"list": [{"text": "no article"}]}}"#;
    assert_snapshot!(shown(&read("result.json", full)), @r#"
    result.json:1 text "Rollups grow." outlet="One" published="1770113700" site_id="telegram-11-1"
    result.json:2 text "Fees fell." outlet="Two" published="1770113800" site_id="telegram-13-1"
    result.json:3 text "Again." outlet="Two" published="1770113900" site_id="telegram-13-2"
    "#);
    let fundus = r#"{"TheBlock": [{"title": "T", "body": {"summary": ["Lead."], "sections": [{"headline": ["H"], "paragraphs": ["One.", "Two."]}]},
      "authors": ["Ada"], "publishing_date": "2026-02-03 10:00:00+00:00"}],
     "CoinDesk": [{"title": "U", "body": {"summary": [], "sections": [{"headline": [], "paragraphs": ["Three."]}]}, "publishing_date": "2026-02-04 10:00:00+00:00"}]}"#;
    assert_snapshot!(shown(&read("articles.json", fundus)), @r#"
    articles.json:1 text "Lead.\n\nH\n\nOne.\n\nTwo." outlet="TheBlock" published="2026-02-03 10:00:00+00:00" title="T" byline="Ada"
    articles.json:2 text "Three." outlet="CoinDesk" published="2026-02-04 10:00:00+00:00" title="U"
    "#);
    let data = r#"{"Data": [{"ID": 5, "TITLE": "T", "BODY": "Body.", "PUBLISHED_ON": 1770113700, "URL": "https://x.org/5"}], "Err": {"text": "none"}}"#;
    assert_snapshot!(shown(&read("page.json", data)), @r#"page.json:1 text "Body." url="https://x.org/5" published="1770113700" title="T" site_id="5""#);
}

#[test]
fn rows_of_one_address_are_one_article() {
    let rows = "datetime,text,url,label\n\
                2026-02-03 10:00:00,Rollups grow,https://x.org/1,1\n\
                2026-02-03 11:00:00,Fees fall,https://x.org/2,0\n\
                2026-02-03 10:00:00,They grew by a third.,https://x.org/1,1\n\
                2026-02-03 10:00:00,They grew by a third.,https://x.org/1,1\n\
                2026-02-03 11:00:00,By half.,https://x.org/2,0\n";
    assert_snapshot!(shown(&read("train.csv", rows)), @r#"
    train.csv:1 text "Rollups grow\n\nThey grew by a third." url="https://x.org/1" published="2026-02-03 10:00:00"
    train.csv:2 text "Fees fall\n\nBy half." url="https://x.org/2" published="2026-02-03 11:00:00"
    "#);
}

#[test]
fn the_table_of_trafilatura_has_no_header() {
    let rows = "https://x.org/1\tnull\t5f3a\tx.org\tT\tnull\t2026-02-03\tRollups grow.\tnull\tnull\tarticle\n\
                https://x.org/2\tnull\t5f3b\tx.org\tU\tnull\tnull\t\"Fees fell.\nAgain.\"\tnull\tnull\tnull\n";
    assert_snapshot!(shown(&read("out.csv", rows)), @r#"
    out.csv:1 text "Rollups grow." url="https://x.org/1" outlet="x.org" published="2026-02-03" title="T"
    out.csv:2 text "Fees fell.\nAgain." url="https://x.org/2" outlet="x.org" title="U"
    "#);
}

#[test]
fn the_config_names_other_columns() {
    let mapping: FieldMapping =
        toml::from_str("text = \"Volltext\"\noutlet = [\"Blatt\", \"Quelle\"]").unwrap();
    let options = Options { mapping, ..Options::default() };
    let table = "quelle;BLATT;Volltext;url\nA;;Eins;u1\nB;C;\"Zwei\nDrei\";None\n";
    assert_snapshot!(shown(&read_with("a.csv", table, &options)), @r#"
    a.csv:1 text "Eins" url="u1" outlet="A"
    a.csv:2 text "Zwei\nDrei" outlet="C"
    "#);
    assert!(toml::from_str::<FieldMapping>("texts = []").is_err());
}

#[test]
fn json_is_read_as_lines_array_or_objects() {
    for (name, content) in [
        ("a.json", "{\"text\": \"A.\"}\n{\"text\": \"B.\"}\n"),
        ("a.json", "[{\"text\": \"A.\"},\n {\"text\": \"B.\"}]"),
        ("a.json", "{\n  \"text\": \"A.\"\n}\n{\n  \"text\": \"B.\"\n}"),
        ("a.jsonl", "[\n{\"text\": \"A.\"},\n{\"text\": \"B.\"}\n]\n"),
        ("a.jsonl", "\u{feff}{\"text\": \"A.\"}\r\n{\"text\": \"B.\"}"),
    ] {
        assert_eq!(
            shown(&read(name, content)),
            format!("{name}:1 text \"A.\"\n{name}:2 text \"B.\""),
            "{content}"
        );
    }
}

#[test]
fn tables_in_other_character_sets_are_decoded_as_a_whole() {
    let text = "title,text\n以太坊创始人,今天发表长文，讨论二层网络的长期战略\n";
    for encoding in [encoding_rs::GB18030, encoding_rs::SHIFT_JIS] {
        let text = if encoding == encoding_rs::SHIFT_JIS {
            "title,text\nイーサリアム,本日、レイヤー2の長期戦略について長文を公開した\n"
        } else {
            text
        };
        let found = shown(&read("a.csv", encoding.encode(text).0));
        let (title, body) = text.lines().nth(1).unwrap().split_once(',').unwrap();
        assert_eq!(found, format!("a.csv:1 text {body:?} title={title:?}"));
    }
}

#[test]
fn the_suffix_may_lie() {
    assert_snapshot!(shown(&read("a.txt", gz(b"packed"))), @r#"a.txt text "packed""#);
    assert_snapshot!(shown(&read("a.jsonl.gz", "{\"text\": \"not packed\"}")), @r#"a.jsonl.gz:1 text "not packed""#);
    assert_snapshot!(shown(&read("a.csv", "<!doctype html><p>page")), @r#"a.csv html "<!doctype html><p>page""#);
}

#[test]
fn metadata_joins_plain_files_and_wins() {
    let folder = Folder::new();
    let table = folder
        .write("meta.csv", "file,outlet,date,title\na.txt,gate,2026-02-04,\nb.jsonl,odaily,2026-01-01,T\n");
    let options = Options { meta: Some(Meta::load(&table.path).unwrap()), ..Options::default() };
    assert_snapshot!(shown(&read_with("a.txt.gz", gz(b"Words."), &options)), @r#"a.txt.gz text "Words." outlet="gate" published="2026-02-04""#);
    // Of a file with many documents the table can only tell what holds for all of them.
    let lines = "{\"text\": \"Words.\", \"outlet\": \"x\", \"title\": \"own\"}";
    assert_snapshot!(shown(&read_with("b.jsonl", lines, &options)), @r#"b.jsonl:1 text "Words." outlet="odaily" title="own""#);
}

#[test]
fn the_manifest_tells_what_was_read() {
    let folder = Folder::new();
    let found = record(&folder.write("a.jsonl.gz", gz(b"{}")));
    assert_eq!((found.file.as_str(), found.format.as_str(), found.bytes), ("a.jsonl.gz", "jsonl", 22));
    let found = record(&folder.write("b.txt", "abc"));
    assert_eq!(found.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn a_file_alone_in_a_zip_archive_is_read_like_itself() {
    let archive = include_bytes!("../../fixtures/deflated.zip");
    let found = shown(&read("archive.zip", archive));
    let text = "Rollups grow. ".repeat(40);
    assert_eq!(found, format!("archive.zip:1 text {text:?} title=\"T\""));
    // Of several nobody knows which is meant.
    let mut several = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for name in ["train.csv", "test.csv"] {
        several.start_file(name, stored).unwrap();
        std::io::Write::write_all(&mut several, b"text\nRollups grow.\n").unwrap();
    }
    let several = several.finish().unwrap().into_inner();
    let found = shown(&read("archive.zip", several));
    assert!(found.contains("with more than one file, or damaged; hint: unpack it first"), "{found}");
}
