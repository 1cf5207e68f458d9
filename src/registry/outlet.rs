//! `corpora/outlets/*.toml`: publishers, and how their pages and texts are recognised.

use super::{
    Collecting, Folded, PatternSet, RegistryError,
    source::{Files, parse},
};
use crate::schema::{ARTICLE, OutletId};
use jiff::tz::TimeZone;
use regex::Regex;
use serde::Deserialize;
use std::collections::HashMap;

/// What a publisher is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutletKind {
    /// A news site.
    News,
    /// An exchange that publishes.
    Exchange,
    /// A research house.
    Research,
    /// A forum or a blog.
    Community,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct TextFile {
    bylines: Vec<String>,
    markers: Vec<String>,
    boilerplate: Vec<String>,
}

/// How addresses show the id of an article: a pattern, or one with the kind of what it finds.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a pattern, or { kind = \"…\", pattern = '…' }")]
enum ArticlePattern {
    Plain(String),
    OfKind { kind: String, pattern: String },
}

/// What an address says of an article. Outlet, kind and id together are its identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteArticle<'a> {
    /// Which of the numberings of the site, [`ARTICLE`] if it has one only.
    pub kind: &'a str,
    /// The site's own id.
    pub id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletFile {
    id: OutletId,
    name: String,
    homepage: String,
    hosts: Vec<String>,
    languages: Vec<String>,
    time_zone: String,
    article_id: Vec<ArticlePattern>,
    kind: OutletKind,
    #[serde(default)]
    text: TextFile,
    #[serde(default)]
    collect: Collecting,
}

/// One publisher.
#[derive(Debug)]
pub struct Outlet {
    /// Its id.
    pub id: OutletId,
    /// Its name, for reports.
    pub name: String,
    /// Its front page.
    pub homepage: String,
    /// The hosts it publishes on, mirrors included.
    pub hosts: Vec<String>,
    /// The languages it publishes in, as codes.
    pub languages: Vec<String>,
    /// The zone of dates without one on its pages.
    pub time_zone: TimeZone,
    /// What it is.
    pub kind: OutletKind,
    /// How it is collected.
    pub collect: Collecting,
    article_id: Vec<(String, Regex)>,
}

impl Outlet {
    /// An outlet that is not registered, known by its host alone; `None` if the host makes no id.
    pub fn of_host(host: &str) -> Option<Outlet> {
        let host = bare_host(host);
        let id = OutletId::slug(&host).filter(|slug| slug.as_str().parse::<OutletId>().is_ok())?;
        Some(Outlet {
            id,
            name: host.clone(),
            homepage: format!("https://{host}"),
            hosts: vec![host],
            languages: Vec::new(),
            time_zone: TimeZone::UTC,
            kind: OutletKind::News,
            collect: Collecting::default(),
            article_id: Vec::new(),
        })
    }

