//! Elements by their names, and the text of some.

use super::lines;
use super::outline::Outline;
use crate::registry::PageCues;
use scraper::{ElementRef, Html};

/// The paragraphs of a piece of HTML: every block, heading, list item and table row is one; white space is tidied.
pub(super) fn paragraphs(html: &str, cues: &PageCues) -> Vec<String> {
    let tree = Html::parse_fragment(html);
    let outline = Outline::read(&tree, cues);
    lines::read(&outline, 0, outline.items.len()).into_iter().map(|line| line.text).collect()
}

/// The text of an element on one line.
pub(super) fn text_of(element: ElementRef) -> String {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    super::tidy::line(&text)
}

/// Elements whose text is not shown, or not as a part of the page's: what stands beside a character to say how it is read
/// is said twice otherwise.
pub(super) fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "svg"
            | "button"
            | "select"
            | "rt"
            | "rp"
    )
}

/// Elements within a line.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(name, "a" | "abbr" | "b" | "cite" | "em" | "i" | "mark" | "small" | "span" | "strong" | "u")
}

/// Elements that are never the article's text, whatever they hold: the frame of the page, and what stands under pictures.
pub(super) fn is_frame(name: &str) -> bool {
    matches!(name, "nav" | "footer" | "form" | "dialog" | "figcaption")
}

/// Headings.
pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Elements that begin a line of their own.
pub(super) fn is_block(name: &str) -> bool {
    is_heading(name)
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "body"
                | "caption"
                | "center"
                | "dd"
                | "details"
                | "div"
                | "dl"
                | "dt"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "header"
                | "hr"
                | "li"
                | "main"
                | "nav"
                | "ol"
                | "p"
                | "pre"
                | "section"
                | "summary"
                | "table"
                | "tbody"
                | "thead"
                | "tr"
                | "ul"
        )
}

#[cfg(test)]
mod tests {
    use crate::extract::tests::registry;

    fn paragraphs(html: &str) -> Vec<String> {
        super::paragraphs(html, &registry().pages)
    }

    #[test]
    fn headings_items_and_rows_are_paragraphs_of_their_own() {
        let html =
            "<h2>Head</h2><p>One <b>bold</b>\n word.</p><ul><li>a<li>b</ul><table><tr><td>x<td>y</table>";
        assert_eq!(paragraphs(html), ["Head", "One bold word.", "a", "b", "x y"]);
    }

    #[test]
    fn a_break_separates_unless_the_sentence_goes_on() {
        assert_eq!(
            paragraphs("First.<br>Second, which<br>goes on.<br><br>Third"),
            ["First.", "Second, which goes on.", "Third"]
        );
    }

    #[test]
    fn what_is_not_shown_is_not_text() {
        assert_eq!(paragraphs("<p>a<script>b</script><style>c</style></p>"), ["a"]);
        assert_eq!(paragraphs("<p><ruby>最近<rp>(</rp><rt>さいきん</rt></ruby>の話</p>"), ["最近の話"]);
    }
}
