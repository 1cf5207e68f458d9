//! JSON Lines: one object a line.

use super::context::{Context, Item, Items};
use super::json::{Objects, starts_array};
use super::lines::{Line, Utf8Stream, as_utf8, read_line};
use super::stream::Stream;
use crate::schema::DropReason;
use std::iter;

/// The documents of the lines; positions are line numbers. A file that is one array after all is read as such.
pub(super) fn documents(context: Context<'_>, stream: Stream) -> Items<'_> {
    if starts_array(&stream) {
        return super::json::documents(context, stream);
    }
    let mut lines = Lines {
        objects: Objects::new(context),
        reader: as_utf8(stream),
        buffer: Vec::new(),
        line: 0,
        is_over: false,
    };
    Box::new(iter::from_fn(move || lines.next()))
}

struct Lines<'a> {
    objects: Objects<'a>,
    reader: Utf8Stream,
    buffer: Vec<u8>,
    line: u64,
    is_over: bool,
}

impl Lines<'_> {
    fn next(&mut self) -> Option<Item> {
        while !self.is_over {
            self.line += 1;
            let limit = self.objects.context.record_bytes();
            let outcome = read_line(&mut self.reader, &mut self.buffer, limit);
            let is_last = match outcome {
                Ok(Line::Whole) => false,
                Ok(Line::Last) => true,
                Ok(Line::TooLong) => {
                    return Some(Err(self.objects.context.too_large(Some(self.line), "the line")));
                }
                Ok(Line::End) => {
                    self.is_over = true;
                    return None;
                }
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(self.objects.context.broken(Some(self.line), &error)));
                }
            };
            if self.buffer.trim_ascii().is_empty() {
                continue;
            }
            let Some(item) = self.objects.document(&self.buffer, self.line, self.line) else {
                continue;
            };
            return Some(item.map_err(|mut loss| {
                // A last line without an end that stops in the middle of a value was cut.
                if is_last && loss.detail.contains("EOF while parsing") {
                    loss.reason = DropReason::Truncated;
                    loss.detail = format!("line {}: the file ends in the middle of this record", self.line);
                }
                loss
            }));
        }
        None
    }
}
