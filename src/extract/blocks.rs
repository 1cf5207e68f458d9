//! Elements by their names, and the text of some.

use scraper::ElementRef;

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
