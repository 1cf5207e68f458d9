//! Dates that a page shows beside its headline, and times in the data that its scripts carry.

use super::{blocks, tidy};
use ego_tree::NodeId;
use regex::Regex;
use scraper::{ElementRef, Html};
use std::sync::LazyLock;

/// Characters of a line that holds a date, at most.
const LINE_CHARS: usize = 100;
/// How far from the headline a date still belongs to it, in elements.
const ELEMENTS: usize = 60;
/// The same before the headline.
const ELEMENTS_BEFORE: usize = 12;
/// How far from the headline in a script its time can stand, in bytes.
const SCRIPT_BYTES: usize = 6_000;

static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[^0-9])20[0-4][0-9](?:[^0-9]|$)"));
// Digits and borders of words in ASCII alone: the automaton that knows them all is far slower.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"(?i)["']?(?:publish(?:ed)?_?(?:at|on|time|timestamp|date)?|pub_?(?:time|date)|date_?published|release_?time(?:_?stamp)?|display_?date|creat(?:e|ed)_?(?:at|time|date)|add_?time|post_?date)["']?[ \t\r\n]*:[ \t\r\n]*["']?([0-9]{4}-[0-9]{2}-[0-9]{2}[^"',}]{0,30}|[0-9]{10}(?:[0-9]{3})?)(?-u:\b)"#,
    )
});

fn regex(pattern: &'static str) -> Regex {
    Regex::new(pattern).expect("a literal of this file, which the tests compile")
}

/// The elements after the headline, in the order of the page, as many as can belong to its head.
pub(super) fn after(page: &Html, headline: NodeId) -> Option<impl Iterator<Item = ElementRef<'_>>> {
    let headline = page.tree.get(headline)?;
    let is_inside = move |element: &ElementRef| element.ancestors().any(|above| above.id() == headline.id());
    let elements = page.tree.root().descendants();
    Some(
        elements
            .skip_while(move |node| node.id() != headline.id())
            .skip(1)
            .filter_map(ElementRef::wrap)
            .filter(move |element| !is_inside(element))
            .take(ELEMENTS),
    )
}

/// Short lines with a year near the headline: those after it first.
pub(super) fn beside_headline(page: &Html, headline: NodeId) -> Vec<String> {
    let Some((after, heading)) = after(page, headline).zip(page.tree.get(headline)) else {
        return Vec::new();
    };
    let holds_it = |element: &ElementRef| heading.ancestors().any(|above| above.id() == element.id());
    let above: Vec<ElementRef> = page
        .tree
        .root()
        .descendants()
        .take_while(|node| node.id() != headline)
        .filter_map(ElementRef::wrap)
        .collect();
    let dated = |element: ElementRef| {
        short_text(element, LINE_CHARS).filter(|line| has_year(line) && !tidy::ends_sentence(line))
    };
    let before = above.into_iter().rev().filter(|element| !holds_it(element)).take(ELEMENTS_BEFORE);
    after.filter_map(dated).take(3).chain(before.filter_map(dated).next()).collect()
}

/// Whether a line names a year of this century.
pub(super) fn has_year(line: &str) -> bool {
    YEAR.is_match(line)
}

/// The text of an element, if it is short and shown.
pub(super) fn short_text(element: ElementRef, most: usize) -> Option<String> {
    if blocks::is_hidden(element.value().name()) {
        return None;
    }
    let mut line = String::new();
    for text in element.text() {
        line.push_str(text);
        line.push(' ');
        if line.len() > 4 * most + 64 {
            return None;
        }
    }
    let line = tidy::line(&line);
    (!line.is_empty() && line.chars().count() <= most).then_some(line)
}

/// The time that stands nearest to the headline in the data of the page's scripts.
pub(super) fn of_payload(scripts: &[ElementRef], title: &str) -> Option<String> {
    let escaped: String = serde_json::to_string(title).ok()?.trim_matches('"').to_owned();
    let spellings = [title.to_owned(), escaped, in_ascii(title)];
    scripts.iter().find_map(|script| {
        let text: String = script.text().collect();
        let at = spellings.iter().find_map(|spelling| text.find(spelling.as_str()))?;
        PUBLISHED
            .captures_iter(&text)
            .filter_map(|captures| captures.get(1))
            .map(|value| (value.start().abs_diff(at), value.as_str()))
            .filter(|(distance, _)| *distance <= SCRIPT_BYTES)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, value)| value.to_owned())
    })
}

/// As JSON that knows only ASCII spells it.
fn in_ascii(text: &str) -> String {
    let mut units = [0; 2];
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                return c.to_string();
            }
            c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::headline;
    use crate::extract::tests::elements;

    #[test]
    fn the_date_beside_the_headline_is_taken_and_not_one_of_the_text() {
        let page = Html::parse_document(
            "<body><div>2021-01-01 old</div><div><h1>Rollups grow</h1><div><span>Desk</span><span>2026-02-03</span><span>10:15</span></div>\
             <p>On 4 March 2025 they had promised it.</p></div></body>",
        );
        let headline = headline::find(&page, &elements(&page, "h1"), Some("Rollups grow")).unwrap();
        let found = beside_headline(&page, headline);
        assert_eq!(found, ["Desk 2026-02-03 10:15", "2026-02-03", "2021-01-01 old"]);
    }

    #[test]
    fn the_time_next_to_the_headline_in_the_data_is_its_own() {
        let page = Html::parse_document(
            "<body><script>window.x={list:[{title:\"Other\",publishTime:1700000000}]}</script>\
             <script>{\"a\":{\"title\":\"\\u4e8c\\u5c42 \\\"x\\\"\",\"release_time\":\"1770113700\"},\"b\":{\"title\":\"y\",\"create_time\":1}}</script></body>",
        );
        assert_eq!(of_payload(&elements(&page, "script"), "Nowhere"), None);
        assert_eq!(of_payload(&elements(&page, "script"), "Other").as_deref(), Some("1700000000"));
    }
}
