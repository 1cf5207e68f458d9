//! What a page says of itself: JSON-LD, OpenGraph, meta tags, `<time>`, `<link>`, `<html lang>`.

use super::classes::Class;
use super::{blocks::text_of, headline, json_ld, shown_date, tidy};
use crate::registry::PageCues;
use ego_tree::NodeId;
use scraper::{ElementRef, Html};

/// What was found, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    /// Headlines.
    pub titles: Vec<String>,
    /// What shows the first of them on the page.
    pub headline: Option<NodeId>,
    /// Author lines.
    pub bylines: Vec<String>,
    /// Dates of publication, in any spelling.
    pub dates: Vec<String>,
    /// Dates that are shown beside the headline, and times that the page's data state for it.
    pub shown_dates: Vec<String>,
    /// The paragraph under the headline that sums the article up, which extractors take for a label.
    pub standfirst: Option<String>,
    /// Addresses, absolute or relative.
    pub urls: Vec<String>,
    /// Language tags.
    pub languages: Vec<String>,
    /// Names of the site.
    pub sites: Vec<String>,
    /// The whole text, where JSON-LD carries it.
    pub bodies: Vec<String>,
}

/// Meta tags (`property`, `name` or `itemprop`, lower case) that date an article, surest first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "article.published",
    "date",
    "weibo:article:create_at",
    "cxenseparse:recs:publishtime",
];
/// Letters and digits that a summing-up has at least.
const STANDFIRST_CHARS: usize = 16;
const DESCRIPTIONS: &[&str] = &["og:description", "description", "twitter:description"];
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"];
const AUTHORS: &[&str] =
    &["author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl"];
const LANGUAGES: &[&str] = &["og:locale", "content-language", "dc.language", "language"];

/// Reads the metadata of a page.
pub(super) fn read(page: &Html, cues: &PageCues) -> Metadata {
    let mut found = Metadata::default();
    let marked = Marked::collect(page);
    for block in &marked.json_ld {
        json_ld::read(&block.text().collect::<String>(), &mut found);
    }
    let metas: Vec<(String, String)> = marked.metas.iter().filter_map(|meta| meta_pair(*meta)).collect();
    let of = |keys: &[&str]| -> Vec<String> {
        keys.iter()
            .flat_map(|key| metas.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.clone()))
            .collect()
    };
    let sites = of(&["og:site_name", "application-name"]);
    found.titles.extend(of(TITLES));
    let h1 = marked.headings.iter().filter(|heading| heading.value().name() == "h1");
    found.titles.extend(h1.map(|heading| text_of(*heading)));
    found.titles.extend(marked.titles.iter().map(|title| text_of(*title)));
    found.dates.extend(of(DATES));
    for time in &marked.times {
        found.dates.extend(time.attr("datetime").or(time.attr("content")).map(str::to_owned));
    }
    found.bylines.extend(of(AUTHORS));
    found.bylines.extend(marked.authors.iter().map(|author| text_of(*author)));
    let canonical = marked.links.iter().filter_map(|link| link.attr("href"));
    found.urls.splice(0..0, canonical.map(str::to_owned));
    found.urls.extend(of(&["og:url", "twitter:url"]));
    found.languages.extend(page.root_element().attr("lang").map(str::to_owned));
    found.languages.extend(of(LANGUAGES));
    found.sites.splice(0..0, sites);
    found.tidy();
    if let Some(shown) = shown_title(page, &marked.headings, &found.titles) {
        found.titles.insert(0, shown);
    }
    let title = found.titles.first().map(String::as_str);
    found.headline = headline::find(page, &marked.headings, title);
    if let Some(headline) = found.headline {
        found.shown_dates = shown_date::beside_headline(page, headline);
        found.standfirst = standfirst(page, headline, &of(DESCRIPTIONS), cues);
    }
    found.shown_dates.extend(title.and_then(|title| shown_date::of_payload(&marked.scripts, title)));
    found
}

