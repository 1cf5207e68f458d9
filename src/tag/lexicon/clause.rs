//! Clauses, and how much what stands in each of them counts.

use crate::registry::{Cue, CueKind, Found};
use crate::schema::Span;

/// What stands before "but".
const BEFORE_CONTRAST: f32 = 0.3;
/// What "although" opens.
const CONCEDED: f32 = 0.3;

/// A clause and its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clause {
    pub(super) span: Span,
    pub(super) weight: f32,
}

/// Cuts a sentence at punctuation and before "but" and "although". The clauses tile the sentence.
pub(super) fn split(text: &str, cues: &[Found<Cue>]) -> Vec<Clause> {
    let contrasts = starts(cues, CueKind::Contrast);
    let concessions = starts(cues, CueKind::Concession);
    let mut cuts: Vec<usize> = punctuation(text);
    cuts.extend(&contrasts);
    cuts.extend(&concessions);
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.dedup();
    let mut clauses = Vec::new();
    let mut start = 0;
    for end in cuts {
        if end > start {
            clauses.push(Clause { span: Span::new(start, end), weight: 1.0 });
            start = end;
        }
    }
    // Of several contrasts the last decides. A contrast at the very beginning ("However, …") contrasts with the
    // sentence before and weighs nothing here.
    if let Some(contrast) = contrasts.iter().copied().filter(|at| has_words(&text[..*at])).max() {
        for clause in clauses.iter_mut().filter(|clause| clause.span.end <= contrast) {
            clause.weight *= BEFORE_CONTRAST;
        }
    }
    for clause in &mut clauses {
        if concessions.iter().any(|at| clause.span.start <= *at && *at < clause.span.end) {
            clause.weight *= CONCEDED;
        }
    }
    clauses
}

fn starts(cues: &[Found<Cue>], kind: CueKind) -> Vec<usize> {
    cues.iter().filter(|found| found.value.kind == kind).map(|found| found.span.start).collect()
}

fn has_words(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() >= 4
}

/// Ends of the runs of punctuation that separate clauses. A comma or point between digits does not.
fn punctuation(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        let is_number =
            before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
        let separates = match c {
            ',' | '.' | ':' => !is_number && after.is_none_or(char::is_whitespace),
            ';' | '，' | '、' | '；' | '：' | '。' | '！' | '？' | '!' | '?' | '…' | '—' | '–' => {
                true
            }
            _ => false,
        };
        if separates {
            let end = at + c.len_utf8();
            let space = text[end..].len() - text[end..].trim_start().len();
            cuts.push(end + space);
        }
        before = Some(c);
    }
    cuts
}

/// Whether a sentence asks: it ends in a question mark, whatever quotation mark follows.
pub(super) fn is_question(text: &str, cues: &[Found<Cue>]) -> bool {
    let end = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '»' | '”' | '“' | '」' | '』' | ')' | '）')
    });
    end.ends_with(['?', '？'])
        || (cues.iter().any(|found| found.value.kind == CueKind::Question && found.span.start == 0)
            && end.ends_with(['か', '吗', '呢', '嗎', '까']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(text: &str, word: &str) -> Vec<(String, f32)> {
        let cue = Cue { kind: CueKind::Contrast, target: None };
        let at = text.find(word).unwrap();
        let cues = [Found { span: Span::new(at, at + word.len()), value: &cue }];
        split(text, &cues).iter().map(|clause| (text[clause.span].trim().to_owned(), clause.weight)).collect()
    }

    #[test]
    fn the_clause_after_but_outweighs_the_one_before() {
        assert_eq!(
            contrast("Fees fell, but users left.", "but"),
            [("Fees fell,".to_owned(), BEFORE_CONTRAST), ("but users left.".to_owned(), 1.0)]
        );
        assert_eq!(contrast("However, fees fell by 3,5 %.", "However")[0].1, 1.0);
    }

    #[test]
    fn questions_end_in_a_question_mark() {
        assert!(is_question("Is L2 dead?», ", &[]) || is_question("Is L2 dead?»", &[]));
        assert!(!is_question("He asked why.", &[]));
    }
}
