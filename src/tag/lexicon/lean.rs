//! From cues to leans: what speaks for or against, how strongly, and about which target.

use super::clause::Clause;
use crate::registry::{Cue, CueKind, Found};
use crate::schema::Span;

/// Bytes that may stand between "fees" and "fell" (about eight words of a spaced script).
const PAIR_BYTES: usize = 90;
/// Characters that may stand between "not" and what it negates.
const NEGATION_CHARS: usize = 22;
/// Good or bad news as such leans this much for or against what it is told of.
const NEWS: f32 = 0.45;
/// Weight of "must": what must be done has not been done.
const NECESSITY: f32 = 0.45;
/// What is only planned or possible counts this much.
const HEDGED: f32 = 0.7;

/// One lean: positive is for, negative against.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lean {
    pub(super) span: Span,
    /// Toward the target.
    pub(super) stance: f32,
    /// Of the news as such.
    pub(super) tone: f32,
    /// The only target it can be about.
    pub(super) target: Option<String>,
}

/// All the leans of a sentence.
pub(super) fn leans(text: &str, cues: &[Found<Cue>], clauses: &[Clause]) -> Vec<Lean> {
    let mut leans = Vec::new();
    let mut taken: Vec<Span> = Vec::new();
    // Fixed phrases first, longest first: what they cover is theirs.
    for found in longest_of(cues, [CueKind::Favor, CueKind::Against]) {
        let direction = if found.value.kind == CueKind::Favor { 1.0 } else { -1.0 };
        let weight = direction * weight(text, found.span, cues, clauses);
        taken.push(found.span);
        let target = found.value.target.clone();
        leans.push(Lean { span: found.span, stance: weight, tone: 0.6 * weight, target });
    }
    // Then what goes up or down: "fees fell" is good news, although "fell" alone is bad.
    for (span, direction) in movements(cues, clauses, &taken) {
        let weight = direction * weight(text, span, cues, clauses);
        taken.push(span);
        leans.push(Lean { span, stance: weight, tone: 0.6 * weight, target: None });
    }
    for found in longest_of(cues, [CueKind::Positive, CueKind::Negative]) {
        if taken.iter().any(|span| span.overlaps(found.span)) {
            continue;
        }
        let direction = if found.value.kind == CueKind::Positive { 1.0 } else { -1.0 };
        let weight = direction * weight(text, found.span, cues, clauses);
        leans.push(Lean { span: found.span, stance: NEWS * weight, tone: weight, target: None });
    }
    if leans.iter().all(|lean| lean.stance.abs() < 0.3)
        && let Some(found) = cues.iter().find(|found| found.value.kind == CueKind::Necessity)
    {
        leans.push(Lean { span: found.span, stance: -NECESSITY, tone: 0.0, target: None });
    }
    leans.sort_by_key(|lean| lean.span);
    leans
}

/// The cues of these kinds, longest first, without what a longer one covers. Only what speaks for one target can at the
/// same time speak against another ("the base layer no longer depends on rollups").
fn longest_of<'cues, 'set>(
    cues: &'cues [Found<'set, Cue>],
    kinds: [CueKind; 2],
) -> Vec<&'cues Found<'set, Cue>> {
    let mut candidates: Vec<_> = cues.iter().filter(|found| kinds.contains(&found.value.kind)).collect();
    // Of equally long ones, that of one target.
    candidates.sort_by_key(|found| {
        (
            std::cmp::Reverse(found.span.len()),
            found.value.target.is_none(),
            found.value.kind,
            found.span.start,
        )
    });
    let mut longest: Vec<&Found<Cue>> = Vec::new();
    for candidate in candidates {
        let is_other_target = |kept: &Found<Cue>| {
            kept.value.target.is_some()
                && candidate.value.target.is_some()
                && kept.value.target != candidate.value.target
        };
        if !longest.iter().any(|kept| kept.span.overlaps(candidate.span) && !is_other_target(kept)) {
            longest.push(candidate);
        }
    }
    longest
}

/// Pairs of a movement and the nearest thing that moves, in one clause: the place of the movement and its direction.
fn movements(cues: &[Found<Cue>], clauses: &[Clause], taken: &[Span]) -> Vec<(Span, f32)> {
    let of = |kinds: [CueKind; 2]| {
        cues.iter()
            .filter(move |found| kinds.contains(&found.value.kind))
            .filter(|found| !taken.iter().any(|span| span.overlaps(found.span)))
    };
    let clause_of = |at: usize| clauses.iter().position(|clause| at < clause.span.end);
    let mut moved: Vec<(Span, f32)> = Vec::new();
    let mut used: Vec<Span> = Vec::new();
    for movement in of([CueKind::Increase, CueKind::Decrease]) {
        if used.iter().any(|span| span.overlaps(movement.span)) {
            continue;
        }
        let nearest = of([CueKind::Wanted, CueKind::Unwanted])
            .filter(|thing| !thing.span.overlaps(movement.span))
            .map(|thing| {
                let apart = if thing.span.start < movement.span.start {
                    movement.span.start - thing.span.end.min(movement.span.start)
                } else {
                    thing.span.start - movement.span.end.min(thing.span.start)
                };
                let other_clause = clause_of(thing.span.start) != clause_of(movement.span.start);
                ((other_clause, apart, std::cmp::Reverse(thing.span.len())), thing)
            })
            .filter(|((other_clause, apart, _), _)| !other_clause && *apart <= PAIR_BYTES)
            .min_by_key(|(key, _)| *key);
        if let Some((_, thing)) = nearest {
            let up = movement.value.kind == CueKind::Increase;
            let wanted = thing.value.kind == CueKind::Wanted;
            used.push(movement.span);
            moved.push((movement.span, if up == wanted { 1.0 } else { -1.0 }));
        }
    }
    moved
}

/// The weight of a cue where it stands: its clause, negation (which flips it), hedging.
fn weight(text: &str, span: Span, cues: &[Found<Cue>], clauses: &[Clause]) -> f32 {
    let clause = clauses.iter().find(|clause| span.start < clause.span.end);
    let mut weight = clause.map_or(1.0, |clause| clause.weight);
    let within = clause.map_or(Span::new(0, text.len()), |clause| clause.span);
    let mut before: Vec<Span> = Vec::new();
    let mut is_negated_after = false;
    let negates_nothing = |place: Span| {
        cues.iter().any(|found| found.value.kind == CueKind::NotNegation && found.span.contains(place))
    };
    for found in cues.iter().filter(|found| within.contains(found.span) && !found.span.overlaps(span)) {
        if negates_nothing(found.span) {
            continue;
        }
        match found.value.kind {
            CueKind::Negation if found.span.end <= span.start => {
                let is_near = text[found.span.end..span.start].chars().count() <= NEGATION_CHARS;
                // "No longer" holds "no": one negation.
                if is_near && !before.iter().any(|other| other.overlaps(found.span)) {
                    before.push(found.span);
                }
            }
            CueKind::NegationAfter if found.span.start >= span.end => {
                is_negated_after |= text[span.end..found.span.start].chars().count() <= NEGATION_CHARS / 2;
            }
            CueKind::Hedge if found.span.end <= span.start => weight *= HEDGED,
            _ => {}
        }
    }
    // Two negations cancel out; but where a language negates with a pair of words around, the pair is one.
    let is_negated = if before.is_empty() { is_negated_after } else { before.len() % 2 == 1 };
    if is_negated { -weight } else { weight }
}
