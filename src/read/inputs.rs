//! Which files there are to read.

use super::ReadError;
use super::format::{Format, describe};
use super::stream::Stream;
use crate::schema::{DropReason, Dropped, InputRecord, Origin, Stage};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A dump file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Relative to the folder that was named, with `/` on every system; of a file that was named itself, its name.
    pub name: String,
}

/// What the named inputs hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The dump files, sorted by name.
    pub files: Vec<InputFile>,
    /// What cannot be read: other formats, folders without a dump file or without permission.
    pub dropped: Vec<Dropped>,
}

/// Finds the dump files among `inputs`, which are files and folders; folders with all that is below them.
///
/// The table `meta` is no dump file, and in folders hidden files, `README*`, `LICENSE*`, `*.md` and `*.toml` are none.
/// Where two inputs hold files of one name, these are named with as many folders before it as tell them apart.
///
/// # Errors
/// An input that does not exist.
pub fn find_inputs(inputs: &[PathBuf], meta: Option<&Path>) -> Result<Inputs, ReadError> {
    let meta = meta.and_then(|meta| meta.canonicalize().ok());
    let mut found = Inputs::default();
    let mut candidates = Vec::new();
    for input in inputs {
        if input.is_dir() {
            let before = candidates.len() + found.dropped.len();
            walk(input, meta.as_deref(), &mut candidates, &mut found.dropped);
            if candidates.len() + found.dropped.len() == before {
                found.dropped.push(loss(
                    base_name(input),
                    DropReason::Empty,
                    "the folder holds no dump file; hint: newsvane reads .txt, .html, .jsonl, .json, .csv, .tsv, .parquet \
                     and .warc, each also .gz, .zst or alone in a .zip"
                        .to_owned(),
                ));
            }
        } else if std::fs::symlink_metadata(input).is_ok() {
            if !is_same_file(input, meta.as_deref()) {
                candidates.push(InputFile { path: input.clone(), name: base_name(input) });
            }
        } else {
            return Err(ReadError::NoSuchInput { path: input.clone() });
        }
    }
    let (files, unsupported) = split_by_format(distinct(candidates));
    found.files = files;
    found.dropped.extend(unsupported);
    found.dropped.sort_by(|a, b| a.origin.cmp(&b.origin));
    Ok(found)
}

/// Size and hash of a file for the manifest.
pub fn record(file: &InputFile) -> InputRecord {
    let unread =
        InputRecord { file: file.name.clone(), bytes: 0, sha256: String::new(), format: String::new() };
    let format = Stream::open(&file.path)
        .ok()
        .and_then(|stream| Format::of(stream.telling_name(&file.name), stream.head()))
        .map_or("", Format::code);
    let Ok((bytes, sha256)) = hash(&file.path) else {
        return unread;
    };
    InputRecord { bytes, sha256, format: format.to_owned(), ..unread }
}

fn hash(path: &Path) -> std::io::Result<(u64, String)> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("not a regular file"));
    }
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    let mut bytes = 0;
    loop {
        let length = file.read(&mut buffer)?;
        if length == 0 {
            let digits = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            return Ok((bytes, digits));
        }
        bytes += length as u64;
        hasher.update(&buffer[..length]);
    }
}

fn walk(folder: &Path, meta: Option<&Path>, candidates: &mut Vec<InputFile>, dropped: &mut Vec<Dropped>) {
    let is_visible =
        |entry: &DirEntry| entry.depth() == 0 || !is_hidden(&entry.file_name().to_string_lossy());
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(is_visible) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let path = entry.into_path();
                let below = path.strip_prefix(folder).unwrap_or(&path);
                if !is_same_file(&path, meta) && !is_beside_the_dump(&base_name(&path)) {
                    let name = slashes(below);
                    candidates.push(InputFile { name, path });
                }
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                let name = match path.strip_prefix(folder) {
                    Ok(below) if below.iter().next().is_some() => slashes(below),
                    _ => base_name(folder),
                };
                let detail = match (error.loop_ancestor(), error.io_error()) {
                    (Some(_), _) => "a link to a folder above it".to_owned(),
                    (None, Some(error)) => format!("cannot be read: {error}"),
                    (None, None) => "cannot be read".to_owned(),
                };
                dropped.push(loss(name, DropReason::Unreadable, detail));
            }
        }
    }
}

/// Each file once, by names that differ, sorted.
fn distinct(candidates: Vec<InputFile>) -> Vec<InputFile> {
    let mut seen = BTreeSet::new();
    let mut files = candidates
        .into_iter()
        .filter(|file| seen.insert(file.path.canonicalize().unwrap_or_else(|_| file.path.clone())))
        .collect::<Vec<_>>();
    loop {
        let mut n_of_name: BTreeMap<String, usize> = BTreeMap::new();
        for file in &files {
            *n_of_name.entry(file.name.clone()).or_default() += 1;
        }
        let mut has_changed = false;
        for file in files.iter_mut().filter(|file| n_of_name.get(&file.name).is_some_and(|n| *n > 1)) {
            if let Some(longer) = longer_name(file) {
                file.name = longer;
                has_changed = true;
            }
        }
        if !has_changed {
            files.sort_by(|a, b| a.name.cmp(&b.name));
            return files;
        }
    }
}

/// The name with one more folder of the path before it.
fn longer_name(file: &InputFile) -> Option<String> {
    let parts = file.path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>();
    let n_parts = file.name.split('/').count() + 1;
    let from = parts.len().checked_sub(n_parts)?;
    Some(parts[from..].join("/"))
}

/// Files of an unknown suffix are looked into; the others wait until they are read.
fn split_by_format(files: Vec<InputFile>) -> (Vec<InputFile>, Vec<Dropped>) {
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for file in files {
        if Format::of_name(&file.name).is_some() {
            kept.push(file);
            continue;
        }
        match Stream::open(&file.path) {
            Ok(stream) if Format::of(stream.telling_name(&file.name), stream.head()).is_some() => {
                kept.push(file)
            }
            Ok(stream) if stream.head().is_empty() && stream.is_whole() => {
                dropped.push(loss(file.name, DropReason::Empty, "the file is empty".to_owned()));
            }
            Ok(stream) => {
                let detail = format!("is {}", describe(stream.head()));
                dropped.push(loss(file.name, DropReason::UnsupportedFormat, detail));
            }
            Err(error) => {
                let detail = format!("cannot be read: {error}");
                dropped.push(loss(file.name, DropReason::Unreadable, detail));
            }
        }
    }
    (kept, dropped)
}

fn loss(file: String, reason: DropReason, detail: String) -> Dropped {
    let origin = Origin { file, position: None };
    Dropped { origin, article_id: None, stage: Stage::Read, reason, field: None, detail }
}

fn is_same_file(path: &Path, meta: Option<&Path>) -> bool {
    meta.is_some_and(|meta| path.canonicalize().is_ok_and(|path| path == meta))
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

fn is_beside_the_dump(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["readme", "license", "licence"].iter().any(|start| lower.starts_with(start))
        || [".md", ".toml"].iter().any(|end| lower.ends_with(end))
}

fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(|| slashes(path), |name| name.to_string_lossy().into_owned())
}

fn slashes(path: &Path) -> String {
    let parts = path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>();
    parts.join("/").replace("//", "/")
}
