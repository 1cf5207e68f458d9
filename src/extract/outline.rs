//! A page as one flat list: its elements and texts in order, each with the end of what it holds.
//!
//! All that looks for the article walks this list, so that the tree is built once and walked once, and stays as it is.

use super::classes::Class;
use super::{blocks, tidy};
use crate::registry::PageCues;
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node, node::Element};

/// What stands at a place.
#[derive(Debug, Clone, Copy)]
pub(super) enum What<'page> {
    Element(&'page Element),
    Text(&'page str),
}

/// One element or text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'page> {
    pub what: What<'page>,
    /// Its node in the tree.
    pub id: NodeId,
    /// The place of the element that holds it; the first item holds itself.
    pub parent: usize,
    /// The place behind all that it holds.
    pub end: usize,
    /// Characters of a text without white space; 0 for an element.
    pub chars: usize,
    /// What its classes say; nothing for a text.
    pub class: Class,
}

impl<'page> Item<'page> {
    /// The name of an element, empty for a text.
    pub fn name(&self) -> &'page str {
        self.element().map_or("", Element::name)
    }

    /// The element, if it is one.
    pub fn element(&self) -> Option<&'page Element> {
        match self.what {
            What::Element(element) => Some(element),
            What::Text(_) => None,
        }
    }
}

/// The elements and texts of a page, in order.
pub(super) struct Outline<'page> {
    pub items: Vec<Item<'page>>,
    /// Which of them were taken off, each with all that it holds.
    gone: Vec<bool>,
}

impl<'page> Outline<'page> {
    /// The outline of a page without scripts, styles and the like.
    pub fn read(page: &'page Html, cues: &PageCues) -> Outline<'page> {
        let mut items: Vec<Item> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut hidden: Option<NodeId> = None;
        for edge in page.tree.root().traverse() {
            match edge {
                Edge::Open(_) if hidden.is_some() => {}
                Edge::Open(node) => {
                    let (what, chars, class) = match node.value() {
                        Node::Element(element) if blocks::is_hidden(element.name()) => {
                            hidden = Some(node.id());
                            continue;
                        }
                        Node::Element(element) => (What::Element(element), 0, Class::of(element, cues)),
                        Node::Text(text) => (What::Text(text), tidy::solid(text).count(), Class::default()),
                        _ => continue,
                    };
                    let place = items.len();
                    let parent = open.last().copied().unwrap_or(0);
                    items.push(Item { what, id: node.id(), parent, end: place + 1, chars, class });
                    if let What::Element(_) = what {
                        open.push(place);
                    }
                }
                Edge::Close(node) if hidden == Some(node.id()) => hidden = None,
                Edge::Close(node) => {
                    if hidden.is_none()
                        && node.value().is_element()
                        && let Some(place) = open.pop()
                    {
                        items[place].end = items.len();
                    }
                }
            }
        }
        let gone = vec![false; items.len()];
        Outline { items, gone }
    }

    /// Takes an element off, with all that it holds.
    pub fn remove(&mut self, place: usize) {
        self.gone[place] = true;
    }

    /// Puts everything back.
    pub fn restore(&mut self) {
        self.gone.fill(false);
    }

    /// The place of a node of the tree, if the outline has it.
    pub fn place_of(&self, id: NodeId) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    /// Whether an element holds a place, or is it.
    pub fn holds(&self, element: usize, place: usize) -> bool {
        element <= place && place < self.items[element].end
    }

    /// The places from one to another that are left, in order.
    pub fn places(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = from;
        std::iter::from_fn(move || {
            while at < to && self.gone[at] {
                at = self.items[at].end;
            }
            (at < to).then(|| {
                at += 1;
                at - 1
            })
        })
    }

    /// All places that are left, in order.
    pub fn all(&self) -> impl Iterator<Item = usize> + '_ {
        self.places(0, self.items.len())
    }

    /// What an element holds directly and is left, in order.
    pub fn children(&self, element: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.items[element].end;
        let mut at = element + 1;
        std::iter::from_fn(move || {
            while at < end {
                let child = at;
                at = self.items[child].end;
                if !self.gone[child] {
                    return Some(child);
                }
            }
            None
        })
    }

    /// The elements that hold a place, from the inside out.
    pub fn above(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = place;
        std::iter::from_fn(move || {
            (at > 0).then(|| {
                at = self.items[at].parent;
                at
            })
        })
    }

    /// The text of an element on one line.
    pub fn text(&self, element: usize) -> String {
        let mut text = String::new();
        for place in self.places(element, self.items[element].end) {
            if let What::Text(piece) = self.items[place].what {
                text.push_str(piece);
                text.push(' ');
            }
        }
        tidy::line(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::registry;

    #[test]
    fn everything_stands_in_order_and_knows_what_holds_it() {
        let page = Html::parse_document("<p>a<script>x</script><b>b</b></p><div><i>c</i></div>");
        let mut outline = Outline::read(&page, &registry().pages);
        let place = |outline: &Outline, name: &str| {
            outline.items.iter().position(|item| item.name() == name).unwrap()
        };
        assert_eq!(outline.text(0), "a b c");
        assert_eq!(outline.items.iter().filter(|item| item.name() == "script").count(), 0);
        let (p, b, div) = (place(&outline, "p"), place(&outline, "b"), place(&outline, "div"));
        assert!(outline.holds(p, b) && !outline.holds(p, div));
        let above: Vec<&str> = outline.above(b).map(|place| outline.items[place].name()).collect();
        assert_eq!(above, ["p", "body", "html"]);
        assert_eq!(outline.children(p).count(), 2);
        outline.remove(p);
        assert_eq!(outline.text(0), "c");
        assert_eq!(outline.children(place(&outline, "body")).collect::<Vec<_>>(), [div]);
        outline.restore();
        assert_eq!(outline.text(0), "a b c");
    }
}
