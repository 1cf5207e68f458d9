//! CSV with a header; also with `;`, tab or `|` between the cells. One layout without a header is known, trafilatura's.

use super::clean::lossy;
use super::context::{Context, Item, Items};
use super::csv_rows::{Row, Rows};
use super::lines::{Utf8Stream, as_utf8, beginning};
use super::mapping::{Columns, FieldMapping};
use super::regroup;
use super::stream::Stream;
use crate::schema::{DropReason, Dropped};
use std::io::BufRead;
use std::iter;

/// The documents of the rows; positions count the rows below the header.
pub(super) fn documents(context: Context<'_>, stream: Stream) -> Result<Items<'_>, Dropped> {
    let start = beginning(&stream);
    let is_trafilatura = is_trafilatura(start.as_bytes());
    let delimiter =
        if is_trafilatura { b'\t' } else { delimiter(start.as_bytes(), &context.options.mapping) };
    let mut rows = Rows::new(as_utf8(stream), delimiter, context.record_bytes());
    let header = if is_trafilatura {
        TRAFILATURA.map(str::to_owned).to_vec()
    } else {
        read_header(&context, &mut rows)?
    };
    let columns = context.options.mapping.columns(&header);
    if !columns.have_body() {
        return Err(context.no_body(None, "column", &header));
    }
    let is_in_parts = columns.are_address_and_text_alone();
    let mut table =
        Table { context, rows, delimiter, n_columns: header.len(), columns, row: 0, is_over: false };
    let items: Items = Box::new(iter::from_fn(move || table.next()));
    Ok(if is_in_parts { regroup::by_url(items) } else { items })
}

fn read_header<R: BufRead>(context: &Context, rows: &mut Rows<R>) -> Result<Vec<String>, Dropped> {
    match rows.next() {
        Ok(Row::Whole) => Ok(header(rows)),
        Ok(Row::End) => Err(context.loss(None, DropReason::Empty, "the file is empty")),
        Ok(Row::TooLarge) => Err(context.too_large(None, "the header")),
        Ok(Row::Cut) => {
            Err(context.loss(None, DropReason::Truncated, "the file ends in the middle of the header"))
        }
        Err(error) => Err(context.broken(None, &error)),
    }
}

/// The columns that trafilatura writes, tabs between, without a header.
const TRAFILATURA: [&str; 11] = [
    "url",
    "id",
    "fingerprint",
    "hostname",
    "title",
    "image",
    "date",
    "text",
    "comments",
    "license",
    "pagetype",
];

/// Whether the first row is one of trafilatura's: so many cells, and an address in the first.
fn is_trafilatura(start: &[u8]) -> bool {
    let mut rows = Rows::new(start, b'\t', start.len() as u64);
    matches!(rows.next(), Ok(Row::Whole))
        && rows.n_cells() == TRAFILATURA.len()
        && lossy(rows.cell(0)).trim().starts_with("http")
}

struct Table<'a> {
    context: Context<'a>,
    rows: Rows<Utf8Stream>,
    delimiter: u8,
    n_columns: usize,
    columns: Columns,
    row: u64,
    is_over: bool,
}

impl Table<'_> {
    fn next(&mut self) -> Option<Item> {
        if self.is_over {
            return None;
        }
        self.row += 1;
        match self.rows.next() {
            Ok(Row::Whole) => Some(self.document()),
            Ok(Row::End) => {
                self.is_over = true;
                (self.row == 1).then(|| {
                    Err(self.context.loss(None, DropReason::Empty, "the table has no rows below its header"))
                })
            }
            Ok(Row::TooLarge) => {
                Some(Err(self.context.too_large(Some(self.row), &format!("the row of {}", self.lines()))))
            }
            Ok(Row::Cut) => {
                let detail = format!("the file ends in the middle of the row of {}", self.lines());
                Some(Err(self.context.loss(Some(self.row), DropReason::Truncated, detail)))
            }
            Err(error) => {
                self.is_over = true;
                Some(Err(self.context.broken(Some(self.row), &error)))
            }
        }
    }

    fn document(&self) -> Item {
        let n_cells = self.rows.n_cells();
        // Some exports end each row with a delimiter, and the header without.
        let surplus_is_empty = (self.n_columns..n_cells).all(|column| self.rows.cell(column).is_empty());
        if n_cells < self.n_columns || !surplus_is_empty {
            let detail = format!(
                "{}: {n_cells} cells, the header has {}; hint: put quotes around cells that hold `{}` or line ends",
                self.lines(),
                self.n_columns,
                char::from(self.delimiter).escape_default()
            );
            return Err(self.context.loss(Some(self.row), DropReason::Malformed, detail));
        }
        let (body, fields) = self.columns.read(|column, _| Some(lossy(self.rows.cell(column)).into_owned()));
        self.context.record_document(self.row, body, fields)
    }

    fn lines(&self) -> String {
        match self.rows.lines {
            (first, last) if first == last => format!("line {first}"),
            (first, last) => format!("lines {first} to {last}"),
        }
    }
}

fn header<R: BufRead>(rows: &Rows<R>) -> Vec<String> {
    (0..rows.n_cells()).map(|column| lossy(rows.cell(column)).trim().to_owned()).collect()
}

/// The delimiter that finds the most known columns in the header, and of these the one that finds the most columns.
fn delimiter(start: &[u8], mapping: &FieldMapping) -> u8 {
    let score = |delimiter: u8| {
        let mut rows = Rows::new(start, delimiter, start.len() as u64);
        match rows.next() {
            Ok(Row::Whole | Row::Cut) => {
                let header = header(&rows);
                (mapping.columns(&header).n_known(), header.len())
            }
            _ => (0, 0),
        }
    };
    // Of equals the last one is taken: the comma.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_sense_of_the_header() {
        let mapping = FieldMapping::default();
        for (header, expected) in [
            ("url,text\n", b','),
            ("url;text;notes, of mine\n", b';'),
            ("url\ttext\n", b'\t'),
            ("text\n", b','),
            ("a|b|c\n", b'|'),
        ] {
            assert_eq!(delimiter(header.as_bytes(), &mapping), expected, "{header}");
        }
    }
}
