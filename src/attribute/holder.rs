//! Whose words each quotation gives.

use super::Reading;
use super::attach::count_words;
use super::event::{Event, Telling};
use super::memory;
use super::quote::{Quote, is_cjk};
use super::{cast::Cast, view::View};
use crate::schema::{Span, Speaker};

/// Words between a quotation and the verb behind it.
const TAIL_WORDS: usize = 8;
/// Words between a verb and the quotation it opens.
const LEAD_WORDS: usize = 14;
/// Words behind a quotation that are only its signature.
const SIGNATURE_WORDS: usize = 10;
/// The part of its first sentence that a quotation without a verb must fill to go on with the last speaker.
const WHOLE: f64 = 0.8;

/// Who speaks in a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Voice {
    pub(super) speaker: Speaker,
    /// Whether the verb reports the quotation itself, not a clause or a phrase that it is part of.
    pub(super) is_own: bool,
}

/// For each quotation the one who speaks, or `None` if it is no speech.
pub(super) fn voices(
    text: &str,
    quotes: &[Quote],
    readings: &[Option<Reading>],
    cast: &Cast,
) -> Vec<Option<Voice>> {
    let mut voices: Vec<Option<Voice>> = Vec::with_capacity(quotes.len());
    for (index, quote) in quotes.iter().enumerate() {
        let scene = Scene { text, quotes, readings, cast, index };
        let led = || scene.led().filter(|(_, has_colon)| *has_colon).map(|(voice, _)| voice);
        let voice = if quote.is_clause {
            led()
                .or_else(|| own(scene.tailed()))
                .or_else(|| scene.led().map(|(voice, _)| voice))
                .or_else(|| own(scene.inserted()))
                .or_else(|| own(scene.signed()))
                .or_else(|| own(scene.introduced()))
                .or_else(|| own(scene.continued()))
        } else {
            // A few words are speech only where nothing but the verb can make the sentence.
            led().or_else(|| {
                let behind = || scene.tailed().or_else(|| scene.signed());
                own(scene.opens_sentence().then(behind).flatten())
            })
        };
        voices.push(voice);
    }
    voices
}

fn own(speaker: Option<Speaker>) -> Option<Voice> {
    speaker.map(|speaker| Voice { speaker, is_own: true })
}

struct Scene<'s, 'a, 'r> {
    text: &'s str,
    quotes: &'s [Quote],
    readings: &'s [Option<Reading<'a>>],
    cast: &'s Cast<'r>,
    index: usize,
}

impl<'a> Scene<'_, 'a, '_> {
    fn span(&self) -> Span {
        self.quotes[self.index].span
    }

    fn reading_at(&self, byte: usize) -> Option<(usize, &Reading<'a>)> {
        let index = self.readings.iter().position(|reading| {
            reading
                .as_ref()
                .is_some_and(|reading| reading.view.place.start <= byte && byte < reading.view.place.end)
        })?;
        Some((index, self.readings[index].as_ref()?))
    }

    /// "X said: “…”": the verb stands before. Also whether a colon or a dash does.
    fn led(&self) -> Option<(Voice, bool)> {
        let (_, reading) = self.reading_at(self.span().start)?;
        let place = reading.view.place;
        let from = self.before().map_or(place.start, |quote| quote.span.end.max(place.start));
        let lead = &self.text[from..self.span().start];
        let has_colon = lead.trim_end().ends_with([':', '：', '—', '–']);
        let region = Span::new(from - place.start, self.span().start - place.start);
        if let Some((event, speaker)) = reading.heard().rev().find(|(event, _)| region.contains(event.cue)) {
            let gap = &reading.view.text[event.cue.end..region.end];
            let is_speech = event.telling != Telling::Act || has_colon;
            let is_near = !gap.contains(['.', '。', '!', '?']) && count_words(gap) <= LEAD_WORDS;
            let is_position = event.telling == Telling::Narration;
            let is_own = has_colon || (!is_position && !gap.chars().any(char::is_alphanumeric));
            return (is_speech && is_near).then(|| (Voice { speaker: speaker.clone(), is_own }, has_colon));
        }
        // "X: “…”"
        let is_short = count_words(lead) <= 8 && lead.chars().filter(|c| is_cjk(*c)).count() <= 20;
        let person = (has_colon && is_short).then(|| self.only_person(reading, region)).flatten()?;
        Some((Voice { speaker: person, is_own: true }, true))
    }

    /// "“…,” said X": the verb stands behind.
    fn tailed(&self) -> Option<Speaker> {
        let (reading, region) = self.tail()?;
        let view = &reading.view;
        let is_start = |event: &Event| event.start(&reading.mentions);
        let (event, speaker) = reading.heard().find(|(event, _)| region.contains(event.cue))?;
        if event.telling == Telling::Act {
            return None;
        }
        let start = is_start(event).max(region.start);
        let gap = &view.text[region.start..start];
        let is_near = count_words(gap) <= TAIL_WORDS && gap.chars().filter(|c| is_cjk(*c)).count() <= 40;
        let is_one = !gap.contains(['。', '!', '?']) && !gap.contains(". ");
        (is_near && is_one).then(|| speaker.clone())
    }

