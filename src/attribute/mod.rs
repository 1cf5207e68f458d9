//! Who holds what each sentence says: quoted, reported, in a block of somebody's words, or the author.
//!
//! The rules are those of the codebook's section on holders. Quotations and blocks are found in the whole article,
//! acts of speech sentence by sentence; what pronouns mean follows from the order of the speakers.

mod according;
mod attach;
mod block;
mod cast;
mod event;
mod head;
mod holder;
mod implied;
mod memory;
mod mention;
mod name;
mod order;
mod quote;
mod setting;
#[cfg(test)]
mod tests;
mod view;
mod wide;
mod words;

use crate::registry::{ByLang, Registry, Speakers, Speech, Targets};
use crate::schema::{Article, Attribution, Quotation, Sentence, SentenceRole, Span, Speaker};
use block::Place;
use cast::Cast;
use event::{Event, Subject, Telling};
use holder::Voice;
use memory::Memory;
use mention::{Mention, Who};
use quote::Quote;
use view::View;

/// The part of a sentence that a quotation must fill for the sentence to be quoted.
const QUOTED: f64 = 0.25;
/// The same where the quotation is only part of what is reported.
const MOSTLY_QUOTED: f64 = 0.65;
/// The part from which on a quotation decides who speaks if nothing else does.
const TOUCHED: f64 = 0.15;

/// What attribution needs of the definitions.
#[derive(Debug, Clone, Copy)]
pub struct Definitions<'r> {
    /// People and organisations.
    pub speakers: &'r Speakers,
    /// Words of speech.
    pub speech: &'r ByLang<Speech>,
    /// Networks, whose names are no speakers'.
    pub targets: &'r Targets,
}

/// The holder of each sentence, in the same order.
pub fn attribute(article: &Article, sentences: &[Sentence], registry: &Registry) -> Vec<Attribution> {
    let definitions =
        Definitions { speakers: &registry.speakers, speech: &registry.speech, targets: &registry.targets };
    attribute_with(article, sentences, definitions)
}

/// The same, given only the definitions it needs.
pub fn attribute_with(
    article: &Article,
    sentences: &[Sentence],
    definitions: Definitions,
) -> Vec<Attribution> {
    let quotes = quote::find(&article.text, &article.paragraphs);
    let views: Vec<Option<View>> = sentences
        .iter()
        .enumerate()
        .map(|(index, sentence)| View::new(index, sentence, article, &quotes, definitions.speech))
        .collect();
    let mut cast = Cast::new(article, &views, definitions.speakers, definitions.targets);
    let places = block::places(&views, &mut cast);
    let readings = read(views, &places, &cast, definitions.targets);
    let voices = holder::voices(&article.text, &quotes, &readings, &cast);
    readings
        .iter()
        .zip(&places)
        .map(|(reading, place)| match reading {
            Some(reading) => decide(reading, place, &quotes, &voices, &cast),
            None => Attribution::AUTHOR,
        })
        .collect()
}

/// A sentence with who is in it and what they say.
#[derive(Debug)]
struct Reading<'a> {
    view: View<'a>,
    mentions: Vec<Mention>,
    /// With the speakers, where they are known.
    events: Vec<(Event, Option<Speaker>)>,
    /// Whom the text spoke of right before.
    antecedent: Option<Speaker>,
}

impl Reading<'_> {
    /// The acts of speech outside quotations whose speakers are known.
    fn heard(&self) -> impl DoubleEndedIterator<Item = (&Event, &Speaker)> {
        self.known().filter(|(event, _)| !self.view.is_quoted(event.cue))
    }

    /// Those inside quotations.
    fn heard_inside(&self) -> impl DoubleEndedIterator<Item = (&Event, &Speaker)> {
        self.known().filter(|(event, _)| self.view.is_quoted(event.cue))
    }

    /// Whom a mention means.
    fn speaker_at(&self, index: usize, cast: &Cast) -> Option<Speaker> {
        let mention = self.mentions.get(index)?;
        match mention.who {
            Who::Pronoun => self.antecedent.clone(),
            Who::Role(_) | Who::Unnamed => Some(Speaker::Unnamed),
            _ => memory::id_of(mention, &self.view, cast, false).map(|id| cast.speaker(id)),
        }
    }

    fn known(&self) -> impl DoubleEndedIterator<Item = (&Event, &Speaker)> {
        self.events.iter().filter_map(|(event, speaker)| Some((event, speaker.as_ref()?)))
    }
}

impl Event {
    /// Where the subject or the verb begins.
    fn start(&self, mentions: &[Mention]) -> usize {
        match self.subject {
            Subject::Mention(index) => self.cue.start.min(mentions[index].extent.start),
            Subject::Last => self.cue.start,
        }
    }

    /// Where the later of the two ends.
    fn end(&self, mentions: &[Mention]) -> usize {
        match self.subject {
            Subject::Mention(index) => self.cue.end.max(mentions[index].extent.end),
            Subject::Last => self.cue.end,
        }
    }
}

