//! The manifest: what went in, what was done with it, what came out.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRecord {
    /// Relative to the input that was named.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, as hexadecimal digits; empty if it could not be read.
    pub sha256: String,
    /// How it was read: `txt`, `jsonl`, `warc` …; empty if it was not.
    pub format: String,
}

/// Records into and out of one stage: `n_in = n_out + n_dropped`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCount {
    /// Records that came in.
    pub n_in: u64,
    /// Records handed on.
    pub n_out: u64,
    /// Records with a row in `dropped.csv`.
    pub n_dropped: u64,
}

/// `manifest.json`. No clock and no machine in it: the same inputs and config give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `newsvane` and its version.
    pub tool: String,
    /// The engine that tagged, with its version or model hash.
    pub engine: String,
    /// SHA-256 of the config as it was used, defaults filled in.
    pub config_sha256: String,
    /// The config as it was used.
    pub config: serde_json::Value,
    /// SHA-256 of the registry (outlets, narratives, targets, speakers, lexicons).
    pub registry_sha256: String,
    /// The inputs, in the order they were read.
    pub inputs: Vec<InputRecord>,
    /// Counts by stage, in the order of the way of the data.
    pub stages: Vec<(String, StageCount)>,
    /// Dropped records by reason.
    pub dropped: BTreeMap<String, u64>,
    /// Rows by output table.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256 by output file, the manifest itself excepted.
    pub outputs: BTreeMap<String, String>,
}

impl StageCount {
    /// One record came in and goes on.
    pub fn keep(&mut self) {
        self.n_in += 1;
        self.n_out += 1;
    }

    /// One record came in and is dropped.
    pub fn lose(&mut self) {
        self.n_in += 1;
        self.n_dropped += 1;
    }
}
