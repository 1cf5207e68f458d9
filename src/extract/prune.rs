//! Takes what stands round the article off a page, before the article is looked for: menus, lists of other articles, boxes.
//!
//! Text is weighed against links, and that fails where an article is shorter than the list of flashes under it. Here the
//! headline is the anchor: what holds it stays, and so does what holds much of the article.

use super::body::{self, Article};
use super::outline::Outline;
use super::size::{Size, measure};
use super::{blocks, lines};
use crate::registry::PageCues;

/// Lists of other articles have at least so many entries alike.
const LEAST_CARDS: usize = 3;
/// Of the text of such an entry, links make up this share at least.
const LINKED_SHARE: f64 = 0.25;
/// Of the text of an item of a list, where a link can be a part of a sentence.
const LINKED_SHARE_OF_ITEM: f64 = 0.6;
/// Characters of a line about the article (date, author, counters), at most.
const LINE_CHARS: usize = 100;
/// Characters of a heading of a list of other articles, at most.
const HEADING_CHARS: usize = 40;
/// What holds a larger share of the page's text than this is not furniture, unless entries alike make it up.
const MOST_SHARE: f64 = 0.5;

/// Removes furniture from the outline.
pub(super) fn prune(outline: &mut Outline, headline: Option<usize>, cues: &PageCues) {
    for place in cards(outline, &measure(outline, headline)) {
        outline.remove(place);
    }
    // Without the lists the paragraphs of the article are the largest text.
    let lines = lines::read(outline, 0, outline.items.len());
    let article = body::find(outline, &lines, lines::weight(&lines), headline, cues);
    let sizes = measure(outline, headline);
    let furniture = Furniture { outline, sizes: &sizes, article: article.as_ref(), headline, cues }.all();
    for place in furniture {
        outline.remove(place);
    }
}

/// What is looked at to tell furniture.
struct Furniture<'a> {
    outline: &'a Outline<'a>,
    sizes: &'a [Size],
    article: Option<&'a Article>,
    headline: Option<usize>,
    cues: &'a PageCues,
}

impl Furniture<'_> {
    /// Menus, boxes and lines about the article, and what stands under the heading of a list of other articles.
    fn all(&self) -> Vec<usize> {
        let outline = self.outline;
        let mut gone: Vec<usize> = Vec::new();
        let mut skip = 0;
        for place in outline.all() {
            if place < skip || matches!(outline.items[place].name(), "" | "html" | "body" | "main") {
                continue;
            }
            let is_off = outline.items[place].class.hidden || self.is_furniture(place);
            if self.is_overlay(place) || (is_off && self.can_go(place)) {
                gone.push(place);
            } else if !is_off && self.heads_others(place) && self.can_go(place) {
                self.take_list(place, &mut gone);
            } else {
                continue;
            }
            skip = outline.items[place].end;
        }
        gone
    }

    /// Whether an element is neither a part of the article nor a word of it.
    fn can_go(&self, place: usize) -> bool {
        !self.is_kept(place) && !self.is_word(place)
    }

    /// What holds the headline or much of the article stays.
    fn is_kept(&self, place: usize) -> bool {
        self.sizes[place].has_title
            || self.article.is_some_and(|article| article.is_much(self.outline, place))
    }

    /// Whether an element lies over the page: asks for consent, advertises.
    fn is_overlay(&self, place: usize) -> bool {
        let size = self.sizes[place];
        let is_most = self.headline.is_none() && self.share(size) > MOST_SHARE;
        self.outline.items[place].class.words.overlay && !size.has_title && !is_most
    }

    /// Whether an element is a word of a sentence, whatever its class.
    fn is_word(&self, place: usize) -> bool {
        let item = &self.outline.items[place];
        blocks::is_inline(item.name()) && self.sizes[item.parent].direct > 2 * self.sizes[place].text
    }

    /// Whether an element is none of the article, by its name and by the words of its class.
    fn is_furniture(&self, place: usize) -> bool {
        let (item, size) = (&self.outline.items[place], self.sizes[place]);
        let name = item.name();
        if blocks::is_frame(name) || matches!(name, "iframe" | "aside") {
            return true;
        }
        if self.share(size) > MOST_SHARE {
            return false;
        }
        let is_line = size.text <= LINE_CHARS && !matches!(name, "p" | "td" | "li");
        // A post that is quoted stands in a box with a name of that kind.
        (item.class.words.furniture && !size.has_quote) || (is_line && item.class.words.byline)
    }

    /// Of the text of the page.
    fn share(&self, size: Size) -> f64 {
        let total = self.sizes.first().map_or(0, |page| page.text);
        size.text as f64 / total.max(1) as f64
    }

    /// Whether an element heads a list of other articles, or what readers and the site add.
    fn heads_others(&self, place: usize) -> bool {
        if !(1..=HEADING_CHARS).contains(&self.sizes[place].text)
            || !is_line(self.outline.items[place].name())
        {
            return false;
        }
        let line = self.outline.text(place);
        self.cues.is_related(&line) || self.cues.is_section(&line)
    }

    /// The heading of a box takes the box along; elsewhere the lists that follow it in its parent go.
    fn take_list(&self, heading: usize, gone: &mut Vec<usize>) {
        let (outline, sizes) = (self.outline, self.sizes);
        let parent = outline.items[heading].parent;
        let mut before = outline.children(parent).take_while(|child| *child < heading);
        if before.all(|before| sizes[before].text == 0) && !self.is_kept(parent) {
            gone.push(parent);
            return;
        }
        let is_list = |sibling: &usize| {
            let size = sizes[*sibling];
            let is_linked = size.links > 0 && 2 * size.linked >= size.text;
            size.text == 0 || (is_linked && !self.is_kept(*sibling))
        };
        gone.push(heading);
        gone.extend(outline.children(parent).skip_while(|child| *child <= heading).take_while(is_list));
    }
}

