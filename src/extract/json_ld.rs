//! Schema.org metadata in `<script type="application/ld+json">`.

use super::metadata::Metadata;
use serde_json::Value;

/// Types of schema.org that are an article, and those that end alike (`ReportageNewsArticle` …).
const ARTICLE_TYPES: &[&str] =
    &["Article", "NewsArticle", "BlogPosting", "SocialMediaPosting", "Report", "LiveBlogPosting"];

/// Deepest nesting of lists and graphs that is followed.
const MAX_DEPTH: usize = 6;

/// Adds what a block of JSON-LD says of an article. A block that is no JSON adds nothing.
pub(super) fn read(block: &str, into: &mut Metadata) {
    // Line breaks inside strings are frequent and not valid; as spaces they do no harm.
    let cleaned: String =
        block.trim().trim_end_matches(';').chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if let Ok(value) = serde_json::from_str::<Value>(&cleaned) {
        visit(&value, into, 0);
    }
}

fn visit(value: &Value, into: &mut Metadata, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, into, depth + 1)),
        Value::Object(object) => {
            if is_article(value) {
                article(value, into);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    visit(inner, into, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn is_article(value: &Value) -> bool {
    texts(&value["@type"]).iter().any(|kind| {
        let kind = kind.rsplit('/').next().unwrap_or(kind);
        ARTICLE_TYPES.contains(&kind) || kind.ends_with("NewsArticle")
    })
}

fn article(value: &Value, into: &mut Metadata) {
    into.titles.extend(texts(&value["headline"]));
    into.titles.extend(texts(&value["name"]));
    into.dates.extend(texts(&value["datePublished"]));
    into.dates.extend(texts(&value["dateCreated"]));
    into.languages.extend(texts(&value["inLanguage"]));
    into.sites.extend(names(&value["publisher"]));
    into.urls.extend(texts(&value["url"]));
    into.urls.extend(texts(&value["mainEntityOfPage"]));
    into.urls.extend(texts(&value["mainEntityOfPage"]["@id"]));
    let authors = names(&value["author"]);
    if !authors.is_empty() {
        into.bylines.push(authors.join(", "));
    }
    into.bodies.extend(texts(&value["articleBody"]));
}

/// A string, a number, or a list of them.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => vec![text.trim().to_owned()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().filter(|item| !item.is_array()).flat_map(texts).collect(),
        Value::Object(object) => object.get("@value").map(texts).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The names of persons or organisations.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter(|item| !item.is_array()).flat_map(names).collect(),
        Value::Object(object) => object.get("name").map(texts).unwrap_or_default(),
        other => texts(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(block: &str) -> Metadata {
        let mut metadata = Metadata::default();
        read(block, &mut metadata);
        metadata
    }

    #[test]
    fn articles_are_found_in_graphs_and_lists() {
        let found = metadata(
            r#"{"@graph": [{"@type": "WebSite", "name": "Site"},
                {"@type": ["NewsArticle"], "headline": "Head", "datePublished": "2026-02-03",
                 "author": [{"name": "A"}, {"name": "B"}], "publisher": {"name": "P"}}]}"#,
        );
        assert_eq!(found.titles, ["Head"]);
        assert_eq!(found.dates, ["2026-02-03"]);
        assert_eq!(found.bylines, ["A, B"]);
        assert_eq!(found.sites, ["P"]);
    }

    #[test]
    fn a_broken_block_says_nothing() {
        assert_eq!(metadata("{\"@type\": \"NewsArticle\", "), Metadata::default());
        assert_eq!(metadata("{\"@type\":\"NewsArticle\",\"headline\":\"two\nlines\"}").titles, ["two lines"]);
        assert_eq!(metadata(&"[".repeat(5_000)), Metadata::default());
    }
}
