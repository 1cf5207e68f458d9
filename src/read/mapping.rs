//! Which column or field of a dump holds what.

use super::clean;
use crate::schema::{Body, Fields};
use serde::{Deserialize, Deserializer, Serialize};

/// Names of columns and fields, by what they hold. The names of one entry are tried in order until one has a value; case
/// does not matter. A dot reaches into a nested JSON object: `source.name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldMapping {
    /// Plain text of the article.
    #[serde(deserialize_with = "one_or_many")]
    pub text: Vec<String>,
    /// Page with markup; used where there is no text.
    #[serde(deserialize_with = "one_or_many")]
    pub html: Vec<String>,
    /// Address of the page.
    #[serde(deserialize_with = "one_or_many")]
    pub url: Vec<String>,
    /// Publisher.
    #[serde(deserialize_with = "one_or_many")]
    pub outlet: Vec<String>,
    /// Date of publication.
    #[serde(deserialize_with = "one_or_many")]
    pub published: Vec<String>,
    /// Headline.
    #[serde(deserialize_with = "one_or_many")]
    pub title: Vec<String>,
    /// Author line.
    #[serde(deserialize_with = "one_or_many")]
    pub byline: Vec<String>,
    /// Declared language.
    #[serde(deserialize_with = "one_or_many")]
    pub lang: Vec<String>,
    /// The site's own id of the article.
    #[serde(deserialize_with = "one_or_many")]
    pub site_id: Vec<String>,
}

impl Default for FieldMapping {
    fn default() -> FieldMapping {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        FieldMapping {
            text: names(&[
                "text",
                "maintext",
                "plaintext",
                "body",
                "content",
                "article",
                "article_text",
                "full_text",
                "fulltext",
                "body_text",
            ]),
            html: names(&["html", "raw_html", "body_html", "content_html", "page"]),
            url: names(&["url", "link", "canonical_url", "article_url", "source_url", "uri"]),
            outlet: names(&[
                "outlet",
                "outlet_name",
                "outletname",
                "publisher",
                "media",
                "media_name",
                "site",
                "sitename",
                "source_name",
                "source_domain",
                "source-hostname",
                "source_data.name",
                "source",
                "domain",
                "hostname",
            ]),
            published: names(&[
                "published",
                "published_at",
                "publishedat",
                "published_on",
                "publish_date",
                "publishing_date",
                "publication_date",
                "pubdate",
                "date_publish",
                "date_published",
                "datetime",
                "date_gmt",
                "date",
                "timestamp",
                "created_at",
            ]),
            title: names(&["title", "headline"]),
            byline: names(&["byline", "author", "authors", "creator"]),
            lang: names(&["lang", "language", "locale"]),
            site_id: names(&["site_id", "article_id", "post_id", "id", "guid"]),
        }
    }
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a name or a list of names")]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(name) => vec![name],
        OneOrMany::Many(names) => names,
    })
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Text,
    Html,
    Url,
    Outlet,
    Published,
    Title,
    Byline,
    Lang,
    SiteId,
}

impl FieldMapping {
    fn names(&self, field: Field) -> &[String] {
        match field {
            Field::Text => &self.text,
            Field::Html => &self.html,
            Field::Url => &self.url,
            Field::Outlet => &self.outlet,
            Field::Published => &self.published,
            Field::Title => &self.title,
            Field::Byline => &self.byline,
            Field::Lang => &self.lang,
            Field::SiteId => &self.site_id,
        }
    }

    /// Finds the columns among those that a table or an object has.
    pub(super) fn columns<N: AsRef<str>>(&self, found: &[N]) -> Columns {
        let of = |field| {
            let with_name =
                |name: &String| found.iter().position(|column| is_same_name(column.as_ref(), name));
            self.names(field).iter().filter_map(with_name).collect()
        };
        Columns {
            text: of(Field::Text),
            html: of(Field::Html),
            url: of(Field::Url),
            outlet: of(Field::Outlet),
            published: of(Field::Published),
            title: of(Field::Title),
            byline: of(Field::Byline),
            lang: of(Field::Lang),
            site_id: of(Field::SiteId),
        }
    }
}

fn is_same_name(column: &str, name: &str) -> bool {
    let column = column.trim().trim_start_matches('\u{feff}');
    column.eq_ignore_ascii_case(name) || (!column.is_ascii() && column.to_lowercase() == name.to_lowercase())
}

/// Indexes of the columns that hold each thing, in the order in which they are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    text: Vec<usize>,
    html: Vec<usize>,
    url: Vec<usize>,
    outlet: Vec<usize>,
    published: Vec<usize>,
    title: Vec<usize>,
    byline: Vec<usize>,
    lang: Vec<usize>,
    site_id: Vec<usize>,
}

impl Columns {
    /// Whether some column can hold the body of an article.
    pub(super) fn have_body(&self) -> bool {
        !self.text.is_empty() || !self.html.is_empty()
    }

