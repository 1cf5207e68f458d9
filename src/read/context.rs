//! What all the formats share: rows for losses, checks and metadata for documents.

use super::clean::{self, Doubt};
use super::mapping::list_names;
use super::{InputFile, Options};
use crate::schema::{Body, DropReason, Dropped, Fields, Origin, RawDocument, Stage};
use std::io;
use std::sync::Arc;

/// A document, or the row that says why there is none.
pub(super) type Item = Result<RawDocument, Dropped>;

/// Stream of the items of one file.
pub(super) type Items<'a> = Box<dyn Iterator<Item = Item> + Send + 'a>;

/// The file that is being read, and how.
#[derive(Clone)]
pub(super) struct Context<'a> {
    name: Arc<str>,
    pub(super) options: &'a Options,
}

impl<'a> Context<'a> {
    pub(super) fn new(file: &InputFile, options: &'a Options) -> Context<'a> {
        Context { name: file.name.as_str().into(), options }
    }

    /// The file's name in rows and messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Largest record in bytes.
    pub(super) fn record_bytes(&self) -> u64 {
        self.options.limits.record_bytes
    }

    /// A loss that no single field is at fault for.
    pub(super) fn loss(
        &self,
        position: Option<u64>,
        reason: DropReason,
        detail: impl Into<String>,
    ) -> Dropped {
        Dropped {
            origin: Origin { file: self.name.to_string(), position },
            article_id: None,
            stage: Stage::Read,
            reason,
            field: None,
            detail: detail.into(),
        }
    }

    /// A record above the limit of size.
    pub(super) fn too_large(&self, position: Option<u64>, what: &str) -> Dropped {
        let limit = self.record_bytes();
        self.loss(
            position,
            DropReason::TooLarge,
            format!(
                "{what} is larger than {limit} bytes; hint: raise `record_bytes` under [limits] in the config"
            ),
        )
    }

    /// No column or field can hold the text; `found` are those that are there.
    pub(super) fn no_body<N: AsRef<str>>(&self, position: Option<u64>, kind: &str, found: &[N]) -> Dropped {
        // A table with a column `file` describes other files.
        let is_meta = found.iter().any(|name| name.as_ref().eq_ignore_ascii_case("file"));
        let or_meta = if is_meta {
            ", or give the table as `--meta` if it describes other files"
        } else if self.options.mapping.columns(found).have_url() {
            ", or fetch the pages that it lists with `newsvane collect --urls`"
        } else {
            ""
        };
        let mut loss = self.loss(
            position,
            DropReason::MissingField,
            format!(
                "no {kind} holds the text; {kind}s found: {}; hint: name it under [fields] in the config, like \
                 text = [\"name of the {kind}\"]{or_meta}",
                list_names(found)
            ),
        );
        loss.field = Some("text".to_owned());
        loss
    }

    /// An error of the stream, by what it means for the data.
    pub(super) fn broken(&self, position: Option<u64>, error: &io::Error) -> Dropped {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            let detail = "the compressed stream ends before its end; hint: fetch the file again";
            self.loss(position, DropReason::Truncated, detail)
        } else if error.raw_os_error().is_some() || error.to_string() == "not a regular file" {
            self.loss(position, DropReason::Unreadable, format!("cannot be read: {error}"))
        } else {
            self.loss(position, DropReason::Malformed, format!("the compressed stream is damaged: {error}"))
        }
    }

    /// A document of a plain file: the body is checked, `--meta` joined.
    pub(super) fn file_document(&self, body: Body) -> Item {
        self.file_document_with(body, Fields::default())
    }

    /// The same, of a file that states metadata; what `--meta` says wins.
    pub(super) fn file_document_with(&self, body: Body, mut fields: Fields) -> Item {
        if let Some(meta) = &self.options.meta {
            meta.join_file(&self.name, &mut fields);
        }
        self.checked(None, body, fields)
    }

    /// A document of a file with many: the body is checked, what `--meta` says of all of them joined.
    pub(super) fn record_document(&self, position: u64, body: Option<Body>, mut fields: Fields) -> Item {
        let Some(body) = body else {
            let mut loss = self.loss(Some(position), DropReason::Empty, "the text of this record is empty");
            loss.field = Some("text".to_owned());
            return Err(loss);
        };
        if let Some(meta) = &self.options.meta {
            meta.join_records(&self.name, &mut fields);
        }
        self.checked(Some(position), body, fields)
    }

    fn checked(&self, position: Option<u64>, body: Body, fields: Fields) -> Item {
        let (content, is_page) = match &body {
            Body::Html(page) => (page, true),
            Body::Text(text) => (text, false),
        };
        // A record was parsed, so it is text; a stray NUL in it is only removed.
        let doubt = clean::doubt(content, is_page || position.is_some());
        let (reason, detail) = match doubt {
            None => {
                let body = match body {
                    Body::Html(page) => Body::Html(clean::page(page)),
                    Body::Text(text) => Body::Text(clean::text(text)),
                };
                let origin = Origin { file: self.name.to_string(), position };
                return Ok(RawDocument { origin, body, fields });
            }
            Some(Doubt::Empty) => (DropReason::Empty, "holds nothing but white space"),
            Some(Doubt::Binary) => (DropReason::Binary, "is binary data, not text"),
            Some(Doubt::Charset) => (DropReason::Charset, "no character set fits; hint: save it as UTF-8"),
        };
        Err(self.loss(position, reason, detail))
    }
}
