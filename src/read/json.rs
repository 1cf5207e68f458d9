//! JSON: an array of objects, one object, or objects one after another. The objects of JSON Lines are read here too.

use super::clean::{excerpt, lossy};
use super::context::{Context, Item, Items};
use super::json_values::{Piece, Values};
use super::jsonl;
use super::lines::{as_utf8, beginning};
use super::mapping::{Columns, Field};
use super::shape::{self, Outer};
use super::stream::Stream;
use crate::schema::{DropReason, Dropped};
use serde_json::{Map, Value};
use std::io::BufRead;
use std::iter;

/// The documents of the objects; positions count the objects.
pub(super) fn documents(context: Context<'_>, stream: Stream) -> Items<'_> {
    let is_wrapped = is_wrapped(&context, &stream);
    if !is_wrapped && holds_lines(&stream) {
        return jsonl::documents(context, stream);
    }
    let mut objects = Objects::new(context);
    let mut bytes = as_utf8(stream);
    if is_wrapped {
        objects.outer = Some(Outer::default());
        skip_brace(&mut bytes);
    }
    let mut values = Values::new(bytes);
    let (mut position, mut is_over) = (0, false);
    Box::new(iter::from_fn(move || {
        while !is_over {
            let piece = values.next(objects.context.record_bytes());
            is_over = matches!(piece, Err(_) | Ok(Piece::End | Piece::Cut));
            let at = position + 1;
            let item = match piece {
                // Inside a wrapper, what stands between objects is its other members, and not every object an article.
                Ok(Piece::Stray) if objects.outer.is_some() => {
                    let is_entered = objects.between(&lossy(&values.buffer));
                    match if is_entered { values.enter() } else { Ok(()) } {
                        Ok(()) => continue,
                        Err(error) => {
                            is_over = true;
                            Err(objects.context.broken(Some(at), &error))
                        }
                    }
                }
                Ok(Piece::Object) => match objects.document(&values.buffer, at, values.start_line) {
                    Some(item) => item,
                    None => continue,
                },
                Ok(Piece::End) => return None,
                Ok(Piece::TooLarge) => Err(objects.context.too_large(Some(at), "the object")),
                Ok(Piece::Cut) => {
                    let detail = format!(
                        "the file ends in the middle of the object that begins on line {}",
                        values.start_line
                    );
                    Err(objects.context.loss(Some(at), DropReason::Truncated, detail))
                }
                Ok(Piece::Stray) => {
                    let found = excerpt(&lossy(&values.buffer), 40);
                    let detail = format!("line {}: expected an object, found `{found}`", values.start_line);
                    Err(objects.context.loss(Some(at), DropReason::Malformed, detail))
                }
                Err(error) => Err(objects.context.broken(Some(at), &error)),
            };
            position = at;
            return Some(item);
        }
        None
    }))
}

/// Whether the stream is one array that begins with an object, as against lines.
pub(super) fn starts_array(stream: &Stream) -> bool {
    let start = beginning(stream);
    start.trim_start().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'))
}

/// Whether objects stand on lines of their own. Objects that are laid out over lines have a first line that is no object,
/// and a second one that does not begin with one.
fn holds_lines(stream: &Stream) -> bool {
    let start = beginning(stream);
    let start = start.trim_start();
    if !start.starts_with('{') {
        return false;
    }
    let mut lines = start.lines();
    let first = lines.next().unwrap_or_default();
    lines.next().is_none_or(|second| second.starts_with('{'))
        || serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok()
}

/// Whether the file is one object round an array of articles. Where its first line is a whole object, that must be no article.
fn is_wrapped(context: &Context, stream: &Stream) -> bool {
    let start = beginning(stream);
    if !shape::is_wrapped(&start) {
        return false;
    }
    match serde_json::from_str::<Map<String, Value>>(start.lines().next().unwrap_or_default()) {
        Ok(object) => {
            let names: Vec<&String> = object.keys().collect();
            !context.options.mapping.columns(&names).have_body()
        }
        Err(_) => true,
    }
}

/// Reads up to the first brace.
fn skip_brace(reader: &mut impl BufRead) {
    let mut skipped = Vec::new();
    // An error comes again with the next read.
    let _ = reader.read_until(b'{', &mut skipped);
}

/// Makes documents of objects.
pub(super) struct Objects<'a> {
    pub(super) context: Context<'a>,
    /// What stands round the objects, where they are inside another one.
    outer: Option<Outer>,
    /// Names of the members of the last object, with those below them as `a.b`; most objects of a file have the same.
    names: Vec<String>,
    columns: Columns,
}