/// Reads the sentences in order, so that each knows who spoke before.
fn read<'a>(
    views: Vec<Option<View<'a>>>,
    places: &[Place],
    cast: &Cast,
    targets: &Targets,
) -> Vec<Option<Reading<'a>>> {
    let mut memory = Memory::default();
    let mut readings = Vec::with_capacity(views.len());
    for (view, place) in views.into_iter().zip(places) {
        let Some(view) = view.filter(|view| is_text(view.role)) else {
            readings.push(None);
            continue;
        };
        let mentions = mention::find(&view, cast, targets);
        let antecedent = memory.near(&view);
        let mut events = Vec::new();
        let mut has_speaker = false;
        for event in event::find(&view, &mentions) {
            let speaker = speaker_of(&event, &view, &mentions, cast, &memory);
            let is_silent = event.telling == Telling::Act && event.subject == Subject::Last;
            if let Some(speaker) = &speaker
                && !view.is_quoted(event.cue)
                && !is_silent
                && !event.is_subordinate
            {
                has_speaker = true;
                let is_person = match event.subject {
                    Subject::Mention(index) => memory::is_person(&mentions[index], cast),
                    Subject::Last => true,
                };
                memory.speak(speaker, is_person, &view);
            }
            events.push((event, speaker));
        }
        memory.note(&view, &mentions, cast, has_speaker);
        if let Place::Inside(speaker) = place {
            memory.speak(&cast.speaker(speaker.clone()), true, &view);
        }
        readings.push(Some(Reading { view, mentions, events, antecedent }));
    }
    readings
}

fn is_text(role: SentenceRole) -> bool {
    matches!(role, SentenceRole::Body | SentenceRole::Heading | SentenceRole::BlockHead)
}

fn speaker_of(
    event: &Event,
    view: &View,
    mentions: &[Mention],
    cast: &Cast,
    memory: &Memory,
) -> Option<Speaker> {
    let Subject::Mention(index) = event.subject else {
        return memory.near(view);
    };
    let mention = &mentions[index];
    match &mention.who {
        Who::Pronoun => memory.last(view),
        Who::Role(role) => Some(memory.by_role(role, view, cast)),
        Who::Unnamed => Some(Speaker::Unnamed),
        _ => {
            let is_genitive = event.telling == Telling::According;
            memory::id_of(mention, view, cast, is_genitive).map(|id| cast.speaker(id))
        }
    }
}

fn decide(
    reading: &Reading,
    place: &Place,
    quotes: &[Quote],
    voices: &[Option<Voice>],
    cast: &Cast,
) -> Attribution {
    let view = &reading.view;
    if *place == Place::Head {
        return Attribution::AUTHOR;
    }
    let quoted = quoted_by(view, quotes, voices);
    if let Some(part) = &quoted
        && part.filled >= if part.is_own { QUOTED } else { MOSTLY_QUOTED }
    {
        return attribution(part.speaker.clone(), Quotation::Direct);
    }
    if let Place::Inside(speaker) = place {
        return match passed_on(reading, cast.speaker(speaker.clone())) {
            Some(other) => attribution(other, Quotation::Indirect),
            None => attribution(cast.speaker(speaker.clone()), Quotation::Direct),
        };
    }
    let has_quote = quoted.is_some();
    let main = reading.heard().find(|(event, _)| {
        event.telling != Telling::Act && !event.is_subordinate && (!event.needs_quote || has_quote)
    });
    match (main, quoted) {
        (Some((_, speaker)), _) => attribution(speaker.clone(), Quotation::Indirect),
        (None, Some(part)) if part.filled >= TOUCHED => attribution(part.speaker, Quotation::Direct),
        _ => Attribution::AUTHOR,
    }
}

fn attribution(speaker: Speaker, quotation: Quotation) -> Attribution {
    match speaker {
        Speaker::Author => Attribution::AUTHOR,
        speaker => Attribution { speaker, quotation },
    }
}

/// What one speaker's quotations are of a sentence.
struct QuotedPart {
    speaker: Speaker,
    /// Their part of its letters.
    filled: f64,
    is_own: bool,
}

/// The speaker whose quotations fill the sentence most.
fn quoted_by(view: &View, quotes: &[Quote], voices: &[Option<Voice>]) -> Option<QuotedPart> {
    let whole = holder::letters(view.text).max(1.0);
    let mut parts: Vec<QuotedPart> = Vec::new();
    for (quote, voice) in quotes.iter().zip(voices) {
        let Some(voice) = voice.as_ref().filter(|_| quote.span.overlaps(view.place)) else { continue };
        let start = quote.span.start.max(view.place.start) - view.place.start;
        let end = quote.span.end.min(view.place.end) - view.place.start;
        let filled = holder::letters(&view.text[Span::new(start, end)]) / whole;
        match parts.iter_mut().find(|part| part.speaker == voice.speaker) {
            Some(part) => {
                part.filled += filled;
                part.is_own |= voice.is_own;
            }
            None => parts.push(QuotedPart { speaker: voice.speaker.clone(), filled, is_own: voice.is_own }),
        }
    }
    parts.into_iter().max_by(|one, other| one.filled.total_cmp(&other.filled))
}

/// Inside a block only speech that is reported of a named other passes the sentence on.
fn passed_on(reading: &Reading, speaker: Speaker) -> Option<Speaker> {
    let mut heard = reading.heard();
    let (_, other) = heard.find(|(event, _)| {
        let is_named = matches!(event.subject, Subject::Mention(index) if reading.mentions[index].is_named());
        let is_report = matches!(event.telling, Telling::That | Telling::According);
        is_named && is_report && !event.is_interpretation && !event.is_subordinate
    })?;
    (*other != speaker && matches!(other, Speaker::Named(_))).then(|| other.clone())
}
