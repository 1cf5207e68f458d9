//! Writes a table as CSV and Parquet at once, batch by batch.

use super::cell;
use super::error::ReportError;
use crate::schema::{ColumnType, Table};
use polars::prelude::*;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Rows of one Parquet row group: enough to compress well, little enough that a group of long sentences stays below
/// some tens of megabytes. Groups are cut by this number alone, so that the bytes do not depend on the batches.
const ROW_GROUP: usize = 32_768;

/// `<name>.csv` and `<name>.parquet` while they grow.
pub struct TableWriter {
    table: &'static Table,
    csv_path: PathBuf,
    csv: csv::Writer<File>,
    parquet_path: PathBuf,
    parquet: BatchedParquet,
    /// Rows that do not yet fill a row group.
    pending: DataFrame,
    rows: u64,
}

type BatchedParquet = polars::io::parquet::write::BatchedWriter<BufWriter<File>>;

impl TableWriter {
    /// Begins both files of a table, replacing what is there.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn create(folder: &Path, table: &'static Table) -> Result<TableWriter, ReportError> {
        let csv_path = folder.join(format!("{}.csv", table.name));
        let parquet_path = folder.join(format!("{}.parquet", table.name));
        let file = File::create(&csv_path).map_err(ReportError::write(&csv_path))?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(file);
        csv.write_record(table.columns.iter().map(|column| column.name))
            .map_err(ReportError::write(&csv_path))?;
        let file = File::create(&parquet_path).map_err(ReportError::write(&parquet_path))?;
        let schema = schema(table);
        let parquet = ParquetWriter::new(BufWriter::new(file))
            .with_compression(ParquetCompression::Zstd(None))
            .batched(&schema)
            .map_err(ReportError::parquet(&parquet_path))?;
        let pending = DataFrame::empty_with_schema(&schema);
        Ok(TableWriter { table, csv_path, csv, parquet_path, parquet, pending, rows: 0 })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// If the columns are not those of the table, or the disk is full.
    pub fn write(&mut self, frame: &DataFrame) -> Result<(), ReportError> {
        let frame = conform(frame, self.table)?;
        self.write_csv(&frame).map_err(ReportError::write(&self.csv_path))?;
        self.rows += frame.height() as u64;
        self.pending.vstack_mut_owned(frame).map_err(ReportError::parquet(&self.parquet_path))?;
        while self.pending.height() >= ROW_GROUP {
            let (group, rest) = self.pending.split_at(ROW_GROUP as i64);
            self.pending = rest;
            self.write_row_group(group)?;
        }
        Ok(())
    }

    /// Completes both files and gives the number of rows.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn finish(mut self) -> Result<u64, ReportError> {
        let rest = std::mem::take(&mut self.pending);
        if rest.height() > 0 {
            self.write_row_group(rest)?;
        }
        // Writes the footer and flushes.
        self.parquet.finish().map_err(ReportError::parquet(&self.parquet_path))?;
        self.csv.flush().map_err(ReportError::write(&self.csv_path))?;
        Ok(self.rows)
    }

    fn write_row_group(&mut self, mut group: DataFrame) -> Result<(), ReportError> {
        group.rechunk_mut();
        self.parquet.write_batch(&group).map_err(ReportError::parquet(&self.parquet_path))
    }

    fn write_csv(&mut self, frame: &DataFrame) -> Result<(), csv::Error> {
        let cells: Vec<Cells> = frame.columns().iter().filter_map(Cells::of).collect();
        for row in 0..frame.height() {
            for column in &cells {
                match column {
                    Cells::Text(values) => {
                        self.csv.write_field(&*cell::text(values.get(row).unwrap_or("")))?;
                    }
                    Cells::Integer(values) => match values.get(row) {
                        Some(value) => self.csv.write_field(value.to_string())?,
                        None => self.csv.write_field("")?,
                    },
                    Cells::Number(values) => {
                        self.csv.write_field(values.get(row).map(cell::number).unwrap_or_default())?;
                    }
                }
            }
            self.csv.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }
}

/// A column of a conforming frame, by its type.
enum Cells<'a> {
    Text(&'a StringChunked),
    Integer(&'a Int64Chunked),
    Number(&'a Float64Chunked),
}

impl Cells<'_> {
    fn of(column: &Column) -> Option<Cells<'_>> {
        match column.dtype() {
            DataType::String => column.str().ok().map(Cells::Text),
            DataType::Int64 => column.i64().ok().map(Cells::Integer),
            DataType::Float64 => column.f64().ok().map(Cells::Number),
            _ => None,
        }
    }
}

fn data_type(kind: ColumnType) -> DataType {
    match kind {
        // Days and instants are text in both files: the precision of a date is part of how it is written.
        ColumnType::String | ColumnType::DateTime | ColumnType::Date => DataType::String,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Number => DataType::Float64,
    }
}

fn schema(table: &Table) -> Schema {
    table.columns.iter().map(|column| Field::new(column.name.into(), data_type(column.kind))).collect()
}

/// The frame in the types of the table, in one chunk a column.
fn conform(frame: &DataFrame, table: &'static Table) -> Result<DataFrame, ReportError> {
    let problem = |problem: String| ReportError::Columns { table: table.name, problem };
    let has: Vec<&str> = frame.columns().iter().map(|column| column.name().as_str()).collect();
    let wanted: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    if has != wanted {
        return Err(problem(format!(
            "the columns are `{}`\nhint: they must be `{}`, in this order",
            has.join(", "),
            wanted.join(", ")
        )));
    }
    let columns = frame
        .columns()
        .iter()
        .zip(table.columns)
        .map(|(column, declared)| {
            let to = data_type(declared.kind);
            let from = column.dtype();
            let fits = *from == to
                || *from == DataType::Null
                || (to == DataType::Int64 && from.is_integer())
                || (to == DataType::Float64 && from.is_primitive_numeric());
            if !fits {
                return Err(problem(format!("`{}` holds {from}\nhint: it must hold {to}", declared.name)));
            }
            let cast =
                column.strict_cast(&to).map_err(|error| problem(format!("`{}`: {error}", declared.name)))?;
            Ok(cast.rechunk())
        })
        .collect::<Result<Vec<Column>, _>>()?;
    DataFrame::new(frame.height(), columns).map_err(|error| problem(error.to_string()))
}
