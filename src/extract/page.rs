//! Pages: from HTML to the paragraphs of the article and what the page says of itself.

use super::guard::Limits;
use super::metadata::{self, Metadata};
use super::outline::Outline;
use super::worker::{self, Failure};
use super::{body, lines, prune, tidy, tree};
use crate::registry::PageCues;
use crate::schema::DropReason;
use std::sync::Arc;

/// Characters below which an extraction is doubted.
const DOUBTFUL: usize = 100;

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
    let tree = tree::parse(html, limits).map_err(|problem| (DropReason::TooLarge, problem))?;
    let metadata = metadata::read(&tree, cues);
    let mut outline = Outline::read(&tree, cues);
    if is_fragment(html) {
        return Ok(Page { paragraphs: lines::paragraphs(&outline, 0, outline.items.len()), metadata });
    }
    let headline = metadata.headline.and_then(|headline| outline.place_of(headline));
    prune::prune(&mut outline, headline, cues);
    let mut paragraphs = body::paragraphs(&outline, headline, cues);
    if size(&paragraphs) < DOUBTFUL {
        // Too much was taken for furniture, or the page's data carry what it does not show.
        outline.restore();
        let unpruned = body::paragraphs(&outline, headline, cues);
        let carried = metadata.bodies.first().map(|body| super::text::lines(body)).unwrap_or_default();
        for other in [unpruned, carried] {
            if size(&other) > 2 * size(&paragraphs) {
                paragraphs = other;
            }
        }
    }
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

/// A piece of HTML as feeds and APIs carry it: all of it is the article.
fn is_fragment(html: &str) -> bool {
    let head: String = html.chars().take(4096).collect::<String>().to_ascii_lowercase();
    !["<html", "<!doctype", "<head", "<body"].iter().any(|tag| head.contains(tag))
}

fn size(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|paragraph| tidy::solid(paragraph).count()).sum()
}
