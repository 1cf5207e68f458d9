//! Tables that give the title and each paragraph of an article a row of its own, with the address in each: put together.

use super::context::{Item, Items};
use crate::schema::Body;
use std::collections::HashMap;

/// Text that is held at a time; an article that goes on behind it begins anew.
const MOST_BYTES: usize = 256 << 20;

/// Joins the texts of one address, in the order of the rows, at the place of its first row.
pub(super) fn by_url(items: Items<'_>) -> Items<'_> {
    Box::new(Regrouped { items, groups: Vec::new().into_iter() })
}

struct Regrouped<'a> {
    items: Items<'a>,
    groups: std::vec::IntoIter<Item>,
}

impl Regrouped<'_> {
    fn fill(&mut self) {
        let mut groups: Vec<Item> = Vec::new();
        let mut by_url: HashMap<String, usize> = HashMap::new();
        let mut bytes = 0;
        for item in self.items.by_ref() {
            if let Ok(document) = &item
                && let (Body::Text(text), Some(url)) = (&document.body, &document.fields.url)
            {
                bytes += text.len();
                if let Some(first) = by_url.get(url)
                    && let Ok(first) = &mut groups[*first]
                    && let Body::Text(whole) = &mut first.body
                {
                    // A row that stands twice is no paragraph more.
                    if !whole.contains(text.as_str()) {
                        whole.push_str("\n\n");
                        whole.push_str(text);
                    }
                    continue;
                }
                by_url.insert(url.clone(), groups.len());
            }
            groups.push(item);
            if bytes > MOST_BYTES {
                break;
            }
        }
        self.groups = groups.into_iter();
    }
}

impl Iterator for Regrouped<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.groups.next().or_else(|| {
            self.fill();
            self.groups.next()
        })
    }
}
