//! The store: one SQLite file with the pages as fetched, the articles read from them, and how far the crawl has come.
//!
//! Every step is one transaction, so that a run that is killed leaves a whole store; pages are only ever added.

use super::CollectError;
use super::web::Response;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

/// Raised when the tables change, with a step from the version before; a newer store is refused with a hint.
const VERSION: i64 = 2;
/// From version 1: who wrote an article, where the source says it.
const FROM_VERSION_1: &str = "ALTER TABLE items ADD COLUMN byline TEXT";
/// Compression of pages; higher gains little.
const LEVEL: i32 = 6;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS pages (
  page INTEGER PRIMARY KEY,
  outlet TEXT NOT NULL,
  requested_url TEXT NOT NULL,
  url TEXT NOT NULL,
  fetched_utc TEXT NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS items (
  outlet TEXT NOT NULL,
  kind TEXT NOT NULL,
  site_id TEXT NOT NULL,
  url TEXT NOT NULL,
  found_utc TEXT NOT NULL,
  published TEXT,
  title TEXT,
  byline TEXT,
  lang TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'gone', 'refused', 'walled', 'failed')),
  reason TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  page INTEGER REFERENCES pages,
  PRIMARY KEY (outlet, kind, site_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS items_state ON items (outlet, state);
CREATE TABLE IF NOT EXISTS articles (
  article_id TEXT PRIMARY KEY,
  page INTEGER NOT NULL REFERENCES pages,
  outlet TEXT NOT NULL,
  url TEXT,
  title TEXT,
  byline TEXT,
  published_utc TEXT,
  published_precision TEXT NOT NULL,
  lang_url TEXT,
  lang_declared TEXT,
  lang_detected TEXT,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (
  url TEXT PRIMARY KEY,
  outlet TEXT NOT NULL,
  fetched_utc TEXT NOT NULL,
  status INTEGER NOT NULL,
  etag TEXT,
  last_modified TEXT,
  since TEXT
) STRICT, WITHOUT ROWID;
";

/// An article that a source names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) kind: String,
    pub(super) site_id: String,
    pub(super) url: String,
    pub(super) published: Option<String>,
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    /// As the source declares it.
    pub(super) lang: Option<String>,
}

/// A page to keep.
#[derive(Debug)]
pub(super) struct Fetched<'a> {
    pub(super) requested: &'a str,
    pub(super) url: &'a str,
    pub(super) fetched: Timestamp,
    pub(super) status: u16,
    pub(super) headers: &'a BTreeMap<String, String>,
    pub(super) body: &'a [u8],
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Its page is here.
    Done,
    /// The site says that it is no more.
    Gone,
    /// robots.txt or an address that may not be asked.
    Refused,
    /// Behind a challenge, a login or a payment.
    Walled,
    /// Given up after tries on several runs.
    Failed,
    /// To be tried again.
    Waiting,
}

impl State {
    fn code(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Gone => "gone",
            State::Refused => "refused",
            State::Walled => "walled",
            State::Failed => "failed",
            State::Waiting => "waiting",
        }
    }
}

/// An article as it was read from its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// Its id, the same that `analyze` gives it.
    pub article_id: String,
    /// Its address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Date, in UTC.
    pub published_utc: Option<String>,
    /// How exact the date is.
    pub published_precision: String,
    /// Language in the address.
    pub lang_url: Option<String>,
    /// Language that the page or the source states.
    pub lang_declared: Option<String>,
    /// Language of the text.
    pub lang_detected: Option<String>,
    /// The text.
    pub text: String,
}

