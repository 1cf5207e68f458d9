//! Sitemaps, news sitemaps and their indexes, plain or gzipped.

use super::found::{Found, Problem};
use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use std::io::Read;
use url::Url;

/// A sitemap holds at most 50,000 addresses and 50 MB (sitemaps.org); what is beyond is left.
const MOST_BYTES: u64 = 50 << 20;
const MOST_URLS: usize = 50_000;

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sitemap {
    /// Other sitemaps, with when they last changed.
    Index(Vec<(Url, Option<String>)>),
    /// Articles.
    Urls(Vec<Found>),
}

#[derive(Default)]
struct Entry {
    location: String,
    changed: Option<String>,
    title: Option<String>,
    published: Option<String>,
    lang: Option<String>,
}

/// Reads a sitemap. A file that breaks off gives what stands before.
pub(super) fn read(body: &[u8], base: &Url) -> Result<Sitemap, Problem> {
    let mut unpacked = Vec::new();
    let text = if body.starts_with(&[0x1f, 0x8b]) {
        // An error at the end of a cut file loses the end alone.
        let _ = MultiGzDecoder::new(body).take(MOST_BYTES).read_to_end(&mut unpacked);
        unpacked.as_slice()
    } else {
        body
    };
    let mut reader = Reader::from_reader(text);
    let mut buffer = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_index = None;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                let name = String::from_utf8_lossy(tag.local_name().as_ref()).to_lowercase();
                match name.as_str() {
                    "sitemapindex" => is_index = Some(true),
                    "urlset" => is_index = Some(false),
                    "url" | "sitemap" if entries.len() < MOST_URLS => entries.push(Entry::default()),
                    "url" | "sitemap" => break,
                    _ => {}
                }
                path.push(name);
            }
            Ok(Event::End(_)) => {
                path.pop();
            }
            Ok(Event::Text(text)) => {
                if let Some(entry) = entries.last_mut() {
                    let text = String::from_utf8_lossy(&text).into_owned();
                    add(entry, &path, &text);
                }
            }
            Ok(Event::CData(text)) => {
                if let Some(entry) = entries.last_mut() {
                    add(entry, &path, &String::from_utf8_lossy(&text));
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                if let (Some(entry), Some(text)) = (entries.last_mut(), text_of(&reference)) {
                    add(entry, &path, &text);
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) if is_index.is_none() => return Err(Problem::NoSitemap(error.to_string())),
            Err(_) => break,
        }
    }
    let Some(is_index) = is_index else {
        return Err(Problem::NoSitemap("neither a urlset nor a sitemapindex".to_owned()));
    };
    let located =
        entries.into_iter().filter_map(|entry| Some((base.join(entry.location.trim()).ok()?, entry)));
    Ok(if is_index {
        Sitemap::Index(located.map(|(url, entry)| (url, entry.changed)).collect())
    } else {
        Sitemap::Urls(
            located
                .map(|(url, entry)| Found {
                    url,
                    id: None,
                    title: entry.title,
                    published: entry.published,
                    changed: entry.changed,
                    lang: entry.lang,
                    byline: None,
                    html: None,
                })
                .collect(),
        )
    })
}

/// Adds text to the field that the path of tags names.
fn add(entry: &mut Entry, path: &[String], text: &str) {
    let names: Vec<&str> = path.iter().rev().take(2).map(String::as_str).collect();
    let field = match names[..] {
        ["loc", "url" | "sitemap"] => {
            entry.location.push_str(text);
            return;
        }
        ["lastmod", ..] => &mut entry.changed,
        ["title", "news"] => &mut entry.title,
        ["publication_date", ..] => &mut entry.published,
        ["language", ..] => &mut entry.lang,
        _ => return,
    };
    if !text.trim().is_empty() || field.is_some() {
        field.get_or_insert_default().push_str(text);
    }
}

/// What `&amp;` or `&#38;` stands for.
fn text_of(reference: &BytesRef) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(character.to_string()),
        _ => resolve_predefined_entity(&reference.decode().ok()?).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const NEWS: &str = r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><loc>https://example.com/a?x=1&amp;y=2</loc><lastmod>2026-02-04</lastmod>
        <news:news><news:publication><news:name>N</news:name><news:language>tr</news:language></news:publication>
        <news:publication_date>2026-02-03T10:00:00Z</news:publication_date><news:title>Bir &amp; iki</news:title></news:news>
        <image:image><image:loc>https://example.com/p.png</image:loc><image:title>picture</image:title></image:image></url>
        <url><loc> https://example.com/b </loc></url></urlset>"#;

    fn base() -> Url {
        Url::parse("https://example.com/sitemap.xml").unwrap()
    }

    #[test]
    fn news_entries_have_date_title_and_language_and_pictures_do_not_disturb() {
        let Ok(Sitemap::Urls(found)) = read(NEWS.as_bytes(), &base()) else { panic!("a sitemap") };
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].url.as_str(), "https://example.com/a?x=1&y=2");
        assert_eq!(found[0].published.as_deref(), Some("2026-02-03T10:00:00Z"));
        assert_eq!(found[0].changed.as_deref(), Some("2026-02-04"));
        assert_eq!(found[0].title.as_deref(), Some("Bir & iki"));
        assert_eq!(found[0].lang.as_deref(), Some("tr"));
        assert_eq!(found[1].url.as_str(), "https://example.com/b");
    }

    #[test]
    fn a_gzipped_index_is_one_and_a_page_is_none() {
        let index =
            "<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2026-01-01</lastmod></sitemap></sitemapindex>";
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(index.as_bytes()).unwrap();
        let Ok(Sitemap::Index(children)) = read(&packed.finish().unwrap(), &base()) else {
            panic!("an index")
        };
        assert_eq!(children[0].0.as_str(), "https://example.com/s1.xml");
        assert_eq!(children[0].1.as_deref(), Some("2026-01-01"));
        assert!(read(b"<!doctype html><html><body>404</body></html>", &base()).is_err());
    }

    #[test]
    fn a_file_that_breaks_off_gives_what_stands_before() {
        let cut = &NEWS[..NEWS.len() - 30];
        let Ok(Sitemap::Urls(found)) = read(cut.as_bytes(), &base()) else { panic!("a sitemap") };
        assert!(!found.is_empty());
    }
}
