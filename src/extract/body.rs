//! The article on a page: which element holds it, and which lines of that are its paragraphs.
//!
//! Lines of text without links speak for the elements that hold them, less from level to level, so that the element wins that
//! holds the paragraphs and little else. What a page names or marks as something else speaks less. The article can stand in
//! several such elements; its lines are alike set in all of them.

use super::classes::is_body;
use super::lines::{self, Line};
use super::outline::Outline;
use super::{blocks, tidy};
use crate::registry::PageCues;

/// Characters (of Latin letters, or what says as much) without links that make a line speak for an article, at least.
const LEAST: f64 = 40.0;
/// More than so many say no more.
const MOST: f64 = 800.0;
/// What an item of a list says, beside a paragraph: lists are seldom the article.
const ITEM: f64 = 0.75;
/// What a line says that stands before the headline, outside its article, or in what is named as something else.
const ELSEWHERE: f64 = 0.3;
/// What it says in the frame of the page.
const FRAME: f64 = 0.1;
/// What the lines of an element say that is named as the body of an article.
const NAMED: f64 = 1.5;
/// Share of an article that is much of it.
const MUCH: f64 = 0.2;

/// Where an article stands.
#[derive(Debug)]
pub(super) struct Article {
    /// The element with most of it.
    pub best: usize,
    /// The element with all of it.
    pub whole: usize,
    /// The blocks of lines set as most of its lines are, in order, and what each line says.
    alike: Vec<(usize, f64)>,
}

impl Article {
    /// Whether an element holds much of it.
    pub fn is_much(&self, outline: &Outline, element: usize) -> bool {
        if outline.holds(element, self.best) {
            return true;
        }
        let all: f64 = self.alike.iter().map(|(_, mass)| mass).sum();
        let held = self.alike.iter().filter(|(block, _)| outline.holds(element, *block));
        held.map(|(_, mass)| mass).sum::<f64>() > MUCH * all
    }

    fn is_alike(&self, line: &Line) -> bool {
        !line.is_linked() && self.alike.binary_search_by_key(&line.block, |(block, _)| *block).is_ok()
    }
}

/// The paragraphs of the article.
pub(super) fn paragraphs(outline: &Outline, headline: Option<usize>, cues: &PageCues) -> Vec<String> {
    let lines = lines::read(outline, 0, outline.items.len());
    let weight = lines::weight(&lines);
    let Some(article) = find(outline, &lines, weight, headline, cues) else { return Vec::new() };
    let inside = lines.iter().filter(|line| outline.holds(article.whole, line.block)).collect();
    let own = own_lines(outline, &article, inside, headline, weight);
    own.into_iter().map(|line| line.text.clone()).collect()
}

/// Finds the article among the lines of the page.
pub(super) fn find(
    outline: &Outline,
    lines: &[Line],
    weight: f64,
    headline: Option<usize>,
    cues: &PageCues,
) -> Option<Article> {
    let items = &outline.items;
    let trust = trust(outline, headline);
    let mut scores = vec![0.0; items.len()];
    for line in lines.iter().filter(|line| !blocks::is_heading(items[line.block].name())) {
        let mut mass = mass(line, weight) * trust[line.block];
        if mass == 0.0 {
            continue;
        }
        if headline.is_some_and(|headline| line.at < headline) {
            mass *= ELSEWHERE;
        }
        if items[line.block].name() == "li" {
            mass *= ITEM;
        }
        let holders = std::iter::once(line.block)
            .chain(outline.above(line.block))
            .skip_while(|holder| is_within_text(items[*holder].name()));
        for (level, holder) in holders.enumerate() {
            // All of it, a half, then a sixth, a ninth, a twelfth …
            scores[holder] += mass / if level < 2 { level + 1 } else { 3 * level } as f64;
        }
    }
    for (place, score) in scores.iter_mut().enumerate().filter(|(_, score)| **score > 0.0) {
        if items[place].element().is_some_and(|element| is_body(element, cues)) {
            *score *= NAMED;
        }
    }
    // Of equal ones the first.
    let best = (0..items.len())
        .rev()
        .filter(|place| scores[*place] > 0.0)
        .max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    Some(whole(outline, lines, headline, best, |line| mass(line, weight), &trust))
}

