//! Reading: bytes per second of each text format, plain and packed.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsvane::read::{Options, find_inputs, open};
use std::io::Write;

const ARTICLES: usize = 500;

/// Paragraphs of a page: pages of news have some 60 KB.
const PARAGRAPHS: usize = 24;

/// An article of the usual length.
fn text(number: usize) -> String {
    format!("Article {number}. Fees on rollups fell again, and activity rose. ").repeat(40)
}

fn jsonl() -> Vec<u8> {
    (0..ARTICLES)
        .map(|number| {
            format!("{{\"url\": \"https://a.example/{number}\", \"text\": \"{}\"}}\n", text(number))
        })
        .collect::<String>()
        .into_bytes()
}

fn csv() -> Vec<u8> {
    let rows: String =
        (0..ARTICLES).map(|number| format!("https://a.example/{number},\"{}\"\n", text(number))).collect();
    format!("url,text\n{rows}").into_bytes()
}

fn warc() -> Vec<u8> {
    let mut records = Vec::new();
    for number in 0..ARTICLES {
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>{}</body></html>",
            format!("<p class=\"paragraph\">{}</p>\n", text(number)).repeat(PARAGRAPHS)
        );
        records.extend_from_slice(
            format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\nContent-Type: \
                 application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
                http.len()
            )
            .as_bytes(),
        );
    }
    records
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes it")
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    for (name, bytes) in [
        ("a.jsonl", jsonl()),
        ("a.jsonl.gz", packed(&jsonl())),
        ("a.csv", csv()),
        ("a.warc", warc()),
        ("a.warc.gz", packed(&warc())),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).expect("the folder takes a file");
        let inputs = find_inputs(&[path], None).expect("the file is there");
        let options = Options::default();
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let n = open(&inputs.files[0], &options).filter(Result::is_ok).count();
                assert_eq!(n, ARTICLES);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
