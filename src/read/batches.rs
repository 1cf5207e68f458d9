//! Documents in batches, read beside the work on them.

use super::{InputFile, Options, open};
use crate::schema::{Body, Dropped, RawDocument};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Documents of a batch, at most.
const DOCUMENTS: usize = 256;
/// Bytes of text that close a batch: with the batch that waits and the one that is worked on, memory stays bounded.
const BYTES: usize = 64 << 20;

/// Some documents of a dump, in its order.
#[derive(Debug, Default)]
pub struct Batch<'a> {
    /// The documents, and rows for what could not be read.
    pub documents: Vec<Result<RawDocument, Dropped>>,
    /// The files that end in this batch.
    pub files: Vec<&'a InputFile>,
}

/// Reads files on a thread of its own, as fast as `work` takes the batches. Reading stops when `work` ends.
pub fn in_batches<'a, T>(
    files: &'a [InputFile],
    options: &Options,
    work: impl FnOnce(Receiver<Batch<'a>>) -> T,
) -> T {
    thread::scope(|scope| {
        let (send, batches) = sync_channel(1);
        scope.spawn(move || send_all(files, options, &send));
        work(batches)
    })
}

fn send_all<'a>(files: &'a [InputFile], options: &Options, send: &SyncSender<Batch<'a>>) {
    let mut batch = Batch::default();
    let mut bytes = 0;
    for file in files {
        for document in open(file, options) {
            bytes += document.as_ref().map_or(0, size);
            batch.documents.push(document);
            if batch.documents.len() >= DOCUMENTS || bytes >= BYTES {
                bytes = 0;
                if send.send(std::mem::take(&mut batch)).is_err() {
                    return;
                }
            }
        }
        batch.files.push(file);
    }
    // Nobody may be left to take it.
    let _ = send.send(batch);
}

fn size(document: &RawDocument) -> usize {
    match &document.body {
        Body::Html(text) | Body::Text(text) => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::find_inputs;

    fn dump(folder: &tempfile::TempDir) -> Vec<InputFile> {
        for n in 0..3 {
            let lines: String = (0..200).map(|i| format!("{{\"text\": \"Text {n} {i}\"}}\n")).collect();
            std::fs::write(folder.path().join(format!("{n}.jsonl")), lines).unwrap();
        }
        find_inputs(&[folder.path().to_owned()], None).unwrap().files
    }

    #[test]
    fn all_documents_come_in_order_and_all_files_end() {
        let folder = tempfile::tempdir().unwrap();
        let files = dump(&folder);
        let batches: Vec<Batch> =
            in_batches(&files, &Options::default(), |batches| batches.into_iter().collect());
        assert!(batches.iter().all(|batch| batch.documents.len() <= DOCUMENTS));
        assert_eq!(batches.iter().map(|batch| batch.files.len()).sum::<usize>(), 3);
        let texts: Vec<String> = batches
            .into_iter()
            .flat_map(|batch| batch.documents)
            .map(|document| match document.unwrap().body {
                Body::Html(text) | Body::Text(text) => text,
            })
            .collect();
        let expected: Vec<String> =
            (0..3).flat_map(|n| (0..200).map(move |i| format!("Text {n} {i}"))).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn work_can_end_early() {
        let folder = tempfile::tempdir().unwrap();
        let files = dump(&folder);
        let first = in_batches(&files, &Options::default(), |batches| batches.recv().unwrap());
        assert_eq!(first.documents.len(), DOCUMENTS);
    }
}
