//! Layouts of JSON that are more than a row of fields: arrays inside an object, bodies in parts, fields that mean something
//! else than their name.

use serde_json::{Map, Value, json};

/// Members of an outer object that hold its articles: Telegram, CoinDesk Data, CryptoPanic, GDELT DOC, Media Cloud, and more.
const ARRAYS: [&str; 8] = ["messages", "Data", "data", "results", "articles", "stories", "items", "posts"];

/// Members of a full export of Telegram that hold chats.
const CHATS: [&str; 2] = ["chats", "left_chats"];

/// What stands round the articles.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Outer {
    /// Plain members of the outer object before its array.
    members: Map<String, Value>,
    /// The name of the array that is being read.
    array: String,
    /// Inside the list of chats of a full export of Telegram, whose objects hold the messages.
    in_chats: bool,
}

impl Outer {
    /// Takes what stands between two objects: other members, and the name of the array that begins. Whether the next object
    /// is to be stepped into, since the articles stand inside it.
    pub(super) fn advance(&mut self, between: &str) -> bool {
        // The end of one chat is followed by the next.
        if self.in_chats && between.trim_end().trim_end_matches(',').trim_end().ends_with('}') {
            self.array.clear();
            self.members.clear();
            return true;
        }
        let between = between.trim().trim_start_matches(['}', ']', ',', ' ', '\n', '\r', '\t']).trim();
        let (before, last) = between.rsplit_once(':').unwrap_or(("", ""));
        let Some((rest, name)) =
            before.trim_end().strip_suffix('"').and_then(|before| before.rsplit_once('"'))
        else {
            // Not a name: objects that follow belong to nothing known.
            self.array.clear();
            return false;
        };
        if let Ok(Value::Object(members)) =
            serde_json::from_str(&format!("{{{}}}", rest.trim().trim_end_matches(',')))
        {
            self.members.extend(members);
        }
        let is_array = last.trim() == "[";
        if CHATS.contains(&name) && !is_array {
            self.in_chats = true;
            return true;
        }
        if self.in_chats && name == "list" && is_array {
            self.members.clear();
            return true;
        }
        self.in_chats &= is_array;
        self.array = if is_array { name.to_owned() } else { String::new() };
        false
    }

    /// Whether the objects that come are articles.
    fn holds_articles(&self) -> bool {
        !self.array.is_empty()
    }
}

/// Whether a file is one object round an array of articles: by its beginning.
pub(super) fn is_wrapped(head: &str) -> bool {
    let Some(mut rest) = head.trim_start().strip_prefix('{') else {
        return false;
    };
    // The first array of objects on the first level; members before it are plain, or this is an article itself.
    for _ in 0..40 {
        rest = rest.trim_start().trim_start_matches(',').trim_start();
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(Value::String(name))) = stream.next() else {
            return false;
        };
        let Some(value) = rest[stream.byte_offset()..].trim_start().strip_prefix(':') else {
            return false;
        };
        let value = value.trim_start();
        // A full export of Telegram begins with the owner of the account; the chats may come far behind.
        if name == "personal_information" || (CHATS.contains(&name.as_str()) && value.starts_with('{')) {
            return true;
        }
        if let Some(array) = value.strip_prefix('[') {
            let array = array.trim_start();
            let is_fundus = || {
                array.starts_with('{') && array.contains("\"publishing_date\"") && array.contains("\"body\"")
            };
            return array.starts_with('{') && (ARRAYS.contains(&name.as_str()) || is_fundus());
        }
        let mut stream = serde_json::Deserializer::from_str(value).into_iter::<Value>();
        if !matches!(stream.next(), Some(Ok(_))) {
            return false;
        }
        rest = &value[stream.byte_offset()..];
    }
    false
}

/// The object as a row of fields that the mapping knows; `None` for what is no article.
pub(super) fn row(mut object: Map<String, Value>, outer: Option<&Outer>) -> Option<Map<String, Value>> {
    if let Some(outer) = outer {
        if !outer.holds_articles() {
            return None;
        }
        if outer.array == "messages" && object.contains_key("date_unixtime") {
            return telegram(&object, &outer.members);
        }
    }
    if let Some(text) = object.get("body").and_then(fundus) {
        object.insert("body".to_owned(), Value::String(text));
        // The file names the publisher; the article does so on request only.
        if let Some(outer) = outer.filter(|outer| !ARRAYS.contains(&outer.array.as_str())) {
            object.entry("publisher").or_insert_with(|| Value::String(outer.array.clone()));
        }
    }
    // Trafilatura: `source` is the address, `source-hostname` the name of the site.
    if object.contains_key("source-hostname")
        && let Some(source) =
            object.get("source").and_then(Value::as_str).filter(|source| source.starts_with("http"))
    {
        let source = Value::String(source.to_owned());
        object.entry("url").or_insert(source);
    }
    // WordPress: in UTC, and written without saying so.
    if let Some(Value::String(date)) = object.get_mut("date_gmt")
        && date.len() == "2026-02-03T10:00:00".len()
    {
        date.push('Z');
    }
    Some(object)
}

