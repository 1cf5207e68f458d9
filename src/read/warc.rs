//! WARC: pages as a crawler stored them, with their addresses.

use super::charset::{self, Hints};
use super::clean::excerpt;
use super::context::{Context, Item, Items};
use super::http::{BodyError, Response};
use super::stream::Stream;
use super::warc_records::{Content, Headers, Next, Record, Records};
use crate::schema::{Body, DropReason, Dropped, Fields};
use std::io::{BufReader, Read};
use std::iter;

/// The documents of the stored pages; positions count all records. Records that are no pages (requests, notes of the
/// crawler) are passed over. The date of a record is that of the crawl, and says nothing of publication.
pub(super) fn documents(context: Context<'_>, stream: Stream) -> Items<'_> {
    let stream: Box<dyn Read + Send> = Box::new(stream);
    let mut records = Records::new(BufReader::with_capacity(256 << 10, stream));
    let (mut position, mut is_over) = (0, false);
    // Of a page that the crawler cut short there are two items.
    let mut pending = None;
    Box::new(iter::from_fn(move || {
        if let Some(item) = pending.take() {
            return Some(item);
        }
        while !is_over {
            position += 1;
            // Headers and encoding come on top of the page.
            let limit = context.record_bytes().saturating_add(super::warc_records::HEADER_BYTES);
            let next = records.next(limit, may_hold_page);
            is_over = matches!(next, Err(_) | Ok(Next::End | Next::Cut));
            let loss = |reason, detail: &str| Some(Err(context.loss(Some(position), reason, detail)));
            match next {
                Ok(Next::Record(Record { content: Content::Unwanted, headers })) => {
                    if headers.get("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("revisit")) {
                        return loss(
                            DropReason::Duplicate,
                            "a revisit: the page was stored before, and not again here",
                        );
                    }
                }
                Ok(Next::Record(record)) => {
                    let cut = record.headers.get("WARC-Truncated").map(str::to_owned);
                    let item = document(&context, position, record);
                    if let (Ok(_), Some(cut)) = (&item, cut) {
                        let mut note = context.loss(
                            Some(position),
                            DropReason::Truncated,
                            format!(
                                "the crawler cut this page short (`{}`); what it stored is used",
                                excerpt(&cut, 20)
                            ),
                        );
                        note.field = Some("WARC-Truncated".to_owned());
                        pending = Some(Err(note));
                    }
                    return Some(item);
                }
                Ok(Next::Damage(problem)) => return loss(DropReason::Malformed, problem),
                Ok(Next::Cut) => {
                    return loss(
                        DropReason::Truncated,
                        "the file ends in the middle of this record; hint: fetch it again",
                    );
                }
                Ok(Next::End) => {}
                Err(error) => return Some(Err(context.broken(Some(position), &error))),
            }
        }
        None
    }))
}

/// Whether a record can be a page. Answers of name servers are stored as responses too.
fn may_hold_page(headers: &Headers) -> bool {
    let kind = headers.get("WARC-Type").unwrap_or_default().to_lowercase();
    let is_page = matches!(kind.as_str(), "response" | "resource" | "conversion" | "continuation");
    is_page && !target(headers).starts_with("dns:")
}

/// The address; some crawlers put it in angle brackets.
fn target(headers: &Headers) -> &str {
    headers.get("WARC-Target-URI").unwrap_or_default().trim_start_matches('<').trim_end_matches('>')
}

fn document(context: &Context<'_>, position: u64, record: Record) -> Item {
    let loss = |reason, detail: String| context.loss(Some(position), reason, detail);
    let url = target(&record.headers).to_owned();
    let named = if url.is_empty() { "the record".to_owned() } else { format!("`{}`", excerpt(&url, 60)) };
    let Content::Bytes(bytes) = record.content else {
        return Err(context.too_large(Some(position), &named));
    };
    let kind = record.headers.get("WARC-Type").unwrap_or_default();
    if kind.eq_ignore_ascii_case("continuation") {
        return Err(loss(DropReason::UnsupportedFormat, format!("{named} is split over records")));
    }
    let content_type = record.headers.get("Content-Type").unwrap_or_default();
    let is_response = kind.eq_ignore_ascii_case("response") || content_type.starts_with("application/http");
    let (content_type, bytes) = if is_response {
        let Some(response) = Response::parse(&bytes) else {
            return Err(loss(DropReason::Malformed, format!("{named} is no HTTP response")));
        };
        if response.status != 200 {
            return Err(loss(
                DropReason::NotAnArticle,
                format!("{named} has the HTTP status {}", response.status),
            ));
        }
        let content_type = response.headers.get("Content-Type").unwrap_or_default().to_owned();
        check_type(context, position, &named, &content_type)?;
        let body = response.into_body(context.record_bytes());
        (content_type, body.map_err(|error| body_loss(context, position, &named, error))?)
    } else {
        check_type(context, position, &named, content_type)?;
        (content_type.to_owned(), bytes)
    };
    if url::Url::parse(&url).is_ok_and(|url| url.path() == "/robots.txt") {
        return Err(loss(DropReason::NotAnArticle, format!("{named} is for crawlers")));
    }
    let media_type = media_type(&content_type);
    let is_page = media_type.contains("html") || bytes.trim_ascii_start().starts_with(b"<");
    let header = parameter(&content_type, "charset");
    let content = charset::decode(&bytes, Hints { header, is_page, url: Some(&url) });
    let fields = Fields { url: (!url.is_empty()).then_some(url), ..Fields::default() };
    let body = if is_page { Body::Html(content) } else { Body::Text(content) };
    context.record_document(position, Some(body), fields)
}

fn check_type(context: &Context<'_>, position: u64, named: &str, content_type: &str) -> Result<(), Dropped> {
    match media_type(content_type).as_str() {
        "" | "text/html" | "application/xhtml+xml" | "text/plain" => Ok(()),
        other => {
            let detail = format!("{named} is `{}`, not a page", excerpt(other, 40));
            Err(context.loss(Some(position), DropReason::NotAnArticle, detail))
        }
    }
}

fn body_loss(context: &Context<'_>, position: u64, named: &str, error: BodyError) -> Dropped {
    let (reason, detail) = match error {
        BodyError::TooLarge => return context.too_large(Some(position), &format!("{named}, unpacked,")),
        BodyError::Unknown(encoding) => {
            let encoding = excerpt(&encoding, 20);
            (DropReason::UnsupportedFormat, format!("{named} has the content encoding `{encoding}`"))
        }
        BodyError::Truncated => (DropReason::Truncated, format!("{named}: its packed body is cut short")),
        BodyError::Damaged => (DropReason::Malformed, format!("{named}: its packed body is damaged")),
    };
    context.loss(Some(position), reason, detail)
}

fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn parameter<'c>(content_type: &'c str, name: &str) -> Option<&'c str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        found.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches(['"', '\'']))
    })
}
