//! Pages: from HTML to the paragraphs of the article and what the page says of itself.

use super::guard::{self, Limits};
use super::metadata::{self, Metadata};
use super::worker::{self, Failure};
use super::{blocks, prune, tidy};
use crate::registry::PageCues;
use crate::schema::DropReason;
use scraper::Html;
use std::sync::Arc;
use trafilatura::{ExtractionFocus, Options};

/// Characters below which an extraction is doubted and the other extractor is asked too.
const DOUBTFUL: usize = 200;

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Paragraphs of the article, headings and list items among them.
    pub paragraphs: Vec<String>,
    /// What it says of itself.
    pub metadata: Metadata,
}

/// Why a page has no article: the reason and its words.
pub(super) type Refusal = (DropReason, String);

/// Reads a page within the limits.
pub(super) fn read(html: &str, limits: &Limits, cues: &Arc<PageCues>) -> Result<Page, Refusal> {
    let owned = html.to_owned();
    let cues = cues.clone();
    let bounds = *limits;
    worker::run(limits.time, move || extract(&owned, &bounds, &cues)).unwrap_or_else(|failure| {
        Err(match failure {
            Failure::TooSlow => (
                DropReason::TooSlow,
                format!("the page took more than {} s to extract", limits.time.as_secs_f32()),
            ),
            Failure::Panicked => (DropReason::Malformed, "the page made the extraction fail".to_owned()),
            Failure::NoThread => {
                (DropReason::TooSlow, "no thread for the extraction could be started".to_owned())
            }
        })
    })
}

fn extract(html: &str, limits: &Limits, cues: &PageCues) -> Result<Page, Refusal> {
    let mut tree = guard::parse(html, limits).map_err(|problem| (DropReason::TooLarge, problem))?;
    let metadata = metadata::read(&tree, cues);
    if is_fragment(html) {
        return Ok(Page { paragraphs: blocks::paragraphs(html), metadata });
    }
    let is_cjk = is_cjk(&tree);
    prune::prune(&mut tree, metadata.headline, cues);
    let pruned = tree.html();
    drop(tree);
    let mut paragraphs = body(&pruned, is_cjk, &metadata);
    paragraphs.retain(|line| !is_aside(line, cues));
    Ok(Page { paragraphs, metadata })
}

/// Characters of a line that leads to another article or belongs to the site, at most.
const ASIDE_CHARS: usize = 120;

/// A line under or between paragraphs that is the site's: a lead to another article, a disclaimer, who signs a tweet.
fn is_aside(line: &str, cues: &PageCues) -> bool {
    let n_chars = line.chars().count();
    let is_tweet_signature =
        || line.starts_with('—') && line.contains("(@") && line.ends_with(|c: char| c.is_ascii_digit());
    (n_chars <= ASIDE_CHARS && (cues.is_related(line) || is_tweet_signature()))
        || cues.is_standing(line)
        || cues.is_section(line)
}

fn body(html: &str, is_cjk: bool, metadata: &Metadata) -> Vec<String> {
    let (first, second): (Extractor, Extractor) =
        if is_cjk { (by_dom_smoothie, by_trafilatura) } else { (by_trafilatura, by_dom_smoothie) };
    let mut best = first(html);
    if size(&best) >= DOUBTFUL {
        return if is_cjk { best } else { filled(best, &second(html)) };
    }
    let carried = || metadata.bodies.first().map(|body| super::text::lines(body)).unwrap_or_default();
    for other in [second(html), carried()] {
        if size(&other) > 2 * size(&best) {
            best = other;
        }
    }
    best
}

/// At most so many times the text of the surer extraction is taken from the fuller one.
const FILLED: f64 = 1.6;

/// Trafilatura knows where an article begins and ends, and leaves lists, quotations and headings within it out; readability
/// keeps them. So of the fuller extraction everything between the first and the last paragraph that the surer one has too.
fn filled(surer: Vec<String>, fuller: &[String]) -> Vec<String> {
    let letters = |line: &String| tidy::letters(line).collect::<String>();
    let sure: Vec<String> = surer.iter().map(letters).filter(|line| line.len() >= 20).collect();
    let is_sure = |line: &String| {
        let line = letters(line);
        line.len() >= 20 && sure.iter().any(|other| other.contains(&line) || line.contains(other.as_str()))
    };
    let Some(first) = fuller.iter().position(is_sure) else { return surer };
    let Some(last) = fuller.iter().rposition(is_sure) else { return surer };
    let between = &fuller[first..=last];
    let (n_sure, n_between) = (size(&surer) as f64, size(between) as f64);
    // What the fuller one lacks it cannot fill.
    let is_whole = n_between >= n_sure && n_between <= FILLED * n_sure;
    if is_whole { between.to_vec() } else { surer }
}

type Extractor = fn(&str) -> Vec<String>;

/// A piece of HTML as feeds and APIs carry it: all of it is the article.
fn is_fragment(html: &str) -> bool {
    let head: String = html.chars().take(4096).collect::<String>().to_ascii_lowercase();
    !["<html", "<!doctype", "<head", "<body"].iter().any(|tag| head.contains(tag))
}

fn by_trafilatura(html: &str) -> Vec<String> {
    let mut options = Options::default().with_focus(ExtractionFocus::FavorPrecision).with_fallback(true);
    options.exclude_comments = true;
    trafilatura::extract(html, &options)
        .map(|found| blocks::paragraphs(&found.content_html))
        .unwrap_or_default()
}

fn by_dom_smoothie(html: &str) -> Vec<String> {
    dom_smoothie::Readability::new(html, None, None)
        .and_then(|mut readability| readability.parse())
        .map(|article| blocks::paragraphs(&article.content))
        .unwrap_or_default()
}

fn size(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|paragraph| tidy::solid(paragraph).count()).sum()
}

/// Whether the page is mostly Chinese, Japanese or Korean. Such text says as much in a third of the characters.
fn is_cjk(page: &Html) -> bool {
    let (mut cjk, mut other) = (0usize, 0usize);
    for node in page.tree.nodes() {
        let is_shown = node
            .parent()
            .and_then(|parent| parent.value().as_element())
            .is_some_and(|parent| !matches!(parent.name(), "script" | "style" | "noscript" | "template"));
        let Some(text) = node.value().as_text().filter(|_| is_shown) else { continue };
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            match c {
                '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => cjk += 1,
                _ => other += 1,
            }
        }
    }
    3 * cjk > other
}
