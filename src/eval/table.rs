//! Scores as plain text.

use super::{Evaluation, Interval, Label, Scope};
use std::fmt::Write;

/// The scores as a table for the terminal.
pub fn table(evaluation: &Evaluation) -> String {
    let mut text = format!(
        "{} sentences in {} groups; engine {}\n\n",
        evaluation.n_sentences, evaluation.n_groups, evaluation.engine
    );
    let _ = writeln!(
        text,
        "{:<8} {:>6}  {:<19} {:<19} {:<19} {:>6} {:>8} {:>8}",
        "lang", "n", "stance macro-F1", "detection F1", "tone macro-F1", "ECE", "speaker", "stories"
    );
    for scope in &evaluation.scopes {
        let _ = writeln!(
            text,
            "{:<8} {:>6}  {:<19} {:<19} {:<19} {:>6.3} {:>8.3} {:>8.3}",
            scope.lang,
            scope.n_sentences,
            interval(scope.stance),
            interval(scope.detection),
            interval(scope.tone),
            scope.calibration.ece,
            scope.speaker.kind_accuracy,
            scope.narratives.f1
        );
    }
    let _ = writeln!(
        text,
        "\n{:<8} {:<8} {:<19} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6} {:>7} {:>6} {:>9} {:>5}",
        "lang",
        "target",
        "macro-F1",
        "favor",
        "against",
        "neutral",
        "none",
        "F_avg",
        "kappa",
        "det. F1",
        "asked",
        "abstained",
        "lost"
    );
    for scope in &evaluation.scopes {
        for (id, scores) in &scope.targets {
            let f1 = |label: Label| scores.f1.get(label.code()).copied().unwrap_or(0.0);
            let _ = writeln!(
                text,
                "{:<8} {:<8} {:<19} {:>6.3} {:>7.3} {:>7.3} {:>6.3} {:>6.3} {:>6.3} {:>7.3} {:>6} {:>9} {:>5}",
                scope.lang,
                id,
                interval(scores.macro_f1),
                f1(Label::Favor),
                f1(Label::Against),
                f1(Label::Neutral),
                f1(Label::None),
                scores.f_avg,
                scores.kappa,
                scores.detection_f1,
                scope.n_sentences - scores.n_not_asked,
                scores.n_abstained,
                scores.n_lost
            );
        }
    }
    if let Some(all) = evaluation.scopes.first() {
        confusion(&mut text, all);
        speakers(&mut text, all);
    }
    text
}

fn interval(score: Interval) -> String {
    format!("{:.3} [{:.3} {:.3}]", score.value, score.low, score.high)
}

fn confusion(text: &mut String, scope: &Scope) {
    for (id, scores) in &scope.targets {
        let _ = writeln!(
            text,
            "\n{:<16} {:>7} {:>7} {:>7} {:>7} {:>9}",
            format!("{id}, {}", scope.lang),
            "favor",
            "against",
            "neutral",
            "none",
            "abstained"
        );
        for (label, row) in Label::ALL.iter().zip(scores.confusion.rows()) {
            let _ = writeln!(
                text,
                "gold {:<11} {:>7} {:>7} {:>7} {:>7} {:>9}",
                label.code(),
                row[0],
                row[1],
                row[2],
                row[3],
                row[4]
            );
        }
    }
}

fn speakers(text: &mut String, scope: &Scope) {
    let speaker = &scope.speaker;
    let _ = writeln!(
        text,
        "\nspeakers: author, unnamed and named told apart in {:.3} of {}; a name found for {:.3} of {} holders with a \
         name; the very speaker in {:.3} of {} whose name stands in the text",
        speaker.kind_accuracy,
        speaker.n,
        speaker.named_recall,
        speaker.n_named,
        speaker.name_accuracy,
        speaker.n_names_in_text
    );
    let narratives = &scope.narratives;
    let _ = writeln!(
        text,
        "narratives: precision {:.3}, recall {:.3}, F1 {:.3} over all; by story: {}",
        narratives.precision,
        narratives.recall,
        narratives.f1,
        narratives.by_id.iter().map(|(id, f1)| format!("{id} {f1:.2}")).collect::<Vec<_>>().join(", ")
    );
}
