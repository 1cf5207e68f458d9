//! Which files are taken for dump files.

use super::{Folder, loss_line};
use insta::assert_snapshot;
use newsvane::read::{Inputs, find_inputs};
use std::path::PathBuf;

fn shown(inputs: &Inputs) -> String {
    let files = inputs.files.iter().map(|file| file.name.clone());
    files.chain(inputs.dropped.iter().map(loss_line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn folders_are_searched_and_what_is_beside_the_dump_is_left_aside() {
    let folder = Folder::new();
    for name in [
        "b.txt",
        "a/z.jsonl.gz",
        "a/B.CSV",
        "meta.csv",
        "README.txt",
        "LICENSE",
        "notes.md",
        ".hidden/x.txt",
        ".DS_Store",
        "registry/outlets/x.toml",
    ] {
        folder.write(name, "words");
    }
    folder.write("page", "<!doctype html><html>");
    folder.write("photo.jpg", b"\xff\xd8\xff\xe0");
    folder.write("dump.zip", b"PK\x03\x04");
    folder.write("words.doc", "words");
    folder.write("nothing", "");
    let inputs =
        find_inputs(&[folder.path(""), folder.path("meta.csv")], Some(&folder.path("meta.csv"))).unwrap();
    assert_snapshot!(shown(&inputs), @"
    a/B.CSV
    a/z.jsonl.gz
    b.txt
    page
    dump.zip unsupported_format: is a zip archive with more than one file, or damaged; hint: unpack it first
    nothing empty: the file is empty
    photo.jpg unsupported_format: is an image
    words.doc unsupported_format: is no dump format; hint: newsvane reads .txt, .html, .jsonl, .json, .csv, .tsv, .parquet and .warc, each also .gz, .zst or alone in a .zip
    ");
}

#[test]
fn a_folder_without_a_dump_file_is_a_loss() {
    let folder = Folder::new();
    folder.write("dump/outlets/x.toml", "");
    folder.write("b/a.txt", "words");
    let inputs = find_inputs(&[folder.path("dump"), folder.path("b")], None).unwrap();
    assert_snapshot!(shown(&inputs), @"
    a.txt
    dump empty: the folder holds no dump file; hint: newsvane reads .txt, .html, .jsonl, .json, .csv, .tsv, .parquet and .warc, each also .gz, .zst or alone in a .zip
    ");
}

#[test]
fn files_of_one_name_are_kept_apart_and_one_file_is_read_once() {
    let folder = Folder::new();
    for name in ["x/a.txt", "x/b.txt", "y/a.txt"] {
        folder.write(name, name);
    }
    let inputs = find_inputs(&[folder.path("y"), folder.path("x"), folder.path("x/b.txt")], None).unwrap();
    let names = inputs.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, ["b.txt", "x/a.txt", "y/a.txt"]);
}

#[test]
fn an_input_that_is_not_there_is_an_error() {
    let error = find_inputs(&[PathBuf::from("no/such/dump")], None).unwrap_err();
    assert_snapshot!(error, @"
    input `no/such/dump` does not exist
    hint: name a dump file or a folder of dump files
    ");
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_in_circles() {
    let folder = Folder::new();
    folder.write("elsewhere/a.txt", "words");
    folder.write("dump/b.txt", "words");
    std::os::unix::fs::symlink(folder.path("elsewhere"), folder.path("dump/linked")).unwrap();
    std::os::unix::fs::symlink(folder.path("dump"), folder.path("dump/circle")).unwrap();
    std::os::unix::fs::symlink(folder.path("gone"), folder.path("dump/broken.txt")).unwrap();
    let inputs = find_inputs(&[folder.path("dump")], None).unwrap();
    assert_snapshot!(shown(&inputs), @"
    b.txt
    linked/a.txt
    broken.txt unreadable: cannot be read: No such file or directory (os error 2)
    circle unreadable: a link to a folder above it
    ");
}