/// The line under the headline that sums the article up: one that says what the page's description says, which may be cut
/// short, one of such a class, or the paragraph that comes next.
fn standfirst(page: &Html, headline: NodeId, descriptions: &[String], cues: &PageCues) -> Option<String> {
    let letters_of = |text: &str| tidy::letters(text).collect::<String>();
    let descriptions: Vec<String> = descriptions
        .iter()
        .map(|text| letters_of(text))
        .filter(|text| text.chars().count() >= STANDFIRST_CHARS)
        .collect();
    let next = page.tree.get(headline)?.next_siblings().find_map(ElementRef::wrap);
    let is_paragraph = |element: &ElementRef| {
        element
            .children()
            .filter_map(ElementRef::wrap)
            .all(|child| matches!(child.value().name(), "b" | "strong" | "em" | "i" | "span" | "br"))
    };
    shown_date::after(page, headline)?.find_map(|element| {
        let line =
            shown_date::short_text(element, 500).filter(|line| line.chars().count() >= STANDFIRST_CHARS)?;
        let letters = letters_of(&line);
        let is_described = letters.chars().count() >= STANDFIRST_CHARS
            && descriptions
                .iter()
                .any(|text| letters.starts_with(text.as_str()) || text.starts_with(&letters));
        let is_long = line.chars().count() >= 2 * STANDFIRST_CHARS
            && is_paragraph(&element)
            && !shown_date::has_year(&line);
        let is_classed = || Class::of(element.value(), cues).words.standfirst;
        let is_next = || next.is_some_and(|next| next.id() == element.id()) && element.value().name() == "p";
        (is_described || (is_long && (is_classed() || is_next()))).then_some(line)
    })
}

/// The part of the title that the page itself shows ("Head-Site", "Head | Site"); most of it, since its parts can be words
/// of a menu.
fn shown_title(page: &Html, headings: &[ElementRef], titles: &[String]) -> Option<String> {
    let title = titles.first()?;
    let separators = ['-', '–', '—', '|', '｜', '_', '·'];
    let heads: Vec<&str> = title
        .rmatch_indices(separators)
        .map(|(at, _)| title[..at].trim())
        .filter(|head| 2 * head.len() > title.len())
        .collect();
    let shows = |element: &ElementRef, head: &str| {
        shown_date::short_text(*element, head.chars().count() + 40).as_deref() == Some(head)
    };
    let by_heading = heads.iter().find(|head| headings.iter().any(|heading| shows(heading, head)));
    // Pages without headings are few, and looking at all elements takes time.
    let by_any = || {
        let elements = || page.tree.nodes().filter_map(ElementRef::wrap);
        let is_body = |element: &ElementRef| element.value().name() != "title";
        heads.iter().find(|head| {
            headings.is_empty() && elements().filter(is_body).any(|element| shows(&element, head))
        })
    };
    by_heading.or_else(by_any).map(|head| (*head).to_owned())
}

impl Metadata {
    fn tidy(&mut self) {
        for body in &mut self.bodies {
            *body = tidy::unescaped(body).into_owned();
        }
        for list in [
            &mut self.titles,
            &mut self.bylines,
            &mut self.dates,
            &mut self.urls,
            &mut self.languages,
            &mut self.sites,
        ] {
            for value in list.iter_mut() {
                *value = tidy::value(value);
            }
            list.retain(|value| !value.is_empty());
        }
        self.bylines.retain(|byline| is_name(byline));
        for title in &mut self.titles {
            for site in &self.sites {
                if let Some(bare) = without_site(title, site) {
                    *title = bare;
                }
            }
        }
    }
}

/// Whether an author's line can be a name: no address of a profile or for mail, no number.
fn is_name(byline: &str) -> bool {
    let is_mail = byline.contains('@') && !byline.starts_with('@') && !byline.contains(' ');
    byline.contains(char::is_alphabetic)
        && !byline.contains("://")
        && !is_mail
        && byline.chars().count() <= 200
}

/// A headline without the name of its site at an end ("Head - Site", "Site | Head").
fn without_site(title: &str, site: &str) -> Option<String> {
    let is_separator = |c: char| {
        matches!(c, '-' | '–' | '—' | '|' | '｜' | '·' | ':' | '»' | '_' | '/') || c.is_whitespace()
    };
    let head = title.strip_suffix(site).filter(|head| head.ends_with(is_separator));
    let tail = title.strip_prefix(site).filter(|tail| tail.starts_with(is_separator));
    let bare = head.or(tail)?.trim_matches(is_separator);
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn meta_pair(meta: ElementRef) -> Option<(String, String)> {
    let key =
        ["property", "name", "itemprop", "http-equiv"].iter().find_map(|attribute| meta.attr(attribute))?;
    Some((key.trim().to_ascii_lowercase(), meta.attr("content")?.to_owned()))
}

/// The elements that say something of the page, in its order.
#[derive(Default)]
struct Marked<'page> {
    json_ld: Vec<ElementRef<'page>>,
    /// Those that stand in the page.
    scripts: Vec<ElementRef<'page>>,
    metas: Vec<ElementRef<'page>>,
    links: Vec<ElementRef<'page>>,
    titles: Vec<ElementRef<'page>>,
    /// h1 and h2.
    headings: Vec<ElementRef<'page>>,
    times: Vec<ElementRef<'page>>,
    authors: Vec<ElementRef<'page>>,
}