/// The store.
#[derive(Debug)]
pub(super) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens or makes the store.
    pub(super) fn open(path: &Path) -> Result<Store, CollectError> {
        let fail = |problem: String| CollectError::Store { path: path.to_owned(), problem };
        let connection = Connection::open(path).map_err(|error| fail(error.to_string()))?;
        // Another run that holds the store is waited for a little, not overrun.
        let prepared = (|| {
            connection.busy_timeout(std::time::Duration::from_secs(10))?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        })();
        match prepared.map_err(|error| fail(error.to_string()))? {
            0 => connection
                .execute_batch(&format!("BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;"))
                .map_err(|error| fail(error.to_string()))?,
            1 => connection
                .execute_batch(&format!("BEGIN; {FROM_VERSION_1}; PRAGMA user_version = {VERSION}; COMMIT;"))
                .map_err(|error| fail(error.to_string()))?,
            VERSION => {}
            other => {
                return Err(fail(format!(
                    "is of version {other}, this newsvane writes version {VERSION}\nhint: collect into a new store, or use the \
                     newsvane that made it"
                )));
            }
        }
        Ok(Store { connection: Mutex::new(connection) })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(|broken| broken.into_inner())
    }

    /// Adds items; those that are there keep what is known of them. Returns how many are new.
    pub(super) fn add_items(
        &self,
        outlet: &str,
        items: &[Item],
        now: Timestamp,
    ) -> Result<u64, rusqlite::Error> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let mut new = 0;
        {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO items (outlet, kind, site_id, url, found_utc, published, title, byline, lang, state) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting') ON CONFLICT DO NOTHING",
            )?;
            for item in items {
                new += insert.execute(params![
                    outlet,
                    item.kind,
                    item.site_id,
                    item.url,
                    now.to_string(),
                    item.published,
                    item.title,
                    item.byline,
                    item.lang
                ])? as u64;
            }
        }
        transaction.commit()?;
        Ok(new)
    }

    /// The items of an outlet that wait for their page, the newest found first.
    pub(super) fn waiting(&self, outlet: &str) -> Result<Vec<Item>, rusqlite::Error> {
        let connection = self.lock();
        let mut query = connection.prepare_cached(
            "SELECT kind, site_id, url, published, title, byline, lang FROM items WHERE outlet = ?1 AND state = 'waiting' \
             ORDER BY tries, found_utc DESC, published DESC, site_id DESC",
        )?;
        let rows = query.query_map([outlet], |row| {
            Ok(Item {
                kind: row.get(0)?,
                site_id: row.get(1)?,
                url: row.get(2)?,
                published: row.get(3)?,
                title: row.get(4)?,
                byline: row.get(5)?,
                lang: row.get(6)?,
            })
        })?;
        rows.collect()
    }

    /// Keeps a page with the article that was read from it, and notes what became of the item; all or nothing.
    pub(super) fn keep(
        &self,
        outlet: &str,
        item: &Item,
        page: &Fetched,
        state: State,
        reason: Option<&str>,
        article: Option<&ArticleRow>,
    ) -> Result<(), rusqlite::Error> {
        let packed = zstd::encode_all(page.body, LEVEL).unwrap_or_default();
        let sha256: String = Sha256::digest(page.body).iter().map(|byte| format!("{byte:02x}")).collect();
        let headers = serde_json::to_string(page.headers).unwrap_or_default();
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute(
            "INSERT INTO pages (outlet, requested_url, url, fetched_utc, status, headers, sha256, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                outlet,
                page.requested,
                page.url,
                page.fetched.to_string(),
                page.status,
                headers,
                sha256,
                packed
            ],
        )?;
        let number = transaction.last_insert_rowid();
        transaction.execute(
            "UPDATE items SET state = ?4, reason = ?5, page = ?6, tries = tries + 1 \
             WHERE outlet = ?1 AND kind = ?2 AND site_id = ?3",
            params![outlet, item.kind, item.site_id, state.code(), reason, number],
        )?;
        if let Some(article) = article {
            transaction.execute(
                "INSERT INTO articles VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING",
                params![
                    article.article_id,
                    number,
                    outlet,
                    article.url,
                    article.title,
                    article.byline,
                    article.published_utc,
                    article.published_precision,
                    article.lang_url,
                    article.lang_declared,
                    article.lang_detected,
                    article.text
                ],
            )?;
        }
        transaction.commit()
    }

    /// Notes what became of an item without a page. After `most_tries` an item that waits is given up.
    pub(super) fn note(
        &self,
        outlet: &str,
        item: &Item,
        state: State,
        reason: &str,
        most_tries: u32,
    ) -> Result<(), rusqlite::Error> {
        self.lock().execute(
            "UPDATE items SET tries = tries + 1, reason = ?5, \
             state = CASE WHEN ?4 = 'waiting' AND tries + 1 >= ?6 THEN 'failed' ELSE ?4 END \
             WHERE outlet = ?1 AND kind = ?2 AND site_id = ?3",
            params![outlet, item.kind, item.site_id, state.code(), reason, most_tries],
        )?;
        Ok(())
    }

    /// The validators of a source, from its last whole reading; none if that looked back less far than `since`.
    pub(super) fn validators(
        &self,
        url: &str,
        since: Option<Timestamp>,
    ) -> Result<(Option<String>, Option<String>), rusqlite::Error> {
        let since = since.map(|since| since.to_string());
        let found = self
            .lock()
            .query_row(
                "SELECT etag, last_modified FROM sources WHERE url = ?1 AND (?2 IS NULL OR since <= ?2)",
                params![url, since],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        Ok(found.unwrap_or_default())
    }

    /// Notes that a source was read, after its items are in the store.
    pub(super) fn read_source(
        &self,
        outlet: &str,
        url: &str,
        response: &Response,
        since: Option<Timestamp>,
    ) -> Result<(), rusqlite::Error> {
        self.lock().execute(
            "INSERT INTO sources VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (url) DO UPDATE SET \
             fetched_utc = ?3, status = ?4, etag = coalesce(?5, etag), last_modified = coalesce(?6, last_modified), \
             since = min(since, ?7)",
            params![
                url,
                outlet,
                response.fetched.to_string(),
                response.status,
                response.header("etag"),
                response.header("last-modified"),
                since.map(|since| since.to_string())
            ],
        )?;
        Ok(())
    }
}
