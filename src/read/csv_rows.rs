//! Rows of a CSV, of bounded size.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::{self, BufRead};

/// What comes next in the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A row; its cells can be read.
    Whole,
    /// A row that the file ends in, in the middle of a quoted cell.
    Cut,
    /// A row above the limit; it was skipped.
    TooLarge,
    /// Nothing: the end of the table.
    End,
}

/// Reads a table row by row.
pub(super) struct Rows<R> {
    reader: R,
    parser: Reader,
    limit: u64,
    cells: Vec<u8>,
    ends: Vec<usize>,
    n_cells: usize,
    /// Lines of the last row, from 1.
    pub(super) lines: (u64, u64),
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(reader: R, delimiter: u8, limit: u64) -> Rows<R> {
        let parser = ReaderBuilder::new().delimiter(delimiter).build();
        let cells = vec![0; limit.clamp(1, 4096) as usize];
        Rows { reader, parser, limit, cells, ends: vec![0; 64], n_cells: 0, lines: (1, 1) }
    }

    /// Reads the next row.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn next(&mut self) -> io::Result<Row> {
        let (mut length, mut n_cells, mut skipped) = (0, 0, 0u64);
        let (mut n_quotes, mut last_byte) = (0usize, b'\n');
        let first_line = self.parser.line();
        loop {
            let available = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                available => available?,
            };
            let is_end = available.is_empty();
            let (result, n_in, n_out, n_ends) =
                self.parser.read_record(available, &mut self.cells[length..], &mut self.ends[n_cells..]);
            n_quotes += available[..n_in].iter().filter(|byte| **byte == b'"').count();
            last_byte = available[..n_in].last().copied().unwrap_or(last_byte);
            self.reader.consume(n_in);
            length += n_out;
            n_cells += n_ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if skipped == 0 && (self.cells.len() as u64) < self.limit => {
                    let doubled = (self.cells.len() as u64 * 2).min(self.limit);
                    self.cells.resize(usize::try_from(doubled).unwrap_or(usize::MAX), 0);
                }
                // Above the limit: the rest of the row is parsed, but not kept.
                ReadRecordResult::OutputFull => {
                    skipped += length as u64;
                    (length, n_cells) = (0, 0);
                }
                ReadRecordResult::OutputEndsFull if (self.ends.len() as u64) < self.limit.max(1024) => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    skipped += 1;
                    (length, n_cells) = (0, 0);
                }
                ReadRecordResult::Record => {
                    self.n_cells = n_cells;
                    let last_line = self.parser.line().saturating_sub(u64::from(last_byte == b'\n'));
                    self.lines = (first_line, last_line.max(first_line));
                    return Ok(if skipped > 0 {
                        Row::TooLarge
                    } else if is_end && last_byte != b'\n' && n_quotes % 2 == 1 {
                        Row::Cut
                    } else {
                        Row::Whole
                    });
                }
                ReadRecordResult::End => return Ok(Row::End),
            }
        }
    }

    /// How many cells the last row has.
    pub(super) fn n_cells(&self) -> usize {
        self.n_cells
    }

    /// A cell of the last row; empty beyond its end.
    pub(super) fn cell(&self, column: usize) -> &[u8] {
        if column >= self.n_cells {
            return &[];
        }
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        self.cells.get(start..self.ends[column]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn rows(content: &str, limit: u64) -> Vec<(Row, (u64, u64), Vec<String>)> {
        let mut rows = Rows::new(BufReader::with_capacity(5, content.as_bytes()), b',', limit);
        let mut found = Vec::new();
        loop {
            match rows.next().unwrap() {
                Row::End => return found,
                row => {
                    let cells = (0..rows.n_cells()).map(|column| rows.cell(column));
                    let cells = cells.map(|cell| String::from_utf8(cell.to_vec()).unwrap()).collect();
                    found.push((row, rows.lines, cells));
                }
            }
        }
    }

    #[test]
    fn quoted_cells_hold_line_ends_delimiters_and_quotes() {
        let found = rows("a,b\n\"x\n,\"\"y\"\"\",2\r\nlast,3", 10_000);
        assert_eq!(found[1].2, ["x\n,\"y\"", "2"]);
        assert_eq!(found[1].1, (2, 3));
        assert_eq!(found[2].2, ["last", "3"]);
    }

    #[test]
    fn a_row_above_the_limit_is_skipped_and_the_next_is_whole() {
        let found = rows(&format!("a,b\n{},2\nx,y\n", "long".repeat(5000)), 5000);
        assert_eq!((&found[1].0, found[1].1), (&Row::TooLarge, (2, 2)));
        assert_eq!(found[2].2, ["x", "y"]);
        let found = rows(&format!("{}\nx,y\n", ",".repeat(5000)), 1024);
        assert_eq!((&found[0].0, &found[1].2), (&Row::TooLarge, &vec!["x".to_owned(), "y".to_owned()]));
    }

    #[test]
    fn an_open_quote_at_the_end_is_a_cut() {
        let found = rows("a,b\n1,\"half of a", 1000);
        assert_eq!(found[1].0, Row::Cut);
    }
}
