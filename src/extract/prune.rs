//! Takes what stands round the article off a page, before the article is looked for: menus, lists of other articles, boxes.
//!
//! Extractors weigh text against links, and fail where an article is shorter than the list of flashes under it. Here the
//! headline is the anchor: what holds it stays, and so does what holds the paragraphs.

use super::{shown_date, tidy};
use crate::registry::PageCues;
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, node::Element};
use std::collections::{HashMap, HashSet};

/// Lists of other articles have at least so many entries alike.
const LEAST_CARDS: usize = 3;
/// Of the text of such an entry, links make up this share at least.
const LINKED_SHARE: f64 = 0.25;
/// Characters of a link that leads to an article, at least.
const LINK_CHARS: usize = 6;
/// Characters of a line about the article (date, author, counters), at most.
const LINE_CHARS: usize = 100;
/// Characters of a heading of a list of other articles, at most.
const HEADING_CHARS: usize = 40;
/// What holds a larger share of the page's text than this is not furniture, unless entries alike make it up.
const MOST_SHARE: f64 = 0.5;

/// The text of an element, in characters without white space.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    text: usize,
    /// Of it, in links.
    linked: usize,
    /// Links that can lead to an article.
    links: usize,
    /// Of it, in this element itself and its paragraphs, links left aside: where it is largest, the article stands.
    direct: usize,
    has_title: bool,
    /// Whether its first words are a link, a number or time before it left aside.
    opens_with_link: bool,
}

/// Removes furniture from the tree.
pub(super) fn prune(page: &mut Html, anchor: Option<NodeId>, cues: &PageCues) {
    let gone = cards(page, &Sizes::measure(page, anchor));
    detach(page, gone);
    // Without the lists the paragraphs of the article are the largest text.
    let gone = furniture(page, &Sizes::measure(page, anchor), cues);
    detach(page, gone);
}

/// Menus, boxes and lines about the article, and what stands under the heading of a list of other articles.
fn furniture(page: &Html, sizes: &Sizes, cues: &PageCues) -> Vec<NodeId> {
    let total = sizes.of(page.root_element().id()).text;
    // What holds the headline or the core stays.
    let core: HashSet<NodeId> = sizes
        .largest()
        .and_then(|core| page.tree.get(core))
        .map(|core| core.ancestors().map(|above| above.id()).chain([core.id()]).collect())
        .unwrap_or_default();
    let is_kept = |id: NodeId| sizes.of(id).has_title || core.contains(&id);
    let mut gone = Vec::new();
    let mut skip: Option<NodeId> = None;
    for edge in page.tree.root().traverse() {
        let node = match edge {
            Edge::Open(node) => node,
            Edge::Close(node) => {
                skip = skip.filter(|id| *id != node.id());
                continue;
            }
        };
        let Some(element) = ElementRef::wrap(node).filter(|_| skip.is_none()) else { continue };
        let is_frame = matches!(element.value().name(), "html" | "head" | "body" | "main");
        if is_frame || is_kept(node.id()) {
            continue;
        }
        let size = sizes.of(node.id());
        if is_furniture(element.value(), size, size.text as f64 / total.max(1) as f64, cues) {
            gone.push(node.id());
        } else if heads_others(element, size, cues) {
            // The heading of a box takes the box along; elsewhere the lists that follow it in its parent go.
            let is_first = node.prev_siblings().all(|before| sizes.of(before.id()).text == 0);
            match node.parent().filter(|parent| is_first && !is_kept(parent.id())) {
                Some(parent) => gone.push(parent.id()),
                None => {
                    let is_list = |id: NodeId| {
                        let size = sizes.of(id);
                        let is_linked = size.links > 0 && 2 * size.linked >= size.text;
                        size.text == 0 || (is_linked && !is_kept(id))
                    };
                    gone.push(node.id());
                    gone.extend(node.next_siblings().map(|after| after.id()).take_while(|id| is_list(*id)));
                }
            }
        } else {
            continue;
        }
        skip = Some(node.id());
    }
    gone
}

