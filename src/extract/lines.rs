//! The lines of a page: paragraphs, headings, items, rows.

use super::outline::{Outline, What};
use super::{blocks, tidy};

/// A line of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text, tidied.
    pub text: String,
    /// Characters without white space.
    pub chars: usize,
    /// Of them, in links.
    pub linked: usize,
    /// The place of the block that holds it.
    pub block: usize,
    /// The place where its text begins.
    pub at: usize,
}

impl Line {
    /// Whether more of it is links than not.
    pub fn is_linked(&self) -> bool {
        2 * self.linked > self.chars
    }
}

/// The lines from one place to another as paragraphs: every block, heading, list item and table row is one.
pub(super) fn paragraphs(outline: &Outline, from: usize, to: usize) -> Vec<String> {
    read(outline, from, to).into_iter().map(|line| line.text).collect()
}

/// The lines from one place to another, of what is left there.
pub(super) fn read(outline: &Outline, from: usize, to: usize) -> Vec<Line> {
    let mut reader = Reader::default();
    let mut open: Vec<usize> = Vec::new();
    let mut link_end = 0;
    for place in outline.places(from, to) {
        while let Some(block) = open.last().copied().filter(|block| outline.items[*block].end <= place) {
            reader.close(block);
            open.pop();
        }
        let item = &outline.items[place];
        let block = open.last().copied().unwrap_or(from);
        match item.what {
            What::Text(text) => reader.text(text, item.chars, place < link_end, block, place),
            What::Element(element) => match element.name() {
                "br" => reader.after_break = true,
                "td" | "th" => reader.current.push(' '),
                "a" => link_end = link_end.max(item.end),
                name if blocks::is_block(name) => {
                    reader.close(block);
                    open.push(place);
                }
                _ => {}
            },
        }
    }
    while let Some(block) = open.pop() {
        reader.close(block);
    }
    reader.close(from);
    reader.done
}

/// How much a character of these lines says, beside one of a Latin letter: Chinese, Japanese and Korean say as much in two
/// fifths of the characters.
pub(super) fn weight(lines: &[Line]) -> f64 {
    let (mut cjk, mut other) = (0usize, 0usize);
    for c in lines.iter().flat_map(|line| line.text.chars()).filter(|c| c.is_alphabetic()) {
        match c {
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => cjk += 1,
            _ => other += 1,
        }
    }
    if 3 * cjk > other { 2.5 } else { 1.0 }
}

#[derive(Default)]
struct Reader {
    done: Vec<Line>,
    current: String,
    chars: usize,
    linked: usize,
    at: usize,
    after_break: bool,
}

impl Reader {
    fn text(&mut self, text: &str, chars: usize, is_linked: bool, block: usize, place: usize) {
        if self.after_break && chars > 0 {
            self.after_break = false;
            // A line that breaks within a sentence goes on with a small letter.
            let goes_on = text.trim_start().starts_with(char::is_lowercase)
                && !self.current.trim_end().ends_with(['.', '!', '?', '…', ':', ';']);
            if goes_on {
                self.current.push(' ');
            } else {
                self.close(block);
            }
        }
        if self.chars == 0 {
            self.at = place;
        }
        self.current.push_str(text);
        self.chars += chars;
        if is_linked {
            self.linked += chars;
        }
    }

    fn close(&mut self, block: usize) {
        if self.chars > 0 {
            let text = tidy::line(&self.current);
            if !text.is_empty() {
                let (chars, linked, at) = (self.chars, self.linked, self.at);
                self.done.push(Line { text, chars, linked, block, at });
            }
        }
        self.current.clear();
        (self.chars, self.linked, self.after_break) = (0, 0, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::registry;
    use scraper::Html;

    #[test]
    fn lines_know_their_block_and_their_links() {
        let page = Html::parse_document("<div>Before <p>One <a href=/x>link</a></p> behind</div>");
        let outline = Outline::read(&page, &registry().pages);
        let lines = read(&outline, 0, outline.items.len());
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.text.as_str(), outline.items[line.block].name(), line.chars, line.linked))
            .collect();
        assert_eq!(told, [("Before", "div", 6, 0), ("One link", "p", 7, 4), ("behind", "div", 6, 0)]);
        assert!(lines[1].is_linked());
        assert_eq!(weight(&lines), 1.0);
    }

    fn paragraphs(html: &str) -> Vec<String> {
        let page = Html::parse_document(html);
        let outline = Outline::read(&page, &registry().pages);
        super::paragraphs(&outline, 0, outline.items.len())
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