/// Elements that hold one line or paragraph.
fn is_line(name: &str) -> bool {
    blocks::is_heading(name)
        || matches!(name, "p" | "div" | "li" | "strong" | "b" | "span" | "summary" | "dt" | "a")
}

/// Entries alike that lead to other articles.
fn cards(outline: &Outline, sizes: &[Size]) -> Vec<usize> {
    let mut gone = Vec::new();
    let mut alike: Vec<((&str, &str), Vec<usize>)> = Vec::new();
    for parent in outline.all().filter(|place| sizes[*place].links >= LEAST_CARDS) {
        alike.clear();
        for child in outline.children(parent) {
            let Some(element) = outline.items[child].element() else { continue };
            if is_no_card(element.name()) {
                continue;
            }
            // Links of a sentence.
            if blocks::is_inline(element.name()) && sizes[parent].direct > sizes[parent].linked {
                continue;
            }
            let kind = (element.name(), element.attr("class").unwrap_or_default());
            match alike.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, places)) => places.push(child),
                None => alike.push((kind, vec![child])),
            }
        }
        for ((name, _), places) in &alike {
            let n_cards = places.iter().filter(|place| is_card(name, sizes[**place])).count();
            if n_cards >= LEAST_CARDS && 10 * n_cards >= 8 * places.len() {
                gone.extend(places.iter().copied().filter(|place| !sizes[*place].has_title));
            }
        }
    }
    gone
}

/// Elements of running text and tables.
fn is_no_card(name: &str) -> bool {
    matches!(name, "p" | "td" | "th" | "span" | "h2" | "h3" | "h4" | "b" | "strong" | "br")
}

fn is_card(name: &str, size: Size) -> bool {
    let share = size.linked as f64 / size.text.max(1) as f64;
    let is_item = name == "li";
    let least = if is_item { LINKED_SHARE_OF_ITEM } else { LINKED_SHARE };
    !size.has_title && size.links > 0 && (share >= least || (!is_item && size.opens_with_link))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::{outlined, registry};
    use scraper::Html;

    fn pruned(body: &str) -> String {
        let page = Html::parse_document(&format!("<html><body>{body}</body></html>"));
        let (mut outline, headline) = outlined(&page, "Rollups grow");
        prune(&mut outline, headline, &registry().pages);
        let lines = lines::read(&outline, 0, outline.items.len());
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join(" | ")
    }

    const TEXT: &str = "<p>Activity on rollups rose by a third, and fees stayed below a cent through the busiest hour of the month.</p>";

    #[test]
    fn an_article_shorter_than_the_list_below_it_is_what_stays() {
        let cards: String = (0..20)
            .map(|n| format!("<div class=flash><a href=/f/{n}>Another flash number {n}</a><div>Its text is as long as that of the article, or nearly.</div></div>"))
            .collect();
        let page = format!(
            "<div class=flash-item><h1>Rollups grow</h1><div class=con>{TEXT}</div></div><div class=list><div>More flashes</div>{cards}</div>"
        );
        let found = pruned(&page);
        assert!(found.contains("Activity on rollups") && !found.contains("Another flash"), "{found}");
    }

    #[test]
    fn boxes_go_by_their_class_or_heading_and_lists_of_the_article_stay() {
        let page = format!(
            "<article><h1>Rollups grow</h1><div class=post-date>3 February 2026</div>{TEXT}{TEXT}\
             <ul><li>Base <a href=/base>rose</a> most of all.</li><li>Then came <a href=/arb>Arbitrum</a>, as before.</li><li>Others fell, and <a href=/x>some</a> stood.</li></ul>\
             <div><h4>Read also</h4><a href=/1>Something else entirely</a></div><div class=disclaimerBox>Not advice.</div>{TEXT}</article>"
        );
        let found = pruned(&page);
        assert!(
            found.contains("Base rose most")
                && !found.contains("Something else")
                && !found.contains("Not advice"),
            "{found}"
        );
        assert!(!found.contains("3 February"), "{found}");
    }

    #[test]
    fn words_and_links_of_a_sentence_stay() {
        let html = format!(
            "<article><h1>Rollups grow</h1>{TEXT}<p>Now <a class=tag href=/a>Arbitrum</a>, <a class=tag href=/b>Optimism</a> and \
             <a class=tag href=/c>Starknet</a> have found users, and the base layer has found its price again.</p></article>"
        );
        assert!(pruned(&html).contains("Now Arbitrum, Optimism and Starknet have"));
    }
}
