//! The tree of a page: html5gum finds the tags, html5ever's tree builder puts them where a browser would, scraper keeps them.
//!
//! html5ever has a tokenizer of its own, which makes the same trees and takes three times as long.

use super::guard::{self, Limits};
use ego_tree::NodeId;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::{Emitter, Error, State, Tokenizer};
use scraper::{Html, HtmlTreeSink};
use std::borrow::Cow;
use std::mem::{swap, take};

/// The tree of a page.
///
/// # Errors
/// What is beyond the limits, in words.
pub(super) fn parse(html: &str, limits: &Limits) -> Result<Html, String> {
    guard::check_bytes(html.len(), limits)?;
    let sink = HtmlTreeSink::new(Html::new_document());
    let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let mut problems = Tokenizer::new_with_emitter(html, Feed::new(&builder, limits));
    if let Some(Ok(problem)) = problems.next() {
        return Err(problem);
    }
    let page = builder.sink.finish();
    // Elements can be moved about until the end.
    guard::check_depth(guard::deepest(&page), limits)?;
    Ok(page)
}

/// Attributes of a tag that are kept, far more than pages have: each is compared with all before it.
const ATTRIBUTES: usize = 1_000;

/// No line numbers: they are for messages that nobody reads.
const LINE: u64 = 1;

/// The kind of the token that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    StartTag,
    EndTag,
    Other,
}

/// Hands the tokens of a page to the tree builder, and yields what is wrong with a page beyond the limits.
struct Feed<'a> {
    builder: &'a TreeBuilder<NodeId, HtmlTreeSink>,
    limits: &'a Limits,
    problem: Option<String>,
    tokens: usize,
    kind: Kind,
    /// Text since the last token.
    text: Vec<u8>,
    /// The name of the tag, or the comment.
    name: Vec<u8>,
    last_start_tag: Vec<u8>,
    is_self_closing: bool,
    attributes: Vec<Attribute>,
    has_duplicates: bool,
    attribute: Vec<u8>,
    value: Vec<u8>,
    doctype: Doctype,
}

impl<'a> Feed<'a> {
    fn new(builder: &'a TreeBuilder<NodeId, HtmlTreeSink>, limits: &'a Limits) -> Feed<'a> {
        Feed {
            builder,
            limits,
            problem: None,
            tokens: 0,
            kind: Kind::Other,
            text: Vec::new(),
            name: Vec::new(),
            last_start_tag: Vec::new(),
            is_self_closing: false,
            attributes: Vec::new(),
            has_duplicates: false,
            attribute: Vec::new(),
            value: Vec::new(),
            doctype: Doctype::default(),
        }
    }

    /// Hands a token over and looks at what has become of the tree.
    fn send(&mut self, token: Token) -> Option<State> {
        let result = self.builder.process_token(token, LINE);
        if self.problem.is_none() {
            self.problem = guard::check_growth(&self.builder.sink.0.borrow(), self.tokens, self.limits).err();
        }
        self.tokens += 1;
        match result {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => None,
            TokenSinkResult::Script(_) => Some(State::Data),
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
                Some(State::ScriptData)
            }
        }
    }

    fn send_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = take(&mut self.text);
        for (at, part) in text.split(|byte| *byte == 0).enumerate() {
            if at > 0 {
                self.send(Token::NullCharacterToken);
            }
            if !part.is_empty() {
                self.send(Token::CharacterTokens(tendril(part)));
            }
        }
        self.text = text;
        self.text.clear();
    }

    fn end_attribute(&mut self) {
        if self.attribute.is_empty() {
            return;
        }
        if self.kind == Kind::StartTag && self.attributes.len() < ATTRIBUTES {
            let name = QualName::new(None, ns!(), local_name(&self.attribute));
            if self.attributes.iter().any(|other| other.name == name) {
                self.has_duplicates = true;
            } else {
                self.attributes.push(Attribute { name, value: tendril(&self.value) });
            }
        }
        self.attribute.clear();
        self.value.clear();
    }

    fn begin(&mut self, kind: Kind) {
        self.kind = kind;
        self.name.clear();
        self.is_self_closing = false;
        self.attributes.clear();
        self.has_duplicates = false;
        self.attribute.clear();
        self.value.clear();
    }
}

fn tendril(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&text_of(bytes))
}

fn local_name(bytes: &[u8]) -> LocalName {
    LocalName::from(&*text_of(bytes))
}

/// The tokenizer cuts at ASCII characters only, so that what it hands over is UTF-8 (but for names of doctypes, which come byte
/// by byte). To check that is much faster than to look for what is to be replaced.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

