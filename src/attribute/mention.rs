//! Who is mentioned in a sentence: registered speakers, other names, pronouns, roles, and holders without a name.

use super::cast::Cast;
use super::name::{self, Sequence};
use super::view::{MAX_SENTENCE, View};
use super::wide;
use super::words::Order;
use crate::registry::{SpeakerKind, SpeechTerm, Targets};
use crate::schema::{Lang, Span, SpeakerId};

/// Words that may stand between a role and the name it belongs to ("co-founder of the network, Marta Ilves").
const ROLE_GAP_WORDS: usize = 6;
/// Words before a role among which an indefinite article is its own.
const INDEFINITE_WORDS: usize = 3;

/// How somebody is mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// By a registered name: the number in the registry.
    Registered(usize),
    /// By another name.
    Name(String),
    /// By a name in a script without capitals, whose id is known.
    Known(SpeakerId),
    /// "He".
    Pronoun,
    /// "The co-founder", by the role as written.
    Role(String),
    /// "Analysts".
    Unnamed,
}

/// One mention. Spans are of the sentence.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) span: Span,
    /// With the roles beside it.
    pub(super) extent: Span,
    pub(super) who: Who,
    pub(super) is_person: bool,
    /// A network of the alias tables that is no registered speaker.
    pub(super) is_network: bool,
    pub(super) n_words: usize,
    /// Whether only its place at the beginning of the sentence may have given it a capital.
    pub(super) is_doubtful: bool,
    /// Whether its case shows that it is no subject.
    pub(super) is_oblique: bool,
    pub(super) roles: Vec<String>,
    /// Whether it brings in one person without a name ("an engineer"), whom "he" can mean.
    pub(super) is_new: bool,
}

impl Mention {
    fn new(span: Span, who: Who) -> Mention {
        Mention {
            span,
            extent: span,
            who,
            is_person: false,
            is_network: false,
            n_words: 1,
            is_doubtful: false,
            is_oblique: false,
            roles: Vec::new(),
            is_new: false,
        }
    }

    /// Whether it gives a name.
    pub(super) fn is_named(&self) -> bool {
        matches!(self.who, Who::Registered(_) | Who::Name(_) | Who::Known(_))
    }
}

/// All the mentions of a sentence, in order.
pub(super) fn find(view: &View, cast: &Cast, targets: &Targets) -> Vec<Mention> {
    if view.text.len() > MAX_SENTENCE {
        return Vec::new();
    }
    let mut mentions = registered(view, cast);
    let networks: Vec<Span> =
        targets.find(view.lang, &view.folded, view.text).into_values().flatten().collect();
    let is_free =
        |mentions: &[Mention], span: Span| mentions.iter().all(|mention| !mention.span.overlaps(span));

    for (name, id) in cast.wide_names() {
        for (at, _) in view.text.match_indices(name.as_str()) {
            let span = Span::new(at, at + name.len());
            if is_free(&mentions, span) {
                let mut mention = Mention::new(span, Who::Known(id.clone()));
                mention.is_person = true;
                mentions.push(mention);
            }
        }
    }
    for sequence in
        name::sequences(view.text, view.grammar, &cast.common, |span| is_word_of_speech(view, span))
    {
        if is_free(&mentions, sequence.span) {
            mentions.push(of_sequence(view, cast, &networks, &sequence));
        }
    }
    for span in wide::names(view) {
        if is_free(&mentions, span) {
            let mut mention = Mention::new(span, Who::Name(view.text[span].to_owned()));
            mention.is_person = true;
            mentions.push(mention);
        }
    }
    let mut others: Vec<Mention> = Vec::new();
    absorb_roles(view, &mut mentions, &mut others);
    let pronouns = view.places(SpeechTerm::Pronoun).chain(wide::pronouns(view));
    for span in pronouns {
        if is_free(&mentions, span) && is_free(&others, span) {
            others.push(Mention::new(span, Who::Pronoun));
        }
    }
    mentions.extend(others);
    mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
    mentions
}

fn registered(view: &View, cast: &Cast) -> Vec<Mention> {
    let found = cast.speakers.find(&view.folded, view.text);
    found
        .into_iter()
        .map(|found| {
            let entry = &cast.speakers.all()[*found.value];
            let surface = &view.text[found.span];
            Mention {
                is_person: entry.kind == SpeakerKind::Person,
                n_words: surface.split_whitespace().count(),
                is_oblique: name::is_oblique(surface, entry.aliases.iter().map(String::as_str)),
                ..Mention::new(found.span, Who::Registered(*found.value))
            }
        })
        .collect()
}

fn of_sequence(view: &View, cast: &Cast, networks: &[Span], sequence: &Sequence) -> Mention {
    let surface = &view.text[sequence.span];
    let known = cast.known(surface, view.place.start + sequence.span.start);
    let is_network = networks.iter().any(|network| network.overlaps(sequence.span));
    Mention {
        is_person: match &known {
            Some((_, is_person)) => *is_person,
            None => sequence.n_words >= 2 && !sequence.is_organisation,
        },
        is_network,
        n_words: sequence.n_words,
        is_doubtful: sequence.n_words == 1 && known.is_none() && is_maybe_common(view, cast, sequence),
        ..Mention::new(sequence.span, Who::Name(surface.to_owned()))
    }
}

/// German capitalises all nouns, every language the first word of a sentence.
fn is_maybe_common(view: &View, cast: &Cast, sequence: &Sequence) -> bool {
    let is_own_script = sequence.is_cyrillic == view.text.chars().any(|c| matches!(c, 'а'..='я'));
    let begins = sequence.begins_sentence && !cast.is_proper(&view.text[sequence.span]);
    is_own_script && (begins || view.lang == Lang::De)
}

