//! What the classes and the id of an element say of it.

use crate::registry::{ClassWord, PageCues};
use scraper::node::Element;

/// What an element is by the words of its classes and its id, and whether it is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Class {
    /// What the words say.
    pub words: ClassWord,
    /// Whether it is hidden, or there for screen readers alone.
    pub hidden: bool,
}

impl Class {
    /// Reads the classes of an element.
    pub fn of(element: &Element, cues: &PageCues) -> Class {
        let mut class = Class::default();
        let mut word = String::new();
        // One walk over the attributes: to look one up by its name costs more than to read its value.
        for (name, value) in element.attrs() {
            match name {
                "class" | "id" => {
                    each_word(value, &mut word, |word| class.words |= cues.class_word(word));
                    class.hidden |= name == "class" && names_hidden(value);
                }
                "hidden" => class.hidden = true,
                "style" => class.hidden |= is_hidden_by(value),
                _ => {}
            }
        }
        class
    }
}

/// Calls `with` for each word: `relatedPosts-box` → related, posts, box.
fn each_word(names: &str, word: &mut String, mut with: impl FnMut(&str)) {
    word.clear();
    let mut before_is_small = false;
    for c in names.chars() {
        let begins = !c.is_alphanumeric() || (c.is_uppercase() && before_is_small);
        if begins && !word.is_empty() {
            with(word);
            word.clear();
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before_is_small = c.is_lowercase();
    }
    if !word.is_empty() {
        with(word);
    }
}

fn names_hidden(classes: &str) -> bool {
    // `hidden md:block` hides on small screens only.
    !classes.contains(':')
        && classes.split_ascii_whitespace().any(|class| {
            matches!(
                class,
                "hidden"
                    | "visually-hidden"
                    | "visuallyhidden"
                    | "sr-only"
                    | "screen-reader-text"
                    | "element-invisible"
            )
        })
}

fn is_hidden_by(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Whether an element says that it holds the text of an article.
pub(super) fn is_body(element: &Element, cues: &PageCues) -> bool {
    if element.attr("itemprop") == Some("articleBody") {
        return true;
    }
    let names = [element.attr("class"), element.attr("id")];
    names.into_iter().flatten().flat_map(str::split_ascii_whitespace).any(|class| {
        let letters: String =
            class.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        cues.names_body(&letters)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::registry;
    use scraper::{ElementRef, Html};

    fn element(html: &str, with: impl Fn(&Element) -> bool) -> bool {
        let page = Html::parse_fragment(html);
        page.tree.nodes().filter_map(ElementRef::wrap).any(|element| with(element.value()))
    }

    #[test]
    fn words_of_classes_are_split_where_people_split_them() {
        let mut words = Vec::new();
        each_word("relatedPosts-box_ad x", &mut String::new(), |word| words.push(word.to_owned()));
        assert_eq!(words, ["related", "posts", "box", "ad", "x"]);
    }

    #[test]
    fn what_is_hidden_on_small_screens_only_is_shown() {
        let hides = |html: &str| element(html, |element| Class::of(element, &registry().pages).hidden);
        assert!(hides("<p class='x sr-only'>") && hides("<p hidden>") && hides("<p style='Display: NONE'>"));
        assert!(!hides("<p class='hidden md:block'>") && !hides("<p class=overflow-hidden>"));
    }

    #[test]
    fn bodies_are_known_by_their_names() {
        let names = |html: &str| element(html, |element| is_body(element, &registry().pages));
        assert!(names("<div itemprop=articleBody>") && names("<div class='x Article-Body__text'>"));
        assert!(!names("<div class=article>"));
    }
}
