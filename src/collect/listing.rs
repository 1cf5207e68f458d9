//! APIs that list articles as JSON, by the paths that an outlet's file states.

use super::found::{Found, Problem};
use crate::registry::{ListingSource, Packing};
use base64::Engine as _;
use flate2::read::ZlibDecoder;
use jiff::Timestamp;
use serde_json::Value;
use std::io::Read;
use url::Url;

/// What a packed array may hold.
const MOST_BYTES: u64 = 32 << 20;
/// Epochs above this are milliseconds: in seconds it would be the year 2286.
const LATEST_SECONDS: i64 = 10_000_000_000;

/// The articles on one page of a listing.
pub(super) fn read(body: &[u8], source: &ListingSource, base: &Url) -> Result<Vec<Found>, Problem> {
    let fail = |problem: String| Problem::NoListing(problem);
    let answer: Value = serde_json::from_slice(body).map_err(|error| fail(error.to_string()))?;
    if let Some(good) = &source.good {
        let said = at(&answer, &good.field).and_then(text).unwrap_or_default();
        if said != good.value {
            return Err(fail(format!("`{}` is `{said}`, not `{}`", good.field, good.value)));
        }
    }
    let array = at(&answer, &source.items).ok_or_else(|| fail(format!("it has no `{}`", source.items)))?;
    let unpacked;
    let array = match source.packed {
        None => array,
        Some(Packing::Base64Zlib) => {
            unpacked = unpack(array).ok_or_else(|| fail(format!("`{}` does not unpack", source.items)))?;
            &unpacked
        }
    };
    let items = array.as_array().ok_or_else(|| fail(format!("`{}` is no array", source.items)))?;
    let found: Vec<Found> = items.iter().filter_map(|item| article(item, source, base)).collect();
    if found.is_empty() && !items.is_empty() {
        return Err(fail("none of its articles has the fields that make an address".to_owned()));
    }
    Ok(found)
}

fn article(item: &Value, source: &ListingSource, base: &Url) -> Option<Found> {
    let fields = &source.fields;
    let get = |path: &Option<String>| {
        path.as_ref().and_then(|path| at(item, path)).and_then(text).filter(|text| !text.trim().is_empty())
    };
    let id = get(&fields.id);
    let url = get(&fields.url)
        .or_else(|| Some(fields.url_of_id.as_ref()?.replace("{id}", id.as_deref()?)))
        .and_then(|url| base.join(&url).ok())?;
    Some(Found {
        url,
        title: get(&fields.title),
        published: get(&fields.published)
            .map(|value| date(&value, fields.published.as_deref().unwrap_or_default())),
        changed: None,
        lang: source.lang.clone(),
        byline: get(&fields.byline),
        html: if source.full_text { get(&fields.text) } else { None },
        id,
    })
}

/// The value at a path of names and numbers with dots between.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').filter(|name| !name.is_empty()).try_fold(value, |value, name| match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        other => other.get(name),
    })
}

/// Text, or a number as text: ids and times change between the two.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Seconds or milliseconds as a time; a time of WordPress in UTC, which does not say so, with its zone; anything else as it is.
fn date(value: &str, path: &str) -> String {
    let Ok(number) = value.trim().parse::<i64>() else {
        let lacks_zone = value.len() == "2026-02-03T10:00:00".len();
        return if path.ends_with("_gmt") && lacks_zone { format!("{value}Z") } else { value.to_owned() };
    };
    let time = if number > LATEST_SECONDS {
        Timestamp::from_millisecond(number)
    } else {
        Timestamp::from_second(number)
    };
    time.map_or_else(|_| value.to_owned(), |time| time.to_string())
}

fn unpack(value: &Value) -> Option<Value> {
    let packed = base64::engine::general_purpose::STANDARD.decode(value.as_str()?).ok()?;
    let mut json = Vec::new();
    ZlibDecoder::new(packed.as_slice()).take(MOST_BYTES).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(toml: &str) -> ListingSource {
        toml::from_str(toml).unwrap()
    }

    fn base() -> Url {
        Url::parse("https://api.example.com/list").unwrap()
    }

    #[test]
    fn ids_and_times_may_be_numbers_or_text() {
        let source = source(
            r#"url = "https://api.example.com/list?page={page}"
            items = "data.list"
            good = { field = "code", value = "200" }
            fields = { id = "id", url_of_id = "https://example.com/post/{id}", title = "title", published = "at" }"#,
        );
        let body = br#"{"code": 200, "data": {"list": [{"id": 7, "title": "a", "at": "1770100000"}, {"id": "8", "at": 1770100000000}]}}"#;
        let found = read(body, &source, &base()).unwrap();
        assert_eq!(found[0].url.as_str(), "https://example.com/post/7");
        assert_eq!(found[0].published, found[1].published);
        assert_eq!(found[1].id.as_deref(), Some("8"));
        let error = read(br#"{"code": 500, "msg": "busy"}"#, &source, &base()).unwrap_err();
        assert!(error.to_string().contains("`code` is `500`"), "{error}");
    }

    #[test]
    fn a_packed_array_is_unpacked() {
        let source = source(
            r#"url = "https://api.example.com/list"
            items = "data"
            packed = "base64-zlib"
            fields = { id = "id", url = "link", published = "published_at" }"#,
        );
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(br#"[{"id": 1, "link": "/news/detail/1", "published_at": 1770100000}]"#).unwrap();
        let packed = base64::engine::general_purpose::STANDARD.encode(encoder.finish().unwrap());
        let body = format!("{{\"data\": \"{packed}\"}}");
        let found = read(body.as_bytes(), &source, &base()).unwrap();
        assert_eq!(found[0].url.as_str(), "https://api.example.com/news/detail/1");
    }
}