/// How far what stands in an element is believed to be the article's.
fn trust(outline: &Outline, headline: Option<usize>) -> Vec<f64> {
    let items = &outline.items;
    let home = headline.and_then(|headline| article_of(outline, headline));
    let mut trust = vec![1.0; items.len()];
    for place in outline.all().skip(1) {
        let above = trust[items[place].parent];
        let name = items[place].name();
        let words = items[place].class.words;
        let holds_headline = headline.is_some_and(|headline| outline.holds(place, headline));
        let is_whole = holds_headline || matches!(name, "" | "html" | "body" | "main");
        let is_other = name == "article" && home.is_some_and(|home| !outline.holds(home, place));
        let factor = if is_whole {
            1.0
        } else if blocks::is_frame(name) {
            FRAME
        } else if name == "aside" || words.furniture || words.overlay || is_other {
            ELSEWHERE
        } else {
            1.0
        };
        trust[place] = above * factor;
    }
    trust
}

/// What a line says for the element that holds it.
fn mass(line: &Line, weight: f64) -> f64 {
    let own = (line.chars - line.linked) as f64 * weight;
    if own < LEAST || line.is_linked() { 0.0 } else { own.min(MOST) }
}

/// Elements that are paragraphs or parts of paragraphs, lists and tables.
fn is_within_text(name: &str) -> bool {
    blocks::is_heading(name)
        || matches!(
            name,
            "p" | "li"
                | "ul"
                | "ol"
                | "dl"
                | "dd"
                | "dt"
                | "blockquote"
                | "pre"
                | "tr"
                | "table"
                | "tbody"
                | "thead"
                | "td"
                | "th"
                | "figure"
                | "center"
                | "summary"
                | "caption"
                | "hr"
        )
}

/// The innermost `<article>` round a place.
fn article_of(outline: &Outline, place: usize) -> Option<usize> {
    outline.above(place).find(|above| outline.items[*above].name() == "article")
}

/// The article of which `best` holds most: the lines behind the headline and in the same `<article>` that are set alike, and the
/// paragraphs before the last of them.
fn whole(
    outline: &Outline,
    lines: &[Line],
    headline: Option<usize>,
    best: usize,
    mass: impl Fn(&Line) -> f64,
    trust: &[f64],
) -> Article {
    let items = &outline.items;
    let of_most =
        setting_of_most(outline, lines.iter().filter(|line| outline.holds(best, line.block)), &mass);
    let home = article_of(outline, best);
    let behind: Vec<&Line> = lines
        .iter()
        .filter(|line| headline.is_none_or(|headline| line.at > headline))
        .filter(|line| article_of(outline, line.block) == home)
        .collect();
    // Paragraphs can also stand beside what holds most of them.
    let is_paragraph = |line: &Line| items[line.block].name() == "p";
    let is_beside = |line: &Line| is_paragraph(line) && items[line.block].parent == items[best].parent;
    let is_alike = |line: &&Line| is_beside(line) || Some(setting(outline, line)) == of_most;
    let mut alike: Vec<(usize, f64)> =
        behind.iter().copied().filter(is_alike).map(|line| (line.block, mass(line))).collect();
    // Lines of a block stand in order, those of blocks within each other may not.
    alike.sort_by_key(|(block, _)| *block);
    let speaking = || alike.iter().filter(|(_, mass)| *mass > 0.0).map(|(block, _)| *block);
    let last = speaking().max().unwrap_or(best);
    // The standfirst, the opening, a part set in another way.
    let is_between = |line: &&Line| {
        headline.is_some()
            && line.block < last
            && is_paragraph(line)
            && trust[line.block] == 1.0
            && mass(line) > 0.0
            && tidy::ends_sentence(&line.text)
    };
    let between = behind.iter().copied().filter(is_between).map(|line| line.block);
    let mut whole = best;
    for block in speaking().chain(between) {
        while whole > 0 && !outline.holds(whole, block) {
            whole = items[whole].parent;
        }
    }
    if items[whole].name() == "html" {
        whole = best;
    }
    Article { best, whole, alike }
}

/// How a line is set: the names and first classes of its block and of the two elements round it.
type Setting<'page> = [Option<(&'page str, Option<&'page str>)>; 3];

fn setting<'page>(outline: &Outline<'page>, line: &Line) -> Setting<'page> {
    let of = |place: usize| {
        let classes = outline.items[place].element().and_then(|element| element.attr("class"));
        (outline.items[place].name(), classes.and_then(|classes| classes.split_ascii_whitespace().next()))
    };
    let mut above = outline.above(line.block).map(of);
    [Some(of(line.block)), above.next(), above.next()]
}

