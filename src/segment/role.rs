//! What a paragraph is, told by its form.

use crate::registry::{Folded, Furniture, Registry, byline};
use crate::schema::{Lang, SentenceRole};

/// Longest heading, in characters (of which an ideograph counts for two).
const HEADING: usize = 110;
/// Longest source or caption line, counted likewise.
const SOURCE: usize = 160;
/// Longest disclaimer: a longer paragraph that holds such words is running text.
const DISCLAIMER: usize = 600;
/// Longest "Name (role):", counted likewise.
const BLOCK_HEAD: usize = 130;

pub(super) enum Paragraph {
    /// All of it is one thing.
    Whole(SentenceRole),
    /// "Name (role):" up to this byte (0 < head <= len), then that person's words.
    Block { head: usize },
}

pub(super) fn paragraph(
    text: &str,
    next: Option<&str>,
    is_before_body: bool,
    lang: Lang,
    registry: &Registry,
) -> Paragraph {
    let trimmed = text.trim();
    let width = width(trimmed);
    let folded = Folded::new(text);
    if registry.outlets.is_boilerplate(&folded, text) {
        return Paragraph::Whole(SentenceRole::Boilerplate);
    }
    match registry.segmentation.get(lang).furniture(&folded, text) {
        Some(Furniture::Disclaimer) if width <= DISCLAIMER => {
            return Paragraph::Whole(SentenceRole::Boilerplate);
        }
        Some(Furniture::Source) if width <= SOURCE && !ends_sentence(trimmed) => {
            return Paragraph::Whole(SentenceRole::Source);
        }
        _ => {}
    }
    // An author line stands above the text, or closes it.
    if (is_before_body || next.is_none()) && byline(trimmed).is_some() {
        return Paragraph::Whole(SentenceRole::Byline);
    }
    if let Some(head) = block_head(text) {
        return Paragraph::Block { head };
    }
    if is_heading(trimmed, width, next) {
        return Paragraph::Whole(SentenceRole::Heading);
    }
    Paragraph::Whole(SentenceRole::Body)
}

/// Characters, where an ideograph or a syllable of Korean counts for two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}')
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '»', '”', '“', '」', '』', ')', '）', '’'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', ';', '；', ',', '，'])
}

/// A heading is short, does not end like a sentence, and something longer follows it; a hashtag opens one as well.
fn is_heading(text: &str, width: usize, next: Option<&str>) -> bool {
    if text.starts_with('#') {
        return width <= 2 * HEADING;
    }
    let is_numbered = {
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        digits > 0 && text[digits..].starts_with(['.', '、', ')', '．'])
    };
    let asks = text.ends_with(['?', '？']);
    let stops = ends_sentence(text) && !asks || text.ends_with([':', '：']);
    let has_more_below = next.is_some_and(|next| self::width(next.trim()) > width);
    width <= HEADING && !stops && has_more_below && (!asks || is_numbered)
}

/// Where "Name (role):" ends, with the space after it; also "Name:" where nothing but a name stands before the colon.
fn block_head(text: &str) -> Option<usize> {
    let colon = text.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let end = colon.0 + colon.1.len_utf8();
    let head = text[..colon.0].trim();
    if head.is_empty()
        || width(head) > BLOCK_HEAD
        || head.contains(['«', '“', '"', '「', '.', '!', '?', '。', '！', '？'])
    {
        return None;
    }
    let has_role = head.ends_with([')', '）']) && head.contains(['(', '（']);
    let is_alone = text[end..].trim().is_empty() && is_name(head);
    let space = text[end..].len() - text[end..].trim_start().len();
    (has_role || is_alone).then_some(end + space)
}

/// Two to four capitalised words. A name in ideographs cannot be told from a word by its form.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase))
}
