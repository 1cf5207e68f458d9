//! How much text the elements of a page hold, and how much of it is links.

use super::outline::{Outline, What};
use scraper::node::Element;

/// Characters of a link that leads to an article, at least.
const LINK_CHARS: usize = 6;

/// The text of an element, in characters without white space.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    pub text: usize,
    /// Of it, in links.
    pub linked: usize,
    /// Links that can lead to an article.
    pub links: usize,
    /// Of the text, what stands in this element itself and in its paragraphs.
    pub direct: usize,
    /// Whether it holds the headline.
    pub has_title: bool,
    /// Whether it holds a quotation.
    pub has_quote: bool,
    /// Whether its first words are a link, a number or time before it left aside.
    pub opens_with_link: bool,
}

/// The sizes of all that is left, by place; nothing for what was taken off.
pub(super) fn measure(outline: &Outline, headline: Option<usize>) -> Vec<Size> {
    let mut sizes = vec![Size::default(); outline.items.len()];
    let mut open: Vec<usize> = Vec::new();
    for place in outline.all() {
        while open.last().is_some_and(|above| outline.items[*above].end <= place) {
            close(&mut open, outline, &mut sizes);
        }
        match outline.items[place].what {
            What::Element(_) => {
                sizes[place].has_title = headline == Some(place);
                open.push(place);
            }
            What::Text(_) => {
                let n = outline.items[place].chars;
                sizes[place].text = n;
                if let Some(above) = open.last() {
                    sizes[*above].text += n;
                    sizes[*above].direct += n;
                }
            }
        }
    }
    while !open.is_empty() {
        close(&mut open, outline, &mut sizes);
    }
    sizes
}

/// Ends the innermost element and adds its size to the one above it.
fn close(open: &mut Vec<usize>, outline: &Outline, sizes: &mut [Size]) {
    let Some((place, element)) =
        open.pop().and_then(|place| outline.items[place].element().map(|element| (place, element)))
    else {
        return;
    };
    let size = &mut sizes[place];
    let is_link = element.name() == "a";
    let leads = is_link && size.text >= LINK_CHARS && leads_to_article(element);
    if is_link {
        size.linked = size.text;
        size.links = usize::from(leads);
    }
    let size = *size;
    let Some(above) = open.last() else { return };
    let above = &mut sizes[*above];
    if above.text < LINK_CHARS {
        above.opens_with_link |= if is_link { leads } else { size.opens_with_link };
    }
    above.text += size.text;
    above.linked += size.linked;
    above.links += size.links;
    above.direct += if is_part(element.name()) { size.direct } else { 0 };
    above.has_title |= size.has_title;
    above.has_quote |= size.has_quote || element.name() == "blockquote";
}

/// Elements whose text is a part of what holds them; links are not.
fn is_part(name: &str) -> bool {
    matches!(
        name,
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
    )
}

fn leads_to_article(link: &Element) -> bool {
    link.attr("href").is_some_and(|href| {
        href.len() > 1
            && !href.starts_with('#')
            && !href.starts_with("javascript:")
            && !href.starts_with("mailto:")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::registry;
    use scraper::Html;

    #[test]
    fn links_are_told_from_text() {
        let page = Html::parse_document(
            "<div><p>Text <b>of</b> it</p><ul><li>1. <a href=/x>Another article</a> of old</li></ul></div>",
        );
        let outline = Outline::read(&page, &registry().pages);
        let sizes = measure(&outline, None);
        let of = |name: &str| {
            let place = outline.items.iter().position(|item| item.name() == name).unwrap();
            sizes[place]
        };
        let (item, paragraph, whole) = (of("li"), of("p"), of("div"));
        assert_eq!((item.text, item.linked, item.links), (21, 14, 1));
        assert!(item.opens_with_link && !paragraph.opens_with_link);
        assert_eq!((paragraph.text, paragraph.direct), (8, 8));
        assert_eq!((whole.text, whole.direct, whole.linked), (29, 8, 14));
    }
}
