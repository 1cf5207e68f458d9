//! The article where the outlet's file says it stands.

use super::guard::Limits;
use super::outline::Outline;
use super::{lines, tidy, tree};
use crate::registry::{PageCues, Selectors};
use scraper::Selector;

/// Characters below which a selector is taken to have hit something else.
const LEAST: usize = 80;

/// The paragraphs that the newest fitting selectors give, if any fit.
pub(super) fn paragraphs(html: &str, selectors: &[Selectors], cues: &PageCues) -> Option<Vec<String>> {
    let tree = tree::parse(html, &Limits::default()).ok()?;
    let mut outline = Outline::read(&tree, cues);
    let mut newest: Vec<&Selectors> = selectors.iter().collect();
    newest.sort_by_key(|selectors| std::cmp::Reverse(selectors.since));
    newest.into_iter().find_map(|selectors| {
        outline.restore();
        for drop in &selectors.drop {
            let drop = Selector::parse(drop).ok()?;
            for dropped in tree.select(&drop) {
                if let Some(place) = outline.place_of(dropped.id()) {
                    outline.remove(place);
                }
            }
        }
        let body = tree.select(&Selector::parse(&selectors.body).ok()?).next()?;
        let body = outline.place_of(body.id())?;
        let found = lines::paragraphs(&outline, body, outline.items[body].end);
        let size: usize = found.iter().map(|paragraph| tidy::solid(paragraph).count()).sum();
        (size >= LEAST).then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::registry;

    fn selectors(since: &str, body: &str, drop: &[&str]) -> Selectors {
        Selectors {
            since: since.parse().unwrap(),
            body: body.to_owned(),
            drop: drop.iter().map(|drop| (*drop).to_owned()).collect(),
        }
    }

    #[test]
    fn the_newest_design_that_fits_is_read_without_what_is_dropped() {
        let text = "二层网络的手续费降到一美分以下。".repeat(10);
        let html = format!(
            "<html><body><div class=menu>菜单</div><div class=old><p>{text}</p><div class=ad>广告</div></div></body></html>"
        );
        let list = [selectors("2023-01-01", ".old", &[".ad"]), selectors("2025-01-01", ".new", &[])];
        let cues = &registry().pages;
        assert_eq!(paragraphs(&html, &list, cues), Some(vec![text]));
        assert_eq!(paragraphs("<p>kurz</p>", &list, cues), None);
    }
}