impl Emitter for Feed<'_> {
    type Token = String;

    fn set_last_start_tag(&mut self, tag: Option<&[u8]>) {
        self.last_start_tag.clear();
        self.last_start_tag.extend_from_slice(tag.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        self.send_text();
        self.send(Token::EOFToken);
        self.builder.end();
    }

    #[inline]
    fn emit_error(&mut self, _: Error) {}

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }

    #[inline]
    fn pop_token(&mut self) -> Option<String> {
        self.problem.take()
    }

    #[inline]
    fn emit_string(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    fn init_start_tag(&mut self) {
        self.begin(Kind::StartTag);
    }

    fn init_end_tag(&mut self) {
        self.begin(Kind::EndTag);
    }

    fn init_comment(&mut self) {
        self.begin(Kind::Other);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.send_text();
        self.end_attribute();
        let name = local_name(&self.name);
        let kind = if self.kind == Kind::StartTag {
            swap(&mut self.last_start_tag, &mut self.name);
            TagKind::StartTag
        } else {
            TagKind::EndTag
        };
        let tag = Tag {
            kind,
            name,
            self_closing: self.is_self_closing,
            attrs: take(&mut self.attributes),
            had_duplicate_attributes: self.has_duplicates,
        };
        self.send(Token::TagToken(tag))
    }

    fn emit_current_comment(&mut self) {
        self.send_text();
        let comment = tendril(&self.name);
        self.send(Token::CommentToken(comment));
    }

    fn emit_current_doctype(&mut self) {
        self.send_text();
        let doctype = take(&mut self.doctype);
        self.send(Token::DoctypeToken(doctype));
    }

    fn set_self_closing(&mut self) {
        self.is_self_closing = true;
    }

    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }

    #[inline]
    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend_from_slice(name);
    }

    #[inline]
    fn push_comment(&mut self, comment: &[u8]) {
        self.name.extend_from_slice(comment);
    }

    fn push_doctype_name(&mut self, name: &[u8]) {
        self.doctype.name.get_or_insert_default().push_tendril(&tendril(name));
    }

    fn init_doctype(&mut self) {
        self.begin(Kind::Other);
        self.doctype = Doctype::default();
    }

    fn init_attribute(&mut self) {
        self.end_attribute();
    }

    #[inline]
    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute.extend_from_slice(name);
    }

    #[inline]
    fn push_attribute_value(&mut self, value: &[u8]) {
        self.value.extend_from_slice(value);
    }

    fn set_doctype_public_identifier(&mut self, id: &[u8]) {
        self.doctype.public_id = Some(tendril(id));
    }

    fn set_doctype_system_identifier(&mut self, id: &[u8]) {
        self.doctype.system_id = Some(tendril(id));
    }

    fn push_doctype_public_identifier(&mut self, id: &[u8]) {
        self.doctype.public_id.get_or_insert_default().push_tendril(&tendril(id));
    }

    fn push_doctype_system_identifier(&mut self, id: &[u8]) {
        self.doctype.system_id.get_or_insert_default().push_tendril(&tendril(id));
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.kind == Kind::EndTag && !self.name.is_empty() && self.name == self.last_start_tag
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ours(html: &str) -> String {
        parse(html, &Limits::default()).unwrap().html()
    }

    #[test]
    fn the_tree_is_the_one_that_html5ever_makes() {
        for html in [
            "\u{feff}<!doctype html><title>a &amp; b</title><script>'</div>'</script>x",
            "<table><tr><td>Ячейка<b>жирная<p>文字</table>&amp;&#x4e2d;\r\n<!-- <p> --><i>x</b>",
            "<svg><![CDATA[<p>a]]><path d=x /></svg><![CDATA[b]]><math><mi>c</mi></math>",
            "<pre>\n\na</pre><textarea>\n<p>&lt;</textarea><plaintext></plaintext>",
            "<script><!--<script></script>--></script><p>a\0b<svg>c\0d</svg>",
            "<style></p></style><noscript><p>a</noscript><template><td>b</template><iframe><p></iframe>",
            "<a class=x class=y CLASS=z id='&copy;' title=&copyx>1<a>2</a></p></br><p/>",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\" 'about:x'><frameset><frame></frameset>",
            "text <b>bold <p>both</b> after <font size=1><font size=2>x<p>y</p </div",
        ] {
            assert_eq!(ours(html), Html::parse_document(html).html(), "{html}");
        }
    }

    #[test]
    fn a_tag_has_so_many_attributes_at_most() {
        let attributes: String = (0..2 * ATTRIBUTES).map(|i| format!(" a{i}=1")).collect();
        let page = parse(&format!("<p{attributes}>"), &Limits::default()).unwrap();
        let most = page.tree.nodes().filter_map(|node| node.value().as_element()).map(|p| p.attrs().count());
        assert_eq!(most.max(), Some(ATTRIBUTES));
    }

    /// Pieces of pages, well formed and not.
    const PIECES: &[&str] = &[
        "<p>",
        "</p>",
        "<div class='a b'>",
        "</div>",
        "<b>",
        "</b>",
        "<i id=x>",
        "</i>",
        "<a href=/x?a&amp;b>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<ul><li>",
        "</ul>",
        "<select><option>",
        "</select>",
        "<svg>",
        "</svg>",
        "<![CDATA[x<b>]]>",
        "<math>",
        "</math>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<textarea>\n",
        "</textarea>",
        "<pre>\n",
        "</pre>",
        "<template>",
        "</template>",
        "<noscript>",
        "</noscript>",
        "<!--",
        "-->",
        "<!-- c -->",
        "<!doctype html>",
        "<br/>",
        "<img src=a alt=\"b>c\">",
        "<h1>",
        "</h2>",
        "<form>",
        "<input x x=y>",
        "<body class=c>",
        "<html lang=de>",
        "<head>",
        "</head>",
        "</body>",
        "<",
        ">",
        "&",
        "&amp",
        "&notit;",
        "&#0;",
        "&#x110000;",
        "\0",
        "\r\n",
        "\r",
        " ",
        "текст",
        "二层",
        "a",
        "=",
        "\"",
        "'",
        "/",
        "</",
        "<?x",
        "<!x",
        "<a b='",
        "<p/",
    ];

    proptest! {
        #[test]
        fn any_soup_of_tags_makes_the_same_tree(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)
        ) {
            let html = pieces.concat();
            prop_assert_eq!(ours(&html), Html::parse_document(&html).html());
        }
    }
}