/// Takes elements off the tree, with all in them.
pub(super) fn detach(page: &mut Html, gone: Vec<NodeId>) {
    for id in gone {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
}

/// The heading that shows the headline; else the first of the highest rank; else whatever shows nothing but the headline.
pub(super) fn headline(page: &Html, title: Option<&str>) -> Option<NodeId> {
    let letters = |text: &str| tidy::letters(text).collect::<String>();
    let title = title.map(letters).unwrap_or_default();
    let most = title.chars().count() + 80;
    let elements = || page.tree.nodes().filter_map(ElementRef::wrap);
    let text_of = |element: ElementRef| {
        shown_date::short_text(element, most).map(|text| letters(&text)).unwrap_or_default()
    };
    let mut first = None;
    for element in elements().filter(|element| matches!(element.value().name(), "h1" | "h2")) {
        let text = text_of(element);
        // The title of the window can have the name of the site behind the headline.
        if 2 * text.len() >= title.len().max(1) && title.starts_with(&text) {
            return Some(element.id());
        }
        if first.is_none() && element.value().name() == "h1" && !text.is_empty() {
            first = Some(element.id());
        }
    }
    let is_shown = |element: &ElementRef| {
        !matches!(element.value().name(), "html" | "head" | "title" | "body" | "a" | "option")
            && text_of(*element) == title
    };
    // Of elements in each other the innermost; looking at them all takes time.
    first.or_else(|| elements().rfind(is_shown).filter(|_| !title.is_empty()).map(|element| element.id()))
}

/// Sizes of all elements.
struct Sizes(HashMap<NodeId, Size>);

impl Sizes {
    /// That of an element; nothing for what is none.
    fn of(&self, id: NodeId) -> Size {
        self.0.get(&id).copied().unwrap_or_default()
    }

    /// The element with the most text in paragraphs; of equal ones the first of the page.
    fn largest(&self) -> Option<NodeId> {
        self.0.iter().max_by_key(|(id, size)| (size.direct, std::cmp::Reverse(*id))).map(|(id, _)| *id)
    }

    /// Measures from the inside out.
    fn measure(page: &Html, anchor: Option<NodeId>) -> Sizes {
        let mut sizes: HashMap<NodeId, Size> = HashMap::new();
        let mut open: Vec<(NodeId, Size)> = Vec::new();
        for edge in page.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(_) => {
                        let has_title = anchor == Some(node.id());
                        open.push((node.id(), Size { has_title, ..Size::default() }));
                    }
                    Node::Text(text) => {
                        if let Some((_, size)) = open.last_mut() {
                            let n = tidy::solid(text).count();
                            size.text += n;
                            size.direct += n;
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    let Node::Element(element) = node.value() else { continue };
                    let Some((id, mut size)) = open.pop() else { continue };
                    if super::blocks::is_hidden(element.name()) {
                        size = Size::default();
                    }
                    let is_part = matches!(
                        element.name(),
                        "p" | "b"
                            | "i"
                            | "em"
                            | "strong"
                            | "span"
                            | "sup"
                            | "sub"
                            | "code"
                            | "mark"
                            | "u"
                            | "small"
                            | "font"
                            | "q"
                    );
                    let mut upward = Size { direct: if is_part { size.direct } else { 0 }, ..size };
                    if element.name() == "a" {
                        let leads =
                            element.attr("href").is_some_and(leads_to_article) && size.text >= LINK_CHARS;
                        upward.linked = size.text;
                        upward.links = usize::from(leads);
                        upward.opens_with_link = leads;
                    }
                    size.linked = upward.linked;
                    size.links = upward.links;
                    if let Some((_, above)) = open.last_mut() {
                        if above.text < LINK_CHARS {
                            above.opens_with_link |= upward.opens_with_link;
                        }
                        above.text += upward.text;
                        above.linked += upward.linked;
                        above.links += upward.links;
                        above.direct += upward.direct;
                        above.has_title |= upward.has_title;
                    }
                    sizes.insert(id, size);
                }
            }
        }
        Sizes(sizes)
    }
}