impl<'page> Marked<'page> {
    /// One walk over the page.
    fn collect(page: &'page Html) -> Marked<'page> {
        let mut marked = Marked::default();
        for element in page.tree.nodes().filter_map(ElementRef::wrap) {
            let name = element.value().name();
            let is_time = name == "time";
            match name {
                "script" => marked.add_script(element),
                "meta" if element.attr("content").is_some() => marked.metas.push(element),
                "link" if is(element.attr("rel"), "canonical") => marked.links.push(element),
                "title" if is_in_head(element) => marked.titles.push(element),
                "h1" | "h2" => marked.headings.push(element),
                _ => {}
            }
            let (mut dated, mut authored) = (false, false);
            for (attribute, value) in element.value().attrs() {
                match attribute {
                    "datetime" | "pubdate" => dated |= is_time,
                    "itemprop" => {
                        dated |= value == "datePublished";
                        authored |= value == "author";
                    }
                    "rel" => authored |= is(Some(value), "author"),
                    _ => {}
                }
            }
            if dated {
                marked.times.push(element);
            }
            if authored {
                marked.authors.push(element);
            }
        }
        marked
    }

    fn add_script(&mut self, script: ElementRef<'page>) {
        if is(script.attr("type"), "application/ld+json") {
            self.json_ld.push(script);
        }
        if script.attr("src").is_none() {
            self.scripts.push(script);
        }
    }
}

/// HTML compares the values of `type` and `rel` without regard to case, those of `itemprop` with it.
fn is(value: Option<&str>, expected: &str) -> bool {
    value.is_some_and(|value| value.eq_ignore_ascii_case(expected))
}

fn is_in_head(element: ElementRef) -> bool {
    element.parent().and_then(ElementRef::wrap).is_some_and(|parent| parent.value().name() == "head")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::registry;

    #[test]
    fn a_page_is_read_from_all_its_places() {
        let page = Html::parse_document(
            r#"<html lang="de-AT"><head><title>Kopf - Blatt</title><link rel=canonical href="/a/1">
            <meta property="og:site_name" content="Blatt"><meta property="og:title" content="Kopf | Blatt">
            <meta name="Author" content="Ann"><meta property="article:author" content="https://x.example/ann">
            </head><body><h1>Kopf <b>zwei</b></h1><time datetime="2026-02-03T10:00:00+01:00">3.2.</time></body></html>"#,
        );
        let found = read(&page, &registry().pages);
        assert_eq!(found.titles, ["Kopf", "Kopf zwei", "Kopf"]);
        assert_eq!(found.bylines, ["Ann"]);
        assert_eq!(found.dates, ["2026-02-03T10:00:00+01:00"]);
        assert_eq!(found.urls, ["/a/1"]);
        assert_eq!(found.languages, ["de-AT"]);
        assert_eq!(found.sites, ["Blatt"]);
    }

    #[test]
    fn entities_in_data_are_characters_and_numbers_no_names() {
        let page = Html::parse_document(
            r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"&quot;Kopf&quot; &#8211; zwei",
            "author":{"name":105092},"articleBody":"Eins &amp; zwei"}</script>
            <meta name=author content="ann@blatt.example"><meta name=byl content="Ann O&amp;#039;Hara"><h1>"Kopf" – zwei</h1>"#,
        );
        let found = read(&page, &registry().pages);
        assert_eq!(found.titles[0], "\"Kopf\" – zwei");
        assert!(found.headline.is_some());
        assert_eq!(found.bylines, ["Ann O'Hara"]);
        assert_eq!(found.bodies, ["Eins & zwei"]);
    }

    #[test]
    fn types_and_relations_are_read_in_any_case() {
        let page = Html::parse_document(
            r#"<link rel=Canonical href="/a/1"><script type="Application/LD+JSON">{"@type":"NewsArticle","headline":"Kopf"}</script>
            <a rel=Author>Ann</a>"#,
        );
        let found = read(&page, &registry().pages);
        assert_eq!(found.urls, ["/a/1"]);
        assert_eq!(found.titles, ["Kopf"]);
        assert_eq!(found.bylines, ["Ann"]);
    }

    #[test]
    fn dates_are_read_wherever_they_are_marked() {
        let page = Html::parse_document(
            "<meta itemprop=datePublished content=2026-02-03><p itemprop=datePublished content=x>",
        );
        assert_eq!(read(&page, &registry().pages).dates, ["2026-02-03", "2026-02-03", "x"]);
    }
}