/// How most of the text of some lines is set.
fn setting_of_most<'page, 'line>(
    outline: &Outline<'page>,
    lines: impl Iterator<Item = &'line Line>,
    mass: impl Fn(&Line) -> f64,
) -> Option<Setting<'page>> {
    let mut settings: Vec<(Setting, f64)> = Vec::new();
    for line in lines {
        let setting = setting(outline, line);
        match settings.iter_mut().find(|(other, _)| *other == setting) {
            Some((_, all)) => *all += mass(line),
            None => settings.push((setting, mass(line))),
        }
    }
    settings.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(setting, _)| setting)
}

/// The lines that are the article's: without lines of links, and without labels before the first paragraph and behind the last.
fn own_lines<'a>(
    outline: &Outline,
    article: &Article,
    mut lines: Vec<&'a Line>,
    headline: Option<usize>,
    weight: f64,
) -> Vec<&'a Line> {
    if let Some(end) = headline.map(|headline| outline.items[headline].end)
        && let Some(first) = lines.iter().position(|line| line.at >= end)
    {
        lines.drain(..first);
    }
    let is_sure = |line: &&Line| mass(line, weight) > 0.0 || article.is_alike(line);
    let first = lines.iter().position(is_sure).unwrap_or(0);
    let last = lines.iter().rposition(is_sure).unwrap_or(lines.len());
    let is_own = |at: usize, line: &Line| {
        if line.is_linked() {
            // A heading between paragraphs can be a link.
            return (first..=last).contains(&at) && blocks::is_heading(outline.items[line.block].name());
        }
        (first..=last).contains(&at) || tidy::ends_sentence(&line.text)
    };
    let mut own: Vec<&Line> =
        lines.into_iter().enumerate().filter(|(at, line)| is_own(*at, line)).map(|(_, line)| line).collect();
    // What such a heading stands over is gone.
    while own.len() > 1 && own.last().is_some_and(|line| blocks::is_heading(outline.items[line.block].name()))
    {
        own.pop();
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::prune;
    use crate::extract::tests::{outlined, registry};
    use scraper::Html;

    fn found(html: &str) -> String {
        let page = Html::parse_document(&format!("<html><body>{html}</body></html>"));
        let (mut outline, headline) = outlined(&page, "Rollups grow");
        prune::prune(&mut outline, headline, &registry().pages);
        paragraphs(&outline, headline, &registry().pages).join(" | ")
    }

    fn text(n: usize) -> String {
        format!("Activity on rollup {n} rose by a third, and fees stayed below a cent through the day.")
    }

    #[test]
    fn an_article_in_several_sections_is_one() {
        let section =
            |n: usize| format!("<section class=part><p>{}</p><p>{}</p></section>", text(n), text(n + 1));
        let teaser = "<div class=teaser><p>Another story of the day that has nothing to do with this one at all.</p></div>";
        let html =
            format!("<h1>Rollups grow</h1><div>{}<h2>More</h2>{}</div>{teaser}", section(1), section(3));
        let expected = [text(1), text(2), "More".to_owned(), text(3), text(4)].join(" | ");
        assert_eq!(found(&html), expected);
    }

    #[test]
    fn a_long_notice_over_the_page_is_not_the_article() {
        let notice = "<div id=onetrust-box><p>We store cookies on your device and read them whenever you come back to us.</p></div>".repeat(9);
        let footer = format!(
            "<footer><p>{}</p></footer>",
            "All quotes are delayed and given without any warranty. ".repeat(20)
        );
        let html =
            format!("{notice}<h1>Rollups grow</h1><div><p>{}</p><p>{}</p></div>{footer}", text(1), text(2));
        assert_eq!(found(&html), format!("{} | {}", text(1), text(2)));
    }

    #[test]
    fn short_paragraphs_of_the_article_stay_and_labels_go() {
        let html = format!(
            "<h1>Rollups grow</h1><div><span>By Ann</span><p>Why?</p><p>{}</p><p>So it goes</p><p><a href=/x>Follow us on other channels</a></p></div>",
            text(1)
        );
        assert_eq!(found(&html), format!("Why? | {} | So it goes", text(1)));
    }

    #[test]
    fn the_next_article_of_an_endless_page_is_left_out() {
        let next =
            format!("<article><h2>Other</h2><div><p>{}</p><p>{}</p></div></article>", text(7), text(8));
        let html = format!("<article><h1>Rollups grow</h1><div><p>{}</p></div></article>{next}", text(1));
        assert_eq!(found(&html), text(1));
    }
}
