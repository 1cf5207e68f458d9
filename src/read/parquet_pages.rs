//! Checks the page headers of a Parquet column before its pages are decoded: the decoder allocates what they claim, and an
//! allocation that fails ends the process.
//!
//! Headers are structs of the Thrift compact protocol; only the few numbers that matter here are taken from them.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;

/// Bytes of a decompressed page at most. Usual pages have about one MiB; one of 1 GiB is a row group in a single page.
const PAGE_BYTES: i64 = 1 << 30;
/// Structs within structs at most; page headers have three.
const MAX_DEPTH: u8 = 8;

/// The numbers of a page header.
#[derive(Debug, Default, PartialEq, Eq)]
struct PageHeader {
    uncompressed_bytes: i64,
    compressed_bytes: i64,
    /// Rows or entries; `None` in a page of another kind.
    n_values: Option<i64>,
    is_dictionary: bool,
}

/// Checks the pages of a column in one row group, which stand in `bytes` of the file and hold `n_rows` rows at least.
///
/// # Errors
/// What is wrong with them, in words.
pub(super) fn check(file: impl Read + Seek, bytes: Range<u64>, n_rows: u64) -> Result<(), &'static str> {
    let mut pages = Pages { reader: BufReader::new(file), left: bytes.end.saturating_sub(bytes.start) };
    pages.reader.seek(SeekFrom::Start(bytes.start)).map_err(|_| "its pages lie outside the file")?;
    let mut n_values = 0u64;
    while pages.left > 0 {
        let header = pages.header().map_err(|_| "a page header is damaged")?;
        let is_sound = (0..=PAGE_BYTES).contains(&header.uncompressed_bytes) && header.compressed_bytes >= 0;
        let n_in_page = header.n_values.unwrap_or(0);
        if !is_sound || !(0..=i64::from(i32::MAX)).contains(&n_in_page) {
            return Err("a page header is damaged or its page too large");
        }
        if !header.is_dictionary {
            n_values += n_in_page as u64;
        }
        pages.skip(header.compressed_bytes as u64).map_err(|_| "a page is cut")?;
    }
    if n_values < n_rows { Err("its pages hold fewer rows than its index says") } else { Ok(()) }
}

struct Pages<R> {
    reader: BufReader<R>,
    /// Bytes up to the end of the column.
    left: u64,
}

impl<R: Read + Seek> Pages<R> {
    fn header(&mut self) -> io::Result<PageHeader> {
        let mut header = PageHeader::default();
        self.read_struct(0, &mut |path, value| match path {
            [2] => header.uncompressed_bytes = value,
            [3] => header.compressed_bytes = value,
            // A data page, a dictionary, a data page of the second kind: their first field.
            [5, 1] | [8, 1] => header.n_values = Some(value),
            [7, 1] => (header.n_values, header.is_dictionary) = (Some(value), true),
            _ => {}
        })?;
        Ok(header)
    }

    /// Reads a struct and gives its integers and those of the structs directly in it, by their field ids.
    fn read_struct(&mut self, depth: u8, take: &mut dyn FnMut(&[i64], i64)) -> io::Result<()> {
        if depth > MAX_DEPTH {
            return Err(damaged());
        }
        let mut id = 0i64;
        loop {
            let byte = self.byte()?;
            if byte == 0 {
                return Ok(());
            }
            id = match byte >> 4 {
                0 => self.integer()?,
                step => id.wrapping_add(i64::from(step)),
            };
            match byte & 0xf {
                4..=6 => take(&[id], self.integer()?),
                12 => self.read_struct(depth + 1, &mut |path, value| {
                    if let [inner] = path {
                        take(&[id, *inner], value);
                    }
                })?,
                kind => self.skip_value(kind, depth)?,
            }
        }
    }

    fn skip_value(&mut self, kind: u8, depth: u8) -> io::Result<()> {
        match kind {
            // Booleans stand in the field's own header.
            1 | 2 => Ok(()),
            3 => self.skip(1),
            4..=6 => self.integer().map(drop),
            7 => self.skip(8),
            8 => {
                let length = self.varint()?;
                self.skip(length)
            }
            12 => self.read_struct(depth + 1, &mut |_, _| {}),
            // Page headers hold no lists and maps.
            _ => Err(damaged()),
        }
    }

    fn integer(&mut self) -> io::Result<i64> {
        let zigzag = self.varint()?;
        Ok((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
    }

    fn varint(&mut self) -> io::Result<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(damaged())
    }

    fn byte(&mut self) -> io::Result<u8> {
        self.left = self.left.checked_sub(1).ok_or_else(damaged)?;
        let byte = self.reader.fill_buf()?.first().copied().ok_or_else(damaged)?;
        self.reader.consume(1);
        Ok(byte)
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        self.left = self.left.checked_sub(length).ok_or_else(damaged)?;
        self.reader.seek_relative(i64::try_from(length).map_err(|_| damaged())?)
    }
}

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A data page of `n` values (below 64) whose content has three bytes.
    fn page(n: u8) -> Vec<u8> {
        // type 0; uncompressed 5; compressed 3; data page { n values; statistics { a string } }; end
        let statistics = [0x4c, 0x18, 0x02, b'x', b'y', 0x00];
        let data_page = [[0x2c, 0x15, n << 1].as_slice(), &statistics, &[0x00]].concat();
        [[0x15, 0, 0x15, 10, 0x15, 6].as_slice(), &data_page, &[0x00], b"abc"].concat()
    }

    fn outcome(bytes: Vec<u8>, n_rows: u64) -> Result<(), &'static str> {
        let length = bytes.len() as u64;
        check(Cursor::new(bytes), 0..length, n_rows)
    }

    #[test]
    fn sound_pages_pass_and_others_do_not() {
        let pages = [page(20), page(10)].concat();
        assert_eq!(outcome(pages.clone(), 30), Ok(()));
        assert_eq!(outcome(pages.clone(), 31), Err("its pages hold fewer rows than its index says"));
        assert_eq!(outcome(pages[..pages.len() - 1].to_vec(), 30), Err("a page is cut"));
        assert_eq!(outcome(pages[..pages.len() - 8].to_vec(), 30), Err("a page header is damaged"));
        // An odd number is a negative one.
        let mut negative = page(20);
        negative[8] = 21;
        assert_eq!(outcome(negative, 1), Err("a page header is damaged or its page too large"));
    }
}