    /// The article at this path (with query), if the site's addresses hold an id.
    pub fn article(&self, path_and_query: &str) -> Option<SiteArticle<'_>> {
        self.article_id.iter().find_map(|(kind, regex)| {
            let id = regex.captures(path_and_query)?.get(1)?.as_str().to_owned();
            Some(SiteArticle { kind, id })
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clue {
    Byline(usize),
    Marker(usize),
    Boilerplate,
}

/// All the publishers.
#[derive(Debug)]
pub struct Outlets {
    list: Vec<Outlet>,
    by_host: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    clues: PatternSet<Clue>,
}

impl Outlets {
    pub(super) fn load(files: &Files) -> Result<Outlets, RegistryError> {
        let mut list: Vec<Outlet> = Vec::new();
        let mut by_host: HashMap<String, usize> = HashMap::new();
        let mut by_name: HashMap<String, usize> = HashMap::new();
        let mut clues = Vec::new();
        for (file, content) in files.below("outlets") {
            let outlet: OutletFile = parse(file, content)?;
            let fail = |problem: String| RegistryError::invalid(file, problem);
            let index = list.len();
            for host in &outlet.hosts {
                if by_host.insert(bare_host(host), index).is_some_and(|other| other != index) {
                    return Err(fail(format!("the host `{host}` belongs to another outlet too")));
                }
            }
            for name in [outlet.id.to_string(), outlet.name.to_lowercase()] {
                if by_name.insert(name.clone(), index).is_some_and(|other| other != index) {
                    return Err(fail(format!("the name `{name}` belongs to another outlet too")));
                }
            }
            for (patterns, clue) in [
                (&outlet.text.bylines, Clue::Byline(index)),
                (&outlet.text.markers, Clue::Marker(index)),
                (&outlet.text.boilerplate, Clue::Boilerplate),
            ] {
                PatternSet::new(patterns.iter().map(|pattern| (pattern, ())))
                    .map_err(|error| RegistryError::invalid(file, error))?;
                clues.extend(patterns.iter().map(|pattern| (pattern.clone(), clue)));
            }
            let article_id = outlet
                .article_id
                .into_iter()
                .map(|pattern| {
                    let (kind, pattern) = match pattern {
                        ArticlePattern::Plain(pattern) => (ARTICLE.to_owned(), pattern),
                        ArticlePattern::OfKind { kind, pattern } => (kind, pattern),
                    };
                    Ok((kind, Regex::new(&pattern).map_err(|error| fail(error.to_string()))?))
                })
                .collect::<Result<_, RegistryError>>()?;
            outlet.collect.check(file)?;
            let time_zone = TimeZone::get(&outlet.time_zone)
                .map_err(|_| fail(format!("`{}` is no IANA time zone", outlet.time_zone)))?;
            list.push(Outlet {
                id: outlet.id,
                name: outlet.name,
                homepage: outlet.homepage,
                hosts: outlet.hosts,
                languages: outlet.languages,
                time_zone,
                kind: outlet.kind,
                collect: outlet.collect,
                article_id,
            });
        }
        let clues = PatternSet::new(clues).map_err(|error| RegistryError::invalid("outlets", error))?;
        Ok(Outlets { list, by_host, by_name, clues })
    }

    /// All of them, in the order of their files.
    pub fn all(&self) -> &[Outlet] {
        &self.list
    }

    /// The publisher with this id or name (any case).
    pub fn by_name(&self, name: &str) -> Option<&Outlet> {
        self.by_name.get(&name.trim().to_lowercase()).map(|index| &self.list[*index])
    }

    /// The publisher of a host, `www.` and the like left aside.
    pub fn by_host(&self, host: &str) -> Option<&Outlet> {
        self.by_host.get(&bare_host(host)).map(|index| &self.list[*index])
    }

    /// The publisher that a plain text gives away: by its first three lines, else by a marker anywhere.
    pub fn by_text(&self, text: &str) -> Option<&Outlet> {
        let head: String =
            text.lines().filter(|line| !line.trim().is_empty()).take(3).collect::<Vec<_>>().join("\n");
        // A byline is a short line; running text that mentions an outlet is not one.
        let head: String =
            head.lines().filter(|line| line.chars().count() <= 120).collect::<Vec<_>>().join("\n");
        let index = self
            .clues
            .find(&Folded::new(&head), &head)
            .into_iter()
            .find_map(|found| match found.value {
                Clue::Byline(index) => Some(*index),
                _ => None,
            })
            .or_else(|| {
                self.clues.find(&Folded::new(text), text).into_iter().find_map(|found| match found.value {
                    Clue::Marker(index) => Some(*index),
                    _ => None,
                })
            })?;
        Some(&self.list[index])
    }

    /// Whether a paragraph is furniture of some outlet: a disclaimer, a call to follow.
    pub fn is_boilerplate(&self, folded: &Folded, source: &str) -> bool {
        self.clues.find(folded, source).iter().any(|found| *found.value == Clue::Boilerplate)
    }
}

fn bare_host(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    ["www.", "m.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host).to_owned()
}
