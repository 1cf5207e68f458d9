//! `newsvane eval`: labelled sentences through the same stations as `newsvane tag`.

use super::lines::{Prepared, Request, prepare_sentence};
use super::texts;
use crate::eval::{Gold, Label, Prediction, Said};
use crate::language::Detector;
use crate::registry::Registry;
use crate::schema::{Stance, TargetId};
use crate::tag::{self, Engine, EngineError, Judged, Text};
use rayon::prelude::*;

/// Sentences that are worked on at once.
const BATCH: usize = 1024;

/// What the product says of each labelled sentence, with the language that its line states. `done` is told how many are
/// through.
///
/// # Errors
/// If the engine fails.
pub fn predict(
    gold: &[Gold],
    registry: &Registry,
    engine: &dyn Engine,
    settings: tag::Settings,
    done: &dyn Fn(usize),
) -> Result<Vec<Prediction>, EngineError> {
    let detector = Detector::new();
    let mut predictions = Vec::with_capacity(gold.len());
    for batch in gold.chunks(BATCH) {
        let prepared: Vec<Prepared> = batch
            .par_iter()
            .map(|gold| {
                let request = Request {
                    id: gold.id.clone(),
                    text: gold.text.clone(),
                    lang: Some(gold.lang.code().to_owned()),
                    title: gold.title.clone(),
                    previous: gold.previous.clone(),
                };
                prepare_sentence(&request, registry, &detector)
            })
            .collect();
        let texts: Vec<Text> = prepared
            .iter()
            .flat_map(|prepared| texts(&prepared.article, &prepared.sentences).skip(prepared.context))
            .collect();
        let judged = tag::judge(&texts, registry, engine, settings)?;
        predictions.extend(
            batch
                .iter()
                .zip(&prepared)
                .zip(judged)
                .map(|((gold, prepared), judged)| prediction(gold, prepared, &judged, registry)),
        );
        done(predictions.len());
    }
    Ok(predictions)
}

fn prediction(gold: &Gold, prepared: &Prepared, judged: &Judged, registry: &Registry) -> Prediction {
    let said = |id: &TargetId| {
        let label = match judged.tags.stances.iter().find(|tag| tag.target == *id).map(|tag| tag.stance) {
            Some(Ok(Stance::Favor)) => Some(Label::Favor),
            Some(Ok(Stance::Against)) => Some(Label::Against),
            Some(Ok(Stance::Neutral)) => Some(Label::Neutral),
            Some(Err(_)) => None,
            None => Some(Label::None),
        };
        let number = registry.targets.all().iter().position(|target| target.id == *id);
        let scores = number.and_then(|number| judged.scores.get(&number));
        Said {
            label,
            scores: scores.map(|scores| [scores.favor, scores.against, scores.neutral, scores.none]),
        }
    };
    Prediction {
        targets: gold.targets.keys().map(|id| (id.clone(), said(id))).collect(),
        tone: judged.tags.tone,
        speaker: prepared.attributions[prepared.context].speaker.clone(),
        narratives: judged.tags.narratives.clone(),
    }
}
