//! Tests of the output as a whole, on an invented folder.

mod fixture;
mod frames;
mod voices;

use super::*;
use crate::schema::{TABLES, Table};
use fixture::write_folder;
use frames::Cell::{Count, Missing, Number, Text};
use frames::{Cell, frame};
use polars::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tempfile::TempDir;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    Registry::with_additions(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/sample/registry")])
        .unwrap()
});

/// One folder that the tests only read.
static REPORTED: LazyLock<(TempDir, Vec<String>)> = LazyLock::new(reported);

/// The invented folder with its reports.
fn reported() -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    write_folder(folder.path());
    let written = write_reports(folder.path(), &REGISTRY, &Settings::default()).unwrap();
    (folder, written)
}

fn read(folder: &TempDir, file: &str) -> String {
    fs::read_to_string(folder.path().join(file)).unwrap()
}

fn claims(values: &[(&str, f64)]) -> DataFrame {
    let row = |(quote, value): &(&str, f64)| -> Vec<Cell> {
        let text = |value: &str| Text(value.to_owned());
        let mut row = vec![text("a"), text("a-0"), Missing, text("Harbor"), text("tps"), Number(*value)];
        row.extend([text("tps"), Missing, Missing, text(quote)]);
        row
    };
    frame(Table::named("claims"), &values.iter().map(row).collect::<Vec<_>>())
}

fn read_parquet(path: &Path) -> DataFrame {
    let path = PlRefPath::try_from_path(path).unwrap();
    LazyFrame::scan_parquet(path, ScanArgsParquet::default()).unwrap().collect().unwrap()
}

#[test]
fn a_table_is_the_same_in_both_files_but_for_defused_cells() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = TableWriter::create(folder.path(), Table::named("claims")).unwrap();
    writer.write(&claims(&[("=1+1", -12_500.0), ("two \"lines\"\nand, more", 1.0 / 3.0)])).unwrap();
    assert_eq!(writer.finish().unwrap(), 2);
    insta::assert_snapshot!(read(&folder, "claims.csv"), @r#"
    article_id,sentence_id,speaker,subject,metric,value,unit,change,as_of,quote
    a,a-0,,Harbor,tps,-12500,tps,,,'=1+1
    a,a-0,,Harbor,tps,0.3333,tps,,,"two ""lines""
    and, more"
    "#);
    let parquet = read_parquet(&folder.path().join("claims.parquet"));
    assert_eq!(parquet.column("quote").unwrap().str().unwrap().get(0), Some("=1+1"));
    assert_eq!(parquet.column("value").unwrap().f64().unwrap().get(1), Some(1.0 / 3.0));
    assert_eq!(parquet.column("speaker").unwrap().null_count(), 2);
}

#[test]
fn the_bytes_of_a_table_do_not_depend_on_its_batches() {
    let many: Vec<(String, f64)> = (0..40_000).map(|n| (format!("sentence {n}"), f64::from(n))).collect();
    let many: Vec<(&str, f64)> = many.iter().map(|(quote, value)| (quote.as_str(), *value)).collect();
    let bytes = |batch: usize| {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = TableWriter::create(folder.path(), Table::named("claims")).unwrap();
        for rows in many.chunks(batch) {
            writer.write(&claims(rows)).unwrap();
        }
        assert_eq!(writer.finish().unwrap(), 40_000);
        ["claims.csv", "claims.parquet"].map(|file| fs::read(folder.path().join(file)).unwrap())
    };
    assert!(bytes(40_000) == bytes(777));
}

#[test]
fn a_table_without_rows_keeps_its_columns_and_types() {
    let folder = tempfile::tempdir().unwrap();
    for table in TABLES {
        assert_eq!(TableWriter::create(folder.path(), table).unwrap().finish().unwrap(), 0);
        let header = read(&folder, &format!("{}.csv", table.name));
        assert_eq!(header.trim_end().split(',').count(), table.columns.len());
        let parquet = read_parquet(&folder.path().join(format!("{}.parquet", table.name)));
        assert_eq!((parquet.height(), parquet.width()), (0, table.columns.len()));
    }
    assert_eq!(weeks(folder.path()).unwrap(), []);
    assert!(write_reports(folder.path(), &REGISTRY, &Settings::default()).unwrap().is_empty());
}