fn leads_to_article(href: &str) -> bool {
    !href.starts_with('#')
        && !href.starts_with("javascript:")
        && !href.starts_with("mailto:")
        && href.len() > 1
}

/// Whether an element heads a list of other articles, or what readers and the site add.
fn heads_others(element: ElementRef, size: Size, cues: &PageCues) -> bool {
    if !(1..=HEADING_CHARS).contains(&size.text) || !is_line(element.value()) {
        return false;
    }
    let line = super::blocks::text_of(element);
    cues.is_related(&line) || cues.is_section(&line)
}

/// Elements that hold one line or paragraph.
fn is_line(element: &Element) -> bool {
    matches!(
        element.name(),
        "p" | "div"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "strong"
            | "b"
            | "span"
            | "summary"
            | "dt"
            | "a"
    )
}

/// Entries alike that lead to other articles.
fn cards(page: &Html, sizes: &Sizes) -> Vec<NodeId> {
    let mut gone = Vec::new();
    for parent in page.tree.nodes().filter(|node| node.value().is_element()) {
        let mut alike: HashMap<(&str, &str), Vec<NodeId>> = HashMap::new();
        for child in parent.children() {
            let Some(element) = child.value().as_element() else { continue };
            if matches!(
                element.name(),
                "p" | "td" | "th" | "span" | "h2" | "h3" | "h4" | "b" | "strong" | "br"
            ) {
                continue;
            }
            let class = element.attr("class").unwrap_or_default();
            alike.entry((element.name(), class)).or_default().push(child.id());
        }
        for ((name, _), ids) in alike {
            let is_card = |id: &&NodeId| {
                let size = sizes.of(**id);
                let share = size.linked as f64 / size.text.max(1) as f64;
                // In a list of an article a link is a part of the sentence, in one of articles nearly all.
                let least = if name == "li" { 0.6 } else { LINKED_SHARE };
                let is_headed = name != "li" && size.opens_with_link;
                !size.has_title && size.links > 0 && (share >= least || is_headed)
            };
            let n_cards = ids.iter().filter(is_card).count();
            if n_cards >= LEAST_CARDS && 10 * n_cards >= 8 * ids.len() {
                gone.extend(ids.into_iter().filter(|id| !sizes.of(*id).has_title));
            }
        }
    }
    gone
}

/// Whether an element is none of the article, by its name and by the words of its class.
fn is_furniture(element: &Element, size: Size, share: f64, cues: &PageCues) -> bool {
    if matches!(element.name(), "nav" | "footer" | "form" | "dialog" | "figcaption" | "iframe") {
        return true;
    }
    if share > MOST_SHARE {
        return false;
    }
    let words = || words_of_class(element);
    words().any(|word| cues.furniture.contains(&word))
        || (size.text <= LINE_CHARS
            && !matches!(element.name(), "p" | "td" | "li")
            && words().any(|word| cues.byline.contains(&word)))
}

/// The words of the classes and the id of an element.
pub(super) fn words_of_class(element: &Element) -> impl Iterator<Item = String> + '_ {
    [element.attr("class"), element.attr("id")]
        .into_iter()
        .flatten()
        .flat_map(str::split_whitespace)
        .flat_map(words_of)
}

/// `relatedPosts-box` → related, posts, box.
fn words_of(class: &str) -> impl Iterator<Item = String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before_is_small = false;
    for c in class.chars() {
        let begins = !c.is_alphanumeric() || (c.is_uppercase() && before_is_small);
        if begins && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before_is_small = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::registry;

    fn pruned(body: &str) -> String {
        let mut page = Html::parse_document(&format!("<html><body>{body}</body></html>"));
        let anchor = headline(&page, Some("Rollups grow"));
        prune(&mut page, anchor, &registry().pages);
        super::super::blocks::paragraphs(&page.html()).join(" | ")
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
    fn words_of_classes_are_split_where_people_split_them() {
        assert_eq!(words_of("relatedPosts-box_ad").collect::<Vec<_>>(), ["related", "posts", "box", "ad"]);
    }
}
