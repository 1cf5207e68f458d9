//! The output folder: written beside, moved into place when whole.

use crate::schema::Manifest;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest.json";
const PARTIAL: &str = ".partial";

/// An output folder that is being written. What was not committed is removed when the run fails.
pub(super) struct Staging {
    out: PathBuf,
    partial: PathBuf,
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After a commit neither is there; where the run failed, an empty folder of ours goes as well.
        let _ = fs::remove_dir_all(&self.partial);
        let _ = fs::remove_dir(&self.out);
    }
}

/// Why an output folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OutError {
    /// It holds something already.
    #[error("`{}` exists and is not empty\nhint: choose another `--out`, or give `--overwrite` to replace an earlier result in it (other files stay)", .0.display())]
    NotEmpty(PathBuf),
    /// Reading or writing failed.
    #[error("cannot write to `{}`: {source}", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Staging {
    /// Prepares `out`; nothing in it changes before [`Staging::commit`].
    pub(super) fn open(out: &Path, overwrite: bool) -> Result<Staging, OutError> {
        let io = |source| OutError::Io { path: out.to_owned(), source };
        fs::create_dir_all(out).map_err(io)?;
        let mut entries = fs::read_dir(out).map_err(io)?.collect::<Result<Vec<_>, _>>().map_err(io)?;
        // What an interrupted run left behind is no content.
        entries.retain(|entry| entry.file_name() != PARTIAL);
        if !entries.is_empty() && !overwrite {
            return Err(OutError::NotEmpty(out.to_owned()));
        }
        let partial = out.join(PARTIAL);
        if partial.exists() {
            fs::remove_dir_all(&partial).map_err(io)?;
        }
        fs::create_dir(&partial).map_err(io)?;
        Ok(Staging { out: out.to_owned(), partial })
    }

    /// Where to write meanwhile.
    pub(super) fn folder(&self) -> &Path {
        &self.partial
    }

    /// Moves the named files (paths relative to the folder) into place, the manifest last: a folder with a manifest is
    /// whole. Files of an earlier result that this one does not have are removed; files that are not ours stay.
    pub(super) fn commit(self, files: &[String]) -> Result<(), OutError> {
        let manifest = self.out.join(MANIFEST);
        let earlier = fs::read(&manifest)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok())
            .map(|manifest| manifest.outputs)
            .unwrap_or_default();
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| OutError::Io { path, source }
        };
        if manifest.exists() {
            fs::remove_file(&manifest).map_err(io(&manifest))?;
        }
        for file in earlier.keys() {
            // The manifest could have been edited: only plain names below the folder are removed.
            let path = self.out.join(file);
            let is_below =
                Path::new(file).components().all(|part| matches!(part, std::path::Component::Normal(_)));
            if is_below && path.is_file() {
                fs::remove_file(&path).map_err(io(&path))?;
            }
        }
        for file in files.iter().map(String::as_str).chain([MANIFEST]) {
            let to = self.out.join(file);
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(io(parent))?;
            }
            fs::rename(self.partial.join(file), &to).map_err(io(&to))?;
        }
        fs::remove_dir_all(&self.partial).map_err(io(&self.partial))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_peoples_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.docx"), "years of work").unwrap();
        assert!(matches!(Staging::open(folder.path(), false), Err(OutError::NotEmpty(_))));
        let staging = Staging::open(folder.path(), true).unwrap();
        fs::write(staging.folder().join(MANIFEST), "{}").unwrap();
        staging.commit(&[]).unwrap();
        assert!(folder.path().join("thesis.docx").exists());
    }

    #[test]
    fn a_failed_run_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        drop(Staging::open(&out, false).unwrap());
        assert!(!out.exists());
    }

    #[test]
    fn nothing_has_its_final_name_before_the_commit() {
        let folder = tempfile::tempdir().unwrap();
        let staging = Staging::open(folder.path(), false).unwrap();
        fs::write(staging.folder().join("articles.csv"), "a").unwrap();
        fs::write(staging.folder().join(MANIFEST), "{}").unwrap();
        assert!(!folder.path().join("articles.csv").exists());
        // A killed run leaves the partial folder, which the next run may throw away.
        std::mem::forget(staging);
        let staging = Staging::open(folder.path(), false).unwrap();
        fs::write(staging.folder().join("articles.csv"), "b").unwrap();
        fs::write(staging.folder().join(MANIFEST), "{}").unwrap();
        staging.commit(&["articles.csv".to_owned()]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("articles.csv")).unwrap(), "b");
        assert!(!folder.path().join(PARTIAL).exists());
    }
}
