//! How fast tables are written and a weekly report is made from a large folder.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsvane::registry::Registry;
use newsvane::report::{Settings, TableWriter, render_week};
use newsvane::schema::{ColumnType, TABLES, Table, Week};
use polars::prelude::*;
use std::hint::black_box;
use std::path::Path;

/// Sentences of the folder, spread over its weeks.
const SENTENCES: usize = 200_000;
const WEEKS: usize = 20;

fn week(row: usize) -> Week {
    let first: Week = "2025-W40".parse().expect("a valid week");
    std::iter::successors(Some(first), |week| Some(week.next()))
        .nth(row * WEEKS / SENTENCES)
        .expect("endless")
}

/// Cells that look like those of a run: ids, a few speakers, long sentences.
fn text(column: &str, row: usize) -> Option<String> {
    Some(match column {
        "article_id" | "cluster_id" => format!("{:016x}", row / 10),
        "sentence_id" => format!("{:016x}-{}", row / 10, row % 10),
        "week" => week(row).to_string(),
        "week_start" => week(row).start().to_string(),
        "published_utc" | "first_after_utc" => format!("{}T10:00:00Z", week(row).start()),
        "target" => ["l1", "l2"][row % 2].to_owned(),
        "stance" => ["favor", "against", "neutral"][row % 3].to_owned(),
        "abstained" => return None,
        "speaker" => format!("speaker_{}", row % 97),
        "group_by" => ["all", "speaker", "outlet", "lang"][row / 2 % 4].to_owned(),
        "group" => format!("group_{}", row / 8 % 40),
        "lang" => ["en", "ru", "zh-Hans"][row % 3].to_owned(),
        "copy_kind" => "original".to_owned(),
        "sentence" | "quote" => {
            format!(
                "Rollup number {row} carried four times the traffic of last spring without one missed batch."
            )
        }
        column => format!("{column}_{}", row % 30),
    })
}

fn frame(table: &Table, rows: usize) -> DataFrame {
    let columns = table.columns.iter().map(|column| {
        let name = column.name.into();
        match column.kind {
            ColumnType::Integer => {
                Column::new(name, (0..rows).map(|row| row as i64 % 50).collect::<Vec<_>>())
            }
            ColumnType::Number => {
                Column::new(name, (0..rows).map(|row| (row * 37 % 1000) as f64 / 1000.0).collect::<Vec<_>>())
            }
            _ => Column::new(name, (0..rows).map(|row| text(column.name, row)).collect::<Vec<_>>()),
        }
    });
    DataFrame::new(rows, columns.collect()).expect("columns of one length")
}

fn write(folder: &Path, table: &'static Table, frame: &DataFrame) -> u64 {
    let mut writer = TableWriter::create(folder, table).expect("a writable folder");
    writer.write(frame).expect("a frame of the table");
    writer.finish().expect("room on the disk")
}

fn benchmark(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for table in TABLES {
        let rows = match table.name {
            "stances" => SENTENCES,
            "articles" => SENTENCES / 10,
            _ => 5_000,
        };
        write(folder.path(), table, &frame(table, rows));
    }
    let stances = Table::named("stances");
    let batch = frame(stances, 10_000);
    let mut group = c.benchmark_group("report");
    group.sample_size(10);
    group.throughput(Throughput::Elements(10_000));
    let scratch = tempfile::tempdir().expect("a temporary folder");
    group.bench_function("write_stances", |b| b.iter(|| write(scratch.path(), stances, black_box(&batch))));
    group.throughput(Throughput::Elements(SENTENCES as u64));
    let registry = Registry::builtin().expect("valid definitions");
    let first = week(0);
    group.bench_function("render_week", |b| {
        b.iter(|| render_week(folder.path(), first, &registry, &Settings::default()).expect("a report"))
    });
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
