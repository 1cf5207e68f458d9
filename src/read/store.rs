//! The store of `newsvane collect`: pages as fetched, with what the source said of them.

use super::charset::{self, Hints};
use super::context::{Context, Items};
use crate::schema::{Body, CollectedPage, DropReason, Dropped, Fields, Origin, PAGE, RawDocument};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::io::Read;
use std::path::Path;

/// The document of a collected page. What the source says wins for date and language; the headline is the page's where it has
/// one, since sources shorten it.
pub fn collected_document(page: &CollectedPage, origin: Origin) -> RawDocument {
    let hints = Hints { header: page.content_type, is_page: true, url: page.url };
    let html = charset::decode(page.body, hints);
    let own = |value: Option<&str>| value.map(str::to_owned);
    let has_title = html.contains("<title") || html.contains("og:title");
    let fields = Fields {
        url: own(page.url),
        outlet: Some(page.outlet.to_owned()),
        published: own(page.published),
        title: own(page.title).filter(|_| !has_title),
        byline: own(page.byline),
        lang: own(page.lang),
        site_id: own(page.site_id),
    };
    RawDocument { origin, body: Body::Html(html), fields }
}

/// A page with its item.
struct Row {
    url: String,
    headers: String,
    body: Vec<u8>,
    outlet: String,
    site_id: String,
    published: Option<String>,
    title: Option<String>,
    lang: Option<String>,
    kind: String,
    byline: Option<String>,
}

impl Row {
    fn of(row: &rusqlite::Row) -> Result<Row, rusqlite::Error> {
        Ok(Row {
            url: row.get(0)?,
            headers: row.get(1)?,
            body: row.get(2)?,
            outlet: row.get(3)?,
            site_id: row.get(4)?,
            published: row.get(5)?,
            title: row.get(6)?,
            lang: row.get(7)?,
            kind: row.get(8)?,
            byline: row.get(9)?,
        })
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
    // Stores of the first version do not know who wrote an article.
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(fail)?;
    let byline = if version == 1 { "NULL" } else { "i.byline" };
    let query = format!(
        "SELECT p.url, p.headers, p.body, i.outlet, i.site_id, i.published, i.title, i.lang, i.kind, {byline} \
         FROM pages p JOIN items i ON i.page = p.page WHERE p.page = ?1"
    );
    let limit = context.record_bytes();
    let name = context.name().to_owned();
    Ok(Box::new(pages.into_iter().map(move |page| {
        let position = u64::try_from(page).ok();
        let broken = |problem: String| context.loss(position, DropReason::Malformed, problem);
        let row = connection
            .query_row(&query, [page], Row::of)
            .optional()
            .map_err(|error| broken(format!("the page cannot be read: {error}")))?;
        let Some(row) = row else {
            return Err(broken("the page is not in the store".to_owned()));
        };
        let mut body = Vec::new();
        zstd::stream::read::Decoder::new(row.body.as_slice())
            .and_then(|decoder| decoder.take(limit + 1).read_to_end(&mut body))
            .map_err(|error| broken(format!("the page does not unpack: {error}")))?;
        if body.len() as u64 > limit {
            return Err(context.too_large(position, "the page"));
        }
        let headers: serde_json::Value = serde_json::from_str(&row.headers).unwrap_or_default();
        let collected = CollectedPage {
            body: &body,
            content_type: headers.get("content-type").and_then(serde_json::Value::as_str),
            url: Some(&row.url),
            outlet: &row.outlet,
            site_id: Some(row.site_id.as_str()).filter(|_| row.kind != PAGE),
            published: row.published.as_deref(),
            title: row.title.as_deref(),
            byline: row.byline.as_deref(),
            lang: row.lang.as_deref(),
        };
        Ok(collected_document(&collected, Origin { file: name.clone(), position }))
    })))
}
