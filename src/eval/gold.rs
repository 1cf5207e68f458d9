//! Labelled sentences: JSON lines.

use super::Label;
use crate::schema::{Lang, NarrativeId, TargetId, Tone};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One labelled sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Gold {
    /// Its id.
    pub id: String,
    /// What it shares with its translations.
    pub group: Option<String>,
    /// Its language.
    pub lang: Lang,
    /// The sentence.
    pub text: String,
    /// The one before it.
    pub previous: Option<String>,
    /// The headline above it.
    pub title: Option<String>,
    /// The label of each target that the line has a field for.
    pub targets: BTreeMap<TargetId, Label>,
    /// Good or bad news.
    pub tone: Option<Tone>,
    /// Who holds it: `author`, `unnamed`, or a name.
    pub holder: Option<String>,
    /// The stories it tells.
    pub narratives: Option<Vec<NarrativeId>>,
}

impl Gold {
    /// The group, or the sentence itself.
    pub fn group(&self) -> &str {
        self.group.as_deref().unwrap_or(&self.id)
    }
}

/// A set that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// A file that cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line that is no labelled sentence.
    #[error(
        "`{}`, line {line}: {problem}\nhint: {{\"id\", \"lang\", \"text\", \"l1\": \"favor|against|neutral|none\", \"l2\": …, \
         \"tone\"?, \"holder\"?, \"narratives\"?, \"previous\"?, \"title\"?, \"group\"?}}",
        path.display()
    )]
    Line {
        /// The file.
        path: PathBuf,
        /// Which, from 1 on.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

#[derive(Deserialize)]
struct Line {
    id: String,
    group: Option<String>,
    lang: String,
    text: String,
    previous: Option<String>,
    title: Option<String>,
    tone: Option<Tone>,
    holder: Option<String>,
    narratives: Option<Vec<NarrativeId>>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

/// Reads a file. `targets` are the ids that a line may label.
///
/// # Errors
/// If the file cannot be read or a line is no labelled sentence; the message names it.
pub fn read(path: &Path, targets: &[TargetId]) -> Result<Vec<Gold>, GoldError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| GoldError::Unreadable { path: path.to_owned(), source })?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            parse(line, targets).map_err(|problem| GoldError::Line {
                path: path.to_owned(),
                line: index + 1,
                problem,
            })
        })
        .collect()
}

fn parse(line: &str, targets: &[TargetId]) -> Result<Gold, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let lang = Lang::from_tag(&line.lang)
        .ok_or_else(|| format!("`lang` is `{}`, which is not supported", line.lang))?;
    let mut labels = BTreeMap::new();
    for id in targets {
        if let Some(label) = line.rest.get(id.as_str()) {
            let label = Label::deserialize(label)
                .map_err(|_| format!("`{id}` is `{label}`, not one of favor, against, neutral and none"))?;
            labels.insert(id.clone(), label);
        }
    }
    if labels.is_empty() {
        let ids: Vec<&str> = targets.iter().map(TargetId::as_str).collect();
        return Err(format!("it labels none of the targets {}", ids.join(", ")));
    }
    Ok(Gold {
        id: line.id,
        group: line.group,
        lang,
        text: line.text,
        previous: line.previous,
        title: line.title,
        targets: labels,
        tone: line.tone,
        holder: line.holder,
        narratives: line.narratives,
    })
}
