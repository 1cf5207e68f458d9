//! Crawls.

use super::{gz, read, read_with, shown, small, zst};
use insta::assert_snapshot;

fn record(kind: &str, headers: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-02-05T00:00:00Z\r\n{headers}Content-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn response(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let content = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    let headers = format!("WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n");
    record("response", &headers, &content)
}

const PAGE: &str = "200 OK\r\nContent-Type: text/html; charset=utf-8";

fn crawl() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "", b"software: x"),
        record("request", "WARC-Target-URI: https://gate.com/1\r\n", b"GET /1 HTTP/1.1\r\n\r\n"),
        response("https://gate.com/1", PAGE, "<html>Einfach größer".as_bytes()),
        response("<https://gate.com/2>", "404 Not Found\r\nContent-Type: text/html", b"<html>gone"),
        response("https://gate.com/3.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response("https://gate.com/robots.txt", "200 OK\r\nContent-Type: text/plain", b"User-agent: *"),
        response("dns:gate.com", "", b"20260205 127.0.0.1"),
        record("response", "WARC-Target-URI: https://gate.com/4\r\n", b"not http"),
        response("https://gate.com/5", "200 OK\r\nContent-Encoding: gzip", &gz(&[b' '; 2000])),
        response("https://gate.com/6", "200 OK\r\nContent-Type: text/html", &[b'x'; 400_000]),
        record("revisit", "WARC-Target-URI: https://gate.com/1\r\n", b""),
        record(
            "conversion",
            "WARC-Target-URI: https://gate.com/7\r\nContent-Type: text/plain\r\n",
            b"Words.",
        ),
        record(
            "resource",
            "WARC-Target-URI: https://gate.com/8\r\nWARC-Truncated: length\r\nContent-Type: text/html\r\n",
            b"<p>Half",
        ),
    ]
}

#[test]
fn pages_are_documents_and_all_else_has_a_row_or_is_no_page() {
    assert_snapshot!(shown(&read_with("crawl.warc", crawl().concat(), &small(1000))), @r#"
    crawl.warc:3 html "<html>Einfach größer" url="https://gate.com/1"
    crawl.warc:4 not_an_article: `https://gate.com/2` has the HTTP status 404
    crawl.warc:5 not_an_article: `https://gate.com/3.png` is `image/png`, not a page
    crawl.warc:6 not_an_article: `https://gate.com/robots.txt` is for crawlers
    crawl.warc:8 malformed: `https://gate.com/4` is no HTTP response
    crawl.warc:9 too_large: `https://gate.com/5`, unpacked, is larger than 1000 bytes; hint: raise `record_bytes` under [limits] in the config
    crawl.warc:10 too_large: `https://gate.com/6` is larger than 1000 bytes; hint: raise `record_bytes` under [limits] in the config
    crawl.warc:11 duplicate: a revisit: the page was stored before, and not again here
    crawl.warc:12 text "Words." url="https://gate.com/7"
    crawl.warc:13 html "<p>Half" url="https://gate.com/8"
    crawl.warc:13 truncated [WARC-Truncated]: the crawler cut this page short (`length`); what it stored is used
    "#);
}

#[test]
fn members_of_their_own_make_no_difference() {
    let plain = shown(&read("c.warc", crawl().concat()));
    let members = crawl().iter().flat_map(|record| gz(record)).collect::<Vec<_>>();
    assert_eq!(shown(&read("c.warc", members)), plain);
    assert_eq!(shown(&read("c.warc", zst(&crawl().concat()))), plain);
}

#[test]
fn a_crawl_that_is_cut_gives_what_came_before() {
    let whole =
        [response("https://a.com/1", PAGE, b"<p>One"), response("https://a.com/2", PAGE, b"<p>Two")].concat();
    assert_snapshot!(shown(&read("cut.warc", &whole[..whole.len() - 10])), @r#"
    cut.warc:1 html "<p>One" url="https://a.com/1"
    cut.warc:2 truncated: the file ends in the middle of this record; hint: fetch it again
    "#);
    let members = [
        gz(&response("https://a.com/1", PAGE, b"<p>One")),
        gz(&response("https://a.com/2", PAGE, b"<p>Two")),
    ];
    let members = members.concat();
    assert_snapshot!(shown(&read("cut.warc.gz", &members[..members.len() - 30])), @r#"
    cut.warc.gz:1 html "<p>One" url="https://a.com/1"
    cut.warc.gz:2 truncated: the compressed stream ends before its end; hint: fetch the file again
    "#);
    assert_snapshot!(shown(&read("info.warc", record("warcinfo", "", b"x"))), @"info.warc empty: the file holds no documents");
}

#[test]
fn the_character_set_is_the_servers_then_the_pages_then_guessed() {
    let russian = "Сеть второго уровня растет быстрее, чем ожидали разработчики.";
    let bytes = encoding_rs::WINDOWS_1251.encode(russian).0.into_owned();
    let declared = [b"<meta charset=windows-1251>".as_slice(), &bytes].concat();
    let pages = [
        response("https://a.ru/1", "200 OK\r\nContent-Type: text/html; charset=\"windows-1251\"", &bytes),
        response("https://a.ru/2", "200 OK\r\nContent-Type: text/html", &declared),
        response("https://a.ru/3", "200 OK\r\nContent-Type: text/html", &bytes),
        response(
            "https://a.ru/4",
            "200 OK\r\nContent-Type: text/html; charset=iso-8859-1",
            russian.as_bytes(),
        ),
    ];
    let found = shown(&read("a.warc", pages.concat()));
    assert_eq!(found.matches(russian).count(), 4, "{found}");
}
