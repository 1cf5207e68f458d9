//! The XML of trafilatura: one `<doc>` with what is known in its attributes, the text in `<main>`.

use crate::schema::{Body, Fields};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

/// Elements of `<main>` that are paragraphs.
const BLOCKS: [&[u8]; 6] = [b"p", b"head", b"item", b"quote", b"cell", b"code"];

/// Whether a file is one: by its beginning.
pub(super) fn is_one(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(4096)]);
    let start = head.trim_start_matches('\u{feff}').trim_start();
    let start = match start.strip_prefix("<?xml") {
        Some(declaration) => declaration.split_once("?>").map_or("", |(_, rest)| rest.trim_start()),
        None => start,
    };
    start.starts_with("<doc ") && head.contains("<main")
}

/// Body and metadata; what comes before damage is kept.
pub(super) fn read(content: &str) -> (Body, Fields) {
    let mut reader = Reader::from_str(content);
    let mut fields = Fields::default();
    let mut paragraphs: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut is_main = false;
    let mut flush = |current: &mut String| {
        let line = current.split_whitespace().collect::<Vec<_>>().join(" ");
        current.clear();
        if !line.is_empty() {
            paragraphs.push(line);
        }
    };
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.name().as_ref() {
                b"doc" => {
                    for attribute in tag.attributes().flatten() {
                        let value = attribute.unescape_value().unwrap_or_default().trim().to_owned();
                        if value.is_empty() || ["null", "none"].contains(&value.to_lowercase().as_str()) {
                            continue;
                        }
                        match attribute.key.as_ref() {
                            b"sitename" => fields.outlet = Some(value),
                            b"hostname" => fields.outlet = fields.outlet.or(Some(value)),
                            b"title" => fields.title = Some(value),
                            b"author" => fields.byline = Some(value),
                            b"date" => fields.published = Some(value),
                            b"url" => fields.url = Some(value),
                            b"language" => fields.lang = Some(value),
                            _ => {}
                        }
                    }
                }
                b"main" => is_main = true,
                name if is_main && BLOCKS.contains(&name) => flush(&mut current),
                _ => {}
            },
            Ok(Event::Empty(tag)) if is_main && tag.name().as_ref() == b"lb" => flush(&mut current),
            Ok(Event::End(tag)) => match tag.name().as_ref() {
                b"main" => {
                    flush(&mut current);
                    is_main = false;
                }
                name if BLOCKS.contains(&name) => flush(&mut current),
                _ => {}
            },
            Ok(Event::Text(text)) if is_main => current.push_str(&String::from_utf8_lossy(&text)),
            Ok(Event::GeneralRef(reference)) if is_main => match reference.resolve_char_ref() {
                Ok(Some(character)) => current.push(character),
                _ => {
                    let name = reference.decode().unwrap_or_default();
                    current.push_str(resolve_predefined_entity(&name).unwrap_or_default());
                }
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    flush(&mut current);
    (Body::Text(paragraphs.join("\n\n")), fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_attributes_are_read() {
        let xml = r#"<?xml version="1.0"?><doc sitename="X" title="A &amp; b" author="null" date="2026-02-03" url="https://x.org/1" hostname="x.org">
            <main><head rend="h2">Head</head><p>Fees &lt; 1 <hi>cent</hi>,
            again.</p><list><item>One</item></list></main><comments><p>no</p></comments></doc>"#;
        assert!(is_one(xml.as_bytes()));
        let (body, fields) = read(xml);
        assert_eq!(body, Body::Text("Head\n\nFees < 1 cent, again.\n\nOne".to_owned()));
        assert_eq!(
            (fields.outlet.as_deref(), fields.title.as_deref(), fields.byline),
            (Some("X"), Some("A & b"), None)
        );
    }

    #[test]
    fn pages_and_other_xml_are_none() {
        assert!(!is_one(b"<!doctype html><html><main>"));
        assert!(!is_one(b"<?xml version=\"1.0\"?><rss><channel>"));
    }
}
