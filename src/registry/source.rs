//! The definition files: built in, and from folders on top.

use super::RegistryError;
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

static OUTLETS: Dir = include_dir!("$CARGO_MANIFEST_DIR/corpora/outlets");
static NARRATIVES: Dir = include_dir!("$CARGO_MANIFEST_DIR/corpora/narratives");
static TARGETS: Dir = include_dir!("$CARGO_MANIFEST_DIR/corpora/targets");
static LEXICONS: Dir = include_dir!("$CARGO_MANIFEST_DIR/corpora/lexicons");
const SPEAKERS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/corpora/speakers.toml"));

/// Definition files by their path below `corpora/`.
pub(super) struct Files {
    files: BTreeMap<String, String>,
    /// `speakers.toml` of the folders on top: they add to the built-in one instead of replacing it.
    pub(super) more_speakers: Vec<(String, String)>,
}

impl Files {
    pub(super) fn load<P: AsRef<Path>>(folders: &[P]) -> Result<Files, RegistryError> {
        let mut files = BTreeMap::new();
        for (kind, dir) in [
            ("outlets", &OUTLETS),
            ("narratives", &NARRATIVES),
            ("targets", &TARGETS),
            ("lexicons", &LEXICONS),
        ] {
            add_built_in(kind, dir, &mut files);
        }
        files.insert("speakers.toml".to_owned(), SPEAKERS.to_owned());
        let mut more_speakers = Vec::new();
        for folder in folders {
            let folder = folder.as_ref();
            for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
                let entry = entry.map_err(|error| RegistryError::Unreadable {
                    path: folder.to_owned(),
                    source: error.into(),
                })?;
                if entry.path().extension().is_none_or(|extension| extension != "toml" && extension != "tsv")
                {
                    continue;
                }
                let content = std::fs::read_to_string(entry.path())
                    .map_err(|source| RegistryError::Unreadable { path: entry.path().to_owned(), source })?;
                let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                let name = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
                if name == "speakers.toml" {
                    more_speakers.push((entry.path().display().to_string(), content));
                } else if ["outlets/", "narratives/", "targets/", "lexicons/"]
                    .iter()
                    .any(|kind| name.starts_with(kind))
                {
                    files.insert(name, content);
                } else {
                    return Err(RegistryError::invalid(
                        &entry.path().display().to_string(),
                        "is not where a definition is looked for\nhint: a registry folder holds `outlets/`, `narratives/`, \
                         `targets/`, `lexicons/` and `speakers.toml`",
                    ));
                }
            }
        }
        Ok(Files { files, more_speakers })
    }

    /// The files directly below `corpora/<folder>`, in order of their names.
    pub(super) fn below<'files>(
        &'files self,
        folder: &'files str,
    ) -> impl Iterator<Item = (&'files str, &'files str)> {
        self.files
            .iter()
            .filter(move |(name, _)| {
                name.strip_prefix(folder)
                    .and_then(|rest| rest.strip_prefix('/'))
                    .is_some_and(|rest| rest.ends_with(".toml"))
            })
            .map(|(name, content)| (name.as_str(), content.as_str()))
    }

    /// A file that must be there.
    pub(super) fn get(&self, name: &str) -> Result<&str, RegistryError> {
        self.files.get(name).map(String::as_str).ok_or_else(|| RegistryError::invalid(name, "is missing"))
    }

    pub(super) fn sha256(&self) -> String {
        let mut hasher = Sha256::new();
        for (name, content) in
            self.files.iter().chain(self.more_speakers.iter().map(|(name, content)| (name, content)))
        {
            // Folders on top are named by where they lie, which must not change the hash.
            let name = name.rsplit('/').next().unwrap_or(name);
            for part in [name, content] {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn add_built_in(kind: &str, dir: &Dir, files: &mut BTreeMap<String, String>) {
    for file in dir.files() {
        let below = file.path().iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if let Some(content) = file.contents_utf8() {
            files.insert(format!("{kind}/{below}"), content.to_owned());
        }
    }
    for dir in dir.dirs() {
        add_built_in(kind, dir, files);
    }
}

/// Parses a definition file; an error names the file and line.
pub(super) fn parse<T: serde::de::DeserializeOwned>(file: &str, content: &str) -> Result<T, RegistryError> {
    toml::from_str(content).map_err(|error| RegistryError::invalid(file, error))
}
