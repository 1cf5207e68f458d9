//! The bytes of a file, decompressed, with a look at their beginning.

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek as _, SeekFrom};
use std::path::Path;

/// How much of a file is looked at to find out what it is.
const HEAD_BYTES: u64 = 64 << 10;

/// A decompressed file. Reading gives the whole of it, the beginning included.
pub(super) struct Stream {
    head: Cursor<Vec<u8>>,
    /// An error behind the head, still to be given.
    error: Option<io::Error>,
    rest: Box<dyn Read + Send>,
    is_whole: bool,
    is_compressed: bool,
    /// The name of the file inside a zip archive.
    inner_name: Option<String>,
}

/// The only file of a zip archive, with its name; `None` for an archive of several, which is to be unpacked by its owner,
/// and for what cannot be unpacked here.
fn zip_member(path: &Path) -> Option<(String, Box<dyn Read + Send>)> {
    let mut archive = zip::ZipArchive::new(File::open(path).ok()?).ok()?;
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).ok()?;
        // Finder leaves such notes beside the files.
        if member.is_file() && !member.name().starts_with("__MACOSX/") {
            members.push(index);
        }
    }
    let [only] = members.as_slice() else { return None };
    let (name, start, length, method) = {
        let member = archive.by_index_raw(*only).ok()?;
        if member.encrypted() {
            return None;
        }
        (member.name().to_owned(), member.data_start(), member.compressed_size(), member.compression())
    };
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(start)).ok()?;
    let packed = BufReader::with_capacity(HEAD_BYTES as usize, file.take(length));
    match method {
        zip::CompressionMethod::Stored => Some((name, Box::new(packed))),
        // Deflate; the archive's own reader of it, which would bring a second library for it, is left out of the build.
        #[expect(
            deprecated,
            reason = "the name that the crate gives to methods that it does not unpack itself"
        )]
        zip::CompressionMethod::Unsupported(8) => Some((name, Box::new(DeflateDecoder::new(packed)))),
        _ => None,
    }
}

impl Stream {
    /// Opens a file; what it is compressed with is told by its first bytes, not by its name.
    ///
    /// # Errors
    /// The file cannot be opened or is not a regular file. Errors further in come when they are reached.
    pub(super) fn open(path: &Path) -> io::Result<Stream> {
        // Opening a pipe would wait for its other end.
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        let mut file = File::open(path)?;
        let mut magic = Vec::new();
        (&mut file).take(4).read_to_end(&mut magic)?;
        let raw = BufReader::with_capacity(HEAD_BYTES as usize, Cursor::new(magic.clone()).chain(file));
        if magic == b"PK\x03\x04"
            && let Some((name, member)) = zip_member(path)
        {
            let inner_name = Some(name);
            return Ok(Stream { inner_name, ..Stream::of(member, true) });
        }
        let (rest, is_compressed): (Box<dyn Read + Send>, bool) = match magic.as_slice() {
            [0x1f, 0x8b, ..] => (Box::new(MultiGzDecoder::new(raw)), true),
            // A frame, or a skippable frame before one.
            [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => {
                (Box::new(zstd::stream::read::Decoder::with_buffer(raw)?), true)
            }
            _ => (Box::new(raw), false),
        };
        Ok(Stream::of(rest, is_compressed))
    }

    fn of(mut rest: Box<dyn Read + Send>, is_compressed: bool) -> Stream {
        let mut head = Vec::new();
        let outcome = (&mut rest).take(HEAD_BYTES).read_to_end(&mut head);
        let is_whole = outcome.is_ok() && (head.len() as u64) < HEAD_BYTES;
        let error = outcome.err();
        Stream { head: Cursor::new(head), error, rest, is_whole, is_compressed, inner_name: None }
    }

    /// The name that tells the format: of the file inside an archive, or `name`.
    pub(super) fn telling_name<'a>(&'a self, name: &'a str) -> &'a str {
        self.inner_name.as_deref().unwrap_or(name)
    }

    /// The first 64 KiB, or less where the file is shorter or broken.
    pub(super) fn head(&self) -> &[u8] {
        self.head.get_ref()
    }

    /// Whether the head is all there is.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether the bytes in the file are others.
    pub(super) fn is_compressed(&self) -> bool {
        self.is_compressed
    }

    /// The error met within the head, if there was one.
    pub(super) fn head_error(&self) -> Option<&io::Error> {
        self.error.as_ref()
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 if buffer.is_empty() || self.is_whole => Ok(0),
            0 => match self.error.take() {
                Some(error) => {
                    self.is_whole = true;
                    Err(error)
                }
                None => self.rest.read(buffer),
            },
            length => Ok(length),
        }
    }
}

/// A whole file in memory.
pub(super) enum Whole {
    /// All of it.
    Complete(Vec<u8>),
    /// What came before an error.
    Broken(Vec<u8>, io::Error),
    /// More than the limit.
    TooLarge,
}

/// Reads to the end, at most `limit` bytes.
pub(super) fn read_whole(reader: impl Read, limit: u64) -> Whole {
    let mut bytes = Vec::new();
    let outcome = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        return Whole::TooLarge;
    }
    match outcome {
        Ok(_) => Whole::Complete(bytes),
        Err(error) => Whole::Broken(bytes, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn many_members_are_one_stream() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gz");
        let mut file = File::create(&path).unwrap();
        for part in ["one ", "two"] {
            let mut member = flate2::write::GzEncoder::new(&mut file, flate2::Compression::fast());
            member.write_all(part.as_bytes()).unwrap();
            member.finish().unwrap();
        }
        let text = io::read_to_string(Stream::open(&path).unwrap()).unwrap();
        assert_eq!(text, "one two");
    }

    #[test]
    fn what_came_before_the_end_of_a_cut_stream_is_given() {
        let folder = tempfile::tempdir().unwrap();
        let text = "x y z ".repeat(50_000);
        for (name, packed) in [
            ("a.zst", zstd::encode_all(text.as_bytes(), 1).unwrap()),
            ("a.gz", {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
                encoder.write_all(text.as_bytes()).unwrap();
                encoder.finish().unwrap()
            }),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, &packed[..packed.len() - 5]).unwrap();
            let Whole::Broken(bytes, error) = read_whole(Stream::open(&path).unwrap(), 1 << 20) else {
                panic!("{name} is cut");
            };
            assert!(text.as_bytes().starts_with(&bytes) && bytes.len() > 100_000, "{name}: {}", bytes.len());
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "{name}");
        }
    }
}
