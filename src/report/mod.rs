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
    let writer = Writer::new(folder, registry, settings)?;
    let mut written = Vec::new();
    for week in writer.weeks.iter().copied() {
        let (html, markdown) = (format!("report/{week}.html"), format!("report/{week}.md"));
        writer.write(week, Some(&folder.join(&html)), Some(&folder.join(&markdown)))?;
        written.extend([html, markdown]);
    }
    Ok(written)
}

/// Writes the report of one week to the files that are named.
///
/// # Errors
/// If the week has no data (the error lists those that have), a table cannot be read, or a file cannot be written.
pub fn write_week(
    folder: &Path,
    week: Week,
    html: Option<&Path>,
    markdown: Option<&Path>,
    registry: &Registry,
    settings: &Settings,
) -> Result<(), ReportError> {
    Writer::new(folder, registry, settings)?.write(week, html, markdown)
}

/// Writes the reports of one folder.
struct Writer<'a> {
    folder: Folder<'a>,
    registry: &'a Registry,
    settings: &'a Settings,
    weeks: Vec<Week>,
    renderer: Renderer,
}

impl<'a> Writer<'a> {
    fn new(
        path: &'a Path,
        registry: &'a Registry,
        settings: &'a Settings,
    ) -> Result<Writer<'a>, ReportError> {
        let folder = Folder::new(path);
        let weeks = folder.weeks()?;
        Ok(Writer { folder, registry, settings, weeks, renderer: Renderer::new()? })
    }

    fn write(&self, week: Week, html: Option<&Path>, markdown: Option<&Path>) -> Result<(), ReportError> {
        if !self.weeks.contains(&week) {
            let folder = self.folder.path().to_owned();
            return Err(ReportError::UnknownWeek { folder, week, known: self.weeks.clone() });
        }
        let data = WeekData::load(&self.folder, week, &self.weeks, self.registry, self.settings)?;
        let names = Names::load(&self.folder, self.registry, data.speakers())?;
        let page = Page::new(&data, &names, self.settings);
        if let Some(path) = html {
            fs::write(path, self.renderer.html(&page)?).map_err(ReportError::write(path))?;
        }
        if let Some(path) = markdown {
            fs::write(path, self.renderer.markdown(&page)?).map_err(ReportError::write(path))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
