//! Makes any text safe to stand in a line, a table cell or a link of a Markdown file, and leaves it readable there.

/// The text in one line, with what Markdown or HTML would act on taken out of action. Brackets stay as they are unless
/// a link could begin there: intervals are written in them.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '~' | '|' => escaped.extend(['\\', c]),
            ']' if matches!(next, Some('(' | '[' | ':')) => escaped.push_str("\\]"),
            '_' if !is_within_word(&escaped, next) => escaped.push_str("\\_"),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    let begins_block = escaped.starts_with(['#', '+', '-', '='])
        && !escaped.starts_with(|c: char| c == '+' && escaped[1..].starts_with(|c: char| c.is_ascii_digit()));
    if begins_block { format!("\\{escaped}") } else { escaped }
}

fn is_within_word(before: &str, next: Option<char>) -> bool {
    before.ends_with(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_loses_its_power() {
        insta::assert_snapshot!(
            escape("# <img src=x onerror=alert(1)> [a](javascript:b) | `c` **d** ![e](f)\n> g"),
            @r"\# &lt;img src=x onerror=alert(1)&gt; [a\](javascript:b) \| \`c\` \*\*d\*\* ![e\](f) &gt; g"
        );
    }

    #[test]
    fn figures_stay_as_they_are() {
        for figure in ["+0.42 [+0.10, +0.65]", "−0.10", "34 of 142 (24 %)", "score_too_low", "2026-W06"] {
            assert_eq!(escape(figure), figure);
        }
    }

    proptest! {
        #[test]
        fn no_tag_no_table_cell_and_no_line_can_begin(text in "\\PC*|[<>&|`\\n\\\\\\[\\]()]*") {
            let escaped = escape(&text);
            prop_assert!(!escaped.contains(['<', '>', '\n']));
            // Every sign that could act has its backslash, which is itself not escaped away.
            let bare = escaped.replace("\\\\", "backslash");
            prop_assert_eq!(bare.matches('|').count(), bare.matches("\\|").count());
            prop_assert_eq!(bare.matches("](").count(), bare.matches("\\](").count());
        }
    }
}
