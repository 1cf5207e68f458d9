//! The store of `newsvane collect`: pages as fetched, with what the source said of them.

use super::charset::{self, Hints};
use super::context::{Context, Items};
use crate::schema::{Body, DropReason, Dropped, Fields, Origin, RawDocument};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::io::Read;
use std::path::Path;

/// A page that was collected.
#[derive(Debug, Clone, Default)]
pub struct Collected<'a> {
    /// Its bytes.
    pub body: &'a [u8],
    /// The `Content-Type` of the answer.
    pub content_type: Option<&'a str>,
    /// Its address.
    pub url: &'a str,
    /// Its outlet's id.
    pub outlet: &'a str,
    /// The site's own id.
    pub site_id: &'a str,
    /// The date that the source states.
    pub published: Option<&'a str>,
    /// The headline that the source states.
    pub title: Option<&'a str>,
    /// The author that the source states.
    pub byline: Option<&'a str>,
    /// The language that the source declares.
    pub lang: Option<&'a str>,
}

impl Collected<'_> {
    /// The document. What the source says wins for date and language; the headline is the page's where it has one, since
    /// sources shorten it.
    pub fn into_document(self, origin: Origin) -> RawDocument {
        let hints = Hints { header: self.content_type, is_page: true, url: Some(self.url) };
        let html = charset::decode(self.body, hints);
        let own = |value: Option<&str>| value.map(str::to_owned);
        let has_title = html.contains("<title") || html.contains("og:title");
        let fields = Fields {
            url: Some(self.url.to_owned()),
            outlet: Some(self.outlet.to_owned()),
            published: own(self.published),
            title: own(self.title).filter(|_| !has_title),
            byline: own(self.byline),
            lang: own(self.lang),
            site_id: Some(self.site_id.to_owned()),
        };
        RawDocument { origin, body: Body::Html(html), fields }
    }
}

/// The documents of a store, in the order of outlet and id; positions are the numbers of the pages.
pub(super) fn documents<'a>(context: Context<'a>, path: &Path) -> Result<Items<'a>, Dropped> {
    let fail = |error: rusqlite::Error| {
        let detail = format!(
            "is an SQLite database, but no store of `newsvane collect` ({error}); hint: export its table as CSV"
        );
        context.loss(None, DropReason::UnsupportedFormat, detail)
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(fail)?;
    let pages: Vec<i64> = connection
        .prepare(
            "SELECT page FROM items WHERE state = 'done' AND page IS NOT NULL ORDER BY outlet, kind, site_id",
        )
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .map_err(fail)?;
    let limit = context.record_bytes();
    let name = context.name().to_owned();
    Ok(Box::new(pages.into_iter().map(move |page| {
        let position = u64::try_from(page).ok();
        let broken = |problem: String| context.loss(position, DropReason::Malformed, problem);
        let row = connection
            .query_row(
                "SELECT p.url, p.headers, p.body, i.outlet, i.site_id, i.published, i.title, i.lang \
                 FROM pages p JOIN items i ON i.page = p.page WHERE p.page = ?1",
                [page],
                |row| {
                    let text = |at| row.get::<_, Option<String>>(at);
                    Ok((
                        text(0)?,
                        text(1)?,
                        row.get::<_, Vec<u8>>(2)?,
                        text(3)?,
                        text(4)?,
                        text(5)?,
                        text(6)?,
                        text(7)?,
                    ))
                },
            )
            .optional()
            .map_err(|error| broken(format!("the page cannot be read: {error}")))?;
        let Some((Some(url), headers, packed, Some(outlet), Some(site_id), published, title, lang)) = row
        else {
            return Err(broken("the page is not in the store".to_owned()));
        };
        let mut body = Vec::new();
        zstd::stream::read::Decoder::new(packed.as_slice())
            .and_then(|decoder| decoder.take(limit + 1).read_to_end(&mut body))
            .map_err(|error| broken(format!("the page does not unpack: {error}")))?;
        if body.len() as u64 > limit {
            return Err(context.too_large(position, "the page"));
        }
        let headers: serde_json::Value =
            serde_json::from_str(&headers.unwrap_or_default()).unwrap_or_default();
        let collected = Collected {
            body: &body,
            content_type: headers.get("content-type").and_then(serde_json::Value::as_str),
            url: &url,
            outlet: &outlet,
            site_id: &site_id,
            published: published.as_deref(),
            title: title.as_deref(),
            byline: None,
            lang: lang.as_deref(),
        };
        Ok(collected.into_document(Origin { file: name.clone(), position }))
    })))
}
