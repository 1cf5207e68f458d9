//! The `[collect]` part of an outlet's file: where its articles are found and what else the collector must know.

use super::RegistryError;
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;
use url::Url;

/// How an outlet is collected.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Collecting {
    /// What its owner says of collecting, or why it is not done.
    pub terms: String,
    /// Where the addresses below come from and whether they were seen to work.
    pub evidence: String,
    /// Seconds between requests to one of its hosts; the collector's usual ones if absent.
    pub delay_seconds: Option<f64>,
    /// Whether the sitemaps that its robots.txt names are read too.
    pub robots_sitemaps: bool,
    /// Feeds.
    pub feeds: Vec<FeedSource>,
    /// Sitemaps and indexes of them.
    pub sitemaps: Vec<SitemapSource>,
    /// APIs that list articles.
    pub listings: Vec<ListingSource>,
    /// Where the article stands on its pages; the last resort.
    pub selectors: Vec<Selectors>,
}

/// A feed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedSource {
    /// Its address; `{page}`, if it is there, stands for 1, 2 and so on, as far back as `--since` asks.
    pub url: String,
    /// The language of its articles, where it does not say it.
    pub lang: Option<String>,
    /// Headers that it needs.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Whether it carries whole articles, so that their pages need not be fetched.
    #[serde(default)]
    pub full_text: bool,
}

/// A sitemap.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitemapSource {
    /// Its address.
    pub url: String,
    /// The language of its articles, where it does not say it.
    pub lang: Option<String>,
    /// Which sitemaps of an index are read; all if absent.
    #[serde(default, with = "serde_regex_option")]
    pub only: Option<Regex>,
}

/// An API that lists articles, page by page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListingSource {
    /// Its address; `{page}` stands for the number of the page.
    pub url: String,
    /// A body makes it a POST: JSON, or a form; `{page}` as in `url`.
    pub body: Option<String>,
    /// Headers that it needs.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The language of its articles.
    pub lang: Option<String>,
    /// The first value of `{page}`.
    #[serde(default = "one")]
    pub first: u64,
    /// By how much `{page}` grows.
    #[serde(default = "one")]
    pub step: u64,
    /// Path to the array of articles, with dots; empty where the answer itself is one.
    #[serde(default)]
    pub items: String,
    /// A field and the value that it has where the answer is good, since many say errors with HTTP 200.
    pub good: Option<Good>,
    /// Which fields hold what.
    pub fields: ListingFields,
    /// What the array is wrapped in.
    pub packed: Option<Packing>,
    /// Whether it carries whole articles, so that their pages need not be fetched.
    #[serde(default)]
    pub full_text: bool,
}

/// What a good answer says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Good {
    /// Path to the field.
    pub field: String,
    /// Its value, as text.
    pub value: String,
}

/// How the array of a listing is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Packing {
    /// JSON, deflated, in base 64.
    Base64Zlib,
}

/// Paths, with dots, to the fields of one article.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ListingFields {
    /// The site's id.
    pub id: Option<String>,
    /// The address of the page.
    pub url: Option<String>,
    /// The address made from the id: `https://example.com/article/{id}`.
    pub url_of_id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The date: any spelling, or seconds or milliseconds.
    pub published: Option<String>,
    /// The author.
    pub byline: Option<String>,
    /// The whole text, as HTML or plain.
    pub text: Option<String>,
}

/// Where the article stands on a page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selectors {
    /// The first day of the design that they are for.
    pub since: jiff::civil::Date,
    /// The body.
    pub body: String,
    /// What is left out of it.
    #[serde(default)]
    pub drop: Vec<String>,
}

fn one() -> u64 {
    1
}

mod serde_regex_option {
    use regex::Regex;
    use serde::{Deserialize, Deserializer, de::Error};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Regex>, D::Error> {
        let source = String::deserialize(deserializer)?;
        Regex::new(&source).map(Some).map_err(D::Error::custom)
    }
}

impl Collecting {
    /// Whether anything can be found.
    pub fn has_sources(&self) -> bool {
        self.robots_sitemaps
            || !(self.feeds.is_empty() && self.sitemaps.is_empty() && self.listings.is_empty())
    }

    /// Cross-checks what parses.
    pub(super) fn check(&self, file: &str) -> Result<(), RegistryError> {
        let fail = |problem: String| Err(RegistryError::invalid(file, problem));
        if self.delay_seconds.is_some_and(|seconds| !(0.0..=3600.0).contains(&seconds)) {
            return fail("`delay_seconds` is not between 0 and 3600".to_owned());
        }
        let urls = self
            .feeds
            .iter()
            .map(|feed| &feed.url)
            .chain(self.sitemaps.iter().map(|sitemap| &sitemap.url))
            .chain(self.listings.iter().map(|listing| &listing.url));
        for url in urls {
            if let Err(error) = Url::parse(&url.replace("{page}", "1")) {
                return fail(format!("`{url}` is no address: {error}"));
            }
        }
        for listing in &self.listings {
            if listing.fields.url.is_none() && listing.fields.url_of_id.is_none() {
                return fail(format!(
                    "the listing `{}` has neither `fields.url` nor `fields.url_of_id`",
                    listing.url
                ));
            }
            if listing.fields.url_of_id.as_ref().is_some_and(|pattern| !pattern.contains("{id}")) {
                return fail(format!("`fields.url_of_id` of the listing `{}` lacks `{{id}}`", listing.url));
            }
            if listing.fields.url_of_id.is_some() && listing.fields.id.is_none() {
                return fail(format!(
                    "the listing `{}` has `fields.url_of_id` without `fields.id`",
                    listing.url
                ));
            }
            if listing.full_text && listing.fields.text.is_none() {
                return fail(format!("the listing `{}` is `full_text` without `fields.text`", listing.url));
            }
        }
        for selectors in &self.selectors {
            for selector in std::iter::once(&selectors.body).chain(&selectors.drop) {
                if scraper::Selector::parse(selector).is_err() {
                    return fail(format!("`{selector}` is no CSS selector"));
                }
            }
        }
        Ok(())
    }
}
