//! Progress bars, on a terminal only.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use newsvane::collect::CollectProgress;
use newsvane::pipeline::{Progress, Step};
use newsvane::registry::Outlet;
use std::collections::HashMap;
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

/// One line for each outlet that is being collected.
pub struct OutletBars {
    all: MultiProgress,
    bars: Mutex<HashMap<String, ProgressBar>>,
}

impl OutletBars {
    /// No line yet.
    pub fn new() -> OutletBars {
        OutletBars {
            all: MultiProgress::with_draw_target(ProgressDrawTarget::stderr()),
            bars: Mutex::default(),
        }
    }

    /// Clears all lines.
    pub fn finish(&self) {
        let _ = self.all.clear();
    }

    fn with(&self, outlet: &Outlet, act: impl FnOnce(&ProgressBar)) {
        if let Ok(bars) = self.bars.lock()
            && let Some(bar) = bars.get(outlet.id.as_str())
        {
            act(bar);
        }
    }
}

impl CollectProgress for OutletBars {
    fn begin(&self, outlet: &Outlet) {
        let bar = self.all.add(ProgressBar::new(0));
        if let Ok(style) =
            ProgressStyle::with_template("{prefix:>20} {bar:30} {human_pos}/{human_len} pages {msg}")
        {
            bar.set_style(style);
        }
        bar.set_prefix(outlet.id.to_string());
        bar.set_message("looking for articles");
        if let Ok(mut bars) = self.bars.lock() {
            bars.insert(outlet.id.to_string(), bar);
        }
    }

    fn waiting(&self, outlet: &Outlet, n: u64) {
        self.with(outlet, |bar| {
            bar.set_length(n);
            bar.set_message("");
        });
    }

    fn advance(&self, outlet: &Outlet) {
        self.with(outlet, |bar| bar.inc(1));
    }

    fn end(&self, outlet: &Outlet) {
        self.with(outlet, ProgressBar::finish_and_clear);
    }
}
