//! From a document of a dump to an article: its text in paragraphs, its headline, byline, outlet, address and date.

mod address;
mod blocks;
mod body;
mod classes;
mod date;
mod edges;
mod guard;
mod headline;
mod json_ld;
mod lines;
mod metadata;
mod outline;
mod page;
mod prune;
mod repetition;
mod selected;
mod shown_date;
mod size;
mod text;
mod tidy;
mod tree;
mod worker;

use crate::registry::{Outlet, Registry, SiteArticle, byline};
use crate::schema::{
    ARTICLE, Article, ArticleId, Body, DetectedLang, DropReason, Dropped, Lang, OutletId, Published,
    RawDocument, Span, Stage,
};
use address::Address;
use guard::Limits;
use metadata::Metadata;

/// An article, and what was lost or left out on the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// The article. Its language is not detected yet.
    pub article: Article,
    /// A date that is none, a text that stood twice.
    pub notes: Vec<Dropped>,
}

/// Extracts the article of a document. What the dump says of it wins over what the page says of itself.
///
/// # Errors
/// The row for `dropped.csv` if there is no article: no text, or a page beyond the limits of size, depth and time.
pub fn extract(document: &RawDocument, registry: &Registry) -> Result<Extraction, Dropped> {
    extract_within(document, registry, &Limits::default())
}

fn extract_within(
    document: &RawDocument,
    registry: &Registry,
    limits: &Limits,
) -> Result<Extraction, Dropped> {
    let loss = |reason, field: Option<&str>, detail: String| Dropped {
        origin: document.origin.clone(),
        article_id: None,
        stage: Stage::Extract,
        reason,
        field: field.map(str::to_owned),
        detail,
    };
    let (mut paragraphs, metadata) = match &document.body {
        Body::Html(html) => {
            let page = page::read(html, limits, &registry.pages)
                .map_err(|(reason, detail)| loss(reason, None, detail))?;
            (page.paragraphs, page.metadata)
        }
        Body::Text(text) => (text::lines(&tidy::unescaped(text)), Metadata::default()),
    };
    if !paragraphs.iter().any(|paragraph| paragraph.chars().any(char::is_alphanumeric)) {
        return Err(match &document.body {
            Body::Html(_) => {
                loss(DropReason::NoText, None, "the page holds no text of an article".to_owned())
            }
            Body::Text(_) => loss(DropReason::Empty, None, "the document holds no text".to_owned()),
        });
    }
    let fields = &document.fields;
    let address = address(document, &metadata);
    let outlet = Publisher::find(document, &metadata, address.as_ref(), &paragraphs, registry);
    if let (Body::Html(html), Some(known)) = (&document.body, outlet.known)
        && !known.collect.selectors.is_empty()
        && let Some(selected) = selected::paragraphs(html, &known.collect.selectors, &registry.pages)
    {
        paragraphs = selected;
    }
    let removed = repetition::remove(&mut paragraphs);

    let title = fields.title.as_deref().map(tidy::value).or_else(|| metadata.titles.first().cloned());
    let head = text::take_head(&mut paragraphs, title.as_deref(), &registry.outlets);
    let given = fields.byline.as_deref().map(tidy::value).or_else(|| metadata.bylines.first().cloned());
    let byline = given.map(|line| name_of(&line)).or(head.byline);

    let lang_declared = fields.lang.clone().or_else(|| metadata.languages.first().cloned());
    let lang_url = address.as_ref().and_then(|address| address.lang);
    if matches!(document.body, Body::Html(_)) {
        let lang = lang_declared.as_deref().and_then(Lang::from_tag).or(lang_url);
        let disclaimers = lang.map(|lang| registry.segmentation.get(lang));
        // Of other sites nobody knows whether the article goes on from the standfirst or repeats it.
        edges::tidy_edges(&mut paragraphs, &metadata, disclaimers, outlet.known.is_some());
    }
    let (text, spans) = join(&paragraphs);
    let context = date::Context {
        months: &registry.segmentation,
        zone: outlet.known.map(|outlet| &outlet.time_zone),
        lang: lang_declared.as_deref().and_then(Lang::from_tag).or(lang_url),
    };
    let (published, bad_date) = published(fields.published.as_deref(), &metadata, &text, context);

    let id = article_id(&outlet, address.as_ref(), fields.site_id.as_deref(), &text);
    let mut notes = Vec::new();
    if let Some(value) = bad_date {
        let detail = format!("`{}` is no date\nhint: write it like 2026-02-03", shortened(&value));
        notes.push(Dropped {
            article_id: Some(id.clone()),
            ..loss(DropReason::BadDate, Some("published"), detail)
        });
    }
    if removed.paragraphs > 0 {
        let detail = format!(
            "{} paragraph(s) with {} characters repeat other parts of the document and count once",
            removed.paragraphs, removed.chars
        );
        notes.push(Dropped { article_id: Some(id.clone()), ..loss(DropReason::Repetition, None, detail) });
    }
    let article = Article {
        id,
        origin: document.origin.clone(),
        outlet: outlet.id,
        url: address.map(|address| address.url),
        title: title.or(head.title),
        byline,
        published,
        lang_url,
        lang_declared,
        lang_detected: DetectedLang::Unknown,
        text,
        paragraphs: spans,
    };
    Ok(Extraction { article, notes })
}

