//! Bounds of a page, checked while its tree is built.
//!
//! A deep tree makes every walk up from its leaves long, and a few bytes of HTML can make a parser open hundreds of elements
//! anew. The parser itself keeps its tree flat and never recurses, so that the tree can be measured after each token.

use scraper::Html;
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

/// Tokens from one look at the depth to the next: a walk up the tree each.
const DEPTH_EVERY: usize = 64;

/// Checks the bytes of a page.
pub(super) fn check_bytes(bytes: usize, limits: &Limits) -> Result<(), String> {
    if bytes <= limits.bytes {
        return Ok(());
    }
    Err(format!("the page has {bytes} bytes; at most {} are read", limits.bytes))
}

/// Checks what the last token, one of so many, has done: the nodes, and now and then how deep the node stands that came last.
/// One token can open all formatting elements anew, so that it can double the nodes at most; and the parser looks through all
/// open elements at many tags, so a deep page would be slow long before its end.
pub(super) fn check_growth(page: &Html, tokens: usize, limits: &Limits) -> Result<(), String> {
    let nodes = page.tree.values().len();
    if nodes > limits.nodes {
        return Err(format!("its tree gets more than {nodes} nodes; at most {} are read", limits.nodes));
    }
    if !tokens.is_multiple_of(DEPTH_EVERY) {
        return Ok(());
    }
    let depth = page.tree.nodes().next_back().map_or(0, |last| last.ancestors().count());
    check_depth(depth, limits)
}

/// Checks how deep elements nest.
pub(super) fn check_depth(depth: usize, limits: &Limits) -> Result<(), String> {
    if depth <= limits.depth {
        return Ok(());
    }
    Err(format!("its elements nest {depth} deep or more; at most {} are read", limits.depth))
}

/// How deep the deepest node of a page stands.
pub(super) fn deepest(page: &Html) -> usize {
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
    use crate::extract::tree::parse;

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
}
