//! Scores as a picture: SVG that stands alone, in light and in dark.

use super::{Evaluation, Interval};
use std::fmt::Write;

const ROW: f64 = 22.0;
const LEFT: f64 = 80.0;
const WIDTH: f64 = 420.0;
const TOP: f64 = 64.0;
const SQUARE: f64 = 260.0;

const STYLE: &str = "\
text{font:12px system-ui,sans-serif;fill:#222}.title{font-weight:600;font-size:14px}.grid{stroke:#ddd}\
.stance{fill:#3366cc}.detection{fill:#109618}.tone{fill:#ff9900}.bar{stroke:#888}.line{fill:none;stroke:#3366cc;stroke-width:2}\
@media(prefers-color-scheme:dark){svg{background:#181818}text{fill:#ddd}.grid{stroke:#444}}";

/// Scores by language with their intervals, and the reliability of the probabilities.
pub fn picture(evaluation: &Evaluation) -> String {
    let rows = evaluation.scopes.len() as f64;
    let height = (TOP + rows * ROW).max(TOP + SQUARE) + 60.0;
    let width = LEFT + WIDTH + 100.0 + SQUARE + 40.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"Scores by language\"><style>{STYLE}</style>\
         <text class=\"title\" x=\"10\" y=\"22\">Scores by language, 95 % intervals ({} sentences, {} groups)</text>",
        evaluation.n_sentences, evaluation.n_groups
    );
    for (index, (class, name)) in
        [("stance", "stance macro-F1"), ("detection", "detection F1"), ("tone", "tone macro-F1")]
            .iter()
            .enumerate()
    {
        let x = LEFT + 140.0 * index as f64;
        let _ = write!(
            svg,
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"40\" r=\"5\"/><text x=\"{}\" y=\"44\">{name}</text>",
            x + 9.0
        );
    }
    let x_of = |score: f64| LEFT + score.clamp(0.0, 1.0) * WIDTH;
    let bottom = TOP + rows * ROW;
    for tick in 0..=5 {
        let x = x_of(f64::from(tick) / 5.0);
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"{TOP}\" y2=\"{bottom}\"/><text x=\"{x}\" y=\"{}\" \
             text-anchor=\"middle\">{:.1}</text>",
            bottom + 16.0,
            f64::from(tick) / 5.0
        );
    }
    for (index, scope) in evaluation.scopes.iter().enumerate() {
        let y = TOP + (index as f64 + 0.5) * ROW;
        let _ = write!(svg, "<text x=\"10\" y=\"{}\">{}</text>", y + 4.0, escape(&scope.lang));
        for (shift, class, score) in
            [(-6.0, "stance", scope.stance), (0.0, "detection", scope.detection), (6.0, "tone", scope.tone)]
        {
            point(&mut svg, class, score, y + shift, x_of);
        }
    }
    reliability(&mut svg, evaluation, LEFT + WIDTH + 90.0);
    svg.push_str("</svg>\n");
    svg
}

fn point(svg: &mut String, class: &str, score: Interval, y: f64, x_of: impl Fn(f64) -> f64) {
    let _ = write!(
        svg,
        "<line class=\"bar\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y}\" y2=\"{y}\"/><circle class=\"{class}\" cx=\"{:.1}\" cy=\"{y}\" \
         r=\"3.5\"><title>{:.3} [{:.3}, {:.3}]</title></circle>",
        x_of(score.low),
        x_of(score.high),
        x_of(score.value),
        score.value,
        score.low,
        score.high
    );
}

/// Accuracy against confidence, all languages.
fn reliability(svg: &mut String, evaluation: &Evaluation, left: f64) {
    let Some(scope) = evaluation.scopes.first() else { return };
    let (x_of, y_of) = (|value: f64| left + value * SQUARE, |value: f64| TOP + (1.0 - value) * SQUARE);
    let _ = write!(
        svg,
        "<text class=\"title\" x=\"{left}\" y=\"44\">Reliability, all (ECE {:.3})</text>\
         <rect class=\"grid\" fill=\"none\" x=\"{left}\" y=\"{TOP}\" width=\"{SQUARE}\" height=\"{SQUARE}\"/>\
         <line class=\"grid\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\
         <text x=\"{left}\" y=\"{}\">probability of the label (0 to 1), share of right labels upward</text>",
        scope.calibration.ece,
        x_of(0.0),
        y_of(0.0),
        x_of(1.0),
        y_of(1.0),
        TOP + SQUARE + 18.0
    );
    let points: Vec<String> = scope
        .calibration
        .bins
        .iter()
        .map(|bin| format!("{:.1},{:.1}", x_of(bin.confidence), y_of(bin.accuracy)))
        .collect();
    let _ = write!(svg, "<polyline class=\"line\" points=\"{}\"/>", points.join(" "));
    for bin in &scope.calibration.bins {
        let _ = write!(
            svg,
            "<circle class=\"stance\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"><title>{} labels: probability {:.2}, right {:.2}</title></circle>",
            x_of(bin.confidence),
            y_of(bin.accuracy),
            bin.n,
            bin.confidence,
            bin.accuracy
        );
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