    /// Whether some column can hold the address of an article.
    pub(super) fn have_url(&self) -> bool {
        !self.url.is_empty()
    }

    /// Whether rows have a text and an address and nothing else that tells articles apart: then one can have many rows.
    pub(super) fn are_address_and_text_alone(&self) -> bool {
        let others = [&self.html, &self.title, &self.site_id, &self.outlet, &self.byline];
        self.have_url() && !self.text.is_empty() && others.iter().all(|columns| columns.is_empty())
    }

    /// The columns that are used at all, each once, in ascending order.
    pub(super) fn used(&self) -> Vec<usize> {
        let mut used = [
            &self.text,
            &self.html,
            &self.url,
            &self.outlet,
            &self.published,
            &self.title,
            &self.byline,
            &self.lang,
            &self.site_id,
        ]
        .into_iter()
        .flatten()
        .copied()
        .collect::<Vec<_>>();
        used.sort_unstable();
        used.dedup();
        used
    }

    /// How many things a table with these columns tells of its documents.
    pub(super) fn n_known(&self) -> usize {
        self.used().len()
    }

    /// Body and metadata of one record; `value` gives the content of a column as what the field wants. `None` for the
    /// body where every column for it is empty.
    pub(super) fn read(&self, value: impl Fn(usize, Field) -> Option<String>) -> (Option<Body>, Fields) {
        let first =
            |columns: &[usize], field| columns.iter().find_map(|column| present(value(*column, field)?));
        let line = |columns: &[usize], field| first(columns, field).and_then(|value| clean::line(&value));
        let text = first(&self.text, Field::Text)
            .map(|text| if looks_like_markup(&text) { Body::Html(text) } else { Body::Text(text) });
        let body = text.or_else(|| first(&self.html, Field::Html).map(Body::Html));
        let fields = Fields {
            url: line(&self.url, Field::Url),
            outlet: line(&self.outlet, Field::Outlet),
            published: line(&self.published, Field::Published),
            title: line(&self.title, Field::Title),
            byline: line(&self.byline, Field::Byline),
            lang: line(&self.lang, Field::Lang),
            site_id: line(&self.site_id, Field::SiteId),
        };
        (body, fields)
    }
}

/// The value, unless it only says that there is none: exports of data frames write that out as a word.
fn present(value: String) -> Option<String> {
    let word = value.trim();
    let says_missing =
        ["none", "null", "nan", "nat"].iter().any(|missing| word.eq_ignore_ascii_case(missing));
    (!word.is_empty() && !says_missing).then_some(value)
}

/// Columns named like text hold pages in many exports: these begin with a tag and end one, or end several paragraphs.
fn looks_like_markup(text: &str) -> bool {
    let begins_with_tag = text
        .trim_start()
        .strip_prefix('<')
        .is_some_and(|tag| tag.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!'));
    let ends_tag = text.contains("</") || text.contains("/>");
    (begins_with_tag && ends_tag) || text.match_indices("</p>").nth(1).is_some()
}

/// Names in backticks, cut where the list gets long.
pub(super) fn list_names<N: AsRef<str>>(names: &[N]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let mut list = String::new();
    for (n, name) in names.iter().enumerate() {
        let name = clean::excerpt(name.as_ref(), 30);
        if n > 0 {
            list.push_str(", ");
        }
        // A list of 80 characters at most: what looks like names can be the content of a file without a header.
        if list.chars().count() + name.chars().count() > 80 {
            list.push('…');
            break;
        }
        list.push_str(&format!("`{name}`"));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_from_text_that_mentions_it() {
        for page in ["<p>One.</p>", "Lead. <p>One.</p><p>Two.</p>", " <div class=x><br/>"] {
            assert!(looks_like_markup(page), "{page}");
        }
        for text in ["Fees < 1 cent </s>", "Close it with </p> in the end.", "<3 this </3", "a</b>"] {
            assert!(!looks_like_markup(text), "{text}");
        }
    }

    #[test]
    fn the_first_name_with_a_value_counts() {
        let columns = FieldMapping::default().columns(&["Content", "TEXT", "date", "Published_At"]);
        let row = ["from content", " null ", "2026-01-01", "NaT"];
        let (body, fields) = columns.read(|column, _| Some(row[column].to_owned()));
        assert_eq!(body, Some(Body::Text("from content".to_owned())));
        assert_eq!(fields, Fields { published: Some("2026-01-01".to_owned()), ..Fields::default() });
    }

    #[test]
    fn lists_of_names_are_cut() {
        assert_eq!(list_names::<&str>(&[]), "none");
        let names = (0..30).map(|n| format!("column {n}")).collect::<Vec<_>>();
        let list = list_names(&names);
        assert!(list.ends_with(", …") && list.chars().count() < 100, "{list}");
    }
}