#[test]
fn rows_of_another_table_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = TableWriter::create(folder.path(), Table::named("claims")).unwrap();
    let error = writer.write(&DataFrame::empty()).unwrap_err().to_string();
    assert!(error.contains("hint: they must be `article_id, sentence_id"), "{error}");
    let mut wrong = claims(&[("x", 1.0)]);
    wrong.replace("quote", Column::new("quote".into(), [1.5f64])).unwrap();
    insta::assert_snapshot!(writer.write(&wrong).unwrap_err(), @r"
    the rows do not fit the table `claims`: `quote` holds f64
    hint: it must hold str
    ");
}

#[test]
fn the_data_dictionary_describes_every_column_of_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let rows = write_folder(folder.path());
    assert_eq!(write_datapackage(folder.path(), &rows).unwrap(), "datapackage.json");
    let package: serde_json::Value = serde_json::from_str(&read(&folder, "datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), TABLES.len());
    for resource in resources {
        let csv = fs::read(folder.path().join(resource["path"].as_str().unwrap())).unwrap();
        assert_eq!(resource["bytes"], csv.len());
        let digits: String = Sha256::digest(&csv).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(resource["hash"], format!("sha256:{digits}"));
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
        assert_eq!(reader.records().map(Result::unwrap).count() as u64, resource["rows"].as_u64().unwrap());
        assert!(fields.iter().all(|field| !field["description"].as_str().unwrap().is_empty()));
        assert_eq!(resource["schema"]["missingValues"], serde_json::json!([""]));
    }
}

#[test]
fn every_week_has_both_reports_and_the_same_bytes_when_made_again() {
    let (folder, written) = &*REPORTED;
    assert_eq!(weeks(folder.path()).unwrap().len(), 8);
    assert_eq!(written.len(), 16);
    let (again, _) = reported();
    for file in written {
        assert!(read(folder, file) == read(&again, file), "{file} differs");
    }
    let week = "2026-W06".parse().unwrap();
    let rendered = render_week(again.path(), week, &REGISTRY, &Settings::default()).unwrap();
    assert!(rendered.html == read(&again, "report/2026-W06.html"));
    assert!(rendered.markdown == read(&again, "report/2026-W06.md"));
}

#[test]
fn hostile_text_stays_text() {
    let (folder, _) = &*REPORTED;
    let html = read(folder, "report/2026-W05.html");
    assert!(html.contains("&lt;script&gt;alert(1)&lt;"), "the hostile sentence is not shown at all");
    assert!(!html.contains("<script"));
    assert!(!html.contains("href=\"javascript"));
    assert!(html.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
    let markdown = read(folder, "report/2026-W05.md");
    assert!(markdown.contains("&lt;script&gt;"));
    assert!(markdown.contains("[so\\](javascript"));
    assert!(!markdown.contains("<script") && !markdown.contains("[so](javascript"));
}

#[test]
fn lists_of_sentences_keep_their_rules() {
    let (folder, _) = &*REPORTED;
    let week = "2026-W06".parse().unwrap();
    let strongest =
        Folder::new(folder.path()).strongest(week, "l2", crate::schema::Stance::Against, 8, 2).unwrap();
    assert!((4..=8).contains(&strongest.len()));
    let mut of_speaker: BTreeMap<&str, usize> = BTreeMap::new();
    for sentence in &strongest {
        *of_speaker.entry(&sentence.speaker).or_default() += 1;
        assert_eq!(sentence.stance, "against");
    }
    assert!(of_speaker.values().all(|n| *n <= 2), "{of_speaker:?}");
    assert!(strongest.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn a_week_that_is_not_there_is_answered_with_those_that_are() {
    let (folder, _) = &*REPORTED;
    let week = "2026-W30".parse().unwrap();
    let error = render_week(folder.path(), week, &REGISTRY, &Settings::default()).unwrap_err();
    assert!(error.to_string().ends_with("hint: weeks with data: 2026-W02 to 2026-W09"), "{error}");
}

#[test]
fn a_folder_that_is_no_result_says_so() {
    let error = weeks(Path::new("nowhere")).unwrap_err().to_string();
    assert!(error.starts_with("cannot read `nowhere/weekly.parquet`"), "{error}");
    assert!(error.ends_with("hint: name a folder that `newsvane analyze --out` wrote"), "{error}");
}

/// A row of `weekly` for all sentences.
fn weekly(week: &str, voices: i64, [favor, against, neutral]: [i64; 3], interval: [f64; 2]) -> Vec<Cell> {
    let monday = week.parse::<Week>().unwrap().start().to_string();
    let mut row: Vec<Cell> = [week, &monday, "l2", "all", "all"].map(|text| Text(text.to_owned())).into();
    let sentences = favor + against + neutral;
    row.extend([voices + 1, voices, sentences, favor, against, neutral].map(Count));
    row.push(Number((favor - against) as f64 / sentences as f64));
    row.extend(interval.map(Number));
    row
}

/// What a report says of a course of the net, up to the narratives.
fn told(rows: &[Vec<Cell>], week: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    for table in TABLES {
        let mut writer = TableWriter::create(folder.path(), table).unwrap();
        if table.name == "weekly" {
            writer.write(&frame(table, rows)).unwrap();
        }
        writer.finish().unwrap();
    }
    let week = week.parse().unwrap();
    let markdown = render_week(folder.path(), week, &REGISTRY, &Settings::default()).unwrap().markdown;
    markdown[..markdown.find("## Narratives").unwrap()].to_owned()
}

#[test]
fn a_report_leads_with_what_moved() {
    let rows =
        [weekly("2026-W03", 12, [20, 6, 10], [0.1, 0.6]), weekly("2026-W05", 14, [4, 30, 12], [-0.75, -0.3])];
    insta::assert_snapshot!(told(&rows, "2026-W05"));
}

#[test]
fn nothing_is_called_a_change_without_grounds() {
    let first = weekly("2026-W03", 12, [20, 6, 10], [0.1, 0.6]);
    let lead = |rows: &[Vec<Cell>]| {
        let told = told(rows, "2026-W04");
        told.lines().find(|line| line.starts_with("- **Layer-2")).unwrap().to_owned()
    };
    insta::assert_snapshot!(
        lead(&[first, weekly("2026-W04", 14, [10, 8, 12], [-0.2, 0.35])]),
        @"- **Layer-2 networks.** No clear change. Net +0.07 [−0.20, +0.35] after +0.39 [+0.10, +0.60] in 2026-W03: the intervals overlap. This week 10 sentences in favor, 8 against, 12 neutral, from 14 voices in 15 articles; no clear lean."
    );
    let first = weekly("2026-W03", 2, [3, 0, 0], [0.3, 1.0]);
    insta::assert_snapshot!(
        lead(&[first, weekly("2026-W04", 14, [4, 30, 12], [-0.75, -0.3])]),
        @"- **Layer-2 networks.** Too few voices to call a change: 14 voices this week, 2 voices in 2026-W03, at least 3 are asked for. Net −0.57 [−0.75, −0.30] after +1.00 [+0.30, +1.00] in 2026-W03; this week 4 sentences in favor, 30 against, 12 neutral, from 14 voices in 15 articles."
    );
    insta::assert_snapshot!(
        lead(&[weekly("2026-W04", 14, [4, 30, 12], [-0.75, -0.3])]),
        @"- **Layer-2 networks.** First week with labelled sentences: net −0.57 [−0.75, −0.30], 4 sentences in favor, 30 against, 12 neutral, from 14 voices in 15 articles."
    );
}
