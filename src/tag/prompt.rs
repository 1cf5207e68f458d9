//! What a stance model reads: a pair of texts for each sentence and target.
//!
//! The first is the target as a noun phrase in the language of the sentence. The second is the sentence, in which the
//! places that name the target are marked, so that a model need not know every network by name. Where the sentence does
//! not name the target, what does so before it (the sentence before in its paragraph, else the headline) stands in front,
//! set off by a mark of its own. The training recipe takes its texts from here (`newsvane tag --inputs`).

use super::Unit;
use crate::registry::{Folded, Registry};
use crate::schema::{Lang, Span};

/// Opens a place that names the target.
pub const OPEN: &str = "<t>";
/// Closes it.
pub const CLOSE: &str = "</t>";
/// Stands between what comes before and the sentence.
pub const BREAK: &str = "<s>";

/// Of what stands before a sentence at most so many characters are read, the last ones.
const CONTEXT_CHARACTERS: usize = 300;

/// What stands before the sentence for the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Nothing: the sentence names the target itself.
    Named,
    /// The sentence before, which names it.
    Previous,
    /// The headline, which names it.
    Title,
    /// Nothing names it.
    Nowhere,
}

impl Context {
    /// The word for it in `newsvane tag --inputs`.
    pub fn code(self) -> &'static str {
        match self {
            Context::Named => "named",
            Context::Previous => "previous",
            Context::Title => "title",
            Context::Nowhere => "nowhere",
        }
    }
}

/// A pair of texts for the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The target.
    pub first: String,
    /// The sentence, with marks and with what stands before it.
    pub second: String,
    /// What stands before it.
    pub context: Context,
}

/// The pair for one sentence and one of the registry's targets. `named` are the places in the sentence that name it.
/// Without `marks`, for models that were not trained with them, the texts stand as they are.
pub fn prompt(unit: &Unit, target: usize, named: &[Span], marks: bool, registry: &Registry) -> Prompt {
    let entry = &registry.targets.all()[target];
    let first = entry.phrase.get(&unit.lang).unwrap_or(&entry.name).clone();
    let sentence = marked(unit.text, named, marks);
    if !named.is_empty() {
        return Prompt { first, second: sentence, context: Context::Named };
    }
    for (text, context) in [(unit.previous, Context::Previous), (unit.title, Context::Title)] {
        let Some(text) = text.map(last_characters) else { continue };
        if let Some(spans) = find(registry, unit.lang, text, target) {
            let before = marked(text, &spans, marks);
            let second =
                if marks { format!("{before} {BREAK} {sentence}") } else { format!("{before} {sentence}") };
            return Prompt { first, second, context };
        }
    }
    Prompt { first, second: sentence, context: Context::Nowhere }
}

fn find(registry: &Registry, lang: Lang, text: &str, target: usize) -> Option<Vec<Span>> {
    registry.targets.find(lang, &Folded::new(text), text).remove(&target)
}

fn last_characters(text: &str) -> &str {
    let start = text.char_indices().rev().take(CONTEXT_CHARACTERS).last().map_or(0, |(start, _)| start);
    &text[start..]
}

fn marked(text: &str, spans: &[Span], marks: bool) -> String {
    if !marks {
        return text.to_owned();
    }
    let mut result = String::with_capacity(text.len() + spans.len() * (OPEN.len() + CLOSE.len()));
    let mut end = 0;
    // The registry gives them in order and apart.
    for span in spans {
        result.push_str(&text[end..span.start]);
        result.push_str(OPEN);
        result.push_str(&text[*span]);
        result.push_str(CLOSE);
        end = span.end;
    }
    result.push_str(&text[end..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Registry;
    use std::collections::BTreeMap;

    fn seconds(text: &str, previous: Option<&str>, title: Option<&str>) -> [String; 2] {
        let registry = Registry::builtin().unwrap();
        let targets = BTreeMap::new();
        let unit = Unit { text, lang: Lang::En, previous, title, targets: &targets };
        let named = registry.targets.find(Lang::En, &Folded::new(text), text);
        ["l1", "l2"].map(|id| {
            let index = registry.targets.all().iter().position(|target| target.id.as_str() == id).unwrap();
            let spans = named.get(&index).map_or(&[][..], Vec::as_slice);
            prompt(&unit, index, spans, true, &registry).second
        })
    }

    #[test]
    fn the_places_that_name_the_target_are_marked() {
        let [l1, l2] = seconds("Mainnet fees are close to what rollups charge.", None, None);
        assert_eq!(l1, "<t>Mainnet fees</t> are close to what rollups charge.");
        assert_eq!(l2, "Mainnet fees are close to what <t>rollups</t> charge.");
    }

    #[test]
    fn what_names_the_target_before_stands_in_front() {
        let [l1, l2] =
            seconds("It halted again.", Some("Arbitrum is a rollup."), Some("Ethereum's base layer"));
        assert_eq!(l1, "Ethereum's <t>base layer</t> <s> It halted again.");
        assert_eq!(l2, "<t>Arbitrum</t> is a <t>rollup</t>. <s> It halted again.");
    }

    #[test]
    fn a_long_context_loses_its_beginning() {
        let previous = format!("{} the rollup", "й".repeat(1000));
        let [_, l2] = seconds("It halted.", Some(&previous), None);
        assert_eq!(l2.chars().count(), CONTEXT_CHARACTERS + "<t></t> <s> It halted.".len());
    }
}
