//! What a reader hands over: one document of a dump, decoded, with the metadata its format carries.

use serde::{Deserialize, Serialize};

/// Where a document stood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The file, relative to the input folder that was named (or as named).
    pub file: String,
    /// Line (JSONL), row (CSV, Parquet) or record (WARC) from 1; `None` for a file that is one document.
    pub position: Option<u64>,
}

/// The body as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A page, to be extracted.
    Html(String),
    /// Plain text; paragraphs stand on lines of their own.
    Text(String),
}

/// Metadata as found, unchecked. Missing is `None`, never an empty string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Address of the page.
    pub url: Option<String>,
    /// Publisher: an id, a name or a host.
    pub outlet: Option<String>,
    /// Date of publication, in any spelling.
    pub published: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Declared language, in any spelling.
    pub lang: Option<String>,
    /// The site's own id of the article.
    pub site_id: Option<String>,
}

/// The kind of articles where a site does not number several kinds apart.
pub const ARTICLE: &str = "article";
/// The kind of collected pages whose outlet is not registered: their ids are paths, not ids of articles.
pub const PAGE: &str = "page";

/// A page that was collected, with what the source says of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct CollectedPage<'a> {
    /// Its bytes, unpacked.
    pub body: &'a [u8],
    /// The `Content-Type` of the answer.
    pub content_type: Option<&'a str>,
    /// Its address after redirects.
    pub url: Option<&'a str>,
    /// Its outlet's id.
    pub outlet: &'a str,
    /// The site's own id.
    pub site_id: Option<&'a str>,
    /// The date that the source states.
    pub published: Option<&'a str>,
    /// The headline that the source states.
    pub title: Option<&'a str>,
    /// The author that the source states.
    pub byline: Option<&'a str>,
    /// The language that the source declares.
    pub lang: Option<&'a str>,
}

/// An address that a list names, and what the list says of its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedAddress {
    /// The address of the page.
    pub url: String,
    /// Where a copy of it is kept, if that is what the list names.
    pub archived: Option<String>,
    /// When it was published, as the list writes it.
    pub published: Option<String>,
    /// When it was seen, which only says that it is not newer.
    pub seen: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its author.
    pub byline: Option<String>,
    /// Its language, as the list declares it.
    pub lang: Option<String>,
}

/// One document of a dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawDocument {
    /// Where it stood.
    pub origin: Origin,
    /// Page or text.
    pub body: Body,
    /// Metadata of the dump (`--meta` already joined); it wins over what the page says of itself.
    pub fields: Fields,
}
