//! Bounds of a page, checked while its tree is built.
//!
//! The crates that extract walk trees by recursion somewhere, and a stack that overflows ends the process; and a few bytes of
//! HTML can make a parser open hundreds of elements anew. The parser itself keeps its tree flat and never recurses, so the
//! page is fed to it in pieces, and the tree is measured after each.

use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::{Html, HtmlTreeSink};
use std::time::Duration;

/// What one page may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes of the page.
    pub bytes: usize,
    /// Elements within each other.
    pub depth: usize,
    /// Nodes of the tree.
    pub nodes: usize,
    /// Time that extraction may take.
    pub time: Duration,
}

impl Default for Limits {
    /// Far beyond what a page of news needs, and little enough for the stack of `worker` and for memory.
    fn default() -> Limits {
        Limits { bytes: 16 << 20, depth: 512, nodes: 1_000_000, time: Duration::from_secs(10) }
    }
}

/// The shortest tag, in bytes: `<b>`.
const TAG_BYTES: usize = 3;
/// Bytes of a piece, at most.
const PIECE_BYTES: usize = 1 << 16;

/// The tree of a page, or what is wrong with a page that is beyond the limits, in words.
pub(super) fn parse(html: &str, limits: &Limits) -> Result<Html, String> {
    if html.len() > limits.bytes {
        return Err(format!("the page has {} bytes; at most {} are read", html.len(), limits.bytes));
    }
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let mut rest = html;
    while !rest.is_empty() {
        let nodes = parser.tokenizer.sink.sink.0.borrow().tree.values().len();
        let least = piece_bytes(nodes, limits.nodes).min(rest.len());
        let end = (least..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        parser.process(StrTendril::from_slice(piece));
        rest = after;
        check_growth(&parser.tokenizer.sink.sink.0.borrow(), limits)?;
    }
    let page = parser.finish();
    // Elements can be moved about until the end.
    check_depth(deepest(&page), limits)?;
    Ok(page)
}

/// How many bytes can be fed without going far beyond the nodes that are allowed. Every tag adds a node, and can open all
/// formatting elements anew, which are fewer than the nodes there are: n tags make at most n (nodes + n) more.
fn piece_bytes(nodes: usize, most: usize) -> usize {
    let (nodes, left) = (nodes as f64, most.saturating_sub(nodes) as f64);
    let tags = ((nodes * nodes + 4.0 * left).sqrt() - nodes) / 2.0;
    (tags as usize * TAG_BYTES).clamp(TAG_BYTES, PIECE_BYTES)
}

/// Checks what the last piece has done: the nodes, and how deep the node stands that came last. The parser looks through all
/// open elements at many tags, so a deep page would be slow long before its end.
fn check_growth(page: &Html, limits: &Limits) -> Result<(), String> {
    let nodes = page.tree.values().len();
    if nodes > limits.nodes {
        return Err(format!("its tree gets more than {nodes} nodes; at most {} are read", limits.nodes));
    }
    let depth = page.tree.nodes().next_back().map_or(0, |last| last.ancestors().count());
    check_depth(depth, limits)
}

fn check_depth(depth: usize, limits: &Limits) -> Result<(), String> {
    if depth <= limits.depth {
        return Ok(());
    }
    Err(format!("its elements nest {depth} deep or more; at most {} are read", limits.depth))
}

fn deepest(page: &Html) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for edge in page.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(_) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            ego_tree::iter::Edge::Close(_) => depth -= 1,
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(html: &str) -> Option<String> {
        parse(html, &Limits::default()).err()
    }

    #[test]
    fn deep_pages_are_refused() {
        for page in [
            "<div>".repeat(200_000),
            "<div>".repeat(513),
            "<blockquote><p>".repeat(600),
            "<table><tr><td>".repeat(600),
        ] {
            assert!(problem(&page).unwrap().contains("deep or more; at most 512 are read"));
        }
        assert_eq!(problem(&"<div>".repeat(500)), None);
    }

    #[test]
    fn unclosed_paragraphs_and_icons_are_no_depth() {
        assert_eq!(problem(&"<p>text<br><img src=a>".repeat(5_000)), None);
        assert_eq!(problem(&format!("<svg>{}</svg>", "<path d='M0'/>".repeat(5_000))), None);
        assert_eq!(problem(&format!("<script>{}</script>", "if (a<b) x='<div>';".repeat(5_000))), None);
    }

    #[test]
    fn formatting_that_a_parser_multiplies_is_refused() {
        let fonts: String = (0..400).map(|i| format!("<font size={i}>")).collect();
        assert!(problem(&format!("<p>{fonts}{}", "<p>x".repeat(10_000))).unwrap().contains("nodes"));
        assert_eq!(problem(&"<p><b>never closed".repeat(400)), None);
    }

    #[test]
    fn what_is_built_beyond_the_limit_is_bounded() {
        let limits = Limits { nodes: 20_000, depth: 10_000, ..Limits::default() };
        let fonts: String = (0..3_000).map(|i| format!("<font size={i}>")).collect();
        let told = parse(&format!("<p>{fonts}{}", "<p>x".repeat(100_000)), &limits).unwrap_err();
        let nodes: usize = told.split(' ').find_map(|word| word.parse().ok()).unwrap();
        assert!(nodes <= 2 * limits.nodes + 10, "{told}");
    }

    #[test]
    fn large_pages_are_refused() {
        assert!(problem(&"x".repeat(17 << 20)).unwrap().contains("bytes"));
    }

    #[test]
    fn pieces_make_the_tree_that_the_whole_makes() {
        let rows =
            "<table><tr><td>Ячейка<b>жирная<p>文字</table>&amp;&#x4e2d;\r\n<!-- <p> --><i>x</b>".repeat(300);
        let html = format!("<!doctype html><title>a & b</title><script>'</div>'</script>{rows}");
        assert_eq!(parse(&html, &Limits::default()).unwrap().html(), Html::parse_document(&html).html());
    }
}