impl<'a> Objects<'a> {
    pub(super) fn new(context: Context<'a>) -> Objects<'a> {
        Objects { context, outer: None, names: Vec::new(), columns: Columns::default() }
    }

    /// Takes what stands between objects; whether the next one is to be stepped into.
    fn between(&mut self, members: &str) -> bool {
        self.outer.as_mut().is_some_and(|outer| outer.advance(members))
    }

    /// The document of one object; `line` is where it begins. `None` for an object inside a wrapper that is no article: a note
    /// of the service, other metadata.
    pub(super) fn document(&mut self, object: &[u8], position: u64, line: u64) -> Option<Item> {
        match parse(&lossy(object)) {
            Ok(Value::Object(object)) => {
                shape::row(object, self.outer.as_ref()).map(|row| self.record(&row, position))
            }
            parsed => Some(Err(self.malformed(parsed, position, line))),
        }
    }

    /// What is wrong with what is no object.
    fn malformed(&self, parsed: Result<Value, serde_json::Error>, position: u64, line: u64) -> Dropped {
        let detail = match parsed {
            Ok(_) => format!("line {line}: not a JSON object"),
            Err(error) => {
                let (line, column) = (line + (error.line() as u64).saturating_sub(1), error.column());
                let problem = error.to_string();
                let problem = problem.split(" at line ").next().unwrap_or(&problem);
                format!("line {line}, column {column}: {problem}")
            }
        };
        self.context.loss(Some(position), DropReason::Malformed, detail)
    }

    fn record(&mut self, object: &Map<String, Value>, position: u64) -> Item {
        let (names, values) = members(object);
        if names != self.names {
            self.columns = self.context.options.mapping.columns(&names);
            self.names = names;
        }
        if !self.columns.have_body() {
            let found = object.keys().collect::<Vec<_>>();
            return Err(self.context.no_body(Some(position), "field", &found));
        }
        let (body, fields) =
            self.columns.read(|column, field| values.get(column).and_then(|value| as_string(value, field)));
        self.context.record_document(position, body, fields)
    }
}

/// Parses a value. Data frames write missing values as a bare `NaN`, which is no JSON; it is read as null.
fn parse(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| {
        let without = without_nan(text);
        if without == text { Err(error) } else { serde_json::from_str(&without).map_err(|_| error) }
    })
}

fn without_nan(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut is_escaped) = (false, false);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"].into_iter().find(|word| rest.starts_with(word));
        if let Some(word) = word.filter(|_| !in_string) {
            out.push_str("null");
            rest = &rest[word.len()..];
            continue;
        }
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
        out.push(character);
        rest = &rest[character.len_utf8()..];
    }
    out
}

fn members(object: &Map<String, Value>) -> (Vec<String>, Vec<&Value>) {
    let (mut names, mut values) = (Vec::with_capacity(object.len()), Vec::with_capacity(object.len()));
    for (name, value) in object {
        names.push(name.clone());
        values.push(value);
        for (inner, value) in value.as_object().into_iter().flatten() {
            names.push(format!("{name}.{inner}"));
            values.push(value);
        }
    }
    (names, values)
}

/// A value as the string that a field wants: lists joined, of an object its name or content.
fn as_string(value: &Value, field: Field) -> Option<String> {
    match value {
        Value::Null | Value::Bool(_) => None,
        Value::String(string) => Some(string.clone()),
        // Integers that went through a float column: `1770000000.0`.
        Value::Number(number) => {
            let number = number.to_string();
            Some(number.strip_suffix(".0").map_or(number.clone(), str::to_owned))
        }
        Value::Array(items) => {
            let mut items = items.iter().filter_map(|item| as_string(item, field));
            match field {
                Field::Text | Field::Html => Some(items.collect::<Vec<_>>().join("\n\n")),
                Field::Byline => Some(items.collect::<Vec<_>>().join(", ")),
                _ => items.next(),
            }
        }
        Value::Object(object) => ["name", "rendered", "text"]
            .iter()
            .find_map(|name| object.get(*name)?.as_str())
            .map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_what_the_field_wants() {
        let value = serde_json::json!({
            "authors": ["Ada", {"name": "Bo"}, null], "paragraphs": ["a", "b"], "seconds": 1770000000.0,
            "rendered": {"rendered": "<p>x</p>"}, "flag": true
        });
        assert_eq!(as_string(&value["authors"], Field::Byline).as_deref(), Some("Ada, Bo"));
        assert_eq!(as_string(&value["paragraphs"], Field::Text).as_deref(), Some("a\n\nb"));
        assert_eq!(as_string(&value["seconds"], Field::Published).as_deref(), Some("1770000000"));
        assert_eq!(as_string(&value["rendered"], Field::Text).as_deref(), Some("<p>x</p>"));
        assert_eq!(as_string(&value["flag"], Field::Title), None);
    }

    #[test]
    fn a_bare_nan_is_a_missing_value() {
        let value = parse(r#"{"title": NaN, "text": "NaN \"NaN\" Infinity", "x": -Infinity}"#).unwrap();
        assert_eq!(value, serde_json::json!({"title": null, "text": "NaN \"NaN\" Infinity", "x": null}));
    }
}
