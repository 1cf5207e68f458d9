//! Tables from rows of cells.

use crate::report::TableWriter;
use crate::schema::Table;
use Cell::{Count, Missing, Number};
use polars::prelude::*;
use std::path::Path;

/// Cells of one row, in the order of the table's columns.
pub enum Cell {
    Text(String),
    Number(f64),
    Count(i64),
    Missing,
}

pub fn text(value: impl ToString) -> Cell {
    Cell::Text(value.to_string())
}

pub fn optional(value: &str) -> Cell {
    if value.is_empty() { Missing } else { text(value) }
}

/// Rows as a frame of the table's columns.
pub fn frame(table: &Table, rows: &[Vec<Cell>]) -> DataFrame {
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let name = column.name.into();
        let cells = || rows.iter().map(|row| &row[at]);
        match column.kind.frictionless() {
            "integer" => {
                let counts: Vec<Option<i64>> =
                    cells().map(|cell| if let Count(n) = cell { Some(*n) } else { None }).collect();
                Column::new(name, counts)
            }
            "number" => {
                let numbers: Vec<Option<f64>> =
                    cells().map(|cell| if let Number(n) = cell { Some(*n) } else { None }).collect();
                Column::new(name, numbers)
            }
            _ => {
                let texts: Vec<Option<&str>> = cells()
                    .map(|cell| if let Cell::Text(text) = cell { Some(text.as_str()) } else { None })
                    .collect();
                Column::new(name, texts)
            }
        }
    });
    DataFrame::new(rows.len(), columns.collect()).unwrap()
}

/// Writes a table from rows.
pub fn write(folder: &Path, name: &str, rows: &[Vec<Cell>]) -> u64 {
    let table = Table::named(name);
    let mut writer = TableWriter::create(folder, table).unwrap();
    writer.write(&frame(table, rows)).unwrap();
    writer.finish().unwrap()
}
