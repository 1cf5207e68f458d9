//! The documents of one file, whatever its format.

use super::addresses::Layout;
use super::context::{Context, Item, Items};
use super::format::{Format, describe};
use super::lines::beginning;
use super::stream::Stream;
use super::{InputFile, Options, charset, csv, json, jsonl, page, parquet, store, warc};
use crate::schema::{DropReason, Dropped};

/// Streams the documents of a file, each with its place, and the losses between them.
///
/// There is at least one item: a file that holds nothing is a loss. Nothing panics and nothing is an error of the run.
pub fn open<'a>(file: &InputFile, options: &'a Options) -> Documents<'a> {
    let context = Context::new(file, options);
    let nothing = context.loss(None, DropReason::Empty, "the file holds no documents");
    let items = start(file, context).unwrap_or_else(|loss| Box::new(std::iter::once(Err(loss))));
    Documents { items, if_nothing: Some(nothing) }
}

/// Iterator over the documents and losses of a file.
pub struct Documents<'a> {
    items: Items<'a>,
    /// Given where the format gave nothing.
    if_nothing: Option<Dropped>,
}

impl Iterator for Documents<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        match self.items.next() {
            Some(item) => {
                self.if_nothing = None;
                Some(item)
            }
            None => self.if_nothing.take().map(Err),
        }
    }
}

fn start<'a>(file: &InputFile, context: Context<'a>) -> Result<Items<'a>, Dropped> {
    let stream = Stream::open(&file.path).map_err(|error| context.broken(None, &error))?;
    if stream.head().is_empty() {
        return Err(match stream.head_error() {
            Some(error) => context.broken(None, error),
            None => context.loss(None, DropReason::Empty, "the file is empty"),
        });
    }
    let Some(format) = Format::of(stream.telling_name(&file.name), stream.head()) else {
        let detail = format!("is {}", describe(stream.head()));
        return Err(context.loss(None, DropReason::UnsupportedFormat, detail));
    };
    let is_text = !matches!(format, Format::Parquet | Format::Warc | Format::Store);
    if is_text && charset::is_binary(stream.head()) {
        let detail = format!("is binary data, not .{}: {}", format.code(), describe(stream.head()));
        return Err(context.loss(None, DropReason::Binary, detail));
    }
    if matches!(format, Format::Text | Format::Csv | Format::Json | Format::Jsonl)
        && let Some(layout) = Layout::of(&beginning(&stream))
    {
        let detail = format!(
            "is {}; hint: `newsvane collect --urls {}` fetches its pages",
            layout.describe(),
            context.name()
        );
        return Err(context.loss(None, DropReason::UnsupportedFormat, detail));
    }
    match format {
        Format::Text | Format::Html | Format::Xml => Ok(page::documents(context, stream, format)),
        Format::Jsonl => Ok(jsonl::documents(context, stream)),
        Format::Json => Ok(json::documents(context, stream)),
        Format::Csv => csv::documents(context, stream),
        Format::Parquet => parquet::documents(context, stream, &file.path),
        Format::Warc => Ok(warc::documents(context, stream)),
        // A compressed database cannot be opened where it lies.
        Format::Store if stream.is_compressed() => Err(context.loss(
            None,
            DropReason::UnsupportedFormat,
            "is a compressed store; hint: unpack it first",
        )),
        Format::Store => store::documents(context, &file.path),
    }
}
