//! Where a page shows the headline.

use super::{blocks, shown_date, tidy};
use ego_tree::NodeId;
use scraper::{ElementRef, Html};

/// The heading that shows the headline; else the first of the highest rank; else whatever shows nothing but the headline.
pub(super) fn find(page: &Html, headings: &[ElementRef], title: Option<&str>) -> Option<NodeId> {
    let letters = |text: &str| tidy::letters(text).collect::<String>();
    let title = title.map(letters).unwrap_or_default();
    let most = title.chars().count() + 80;
    let text_of = |element: ElementRef| {
        shown_date::short_text(element, most).map(|text| letters(&text)).unwrap_or_default()
    };
    let mut first = None;
    for heading in headings {
        let text = text_of(*heading);
        // The title of the window can have the name of the site behind the headline.
        if 2 * text.len() >= title.len().max(1) && title.starts_with(&text) {
            return Some(heading.id());
        }
        if first.is_none() && heading.value().name() == "h1" && !text.is_empty() {
            first = Some(heading.id());
        }
    }
    let is_shown = |element: &ElementRef| {
        let name = element.value().name();
        !blocks::is_hidden(name)
            && !matches!(name, "html" | "body" | "a" | "option")
            && text_of(*element) == title
    };
    // Of elements in each other the innermost; looking at them all takes time.
    let mut elements = page.tree.nodes().filter_map(ElementRef::wrap);
    first.or_else(|| elements.rfind(is_shown).filter(|_| !title.is_empty()).map(|element| element.id()))
}