    /// What stands behind the quotation in its sentence, or in the next if that carries it on.
    fn tail(&self) -> Option<(&Reading<'a>, Span)> {
        let end = self.span().end;
        let (index, reading) = self.reading_at(end - 1)?;
        let place = reading.view.place;
        let next_quote =
            self.quotes[self.index + 1..].iter().find(|quote| quote.is_clause).map(|quote| quote.span.start);
        let rest = &self.text[end.min(place.end)..place.end];
        let (reading, from) = if rest.chars().any(char::is_alphanumeric) {
            (reading, end)
        } else {
            let next = self.readings.get(index + 1)?.as_ref()?;
            let goes_on =
                next.view.text.starts_with(|c: char| matches!(c, '—' | '–' | '-' | ',') || c.is_lowercase())
                    || next.view.verbs.first().is_some_and(|verb| verb.span.start == 0)
                    || next.heard().any(|(event, _)| {
                        event.start(&next.mentions) == 0
                            && next.view.text[event.cue.end..].chars().count() <= 2
                    });
            if next.view.paragraph != reading.view.paragraph || !goes_on {
                return None;
            }
            (next, next.view.place.start)
        };
        let place = reading.view.place;
        let to = next_quote.map_or(place.end, |next| next.min(place.end));
        (from <= to).then(|| (reading, Span::new(from - place.start, to - place.start)))
    }

    /// "«…, — said X, — …»": the verb stands inside, between dashes.
    fn inserted(&self) -> Option<Speaker> {
        for reading in self.readings.iter().flatten() {
            let place = reading.view.place;
            if !place.overlaps(self.span()) {
                continue;
            }
            for (event, speaker) in reading.heard_inside() {
                let start = event.start(&reading.mentions);
                let end = event.end(&reading.mentions);
                let before = reading.view.text[..start].trim_end();
                let after = reading.view.text[end..].trim_start_matches([',', '.', ' ']);
                let dash = ['—', '–', '-'];
                let next = self.readings.get(reading.view.index + 1).and_then(Option::as_ref);
                let goes_on = after.is_empty() && next.is_some_and(|next| next.view.text.starts_with(dash));
                if self.span().contains(event.cue.shifted(place.start))
                    && before.ends_with(dash)
                    && (after.starts_with(dash) || goes_on)
                {
                    return Some(speaker.clone());
                }
            }
        }
        None
    }

    /// "“…” — X", "“…”, resumes X": only a name behind, with at most a verb that no list has.
    fn signed(&self) -> Option<Speaker> {
        let (reading, region) = self.tail()?;
        let view = &reading.view;
        let tail = &view.text[region];
        let inner = self.text[..self.span().end]
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | '!' | '?'));
        let is_tag = tail.trim_start().starts_with([',', '，', '—', '–', '-', '(', '（'])
            || inner.ends_with([',', '!', '?']);
        let words = count_words(tail);
        if !is_tag || words == 0 || words > SIGNATURE_WORDS {
            return None;
        }
        let first = reading.mentions.iter().enumerate().find(|(_, mention)| {
            region.contains(mention.span)
                && !mention.is_oblique
                && !mention.is_doubtful
                && !mention.is_network
        });
        let Some((index, mention)) = first else {
            // "«…», ironiza.": one word, whose subject is left out.
            let is_verb = words == 1 && view.grammar.drops_subject && !tail.trim_end().ends_with(':');
            return is_verb.then(|| reading.antecedent.clone()).flatten();
        };
        let before = &view.text[region.start..mention.extent.start.max(region.start)];
        let is_lower = !before.chars().any(char::is_uppercase);
        (count_words(before) <= 1 && is_lower).then(|| reading.speaker_at(index, self.cast)).flatten()
    }

    /// The sentence before ends with a colon and names the speaker.
    fn introduced(&self) -> Option<Speaker> {
        let (index, reading) = self.reading_at(self.span().start)?;
        let is_first =
            !self.text[reading.view.place.start..self.span().start].chars().any(char::is_alphanumeric);
        let before = self.readings.get(index.checked_sub(1)?)?.as_ref()?;
        if !is_first || !before.view.text.ends_with([':', '：']) {
            return None;
        }
        let last = before.heard().next_back().map(|(_, speaker)| speaker.clone());
        last.or_else(|| self.only_person(before, Span::new(0, before.view.text.len())))
    }

    /// A quotation that is a sentence of its own belongs to whom the text spoke of right before.
    fn continued(&self) -> Option<Speaker> {
        let (_, reading) = self.reading_at(self.span().start)?;
        let place = reading.view.place;
        let quoted = Span::new(self.span().start, self.span().end.min(place.end));
        let is_whole = letters(&self.text[quoted]) >= WHOLE * letters(reading.view.text);
        is_whole.then(|| reading.antecedent.clone()).flatten()
    }

    fn opens_sentence(&self) -> bool {
        self.reading_at(self.span().start).is_some_and(|(_, reading)| {
            !self.text[reading.view.place.start..self.span().start].chars().any(char::is_alphanumeric)
        })
    }

    fn before(&self) -> Option<&Quote> {
        self.quotes[..self.index].iter().rev().find(|quote| quote.is_clause)
    }

    /// The one person that a region names.
    fn only_person(&self, reading: &Reading, region: Span) -> Option<Speaker> {
        let view: &View = &reading.view;
        let mut named = reading.mentions.iter().filter(|mention| {
            region.contains(mention.span)
                && mention.is_named()
                && !mention.is_oblique
                && (mention.is_person || !mention.is_network)
        });
        let first = named.find(|mention| mention.is_person)?;
        memory::id_of(first, view, self.cast, false).map(|id| self.cast.speaker(id))
    }
}

/// Letters and digits, as the measure of how much of a sentence something fills; a wide character counts as three.
pub(super) fn letters(text: &str) -> f64 {
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| if is_cjk(c) { 3.0 } else { 1.0 }).sum()
}
