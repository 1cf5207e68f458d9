//! Numeric claims: which quantity a sentence puts a number to, of what, and whether it rose or fell.

mod date;
mod fit;
mod number;
mod quantity;
mod scene;
#[cfg(test)]
mod tests;

use crate::registry::Registry;
use crate::schema::{Article, Attribution, Claim, DetectedLang, Sentence, SentenceRole};
use scene::Scene;

/// In more bytes than this nothing is looked for: it is a text that was not split, not a sentence.
const MAX_SENTENCE: usize = 8_000;

/// The numeric claims of a sentence, in order.
pub fn claims(
    article: &Article,
    sentence: &Sentence,
    attribution: &Attribution,
    registry: &Registry,
) -> Vec<Claim> {
    let lang = match &sentence.lang {
        DetectedLang::Supported(lang) => Some(*lang),
        DetectedLang::Unsupported(_) => None,
        DetectedLang::Unknown => article.lang_detected.supported(),
    };
    let is_text =
        matches!(sentence.role, SentenceRole::Body | SentenceRole::Heading | SentenceRole::BlockHead);
    let (Some(lang), true) = (lang, is_text) else { return Vec::new() };
    if article.text.get(sentence.span.start..sentence.span.end).is_none() {
        return Vec::new();
    }
    let place = sentence.span.trimmed(&article.text);
    if place.len() > MAX_SENTENCE {
        return Vec::new();
    }
    let scene = Scene::new(&article.text[place], lang, registry);
    let mut claims: Vec<Claim> = Vec::new();
    for quantity in &scene.quantities {
        let Some(metric) = scene.metric_of(quantity) else { continue };
        let unit = match (&quantity.unit, metric.id.as_str()) {
            (None, "tps") => Some("tps".to_owned()),
            (unit, _) => unit.clone(),
        };
        // What a change led to goes the way of the change itself.
        let carried = || {
            let last =
                claims.last().filter(|last| last.metric == metric.id && scene.is_outcome(quantity.span));
            last.and_then(|last| last.change)
        };
        let change = quantity.sign.or_else(|| scene.change_of(quantity.span)).or_else(carried);
        claims.push(Claim {
            speaker: attribution.speaker.clone(),
            subject: scene.subject_of(quantity.span),
            metric: metric.id.clone(),
            value: quantity.value,
            unit,
            change,
            as_of: scene.as_of(quantity.span),
            span: quantity.span.shifted(place.start),
        });
    }
    claims
}
