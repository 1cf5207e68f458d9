//! Articles that wait on disk between the two passes, so that memory does not grow with the dump.

use crate::schema::Article;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// Writes articles, one JSON object a line, compressed.
pub(super) struct SpillWriter(zstd::Encoder<'static, BufWriter<File>>);

impl SpillWriter {
    pub(super) fn create(path: &Path) -> io::Result<SpillWriter> {
        let file = BufWriter::new(File::create(path)?);
        // Level 1: the file is read once and thrown away.
        Ok(SpillWriter(zstd::Encoder::new(file, 1)?))
    }

    pub(super) fn write(&mut self, article: &Article) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, article)?;
        self.0.write_all(b"\n")
    }

    pub(super) fn finish(self) -> io::Result<()> {
        self.0.finish()?.flush()
    }
}

/// Reads them back, in order.
pub(super) struct SpillReader {
    lines: BufReader<zstd::Decoder<'static, BufReader<File>>>,
    line: String,
}

impl SpillReader {
    pub(super) fn open(path: &Path) -> io::Result<SpillReader> {
        let decoder = zstd::Decoder::new(File::open(path)?)?;
        Ok(SpillReader { lines: BufReader::new(decoder), line: String::new() })
    }

    /// Up to `n` articles; none at the end.
    pub(super) fn next_batch(&mut self, n: usize) -> io::Result<Vec<Article>> {
        let mut articles = Vec::with_capacity(n);
        while articles.len() < n {
            self.line.clear();
            if self.lines.read_line(&mut self.line)? == 0 {
                break;
            }
            articles.push(serde_json::from_str(&self.line)?);
        }
        Ok(articles)
    }
}
