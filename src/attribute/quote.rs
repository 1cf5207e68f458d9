//! Quotations: where they open and close, and whether they are speech.

use crate::schema::Span;

/// A quotation may go on over this many paragraphs.
const MAX_PARAGRAPHS: usize = 8;
/// A quotation longer than this many bytes is taken for a mark that was never closed.
const MAX_BYTES: usize = 12_000;
/// Quotations within quotations.
const MAX_DEPTH: usize = 8;
/// From how many words on a quotation without punctuation of its own can be a clause.
const CLAUSE_WORDS: usize = 5;
/// The same in characters of scripts without spaces.
const CLAUSE_CHARS: usize = 10;

/// One quotation, with its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// From the opening to the closing mark, both included.
    pub(super) span: Span,
    /// Whether it is long enough, or punctuated, to be speech; if not it is a term or an ironic word.
    pub(super) is_clause: bool,
}

/// The outermost quotations of a text, in order.
pub(super) fn find(text: &str, paragraphs: &[Span]) -> Vec<Quote> {
    let marks = marks(text, paragraphs);
    let mut quotes = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        match close_of(&marks, at) {
            Some(close) => {
                let span = Span::new(marks[at].start, marks[close].start + marks[close].mark.len_utf8());
                let inner = &text[marks[at].start + marks[at].mark.len_utf8()..marks[close].start];
                quotes.push(Quote { span, is_clause: is_clause(inner) });
                at = close + 1;
            }
            None => at += 1,
        }
    }
    quotes
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    mark: char,
    start: usize,
    paragraph: usize,
    /// Whether its neighbours allow it to open.
    may_open: bool,
    /// Whether they allow it to close.
    may_close: bool,
    opens_paragraph: bool,
}

fn marks(text: &str, paragraphs: &[Span]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (paragraph, span) in paragraphs.iter().enumerate() {
        let slice = &text[*span];
        let mut before: Option<char> = None;
        let mut chars = slice.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let after = chars.peek().map(|(_, next)| *next);
            if is_mark(c) {
                let is_word_before = before.is_some_and(char::is_alphanumeric);
                let is_word_after = after.is_some_and(char::is_alphanumeric);
                let is_space_before = before.is_none_or(char::is_whitespace);
                let is_space_after = after.is_none_or(char::is_whitespace);
                // An apostrophe stands inside or at the end of a word.
                let (may_open, may_close) = match c {
                    '‘' => (!is_word_before || before.is_some_and(is_cjk), false),
                    '’' => (false, !is_word_after || after.is_some_and(is_cjk)),
                    '"' | '＂' => (!is_space_after, !is_space_before),
                    _ => (true, true),
                };
                let opens_paragraph =
                    slice[..at].trim_matches(|c: char| c.is_whitespace() || c == '-').is_empty();
                marks.push(Mark {
                    mark: c,
                    start: span.start + at,
                    paragraph,
                    may_open,
                    may_close,
                    opens_paragraph,
                });
            }
            before = Some(c);
        }
    }
    marks
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '«' | '»' | '“' | '”' | '„' | '"' | '＂' | '「' | '」' | '『' | '』' | '‘' | '’' | '〝' | '〞'
    )
}

/// The marks that close what `open` opens.
fn closers(open: char) -> &'static [char] {
    match open {
        '«' => &['»'],
        '»' => &['«'],
        '“' => &['”', '"'],
        '„' => &['“', '”', '"'],
        '"' | '＂' => &['"', '＂', '”'],
        '「' => &['」'],
        '『' => &['』'],
        '‘' => &['’'],
        '〝' => &['〞', '〟'],
        _ => &[],
    }
}

/// The index of the mark that closes the one at `open`.
fn close_of(marks: &[Mark], open: usize) -> Option<usize> {
    let first = marks[open];
    if !first.may_open
        || closers(first.mark).is_empty()
        || (first.mark == '»' && !opens_reversed(marks, open))
    {
        return None;
    }
    let mut stack = vec![first.mark];
    for (index, mark) in marks.iter().enumerate().skip(open + 1) {
        let is_far =
            mark.start - first.start > MAX_BYTES || mark.paragraph - first.paragraph > MAX_PARAGRAPHS;
        if is_far {
            return None;
        }
        let top = *stack.last()?;
        if mark.paragraph != marks[index - 1].paragraph && mark.opens_paragraph && mark.mark == first.mark {
            // Each paragraph of a long quotation begins with the opening mark again.
            stack.truncate(1);
            continue;
        }
        // A straight mark says nothing about its direction: across paragraphs it is no closing one.
        let is_straight = matches!(top, '"' | '＂');
        if is_straight && mark.paragraph != marks[index - 1].paragraph && closers(top).contains(&mark.mark) {
            return None;
        }
        if mark.may_close && closers(top).contains(&mark.mark) {
            stack.pop();
            if stack.is_empty() {
                return Some(index);
            }
        } else if mark.may_open && !closers(mark.mark).is_empty() && mark.mark != '»' {
            if stack.len() == MAX_DEPTH {
                return None;
            }
            // The same mark opened again in a later paragraph: the first was never closed.
            if mark.mark == first.mark && mark.paragraph != first.paragraph && stack.len() == 1 {
                return None;
            }
            stack.push(mark.mark);
        } else if closers(first.mark).contains(&mark.mark) && mark.may_close {
            // An inner mark was left open.
            return Some(index);
        }
    }
    None
}