/// A message; `None` for a note of the service or a picture without words.
fn telegram(message: &Map<String, Value>, chat: &Map<String, Value>) -> Option<Map<String, Value>> {
    if message.get("type").and_then(Value::as_str) != Some("message") {
        return None;
    }
    let text = match message.get("text")? {
        Value::String(text) => text.clone(),
        // Pieces: plain ones and marked ones.
        Value::Array(pieces) => {
            pieces.iter().filter_map(|piece| piece.as_str().or_else(|| piece.get("text")?.as_str())).collect()
        }
        _ => return None,
    };
    if text.trim().is_empty() {
        return None;
    }
    let number = |value: Option<&Value>| match value {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let name = chat.get("name").and_then(Value::as_str);
    let id = number(message.get("id"));
    // `date` is the exporter's local time; the epoch is what counts.
    let published = number(message.get("date_unixtime"));
    let username = chat.get("username").and_then(Value::as_str);
    let url = username.zip(id.as_ref()).map(|(username, id)| format!("https://t.me/{username}/{id}"));
    let site_id = number(chat.get("id")).zip(id).map(|(chat, id)| format!("telegram-{chat}-{id}"));
    let row = json!({
        "text": text, "published": published, "outlet": name, "byline": message.get("from"), "url": url, "site_id": site_id,
    });
    match row {
        Value::Object(row) => Some(row),
        _ => None,
    }
}

/// The body of Fundus: a summary and sections of headlines and paragraphs.
fn fundus(body: &Value) -> Option<String> {
    let sections = body.get("sections")?.as_array()?;
    let lines = |value: Option<&Value>| -> Vec<String> {
        value
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let mut paragraphs = lines(body.get("summary"));
    for section in sections {
        paragraphs.extend(lines(section.get("headline")));
        paragraphs.extend(lines(section.get("paragraphs")));
    }
    Some(paragraphs.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_are_told_from_articles() {
        assert!(is_wrapped(
            r#"{"name": "Channel", "type": "public_channel", "id": 12, "messages": [ {"id": 1"#
        ));
        assert!(is_wrapped(r#"{"Data": [{"ID": 1, "BODY": "x"#));
        assert!(is_wrapped(
            r#"{"CoinDesk": [{"title": "a", "body": {"summary": []}, "publishing_date": "2026"}]}"#
        ));
        assert!(!is_wrapped(r#"{"title": "a", "authors": [{"name": "x"}], "text": "y"}"#));
        assert!(!is_wrapped(r#"{"text": "y", "results": ["a"]}"#));
        assert!(!is_wrapped("[{\"text\": \"y\"}]"));
    }

    #[test]
    fn what_stands_between_objects_names_the_array() {
        let mut outer = Outer::default();
        outer.advance(r#""name": "A: b", "id": 7, "messages": ["#);
        assert_eq!((outer.array.as_str(), &outer.members["name"]), ("messages", &json!("A: b")));
        outer.advance(r#"], "meta": "#);
        assert!(!outer.holds_articles());
    }

    #[test]
    fn chats_of_a_full_export_are_stepped_into() {
        let mut outer = Outer::default();
        assert!(!outer.advance(r#""about": "x: y", "personal_information": "#));
        assert!(outer.advance(r#", "chats": "#));
        assert!(outer.advance(r#""about": "z", "list": ["#));
        assert!(!outer.advance(r#""name": "One", "id": 1, "messages": ["#));
        assert_eq!((outer.array.as_str(), &outer.members["name"]), ("messages", &json!("One")));
        assert!(outer.advance("},"));
        // A chat without messages, then the next.
        assert!(outer.advance(r#""name": "Empty", "id": 2, "messages": [] }, "#));
        assert!(!outer.advance(r#""name": "Three", "messages": ["#));
        assert_eq!((outer.members.get("id"), &outer.members["name"]), (None, &json!("Three")));
        assert!(!outer.advance(r#"}]}, "sessions": "#));
        assert!(!outer.holds_articles());
    }
}
