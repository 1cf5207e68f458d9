//! `newsvane tag`: JSON lines in, JSON lines out, in the same order, whatever stands in them.

use super::texts;
use crate::language::Detector;
use crate::registry::{Registry, Target};
use crate::schema::{
    Article, ArticleId, Attribution, DetectedLang, Lang, Origin, Published, Scores, Sentence, SentenceRole,
    SentenceTags, Span, Speaker, Stance,
};
use crate::tag::{self, Engine, EngineError, Text, Unit, prompt};
use crate::{attribute, segment};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

/// Lines that are worked on at once.
const BATCH: usize = 512;

/// What a line holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineUnit {
    /// One sentence.
    Sentence,
    /// A whole article.
    Article,
}

/// Why tagging lines could not go on.
#[derive(Debug, thiserror::Error)]
pub enum LinesError {
    /// The input or the output broke.
    #[error("reading or writing failed: {0}")]
    Io(#[from] io::Error),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// One line in.
#[derive(Debug, Deserialize)]
pub(super) struct Request {
    pub id: String,
    pub text: String,
    #[serde(default)]
    pub lang: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub previous: Option<String>,
}

/// One line out.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Response {
    Tagged(Box<Record>),
    Failed(Failed),
}

/// A line that could not be parsed.
#[derive(Debug, Clone, Serialize)]
struct Failed {
    /// Always `null`.
    id: Option<String>,
    error: String,
    line: u64,
}

#[derive(Debug, Serialize)]
struct Record {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// `null` where the language cannot be told.
    lang: Option<String>,
    targets: BTreeMap<String, TargetRecord>,
    tone: Option<&'static str>,
    /// `null` for the author's own voice.
    speaker: Option<String>,
    narratives: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    abstained: Option<BTreeMap<String, &'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inputs: Option<BTreeMap<String, InputRecord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentences: Option<Vec<Record>>,
}

#[derive(Debug, Serialize)]
struct TargetRecord {
    stance: &'static str,
    scores: Scores,
}

/// What a stance model reads for one target.
#[derive(Debug, Serialize)]
struct InputRecord {
    first: String,
    second: String,
    /// What stands in front of the sentence, or that the sentence names the target itself.
    context: &'static str,
    /// Whether a model is asked at all.
    asked: bool,
}

/// A text made ready for the stages: sentences of an article, of which the first `context` are only context.
pub(super) struct Prepared {
    pub article: Article,
    pub sentences: Vec<Sentence>,
    pub attributions: Vec<Attribution>,
    pub context: usize,
}

/// How lines are tagged.
pub struct Lines<'a> {
    /// What a line holds.
    pub unit: LineUnit,
    /// Whether what a stance model reads comes out with each sentence.
    pub inputs: bool,
    /// The definitions.
    pub registry: &'a Registry,
    /// What tags.
    pub engine: &'a dyn Engine,
    /// How scores become labels.
    pub settings: tag::Settings,
}

/// Tags every line of `input`; returns how many lines could not be parsed.
///
/// # Errors
/// If the streams break or the engine fails; a bad line is none.
pub fn tag_lines(input: impl BufRead, mut output: impl Write, job: &Lines) -> Result<u64, LinesError> {
    let detector = Detector::new();
    let mut lines = input.split(b'\n').enumerate();
    let mut n_failed = 0;
    loop {
        let batch: Vec<(u64, Vec<u8>)> = lines
            .by_ref()
            .map(|(index, line)| Ok((index as u64 + 1, line?)))
            .filter(|line| !matches!(line, Ok((_, line)) if line.iter().all(u8::is_ascii_whitespace)))
            .take(BATCH)
            .collect::<io::Result<_>>()?;
        if batch.is_empty() {
            output.flush()?;
            return Ok(n_failed);
        }
        for response in tag_batch(&batch, job, &detector)? {
            n_failed += u64::from(matches!(response, Response::Failed(_)));
            serde_json::to_writer(&mut output, &response).map_err(io::Error::from)?;
            output.write_all(b"\n")?;
        }
        output.flush()?;
    }
}

