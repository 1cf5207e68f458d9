//! The configuration: what a run may be told in a file, with defaults that work.

use newsvane::{pipeline, read, report, tag};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// `newsvane.toml`. Every key may be left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Folders with more outlets, narratives, targets, speakers and lexicons, relative to the file.
    pub registry: Vec<PathBuf>,
    /// Column and field names of dumps.
    pub fields: read::FieldMapping,
    /// Bounds of what is read.
    pub limits: read::Limits,
    /// How scores become labels.
    pub tag: tag::Settings,
    /// What the report shows.
    pub report: report::Settings,
    /// How pages are collected; nothing of it shows in results, so it stays out of their manifest.
    #[serde(skip_serializing)]
    pub collect: Collect,
}

/// `[collect]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Collect {
    /// Where sites can reach who collects: an e-mail address or a page.
    pub contact: Option<String>,
}

impl Config {
    /// Reads a file; without one, the defaults.
    pub fn load(path: Option<&Path>) -> Result<Config> {
        let Some(path) = path else { return Ok(Config::default()) };
        let content = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the config `{}`", path.display()))?;
        toml::from_str(&content).with_context(|| {
            format!(
                "the config `{}` is not valid\nhint: `newsvane analyze --help` shows its keys",
                path.display()
            )
        })
    }

    /// The registry folders, found from where the file lies.
    pub fn registry_folders(&self, path: Option<&Path>) -> Vec<PathBuf> {
        let base = path.and_then(Path::parent).unwrap_or(Path::new(""));
        self.registry.iter().map(|folder| base.join(folder)).collect()
    }

    /// What the pipeline takes of it.
    pub fn settings(&self) -> Result<pipeline::Settings> {
        Ok(pipeline::Settings {
            fields: self.fields.clone(),
            limits: self.limits.clone(),
            tag: self.tag,
            report: self.report.clone(),
            config: serde_json::to_value(self)?,
        })
    }
}