/// The address of the document: the dump's, else the first of the page that is more than a front page.
fn address(document: &RawDocument, metadata: &Metadata) -> Option<Address> {
    if let Some(address) = document.fields.url.as_deref().and_then(|url| Address::parse(url, None)) {
        return Some(address);
    }
    metadata
        .urls
        .iter()
        .filter(|url| url.contains("://"))
        .filter_map(|url| Address::parse(url, None))
        .find(|address| !address.is_front_page())
}

/// Who published a document.
struct Publisher<'a> {
    id: Option<OutletId>,
    known: Option<&'a Outlet>,
}

impl<'a> Publisher<'a> {
    fn find(
        document: &RawDocument,
        metadata: &Metadata,
        address: Option<&Address>,
        paragraphs: &[String],
        registry: &'a Registry,
    ) -> Publisher<'a> {
        let outlets = &registry.outlets;
        let named = document.fields.outlet.as_deref();
        let host = address.map(|address| address.host.as_str());
        let known = named
            .and_then(|name| outlets.by_name(name).or_else(|| outlets.by_host(name)))
            .or_else(|| host.and_then(|host| outlets.by_host(host)))
            .or_else(|| match named {
                // A publisher that the dump names and nobody registered is not looked for in the text.
                Some(_) => None,
                None => metadata
                    .sites
                    .iter()
                    .find_map(|site| outlets.by_name(site))
                    .or_else(|| outlets.by_text(&paragraphs.join("\n"))),
            });
        let slug = || named.and_then(slug).or_else(|| host.and_then(|host| slug(bare(host))));
        Publisher { id: known.map(|outlet| outlet.id.clone()).or_else(slug), known }
    }
}

/// The id of a publisher that is not registered; a name without Latin letters makes none.
fn slug(name: &str) -> Option<OutletId> {
    OutletId::slug(name).filter(|slug| slug.as_str().parse::<OutletId>().is_ok())
}

fn bare(host: &str) -> &str {
    ["www.", "m.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(host)
}

fn article_id(outlet: &Publisher, address: Option<&Address>, site_id: Option<&str>, text: &str) -> ArticleId {
    let from_address =
        outlet.known.zip(address).and_then(|(outlet, address)| outlet.article(&address.path_and_query));
    let article = from_address.or_else(|| site_id.map(|id| SiteArticle { kind: ARTICLE, id: id.to_owned() }));
    match (&outlet.id, article, address) {
        (Some(outlet), Some(article), _) => ArticleId::of_site(outlet, article.kind, &article.id),
        (_, _, Some(address)) if !address.is_front_page() => ArticleId::of_url(&address.url),
        _ => ArticleId::of_text(text),
    }
}

/// The name in an author line of metadata, which may open with "By" or 作者： like a line of text.
fn name_of(line: &str) -> String {
    byline(line).unwrap_or(line).trim_end_matches([',', '，', ' ']).to_owned()
}

/// The date, and the string of the field that should hold one and does not.
fn published(
    field: Option<&str>,
    metadata: &Metadata,
    text: &str,
    context: date::Context,
) -> (Published, Option<String>) {
    let given: Vec<&str> = field.into_iter().chain(metadata.dates.iter().map(String::as_str)).collect();
    let shown = metadata.shown_dates.iter().map(String::as_str);
    let mut dates = given.iter().copied().chain(shown).filter_map(|value| date::parse(value, context));
    let first = dates.next();
    // A day that the dump states, and a time on the page that belongs to it: the time says more.
    let parsed = first.map(|first| dates.find(|other| other.refines(&first)).unwrap_or(first));
    // The page's own date can stand in for a bad one of the dump, which is told all the same.
    let bad = match field {
        Some(field) => date::parse(field, context).is_none().then(|| field.to_owned()),
        None => given.first().filter(|_| parsed.is_none()).map(|value| (*value).to_owned()),
    };
    (parsed.or_else(|| date::infer(text, context)).unwrap_or(Published::UNKNOWN), bad)
}

/// The text, its paragraphs separated by blank lines, and their places in it.
fn join(paragraphs: &[String]) -> (String, Vec<Span>) {
    let mut text = String::with_capacity(paragraphs.iter().map(|paragraph| paragraph.len() + 2).sum());
    let mut spans = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        spans.push(Span::new(text.len(), text.len() + paragraph.len()));
        text.push_str(paragraph);
    }
    (text, spans)
}

/// A value for a message: one line of at most 60 characters.
fn shortened(value: &str) -> String {
    tidy::line(value).chars().take(60).collect()
}

#[cfg(test)]
mod tests;
