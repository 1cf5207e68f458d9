//! Subjects in languages whose subject does not stand beside its verb, or stands there without spaces.

use super::attach::{count_words, without_parentheses};
use super::mention::{Mention, Who};
use super::quote::is_cjk;
use super::view::{VerbGroup, View};
use super::wide;
use crate::schema::{Lang, Span};

/// Characters between a Chinese subject and its verb.
const GAP_CHARS: usize = 40;

/// Chinese: the characters between.
pub(super) fn unspaced(view: &View, group: VerbGroup, mention: &Mention) -> Option<usize> {
    if group.span.overlaps(mention.span) {
        return Some(0);
    }
    if mention.span.end > group.span.start {
        return None;
    }
    // "他提到的路线图": the verb only describes a noun.
    let is_relative = view.text[group.span.end..].starts_with('的');
    let before = view.text[..mention.extent.start].trim_end();
    if is_relative || view.grammar.prepositions.ends(before) {
        return None;
    }
    let between = Span::new(mention.span.end, group.span.start);
    let gap = without_parentheses(&view.text[between]);
    let gap = gap.trim();
    let is_owner = gap.strip_prefix('的').is_some_and(|rest| {
        !["文章", "帖子", "推文", "博文", "博客", "长文", "長文", "声明", "聲明", "貼文"]
            .iter()
            .any(|text| rest.starts_with(text))
    });
    let is_cut = gap.contains(['，', ',', '。', '；', '：', ':', '！', '？', '“', '「', ';']);
    let is_crossed = view.verbs.iter().any(|other| between.contains(other.span));
    let chars = gap.chars().filter(|c| !c.is_whitespace()).count();
    (!is_owner && !is_cut && !is_crossed && chars <= GAP_CHARS).then_some(chars)
}

/// Japanese and Korean: the distance of a mention that is marked as topic or subject.
pub(super) fn with_particle(
    view: &View,
    mentions: &[Mention],
    group: VerbGroup,
    mention: &Mention,
) -> Option<usize> {
    if mention.span.end > group.span.start || is_relative(view, group) {
        return None;
    }
    let is_topic = |mention: &Mention| {
        view.text[mention.span].ends_with(['は', 'も', '는', '가', '선', '声'])
            || wide::is_topic(view, mention.extent.end)
    };
    if !is_topic(mention) {
        return None;
    }
    // "AはBが…と述べた": what follows the topic at once belongs to what is said.
    let is_inner = mentions.iter().any(|outer| {
        outer.span.end < mention.span.start
            && !view.is_quoted(outer.span)
            && is_topic(outer)
            && view.text[outer.span.end..mention.extent.start].chars().count() <= 8
    });
    (!is_inner).then_some(group.span.start - mention.span.end)
}

/// A Japanese or Korean verb that only describes the noun behind it.
fn is_relative(view: &View, group: VerbGroup) -> bool {
    // The particle behind a quotation stands for any verb.
    if group.is_particle {
        return false;
    }
    let rest = &view.text[group.span.end..];
    match view.lang {
        Lang::Ja => {
            let rest = rest.trim_start_matches(|c: char| matches!(c, '\u{3041}'..='\u{3096}'));
            let tail = &view.text[group.span.end..view.text.len() - rest.len()];
            let is_as = tail.contains("ように") || tail.contains("とおり") || rest.starts_with("通り");
            !is_as && rest.starts_with(|c: char| is_cjk(c))
        }
        _ => {
            let tail = rest.trim_start_matches(|c: char| !c.is_whitespace() && c != ',' && c != '.');
            let word = &rest[..rest.len() - tail.len()];
            matches!(word, "한" | "했던" | "하는" | "힌" | "한다는" | "했다는")
                && tail.starts_with(' ')
                && !tail.trim_start().starts_with(['것', '바', '대'])
        }
    }
}

/// Turkish: the first mention that begins a clause, or the one right behind the verb.
pub(super) fn verb_last(view: &View, group: VerbGroup, mention: &Mention) -> Option<usize> {
    let rest = &view.text[mention.extent.end..];
    // A suffix after the apostrophe shows another case.
    if rest.starts_with(['\'', '’']) {
        return None;
    }
    if mention.span.end <= group.span.start {
        let is_name_start = mention.n_words >= 2
            || mention.is_person
            || matches!(mention.who, Who::Unnamed | Who::Role(_) | Who::Known(_) | Who::Registered(_));
        let begins = view.begins_clause(mention.extent.start) || has_affiliation_before(view, mention);
        let is_subject = match mention.who {
            Who::Pronoun => begins,
            _ => is_name_start && (begins || rest.trim_start().starts_with(',')),
        };
        // The topic comes first.
        return is_subject.then_some(mention.span.start);
    }
    let gap = view.text.get(group.span.end..mention.extent.start)?;
    (count_words(gap) <= 2 && !gap.contains([',', '.', ':', '“', '"'])).then_some(view.text.len() + gap.len())
}

/// "Arbitrum kurucu ortağı Marta Ilves": only capitalised words and the role stand before.
fn has_affiliation_before(view: &View, mention: &Mention) -> bool {
    let before = view.text[..mention.extent.start].trim_end();
    let words: Vec<&str> =
        before.rsplit([',', '.', ':', '“', '"']).next().unwrap_or("").split_whitespace().collect();
    !mention.roles.is_empty() && words.len() <= 4
}
