//! What users' files look like, good and bad.

mod arbitrary;
mod bad_files;
mod formats;
mod inputs;
mod parquet;
mod warc;

use flate2::write::GzEncoder;
use newsvane::read::{InputFile, Limits, Options, open};
use newsvane::schema::{Body, Dropped, RawDocument};
use std::io::Write;
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder of its own for one test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> InputFile {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        InputFile { path, name: name.to_owned() }
    }
}

type Items = Vec<Result<RawDocument, Dropped>>;

fn read(name: &str, content: impl AsRef<[u8]>) -> Items {
    read_with(name, content, &Options::default())
}

fn read_with(name: &str, content: impl AsRef<[u8]>, options: &Options) -> Items {
    let folder = Folder::new();
    open(&folder.write(name, content), options).collect()
}

fn small(record_bytes: u64) -> Options {
    Options { limits: Limits { record_bytes, ..Limits::default() }, ..Options::default() }
}

/// One line for each item: documents by their body and what is known of them, losses by their row.
fn shown(items: &Items) -> String {
    let lines = items.iter().map(|item| match item {
        Ok(document) => {
            let (kind, content) = match &document.body {
                Body::Html(page) => ("html", page),
                Body::Text(text) => ("text", text),
            };
            let fields = &document.fields;
            let known = [
                ("url", &fields.url),
                ("outlet", &fields.outlet),
                ("published", &fields.published),
                ("title", &fields.title),
                ("byline", &fields.byline),
                ("lang", &fields.lang),
                ("site_id", &fields.site_id),
            ];
            let known =
                known.iter().filter_map(|(name, value)| Some(format!(" {name}={:?}", value.as_ref()?)));
            format!("{} {kind} {content:?}{}", place(&document.origin), known.collect::<String>())
        }
        Err(loss) => loss_line(loss),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn loss_line(loss: &Dropped) -> String {
    let field = loss.field.as_ref().map(|field| format!(" [{field}]")).unwrap_or_default();
    format!("{} {}{field}: {}", place(&loss.origin), loss.reason, loss.detail)
}

fn place(origin: &newsvane::schema::Origin) -> String {
    origin.position.map_or(origin.file.clone(), |position| format!("{}:{position}", origin.file))
}

fn gz(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zst(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).unwrap()
}
