//! Parquet, some rows at a time.

use super::clean::excerpt;
use super::context::{Context, Item, Items};
use super::format::describe;
use super::mapping::Columns;
use super::parquet_cell::{as_string, is_readable};
use super::parquet_pages;
use super::stream::Stream;
use crate::schema::{DropReason, Dropped};
use polars::prelude::{
    DataFrame, FileMetadata, FileMetadataRef, ParallelStrategy, ParquetReader, PolarsResult, SerReader,
};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::{iter, vec};

/// Bytes of rows that are decoded at once; what a row takes is estimated from its row group.
const BATCH_BYTES: usize = 32 << 20;
/// Rows that are decoded at once at most.
const BATCH_ROWS: usize = 4096;
/// A Parquet file begins and ends with this.
const MAGIC: &[u8; 4] = b"PAR1";

/// The documents of the rows; positions count them. A compressed file is unpacked to a temporary one before: its index
/// stands at the end.
pub(super) fn documents<'a>(context: Context<'a>, stream: Stream, path: &Path) -> Result<Items<'a>, Dropped> {
    if !stream.head().starts_with(MAGIC) {
        let detail = format!("not a Parquet file, but {}", describe(stream.head()));
        return Err(context.loss(None, DropReason::UnsupportedFormat, detail));
    }
    let unreadable = |error: io::Error| context.broken(None, &error);
    let mut file = if stream.is_compressed() {
        unpack(&context, stream)?
    } else {
        File::open(path).map_err(unreadable)?
    };
    if !is_complete(&mut file).map_err(unreadable)? {
        let detail = "the file does not end like a Parquet file; hint: fetch the file again";
        return Err(context.loss(None, DropReason::Truncated, detail));
    }
    let malformed = |problem: String| {
        context.loss(None, DropReason::Malformed, format!("not a Parquet file that can be read: {problem}"))
    };
    let (metadata, names, readable) = guarded(|| index(&file)).map_err(malformed)?;
    let columns = context.options.mapping.columns(&readable);
    if !columns.have_body() {
        return Err(context.no_body(None, "column", &names));
    }
    if metadata.row_groups.iter().all(|group| group.num_rows() == 0) {
        return Err(context.loss(None, DropReason::Empty, "the table has no rows"));
    }
    let mut table = Table {
        used: columns.used(),
        columns,
        names,
        context,
        file,
        metadata,
        group: 0,
        offset: 0,
        n_before: 0,
        batch: Vec::new().into_iter(),
    };
    Ok(Box::new(iter::from_fn(move || table.next())))
}

struct Table<'a> {
    context: Context<'a>,
    file: File,
    metadata: FileMetadataRef,
    columns: Columns,
    names: Vec<String>,
    /// The columns that are decoded.
    used: Vec<usize>,
    /// Row group that is being read, and how many of its rows were.
    group: usize,
    offset: usize,
    /// Rows of the groups before it.
    n_before: u64,
    batch: vec::IntoIter<Item>,
}