/// Words of speech are not part of a name.
fn is_word_of_speech(view: &View, span: Span) -> bool {
    view.terms.iter().any(|(term, kind)| term.overlaps(span) && *kind != SpeechTerm::DataSource)
}

/// Gives the roles beside a name to that name; the others stand for somebody themselves.
fn absorb_roles(view: &View, mentions: &mut [Mention], others: &mut Vec<Mention>) {
    let unnamed: Vec<Span> = view.places(SpeechTerm::Unnamed).collect();
    for span in &unnamed {
        let is_role = is_singular_role(view, *span);
        if !(is_role && give(view, *span, mentions)) {
            others.push(Mention::new(*span, Who::Unnamed));
        }
    }
    for span in view.places(SpeechTerm::Role) {
        if unnamed.iter().any(|unnamed| unnamed.overlaps(span)) || give(view, span, mentions) {
            continue;
        }
        let role = view.text[span].to_lowercase();
        let is_new = !is_plural(&role) && is_indefinite(view, span);
        let who = if is_plural(&role) || is_new { Who::Unnamed } else { Who::Role(role) };
        others.push(Mention { is_new, ..Mention::new(span, who) });
    }
}

/// A word of the lexicon of unnamed holders that is also a role ("аналитик Марта Илвес").
fn is_singular_role(view: &View, span: Span) -> bool {
    view.places(SpeechTerm::Role).any(|role| role.overlaps(span))
        && !is_plural(&view.text[span].to_lowercase())
}

/// "An engineer": somebody who is not known yet.
fn is_indefinite(view: &View, role: Span) -> bool {
    let head = &view.text[..role.start];
    let cut = head.rfind([',', '，', '、', '。', '.', '“', '「', ':', '：', '；']).unwrap_or(0);
    let head = head[cut..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if view.grammar.order == Order::Unspaced || view.grammar.order == Order::Particle {
        return view.grammar.indefinite.begins(&head);
    }
    let words: Vec<&str> = head.split_whitespace().collect();
    let near = &words[words.len().saturating_sub(INDEFINITE_WORDS)..];
    let near = format!(" {} ", near.join(" "));
    view.grammar.indefinite.iter().any(|word| near.contains(&format!(" {word} ")))
}

fn is_plural(role: &str) -> bool {
    role.ends_with(['и', 'ы', 'і']) || role.ends_with("ів") || role.ends_with("ей")
}

fn give(view: &View, role: Span, mentions: &mut [Mention]) -> bool {
    let is_near = |mention: &&mut Mention| {
        let is_beside = view.text[role.end.min(mention.span.start)..mention.span.start].trim().is_empty();
        mention.is_named()
            && (mention.is_person || (is_plain(mention) && mention.n_words == 1 && is_beside))
            && {
                if role.end <= mention.span.start {
                    is_role_before(view, role, mention.span)
                } else {
                    role.start >= mention.span.end && is_role_after(view.text, mention.span, role)
                }
            }
    };
    let nearest = mentions.iter_mut().filter(is_near).min_by_key(|mention| {
        let before = mention.span.start.saturating_sub(role.end);
        let after = role.start.saturating_sub(mention.span.end);
        (!mention.is_person, before + after)
    });
    let Some(mention) = nearest else { return false };
    mention.roles.push(view.text[role].to_lowercase());
    mention.extent.start = mention.extent.start.min(role.start);
    if view.text[mention.span.end..role.start.max(mention.span.end)].trim().is_empty() {
        mention.extent.end = mention.extent.end.max(role.end);
    }
    true
}

/// A single capitalised word of which nothing else is known.
fn is_plain(mention: &Mention) -> bool {
    matches!(mention.who, Who::Name(_)) && !mention.is_person
}

fn is_role_before(view: &View, role: Span, name: Span) -> bool {
    let gap = &view.text[role.end..name.start];
    // "A manager of São Paulo": the name only says where or whose.
    let last = gap.split_whitespace().next_back().unwrap_or("").to_lowercase();
    if view.grammar.prepositions.has(&last) {
        return false;
    }
    let inner = gap.trim_end().trim_end_matches([',', '，', '—', '–']);
    let is_plain_gap =
        !inner.contains([',', '，', '.', '。', ':', '：', ';', '«', '“', '"', '「', '(', '（', '、']);
    let words = inner.split_whitespace().count();
    let wide = inner.chars().filter(|c| super::quote::is_cjk(*c)).count();
    is_plain_gap && words <= ROLE_GAP_WORDS && wide <= 8
}

fn is_role_after(text: &str, name: Span, role: Span) -> bool {
    let gap = &text[name.end..role.start];
    let trimmed = gap.trim_start();
    let wide = trimmed.chars().filter(|c| super::quote::is_cjk(*c)).count();
    let words = trimmed.split_whitespace().count();
    if trimmed.is_empty() {
        return true;
    }
    let opens = trimmed.starts_with([',', '，', '(', '（', '—', '–']);
    let inner = trimmed.trim_start_matches([',', '，', '(', '（', '—', '–', ' ']);
    let is_plain_gap =
        !inner.contains([',', '，', '.', '。', ':', '：', ';', ')', '）', '«', '“', '"', '「']);
    // Korean puts the affiliation and the role behind the name.
    let is_wide_gap = wide > 0
        && wide <= 12
        && words <= 3
        && !inner.ends_with(['는', '은', '이', '가', 'は', 'が', '的', '表', '示']);
    is_plain_gap && ((opens && words <= ROLE_GAP_WORDS) || is_wide_gap)
}
