//! Progress bars, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use newsvane::pipeline::{Progress, Step};
use std::sync::Mutex;

/// One bar for each step.
pub struct Bars {
    current: Mutex<ProgressBar>,
}

impl Bars {
    /// No bar yet.
    pub fn new() -> Bars {
        Bars { current: Mutex::new(ProgressBar::hidden()) }
    }

    /// Clears the last bar.
    pub fn finish(&self) {
        if let Ok(bar) = self.current.lock() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bars {
    fn begin(&self, step: Step, total: u64) {
        let (name, unit) = match step {
            Step::Read => ("reading", "files"),
            Step::Tag => ("tagging", "articles"),
            Step::Report => ("reporting", "result"),
        };
        // Hidden by indicatif itself where stderr is no terminal.
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template(&format!(
            "{name:>10} {{bar:30}} {{human_pos}}/{{human_len}} {unit} {{per_sec}} {{eta}} left"
        ));
        if let Ok(style) = style {
            bar.set_style(style);
        }
        if let Ok(mut current) = self.current.lock() {
            current.finish_and_clear();
            *current = bar;
        }
    }

    fn advance(&self, n: u64) {
        if let Ok(bar) = self.current.lock() {
            bar.inc(n);
        }
    }
}

/// A bar over sentences.
pub fn sentences(total: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    if let Ok(style) =
        ProgressStyle::with_template("tagging {bar:30} {human_pos}/{human_len} sentences {eta} left")
    {
        bar.set_style(style);
    }
    bar
}