impl Table<'_> {
    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.batch.next() {
                return Some(item);
            }
            let n_rows = self.metadata.row_groups.get(self.group)?.num_rows();
            if self.offset >= n_rows {
                self.n_before = self.n_before.saturating_add(n_rows as u64);
                (self.group, self.offset) = (self.group + 1, 0);
                continue;
            }
            let bytes_of_row = (self.metadata.row_groups[self.group].total_byte_size() / n_rows).max(1);
            let length = (BATCH_BYTES / bytes_of_row).clamp(1, BATCH_ROWS).min(n_rows - self.offset);
            let first = self.n_before.saturating_add(self.offset as u64).saturating_add(1);
            // The headers of a row group are checked once, before its first batch.
            let sound = if self.offset == 0 { self.check_pages() } else { Ok(()) };
            match sound.and_then(|()| guarded(|| self.rows(length))) {
                Ok(rows) => {
                    self.offset += length;
                    self.batch = self.items(&rows, first).into_iter();
                }
                Err(problem) => {
                    let last = self.n_before.saturating_add(n_rows as u64);
                    // What follows in a damaged row group cannot be told from what is damaged.
                    self.offset = n_rows;
                    let detail = format!("rows {first} to {last} cannot be read: {problem}");
                    return Some(Err(self.context.loss(Some(first), DropReason::Malformed, detail)));
                }
            }
        }
    }

    fn check_pages(&self) -> Result<(), String> {
        let group = &self.metadata.row_groups[self.group];
        let columns = guarded(|| {
            let names = self.used.iter().map(|column| self.names[*column].as_str());
            let columns = names.filter_map(|name| group.columns_under_root_iter(name)).flatten();
            Ok(columns.map(|column| column.byte_range()).collect::<Vec<_>>())
        })?;
        for bytes in columns {
            let file = self.file.try_clone().map_err(|error| error.to_string())?;
            parquet_pages::check(file, bytes, group.num_rows() as u64)?;
        }
        Ok(())
    }

    fn rows(&self, length: usize) -> PolarsResult<DataFrame> {
        // With the index of its row group alone, a batch costs the same wherever it stands in the file.
        let group = self.metadata.row_groups[self.group].clone();
        let mut alone =
            FileMetadata { row_groups: Vec::new(), num_rows: group.num_rows(), ..head_of(&self.metadata) };
        alone.row_groups.push(group);
        let mut reader = ParquetReader::new(self.file.try_clone()?);
        reader.set_metadata(Arc::new(alone));
        reader
            .with_projection(Some(self.used.clone()))
            .with_slice(Some((self.offset, length)))
            .read_parallel(ParallelStrategy::None)
            .finish()
    }

    fn items(&self, rows: &DataFrame, first: u64) -> Vec<Item> {
        let cell = |row: usize, column: usize, field| {
            let at = self.used.binary_search(&column).ok()?;
            as_string(&rows.select_at_idx(at)?.get(row).ok()?, field)
        };
        let item = |row: usize| {
            let position = first.saturating_add(row as u64);
            let (body, fields) = self.columns.read(|column, field| cell(row, column, field));
            let is_too_large = body.as_ref().is_some_and(|body| {
                let (crate::schema::Body::Html(content) | crate::schema::Body::Text(content)) = body;
                content.len() as u64 > self.context.record_bytes()
            });
            if is_too_large {
                return Err(self.context.too_large(Some(position), "the text"));
            }
            self.context.record_document(position, body, fields)
        };
        (0..rows.height()).map(item).collect()
    }
}

/// The metadata without its row groups.
fn head_of(metadata: &FileMetadata) -> FileMetadata {
    FileMetadata {
        version: metadata.version,
        num_rows: 0,
        max_row_group_height: metadata.max_row_group_height,
        created_by: metadata.created_by.clone(),
        row_groups: Vec::new(),
        key_value_metadata: None,
        schema_descr: metadata.schema_descr.clone(),
        column_orders: metadata.column_orders.clone(),
        footer_buf: metadata.footer_buf.clone(),
    }
}

/// The index of the file, the names of its columns, and these again with an empty one where the type cannot be read.
fn index(file: &File) -> PolarsResult<(FileMetadataRef, Vec<String>, Vec<String>)> {
    let mut reader = ParquetReader::new(file.try_clone()?);
    let mut metadata = FileMetadata::clone(reader.get_metadata()?);
    // What the writer notes of its own types (categories, zones) is left aside: the stored types say enough.
    metadata.key_value_metadata = None;
    let metadata = Arc::new(metadata);
    let mut reader = ParquetReader::new(file.try_clone()?);
    reader.set_metadata(metadata.clone());
    let schema = reader.schema()?;
    let names = schema.iter_names().map(|name| name.to_string()).collect::<Vec<_>>();
    let readable = schema
        .iter_values()
        .zip(&names)
        .map(|(field, name)| if is_readable(&field.dtype) { name.clone() } else { String::new() })
        .collect();
    Ok((metadata, names, readable))
}

/// Runs the Parquet reader, which can panic on damaged files.
fn guarded<T>(read: impl FnOnce() -> PolarsResult<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(outcome) => outcome.map_err(|error| excerpt(&error.to_string(), 80)),
        Err(_) => Err("its pages are damaged".to_owned()),
    }
}

fn is_complete(file: &mut File) -> io::Result<bool> {
    let length = file.seek(SeekFrom::End(0))?;
    if length < 12 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-4))?;
    let mut end = [0; 4];
    file.read_exact(&mut end)?;
    file.rewind()?;
    Ok(&end == MAGIC)
}

fn unpack(context: &Context<'_>, stream: Stream) -> Result<File, Dropped> {
    let limit = context.options.limits.unpacked_bytes;
    let mut file = tempfile::tempfile().map_err(|error| context.broken(None, &error))?;
    let length = io::copy(&mut stream.take(limit.saturating_add(1)), &mut file)
        .map_err(|error| context.broken(None, &error))?;
    if length > limit {
        let detail = format!(
            "unpacked, the file is larger than {limit} bytes; hint: raise `unpacked_bytes` under [limits] in the config, or \
             unpack it"
        );
        return Err(context.loss(None, DropReason::TooLarge, detail));
    }
    Ok(file)
}
