//! The output: tables as CSV and Parquet, the data dictionary, and a narrative report for every week.
//!
//! A report is made from the Parquet files of an output folder alone, so that it can be made again later with the same
//! bytes.

mod cell;
mod chart;
mod datapackage;
mod error;
mod figures;
mod folder;
mod markdown;
mod render;
mod settings;
mod table;
mod view;
mod week_data;

pub use datapackage::write_datapackage;
pub use error::ReportError;
pub use settings::Settings;
pub use table::TableWriter;

use crate::registry::Registry;
use crate::schema::Week;
use folder::Folder;
use render::Renderer;
use std::fs;
use std::path::Path;
use view::{Names, Page};
use week_data::WeekData;

/// The weeks of an output folder that have labelled sentences, in order.
///
/// # Errors
/// If `weekly.parquet` cannot be read.
pub fn weeks(folder: &Path) -> Result<Vec<Week>, ReportError> {
    Folder::new(folder).weeks()
}

/// Writes the report of every week into `report/` below an output folder, finished or staged, as HTML and Markdown.
/// Gives the paths relative to the folder.
///
/// # Errors
/// If a table cannot be read or a report cannot be written.
pub fn write_reports(
    folder: &Path,
    registry: &Registry,
    settings: &Settings,
) -> Result<Vec<String>, ReportError> {
    let reports = folder.join("report");
    fs::create_dir_all(&reports).map_err(ReportError::write(&reports))?;
    let of_folder = Reports::new(folder, registry, settings)?;
    let mut written = Vec::new();
    for week in of_folder.weeks.iter().copied() {
        let rendered = of_folder.render(week)?;
        for (suffix, content) in [("html", rendered.html), ("md", rendered.markdown)] {
            let name = format!("report/{week}.{suffix}");
            let path = folder.join(&name);
            fs::write(&path, content).map_err(ReportError::write(&path))?;
            written.push(name);
        }
    }
    Ok(written)
}

/// The report of one week, in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// A page that stands alone.
    pub html: String,
    /// The same as Markdown.
    pub markdown: String,
}

/// The report of one week of a finished output folder.
///
/// # Errors
/// If the week has no data (the error lists those that have), or a table cannot be read.
pub fn render_week(
    folder: &Path,
    week: Week,
    registry: &Registry,
    settings: &Settings,
) -> Result<Rendered, ReportError> {
    Reports::new(folder, registry, settings)?.render(week)
}

/// The reports of one folder.
struct Reports<'a> {
    folder: Folder<'a>,
    registry: &'a Registry,
    settings: &'a Settings,
    weeks: Vec<Week>,
    renderer: Renderer,
}

impl<'a> Reports<'a> {
    fn new(
        path: &'a Path,
        registry: &'a Registry,
        settings: &'a Settings,
    ) -> Result<Reports<'a>, ReportError> {
        let folder = Folder::new(path);
        let weeks = folder.weeks()?;
        Ok(Reports { folder, registry, settings, weeks, renderer: Renderer::new()? })
    }

    fn render(&self, week: Week) -> Result<Rendered, ReportError> {
        if !self.weeks.contains(&week) {
            let folder = self.folder.path().to_owned();
            return Err(ReportError::UnknownWeek { folder, week, known: self.weeks.clone() });
        }
        let data = WeekData::load(&self.folder, week, &self.weeks, self.registry, self.settings)?;
        let names = Names::load(&self.folder, self.registry, data.speakers())?;
        let page = Page::new(&data, &names, self.settings);
        Ok(Rendered { html: self.renderer.html(&page)?, markdown: self.renderer.markdown(&page)? })
    }
}

#[cfg(test)]
mod tests;
