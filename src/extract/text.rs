//! Plain text: its paragraphs, and the lines at its head that are a headline or a byline.

use super::tidy;
use crate::registry::{Outlets, byline};

/// Characters that a headline has at most.
const MAX_TITLE: usize = 160;

/// The paragraphs of plain text: its lines that are not blank.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}'])
        .map(tidy::line)
        .filter(|line| !line.is_empty())
        .collect()
}

/// What the head of a text gives away.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub title: Option<String>,
    pub byline: Option<String>,
}

/// Takes the headline and the byline off the head of a text: at most one of each, and only where text follows.
///
/// A line that repeats `title` goes; a headline is looked for only where `title` is `None`.
pub(super) fn take_head(paragraphs: &mut Vec<String>, title: Option<&str>, outlets: &Outlets) -> Head {
    let mut head = Head::default();
    let mut has_title = false;
    let mut taken = 0;
    for line in paragraphs.iter().take(3.min(paragraphs.len().saturating_sub(1))) {
        if head.byline.is_none()
            && let Some(name) = byline(line).or_else(|| outlet_line(line, outlets, taken))
        {
            head.byline = Some(name.to_owned());
        } else if !has_title && title.is_some_and(|title| is_same(line, title)) {
            has_title = true;
        } else if !has_title && title.is_none() && is_title(line) {
            has_title = true;
            head.title = Some(line.clone());
        } else {
            break;
        }
        taken += 1;
    }
    paragraphs.drain(..taken);
    head
}

/// A short line that names an outlet, such as "Example News, staff"; never the first, which may be a headline.
fn outlet_line<'a>(line: &'a str, outlets: &Outlets, index: usize) -> Option<&'a str> {
    let is_short = index > 0 && line.chars().count() <= 60 && !tidy::ends_sentence(line);
    (is_short && outlets.by_text(line).is_some()).then_some(line)
}

fn is_title(line: &str) -> bool {
    // A question is a frequent headline; a hashtag is a label for a post.
    let ends_otherwise = tidy::ends_sentence(line) && !line.ends_with(['?', '？', '!', '！']);
    line.chars().count() <= MAX_TITLE
        && !ends_otherwise
        && !line.starts_with('#')
        && line.chars().any(char::is_alphabetic)
}

fn is_same(line: &str, title: &str) -> bool {
    let letters = |text: &str| tidy::letters(text).flat_map(char::to_lowercase).collect::<String>();
    letters(line) == letters(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::registry;

    fn head(text: &str, title: Option<&str>) -> (Head, Vec<String>) {
        let mut paragraphs = lines(text);
        let head = take_head(&mut paragraphs, title, &registry().outlets);
        (head, paragraphs)
    }

    #[test]
    fn headline_and_byline_are_taken_off() {
        let (found, rest) =
            head("A short headline\r\n\r\nBy Ann Lee\n\nThe text begins here.\nAnd goes on.", None);
        assert_eq!(found, Head { title: Some("A short headline".into()), byline: Some("Ann Lee".into()) });
        assert_eq!(rest, ["The text begins here.", "And goes on."]);
    }

    #[test]
    fn a_known_title_is_not_kept_twice() {
        let (found, rest) = head("«Заголовок»: текст\nПервый абзац длиннее.", Some("Заголовок: текст"));
        assert_eq!(found, Head::default());
        assert_eq!(rest, ["Первый абзац длиннее."]);
    }

    #[test]
    fn a_lone_line_and_running_text_stay() {
        for text in
            ["Only one line", "A sentence opens this text.\nAnother follows.", "#tag of a post\nText."]
        {
            let (found, rest) = head(text, None);
            assert_eq!(found, Head::default());
            assert_eq!(rest.join("\n"), text);
        }
    }
}
