//! RSS, Atom and JSON feeds. A feed is one only if it parses as one: shells of a page that answer with 200 are none.

use super::found::{Found, Problem};
use crate::registry::FeedSource;
use url::Url;

/// The entries of a feed.
pub(super) fn read(body: &[u8], source: &FeedSource, base: &Url) -> Result<Vec<Found>, Problem> {
    let parser = feed_rs::parser::Builder::new().base_uri(Some(base)).sanitize_content(false).build();
    let feed = parser.parse(body).map_err(|_| Problem::NoFeed)?;
    if feed.entries.iter().all(|entry| entry.published.is_none() && entry.updated.is_none())
        && !feed.entries.is_empty()
    {
        return Err(Problem::Undated);
    }
    let declared = source.lang.clone().or_else(|| feed.language.clone());
    Ok(feed
        .entries
        .into_iter()
        .filter_map(|entry| {
            let link = entry
                .links
                .iter()
                .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
                .or(entry.links.first())
                .map(|link| link.href.clone())
                .or_else(|| Some(entry.id.clone()).filter(|id| id.starts_with("http")))?;
            let content = source.full_text.then(|| {
                entry
                    .content
                    .and_then(|content| content.body)
                    .or_else(|| entry.summary.map(|text| text.content))
            });
            Some(Found {
                url: base.join(&link).ok()?,
                id: None,
                title: entry.title.map(|title| title.content),
                published: entry.published.map(|date| date.to_rfc3339()),
                changed: entry.updated.map(|date| date.to_rfc3339()),
                lang: declared.clone(),
                byline: entry
                    .authors
                    .first()
                    .map(|author| author.name.clone())
                    .filter(|name| !name.is_empty()),
                html: content.flatten(),
            })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(full_text: bool) -> FeedSource {
        FeedSource {
            url: "https://example.com/feed".to_owned(),
            lang: None,
            headers: Default::default(),
            full_text,
        }
    }

    fn base() -> Url {
        Url::parse("https://example.com/feed").unwrap()
    }

    #[test]
    fn entries_of_rss_come_with_date_language_and_text() {
        let feed = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
            <channel><title>T</title><link>https://example.com</link><description>d</description><language>zh-CN</language>
            <item><title>甲</title><link>https://example.com/article/1</link><pubDate>Tue, 03 Feb 2026 10:00:00 +0800</pubDate>
            <content:encoded><![CDATA[<p>正文</p>]]></content:encoded></item></channel></rss>"#;
        let found = read(feed.as_bytes(), &source(true), &base()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].url.as_str(), "https://example.com/article/1");
        assert_eq!(found[0].published.as_deref(), Some("2026-02-03T02:00:00+00:00"));
        assert_eq!(found[0].html.as_deref(), Some("<p>正文</p>"));
        assert_eq!(read(feed.as_bytes(), &source(false), &base()).unwrap()[0].html, None);
    }

    #[test]
    fn a_page_in_place_of_a_feed_is_told() {
        let page = b"<!doctype html><html><head><title>App</title></head><body></body></html>";
        assert!(matches!(read(page, &source(false), &base()), Err(Problem::NoFeed)));
        let undated = br#"<rss version="2.0"><channel><title>T</title><item><title>x</title><link>https://example.com/1</link></item></channel></rss>"#;
        assert!(matches!(read(undated, &source(false), &base()), Err(Problem::Undated)));
    }
}
