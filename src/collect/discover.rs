//! What the sources of an outlet name.

use super::found::{Found, Problem};
use super::web::{Refusal, Request, Response, Web};
use super::{feed, listing, sitemap};
use crate::registry::{FeedSource, ListingSource, SitemapSource};
use jiff::Timestamp;
use sitemap::Sitemap;
use std::time::Duration;
use url::Url;

/// Indexes of sitemaps may name indexes, this deep.
const DEEPEST_INDEX: u32 = 3;
/// Sitemaps of one outlet that are read in a run.
pub(super) const MOST_SITEMAPS: usize = 500;

/// An answer of a source.
pub(super) enum Answer {
    /// As it was when it was read last.
    Unchanged,
    /// It names other sources.
    Index,
    /// What it names now, and the answer to note once that is kept.
    Read(Vec<Found>, Box<Response>),
}

/// Whether an article is older than what is wanted, as far as the source says.
pub(super) fn too_old(found: &Found, since: Option<Timestamp>) -> bool {
    match (found.published.as_deref().or(found.changed.as_deref()).and_then(time), since) {
        (Some(published), Some(since)) => published < since,
        _ => false,
    }
}

/// A time of a source; a day counts to its end, a time without a zone as the latest it can be.
pub(super) fn time(value: &str) -> Option<Timestamp> {
    let value = value.trim();
    if let Ok(time) = value.parse::<Timestamp>() {
        return Some(time);
    }
    if let Ok(time) = value.parse::<jiff::Zoned>() {
        return Some(time.timestamp());
    }
    if let Ok(time) = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value) {
        return Some(time);
    }
    let civil = value.parse::<jiff::civil::DateTime>().ok()?;
    let day_only = value.len() <= 10;
    let latest = if day_only { jiff::Span::new().hours(36) } else { jiff::Span::new().hours(12) };
    civil.checked_add(latest).ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|time| time.timestamp())
}

async fn ask(web: &Web, request: &Request) -> Result<Option<Response>, Problem> {
    let response =
        web.fetch(request).await.map_err(|refusal: Refusal| Problem::Refused(refusal.to_string()))?;
    match response.status {
        304 => Ok(None),
        200 => Ok(Some(response)),
        other => Err(Problem::Status(other)),
    }
}

fn parse(url: &str) -> Result<Url, Problem> {
    Url::parse(url).map_err(|error| Problem::Refused(format!("`{url}` is no address: {error}")))
}

/// A feed, or the page of it at `address`.
pub(super) async fn read_feed(
    web: &Web,
    source: &FeedSource,
    address: &str,
    validators: (Option<String>, Option<String>),
    delay: Option<Duration>,
) -> Result<Answer, Problem> {
    let (etag, last_modified) = validators;
    let request = Request {
        headers: source.headers.clone(),
        etag,
        last_modified,
        delay,
        ..Request::get(parse(address)?)
    };
    let Some(response) = ask(web, &request).await? else {
        return Ok(Answer::Unchanged);
    };
    let found = feed::read(&response.body, source, &response.url)?;
    Ok(Answer::Read(found, Box::new(response)))
}

/// A sitemap to read: its address, how deep in indexes it stands.
#[derive(Debug, Clone)]
pub(super) struct SitemapToRead {
    pub(super) url: String,
    pub(super) depth: u32,
}

/// One sitemap; of an index, the sitemaps to read next come back in `more`.
pub(super) async fn read_sitemap(
    web: &Web,
    source: &SitemapSource,
    this: &SitemapToRead,
    validators: (Option<String>, Option<String>),
    since: Option<Timestamp>,
    delay: Option<Duration>,
    more: &mut Vec<SitemapToRead>,
) -> Result<Answer, Problem> {
    let (etag, last_modified) = validators;
    let request = Request { etag, last_modified, delay, ..Request::get(parse(&this.url)?) };
    let Some(response) = ask(web, &request).await? else {
        return Ok(Answer::Unchanged);
    };
    let found = match sitemap::read(&response.body, &response.url)? {
        Sitemap::Urls(found) => found,
        Sitemap::Index(children) => {
            let wanted = children.into_iter().filter(|(url, changed)| {
                let is_old = matches!((changed.as_deref().and_then(time), since), (Some(at), Some(since)) if at < since);
                !is_old && source.only.as_ref().is_none_or(|only| only.is_match(url.as_str()))
            });
            if this.depth < DEEPEST_INDEX {
                more.extend(
                    wanted.map(|(url, _)| SitemapToRead { url: url.to_string(), depth: this.depth + 1 }),
                );
            }
            return Ok(Answer::Index);
        }
    };
    let lang = source.lang.clone();
    let found =
        found.into_iter().map(|found| Found { lang: found.lang.or_else(|| lang.clone()), ..found }).collect();
    Ok(Answer::Read(found, Box::new(response)))
}

/// One page of a listing.
pub(super) async fn read_listing(
    web: &Web,
    source: &ListingSource,
    page: u64,
    delay: Option<Duration>,
) -> Result<(Vec<Found>, Response), Problem> {
    let number = page.to_string();
    let request = Request {
        body: source.body.as_ref().map(|body| body.replace("{page}", &number)),
        headers: source.headers.clone(),
        delay,
        ..Request::get(parse(&source.url.replace("{page}", &number))?)
    };
    let Some(response) = ask(web, &request).await? else {
        return Err(Problem::Status(304));
    };
    let found = listing::read(&response.body, source, &response.url)?;
    Ok((found, response))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_spellings_of_feeds_and_sitemaps() {
        for value in ["2026-02-03T02:00:00Z", "2026-02-03T10:00:00+08:00", "Tue, 03 Feb 2026 10:00:00 +0800"]
        {
            assert_eq!(
                time(value).map(|time| time.to_string()).as_deref(),
                Some("2026-02-03T02:00:00Z"),
                "{value}"
            );
        }
        // What is not exact counts as late as it can be, so that nothing is left out that belongs.
        assert!(time("2026-02-03").unwrap() > "2026-02-03T23:59:59Z".parse().unwrap());
        assert_eq!(time("yesterday"), None);
    }
}
