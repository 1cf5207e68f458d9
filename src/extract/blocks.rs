//! From the HTML of an article's body to its paragraphs.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

/// The paragraphs of a piece of HTML: every block, heading, list item and table row is one; white space is tidied.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    let tree = Html::parse_fragment(html);
    let mut blocks = Blocks::default();
    let mut skipped = 0;
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) if skipped == 0 => blocks.text(text),
                Node::Element(element) => {
                    if is_hidden(element.name()) {
                        skipped += 1;
                    }
                    blocks.edge(element.name());
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    if is_hidden(element.name()) {
                        skipped -= 1;
                    }
                    blocks.edge(element.name());
                }
            }
        }
    }
    blocks.finish()
}

/// The text of an element on one line.
pub(super) fn text_of(element: ElementRef) -> String {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    super::tidy::line(&text)
}

#[derive(Default)]
struct Blocks {
    done: Vec<String>,
    current: String,
    after_break: bool,
}

impl Blocks {
    fn text(&mut self, text: &str) {
        if self.after_break && !text.trim().is_empty() {
            self.after_break = false;
            // A line that breaks within a sentence goes on with a small letter.
            let goes_on = text.trim_start().starts_with(char::is_lowercase)
                && !self.current.trim_end().ends_with(['.', '!', '?', '…', ':', ';']);
            if goes_on {
                self.current.push(' ');
            } else {
                self.close();
            }
        }
        self.current.push_str(text);
    }

    fn edge(&mut self, name: &str) {
        match name {
            "br" => self.after_break = true,
            "td" | "th" => self.current.push(' '),
            _ if is_block(name) => self.close(),
            _ => {}
        }
    }

    fn close(&mut self) {
        let line = super::tidy::line(&self.current);
        if !line.is_empty() {
            self.done.push(line);
        }
        self.current.clear();
        self.after_break = false;
    }

    fn finish(mut self) -> Vec<String> {
        self.close();
        self.done
    }
}

pub(super) fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "noscript" | "template" | "head" | "title" | "svg" | "button" | "select"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
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
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
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
    use super::*;

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
    }
}
