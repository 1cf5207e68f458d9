//! Starting the tool as a user does.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own for one test, with the tool to run in it.
pub struct Workplace {
    folder: tempfile::TempDir,
}

/// What a run printed and how it ended.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Workplace {
    pub fn new() -> Workplace {
        Workplace { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the tool in the folder with these arguments.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    /// The same, with something on stdin.
    pub fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        // What surrounds the labels is tested with the fast engine; `model.rs` and `floors.rs` test the default one.
        let names_engine = arguments.iter().any(|argument| ["--engine", "--model"].contains(argument));
        let tags = matches!(arguments.first(), Some(&("analyze" | "tag" | "eval"))) && arguments.len() > 1
            || arguments == ["tag"];
        let engine: &[&str] = if tags && !names_engine { &["--engine", "lexicon"] } else { &[] };
        let mut child = Command::new(env!("CARGO_BIN_EXE_newsvane"))
            .args(arguments)
            .args(engine)
            .current_dir(self.folder.path())
            // What a developer has set for runs of their own.
            .env_remove("NEWSVANE_CONTACT")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let bytes = stdin.to_vec();
        let writer = std::thread::spawn(move || {
            let _ = pipe.write_all(&bytes);
        });
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran {
            code: status.code().expect("the tool was not killed"),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// The rows of a CSV of a result, as maps from column to cell.
    pub fn rows(&self, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
        rows(&self.path(name))
    }
}

/// The rows of a CSV, as maps from column to cell.
pub fn rows(path: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The repository's own folder.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