fn tag_batch(
    batch: &[(u64, Vec<u8>)],
    job: &Lines,
    detector: &Detector,
) -> Result<Vec<Response>, EngineError> {
    let Lines { unit, inputs, registry, engine, settings } = *job;
    let prepared: Vec<Result<(Request, Prepared), Failed>> = batch
        .par_iter()
        .map(|(line, bytes)| {
            let request: Request = serde_json::from_slice(bytes).map_err(|error| Failed {
                id: None,
                error: error.to_string(),
                line: *line,
            })?;
            let prepared = match unit {
                LineUnit::Sentence => prepare_sentence(&request, registry, detector),
                LineUnit::Article => prepare_article(&request, registry, detector),
            };
            Ok((request, prepared))
        })
        .collect();
    let all: Vec<Text> = prepared
        .iter()
        .flatten()
        .flat_map(|(_, prepared)| texts(&prepared.article, &prepared.sentences))
        .collect();
    let mut tags = tag::tag(&all, registry, engine, settings)?.into_iter();
    Ok(prepared
        .iter()
        .map(|result| match result {
            Ok((request, prepared)) => {
                let tags: Vec<SentenceTags> = tags.by_ref().take(prepared.sentences.len()).collect();
                let mut record = match unit {
                    LineUnit::Sentence => prepared.sentence_record(request, &tags),
                    LineUnit::Article => prepared.article_record(request, &tags),
                };
                if inputs {
                    let texts = texts(&prepared.article, &prepared.sentences).skip(prepared.context);
                    let records: Vec<_> = texts.map(|text| input_records(&text, registry)).collect();
                    match &mut record.sentences {
                        Some(sentences) => {
                            for (sentence, inputs) in sentences.iter_mut().zip(records) {
                                sentence.inputs = inputs;
                            }
                        }
                        None => record.inputs = records.into_iter().next().flatten(),
                    }
                }
                Response::Tagged(Box::new(record))
            }
            Err(failed) => Response::Failed(failed.clone()),
        })
        .collect())
}

impl Prepared {
    fn record(&self, index: usize, tags: &SentenceTags) -> Record {
        let mut targets = BTreeMap::new();
        let mut abstained = BTreeMap::new();
        for tag in &tags.stances {
            match tag.stance {
                Ok(stance) => {
                    targets.insert(
                        tag.target.to_string(),
                        TargetRecord { stance: stance.code(), scores: tag.scores },
                    );
                }
                Err(reason) => {
                    abstained.insert(tag.target.to_string(), reason.code());
                }
            }
        }
        let speaker = match &self.attributions[index].speaker {
            Speaker::Author => None,
            other => Some(other.code().to_owned()),
        };
        Record {
            id: None,
            lang: code(&self.sentences[index].lang),
            targets,
            tone: tags.tone.map(|tone| tone.code()),
            speaker,
            narratives: tags.narratives.iter().map(ToString::to_string).collect(),
            abstained: (!abstained.is_empty()).then_some(abstained),
            inputs: None,
            start: None,
            end: None,
            sentences: None,
        }
    }

    fn sentence_record(&self, request: &Request, tags: &[SentenceTags]) -> Record {
        let index = self.context;
        Record { id: Some(request.id.clone()), ..self.record(index, &tags[index]) }
    }

    fn article_record(&self, request: &Request, tags: &[SentenceTags]) -> Record {
        let sentences: Vec<Record> = (0..self.sentences.len())
            .map(|index| {
                let span = self.sentences[index].span;
                Record { start: Some(span.start), end: Some(span.end), ..self.record(index, &tags[index]) }
            })
            .collect();
        let mut narratives: Vec<String> =
            sentences.iter().flat_map(|sentence| sentence.narratives.iter().cloned()).collect();
        narratives.sort_unstable();
        narratives.dedup();
        let tones: Vec<f64> = tags.iter().filter_map(|tags| tags.tone).map(|tone| tone.value()).collect();
        Record {
            id: Some(request.id.clone()),
            lang: code(&self.article.lang_detected),
            targets: article_targets(tags),
            tone: article_tone(&tones),
            speaker: None,
            narratives,
            abstained: None,
            inputs: None,
            start: None,
            end: None,
            sentences: Some(sentences),
        }
    }
}

/// What a model reads of a sentence for every target; nothing in a language that is not supported.
fn input_records(text: &Text, registry: &Registry) -> Option<BTreeMap<String, InputRecord>> {
    let lang = text.lang.supported()?;
    let asked = tag::near_targets(text, lang, registry);
    let unit = Unit { text: text.text, lang, previous: text.previous, title: text.title, targets: &asked };
    let of_target = |(index, target): (usize, &Target)| {
        let named = asked.get(&index).map_or(&[][..], Vec::as_slice);
        let prompt = prompt::prompt(&unit, index, named, true, registry);
        let record = InputRecord {
            first: prompt.first,
            second: prompt.second,
            context: prompt.context.code(),
            asked: asked.contains_key(&index),
        };
        (target.id.to_string(), record)
    };
    Some(registry.targets.all().iter().enumerate().map(of_target).collect())
}