/// »German style«: the next guillemet of the paragraph points the other way.
fn opens_reversed(marks: &[Mark], open: usize) -> bool {
    marks[open + 1..]
        .iter()
        .take_while(|mark| mark.paragraph == marks[open].paragraph)
        .find(|mark| matches!(mark.mark, '«' | '»'))
        .is_some_and(|mark| mark.mark == '«')
        && !marks[..open].iter().any(|mark| mark.mark == '«' && mark.paragraph == marks[open].paragraph)
}

fn is_clause(inner: &str) -> bool {
    let inner = inner.trim();
    let ends = inner.ends_with(['.', '!', '?', '…', '。', '！', '？', ',', '，']);
    let wide = inner.chars().filter(|c| is_cjk(*c)).count();
    let words = inner.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    ends || words >= CLAUSE_WORDS || wide >= CLAUSE_CHARS
}

/// Han, Kana and Hangul.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// Whether a text begins with such a character.
pub(super) fn is_cjk_at(text: &str) -> bool {
    text.starts_with(is_cjk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quotes(text: &str) -> Vec<(String, bool)> {
        let mut start = 0;
        let paragraphs: Vec<Span> = text
            .split('\n')
            .map(|line| {
                let span = Span::new(start, start + line.len());
                start += line.len() + 1;
                span
            })
            .collect();
        find(text, &paragraphs)
            .into_iter()
            .map(|quote| (text[quote.span].to_owned(), quote.is_clause))
            .collect()
    }

    #[test]
    fn every_style_of_marks_is_matched() {
        for (text, expected, is_clause) in [
            ("a «сети работают.» b", "«сети работают.»", true),
            ("он назвал это «пустым шардингом»", "«пустым шардингом»", false),
            ("«мы зовём их «ветками» сети и всё», да", "«мы зовём их «ветками» сети и всё»", true),
            ("“Rollups stay,” she", "“Rollups stay,”", true),
            ("„Das Netz wächst jeden Tag weiter“, sagt", "„Das Netz wächst jeden Tag weiter“", true),
            ("»Das Netz wächst jeden Tag weiter«, sagt", "»Das Netz wächst jeden Tag weiter«", true),
            ("a \"straight one\" b", "\"straight one\"", false),
            ("「ロールアップはもう必要ない」と述べた", "「ロールアップはもう必要ない」", true),
            ("他说“网络不会停下来，请放心”", "“网络不会停下来，请放心”", true),
            ("don’t ‘stop the rollups right now’ please", "‘stop the rollups right now’", true),
        ] {
            assert_eq!(quotes(text), [(expected.to_owned(), is_clause)], "{text}");
        }
    }

    #[test]
    fn a_quotation_runs_over_paragraphs_until_its_mark() {
        let text = "“First part.\n“Second part.” End.";
        assert_eq!(quotes(text), [("“First part.\n“Second part.”".to_owned(), true)]);
    }

    #[test]
    fn a_mark_that_is_never_closed_swallows_nothing() {
        assert_eq!(quotes("The “old way.\nA “new one” came."), [("“new one”".to_owned(), false)]);
        assert_eq!(quotes("It’s the users’ choice"), []);
    }

    proptest! {
        #[test]
        fn quotations_are_ordered_and_apart(text in "[a «»“”„\"「」‘’\n.]{0,60}") {
            let mut start = 0;
            let paragraphs: Vec<Span> = text.split('\n').map(|line| {
                let span = Span::new(start, start + line.len());
                start += line.len() + 1;
                span
            }).collect();
            let found = find(&text, &paragraphs);
            prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            prop_assert!(found.iter().all(|quote| text.get(quote.span.start..quote.span.end).is_some()));
        }
    }
}
