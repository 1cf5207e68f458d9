//! Sentences: where they begin and end, and what each of them is.

mod role;
mod split;

use crate::registry::Registry;
use crate::schema::{Article, DetectedLang, Lang, Sentence, SentenceRole, Span};
use role::Paragraph;

pub use split::boundaries;

/// The sentences of an article, in order. Those of a paragraph tile it. `detect` tells the language of a sentence.
pub fn segment(
    article: &Article,
    registry: &Registry,
    detect: impl Fn(&str) -> DetectedLang,
) -> Vec<Sentence> {
    // Rules for another language are better than none: what stops a sentence is much the same everywhere.
    let lang = article.lang_detected.supported().unwrap_or(Lang::En);
    let mut sentences = Vec::new();
    let mut is_first_body = true;
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        let text = &article.text[*paragraph];
        let next = article.paragraphs.get(number + 1).map(|next| &article.text[*next]);
        let kind = role::paragraph(text, next, is_first_body, lang, registry);
        is_first_body &= !matches!(kind, Paragraph::Whole(SentenceRole::Body) | Paragraph::Block { .. });
        let (head, role) = match kind {
            Paragraph::Whole(role) => (0, role),
            Paragraph::Block { head } => (head, SentenceRole::Body),
        };
        let mut push = |span: Span, role: SentenceRole| {
            let id = article.id.sentence(sentences.len());
            let lang = detect(article.text[span].trim());
            sentences.push(Sentence { id, span, paragraph: number, role, lang });
        };
        if head > 0 {
            push(Span::new(0, head).shifted(paragraph.start), SentenceRole::BlockHead);
        }
        let mut start = head;
        for end in boundaries(&text[head..], lang, registry) {
            push(Span::new(start, head + end).shifted(paragraph.start), role);
            start = head + end;
        }
    }
    sentences
}

#[cfg(test)]
mod tests;