/// Of each target the mean scores over the sentences about it, and the label that most of them carry; where favor and
/// against are as many, neutral.
fn article_targets(tags: &[SentenceTags]) -> BTreeMap<String, TargetRecord> {
    let mut by_target: BTreeMap<String, Vec<(Stance, Scores)>> = BTreeMap::new();
    for tag in tags.iter().flat_map(|tags| &tags.stances) {
        if let Ok(stance) = tag.stance {
            by_target.entry(tag.target.to_string()).or_default().push((stance, tag.scores));
        }
    }
    by_target
        .into_iter()
        .map(|(target, labels)| {
            let n = labels.len() as f32;
            let mean =
                |pick: fn(&Scores) -> f32| labels.iter().map(|(_, scores)| pick(scores)).sum::<f32>() / n;
            let scores = Scores {
                favor: mean(|scores| scores.favor),
                against: mean(|scores| scores.against),
                neutral: mean(|scores| scores.neutral),
                none: mean(|scores| scores.none),
            };
            let count = |stance: Stance| labels.iter().filter(|(label, _)| *label == stance).count();
            let (favor, against, neutral) =
                (count(Stance::Favor), count(Stance::Against), count(Stance::Neutral));
            let stance = if favor > against && favor >= neutral {
                Stance::Favor
            } else if against > favor && against >= neutral {
                Stance::Against
            } else {
                Stance::Neutral
            };
            (target, TargetRecord { stance: stance.code(), scores })
        })
        .collect()
}

/// The tone of an article: its sentences' mean, neutral within a quarter of zero.
fn article_tone(tones: &[f64]) -> Option<&'static str> {
    use crate::schema::Tone;
    if tones.is_empty() {
        return None;
    }
    let mean = tones.iter().sum::<f64>() / tones.len() as f64;
    let tone = if mean > 0.25 {
        Tone::Positive
    } else if mean < -0.25 {
        Tone::Negative
    } else {
        Tone::Neutral
    };
    Some(tone.code())
}

fn code(lang: &DetectedLang) -> Option<String> {
    Some(lang.code().to_owned()).filter(|code| !code.is_empty())
}

fn language(request: &Request, detector: &Detector) -> DetectedLang {
    match request.lang.as_deref().map(str::trim).filter(|lang| !lang.is_empty()) {
        Some(tag) => Lang::from_tag(tag)
            .map_or_else(|| DetectedLang::Unsupported(tag.to_owned()), DetectedLang::Supported),
        None => detector.detect(&request.text),
    }
}

fn article(text: String, paragraphs: Vec<Span>, lang: DetectedLang, title: Option<String>) -> Article {
    Article {
        id: ArticleId::of_text(&text),
        origin: Origin { file: "-".to_owned(), position: None },
        outlet: None,
        url: None,
        title,
        byline: None,
        published: Published::UNKNOWN,
        lang_url: None,
        lang_declared: None,
        lang_detected: lang,
        text,
        paragraphs,
    }
}

pub(super) fn prepare_sentence(request: &Request, registry: &Registry, detector: &Detector) -> Prepared {
    let lang = language(request, detector);
    let mut text =
        request.previous.clone().filter(|previous| !previous.trim().is_empty()).unwrap_or_default();
    let mut spans = Vec::new();
    if !text.is_empty() {
        text.push(' ');
        spans.push(Span::new(0, text.len()));
    }
    let start = text.len();
    text.push_str(&request.text);
    spans.push(Span::new(start, text.len()));
    let article =
        article(text, vec![Span::new(0, start + request.text.len())], lang.clone(), request.title.clone());
    let sentences: Vec<Sentence> = spans
        .iter()
        .enumerate()
        .map(|(index, span)| Sentence {
            id: article.id.sentence(index),
            span: *span,
            paragraph: 0,
            role: SentenceRole::Body,
            lang: lang.clone(),
        })
        .collect();
    let attributions = attribute::attribute(&article, &sentences, registry);
    Prepared { context: sentences.len() - 1, article, sentences, attributions }
}

fn prepare_article(request: &Request, registry: &Registry, detector: &Detector) -> Prepared {
    let lang = language(request, detector);
    let text = request.text.clone();
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len()).trimmed(&text);
        if !span.is_empty() {
            paragraphs.push(span);
        }
        start += line.len();
    }
    let article = article(text, paragraphs, lang, request.title.clone());
    let sentences =
        segment::segment(&article, registry, |text| detector.detect_sentence(text, &article.lang_detected));
    let attributions = attribute::attribute(&article, &sentences, registry);
    Prepared { context: 0, article, sentences, attributions }
}
