//! Bounds of a page, checked on its tokens before any tree is built.
//!
//! Every tree of tags is walked by recursion somewhere in the crates that extract, and a stack that overflows ends the
//! process. So the depth that a page can reach is bounded here, and with it the number of nodes.

use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    states::{Rawtext, Rcdata, ScriptData},
};
use std::cell::RefCell;
use std::time::Duration;

/// What one page may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes of the page.
    pub bytes: usize,
    /// Elements open at the same time.
    pub depth: usize,
    /// Nodes that the tree may get.
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

/// What is wrong with a page that is beyond the limits, in words.
pub(super) fn check(html: &str, limits: &Limits) -> Result<(), String> {
    if html.len() > limits.bytes {
        return Err(format!("the page has {} bytes; at most {} are read", html.len(), limits.bytes));
    }
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(Counter::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let counts = tokenizer.sink.0.into_inner();
    if counts.deepest > limits.depth {
        return Err(format!("its elements nest {} deep; at most {} are read", counts.deepest, limits.depth));
    }
    if counts.nodes > limits.nodes {
        return Err(format!("its tree would get {} nodes; at most {} are read", counts.nodes, limits.nodes));
    }
    Ok(())
}

#[derive(Default)]
struct Counter(RefCell<Counts>);

#[derive(Default)]
struct Counts {
    /// Names of the open elements.
    open: Vec<html5ever::LocalName>,
    /// Open formatting elements: a parser opens them anew in every block that follows.
    formatting: Vec<Tag>,
    foreign: usize,
    deepest: usize,
    nodes: usize,
}

impl TokenSink for Counter {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut counts = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => counts.start(tag),
                TagKind::EndTag => {
                    counts.end(&tag);
                    TokenSinkResult::Continue
                }
            },
            Token::CharacterTokens(_) | Token::CommentToken(_) => {
                counts.nodes += 1;
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Counts {
    fn start(&mut self, tag: Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        self.nodes += 1 + self.formatting.len();
        let closes_itself = is_void(name) || (tag.self_closing && self.foreign > 0);
        if !closes_itself && !end_is_optional(name) {
            self.open.push(tag.name.clone());
            self.deepest = self.deepest.max(self.open.len());
        }
        let raw = match name {
            "script" => TokenSinkResult::RawData(ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(Rawtext),
            "textarea" | "title" => TokenSinkResult::RawData(Rcdata),
            "plaintext" => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        };
        if matches!(name, "svg" | "math") && !tag.self_closing {
            self.foreign += 1;
        }
        // A parser keeps at most three equal ones (HTML standard, "Noah's Ark clause").
        if is_formatting(name)
            && self.formatting.len() < 1000
            && self.formatting.iter().filter(|other| **other == tag).count() < 3
        {
            self.formatting.push(tag);
        }
        raw
    }

    fn end(&mut self, tag: &Tag) {
        if let Some(at) = self.open.iter().rposition(|name| *name == tag.name) {
            // Formatting elements outlive the blocks they are opened in, other elements do not.
            if is_formatting(&tag.name) { drop(self.open.remove(at)) } else { self.open.truncate(at) }
        }
        if let Some(at) = self.formatting.iter().rposition(|other| other.name == tag.name) {
            self.formatting.remove(at);
        }
        if matches!(&*tag.name, "svg" | "math") {
            self.foreign = self.foreign.saturating_sub(1);
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose end tag is often left out; they nest only with one of the others between, at most four to one.
fn end_is_optional(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "option"
            | "optgroup"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "caption"
            | "colgroup"
            | "rb"
            | "rp"
            | "rt"
            | "rtc"
    )
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(html: &str) -> Option<String> {
        check(html, &Limits::default()).err()
    }

    #[test]
    fn deep_pages_are_refused() {
        assert!(problem(&"<div>".repeat(200_000)).unwrap().contains("200000 deep"));
        assert!(problem(&"<blockquote><p>".repeat(600)).unwrap().contains("600 deep"));
    }

    #[test]
    fn unclosed_paragraphs_and_icons_are_no_depth() {
        assert_eq!(problem(&"<p>text<br><img src=a>".repeat(5_000)), None);
        assert_eq!(problem(&format!("<svg>{}</svg>", "<path d='M0'/>".repeat(5_000))), None);
        assert_eq!(problem(&format!("<script>{}</script>", "if (a<b) x='<div>';".repeat(5_000))), None);
    }

    #[test]
    fn formatting_that_a_parser_would_multiply_is_refused() {
        let fonts: String = (0..400).map(|i| format!("<font size={i}>")).collect();
        assert!(problem(&format!("{fonts}{}", "<p>x".repeat(10_000))).unwrap().contains("nodes"));
        assert_eq!(problem(&"<p><b>never closed".repeat(400)), None);
    }

    #[test]
    fn large_pages_are_refused() {
        assert!(problem(&"x".repeat(17 << 20)).unwrap().contains("bytes"));
    }
}
