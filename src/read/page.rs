//! Files that are one document: `.txt`, `.html` and trafilatura's `.xml`.

use super::charset::{self, Hints};
use super::context::{Context, Items};
use super::format::Format;
use super::stream::{Stream, Whole, read_whole};
use super::trafilatura_xml;
use crate::schema::Body;

/// The document. Of a compressed stream that is cut off there is what came before the cut, and a row that says so.
pub(super) fn documents(context: Context<'_>, stream: Stream, format: Format) -> Items<'_> {
    let (bytes, error) = match read_whole(stream, context.record_bytes()) {
        Whole::Complete(bytes) => (bytes, None),
        Whole::Broken(bytes, error) => (bytes, Some(error)),
        Whole::TooLarge => return Box::new(std::iter::once(Err(context.too_large(None, "the file")))),
    };
    if format == Format::Xml {
        let (body, fields) = trafilatura_xml::read(&charset::decode(&bytes, Hints::default()));
        let loss = error.map(|error| Err(context.broken(None, &error)));
        return Box::new(std::iter::once(context.file_document_with(body, fields)).chain(loss));
    }
    let is_page = format == Format::Html;
    let content = charset::decode_whole(bytes, Hints { is_page, ..Hints::default() });
    let document = context.file_document(if is_page { Body::Html(content) } else { Body::Text(content) });
    let loss = error.map(|error| Err(context.broken(None, &error)));
    Box::new(std::iter::once(document).chain(loss))
}
