//! Dump files in, documents out.
//!
//! [`find_inputs`] lists the files, [`open`] streams the documents of one, [`in_batches`] those of all beside other work.
//! Every record of a file is either a document or a row for `dropped.csv`; no input makes this stage fail or stop early.
//! Memory is bounded by [`Limits`], not by the size of a file.
//!
//! A new dump format is one file here and one arm in `format.rs` and in [`open`].

mod addresses;
mod batches;
mod charset;
mod clean;
mod context;
mod csv;
mod csv_rows;
mod documents;
mod format;
mod http;
mod inputs;
mod json;
mod json_values;
mod jsonl;
mod lines;
mod mapping;
mod meta;
mod page;
mod parquet;
mod parquet_cell;
mod parquet_pages;
mod regroup;
mod shape;
mod store;
mod stream;
mod trafilatura_xml;
mod warc;
mod warc_records;

pub use addresses::addresses;
pub use batches::{Batch, in_batches};
pub use documents::{Documents, open};
pub use inputs::{InputFile, Inputs, find_inputs, record};
pub use mapping::FieldMapping;
pub use meta::Meta;
pub use store::collected_document;

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How files are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which columns and fields hold what.
    pub mapping: FieldMapping,
    /// Bounds of size.
    pub limits: Limits,
    /// Metadata of plain files (`--meta`).
    pub meta: Option<Meta>,
}

/// Bounds of what is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest record in bytes, decompressed: a line, a row, a page, a text file. Larger ones are dropped.
    pub record_bytes: u64,
    /// Largest compressed Parquet file in bytes, decompressed: it has to be unpacked to a temporary file.
    pub unpacked_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { record_bytes: 16 << 20, unpacked_bytes: 8 << 30 }
    }
}

/// Inputs that cannot be read at all: a mistake in the command, not a loss in the dump.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// An input that is not there.
    #[error("input `{}` does not exist\nhint: name a dump file or a folder of dump files", path.display())]
    NoSuchInput {
        /// As named.
        path: PathBuf,
    },
    /// A table of metadata that cannot be used.
    #[error("metadata `{}`: {problem}", path.display())]
    Meta {
        /// As named.
        path: PathBuf,
        /// What is wrong, with a hint.
        problem: String,
    },
}
