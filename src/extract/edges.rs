//! What a page says about an article before and behind its text: dates and counters, credits, the standfirst, channels.

use super::metadata::Metadata;
use super::{shown_date, tidy};
use crate::registry::{Folded, Furniture, Segmentation, byline};

/// Characters of a line of dates and counters, or of one that leads to a channel, at most.
const LINE_CHARS: usize = 100;
/// So far from its beginning can lines that name authors and dates stand.
const HEAD_LINES: usize = 6;
/// So far from its end lines that the site adds; a disclaimer can have a last call below it.
const LAST_LINES: usize = 3;

/// Tidies both ends of the paragraphs of a page, headline and byline being taken off already. The standfirst is put before
/// them `with_standfirst`, unless it is there.
pub(super) fn tidy_edges(
    paragraphs: &mut Vec<String>,
    metadata: &Metadata,
    disclaimers: Option<&Segmentation>,
    with_standfirst: bool,
) {
    let mut index = 0;
    paragraphs.retain(|line| {
        index += 1;
        index > HEAD_LINES || byline(line).is_none()
    });
    let is_label = |line: &str| line.chars().count() <= LINE_CHARS && !tidy::ends_sentence(line);
    let is_dated =
        |line: &str| shown_date::has_year(line) && line.chars().filter(char::is_ascii_digit).count() >= 6;
    // Up to a line with the date, if nothing but labels stands before it.
    let labels = paragraphs.iter().take(HEAD_LINES).take_while(|line| is_label(line)).count();
    let n_first = paragraphs[..labels].iter().rposition(|line| is_dated(line)).map_or(0, |at| at + 1);
    let is_address = |line: &str| line.chars().count() <= LINE_CHARS && line.contains("://");
    let is_empty = |line: &str| !line.chars().any(char::is_alphanumeric);
    let is_disclaimer = |line: &str| {
        disclaimers
            .is_some_and(|words| words.furniture(&Folded::new(line), line) == Some(Furniture::Disclaimer))
    };
    let mut n_last = 0;
    for (at, line) in paragraphs.iter().rev().take(LAST_LINES).enumerate() {
        if is_address(line) || is_empty(line) || is_disclaimer(line) {
            n_last = at + 1;
        } else if line.chars().count() > LINE_CHARS {
            break;
        }
    }
    if n_first + n_last < paragraphs.len() {
        paragraphs.truncate(paragraphs.len() - n_last);
        paragraphs.drain(..n_first);
    }
    let letters = |text: &str| tidy::letters(text).collect::<String>();
    if let Some(standfirst) = metadata.standfirst.as_ref().filter(|_| with_standfirst)
        && !letters(&paragraphs.concat()).contains(&letters(standfirst))
    {
        paragraphs.insert(0, standfirst.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_credits_and_channels_go_and_the_standfirst_comes() {
        let metadata = Metadata {
            standfirst: Some("Fees fell by half, and users came.".to_owned()),
            ..Metadata::default()
        };
        let lines = [
            "Analysis",
            "By Ann Lee",
            "Desk 2026-02-03 10:15 read 12",
            "On 4 March 2025 fees were high.",
            "They fell.",
            "Channel: https://t.me/x",
        ];
        let mut paragraphs = lines.map(str::to_owned).to_vec();
        tidy_edges(&mut paragraphs, &metadata, None, true);
        assert_eq!(
            paragraphs,
            ["Fees fell by half, and users came.", "On 4 March 2025 fees were high.", "They fell."]
        );
        // What is all there is stays.
        let mut paragraphs = vec!["3 February 2026".to_owned()];
        tidy_edges(&mut paragraphs, &Metadata::default(), None, true);
        assert_eq!(paragraphs, ["3 February 2026"]);
    }
}
