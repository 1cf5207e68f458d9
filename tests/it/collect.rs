//! `newsvane collect` against a server on this machine that behaves as badly as sites do.

mod lists;

use crate::tool::Workplace;
use flate2::{Compression, write::GzEncoder};
use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tiny_http::{Header, Request, Response, Server, StatusCode};

/// Paths with the headers that they were asked with.
type Heads = Vec<(String, HashMap<String, String>)>;

/// A site on the loopback. Requests are counted by path.
struct Site {
    port: u16,
    seen: Arc<Mutex<HashMap<String, u32>>>,
    heads: Arc<Mutex<Heads>>,
}

type Answer = Response<Box<dyn Read + Send>>;

impl Site {
    /// Starts a server; `answer` gets the path with query and how often it was asked before.
    fn start(answer: impl Fn(&str, u32, &Request, u16) -> Answer + Send + Sync + 'static) -> Site {
        let server = Arc::new(Server::http("0.0.0.0:0").unwrap());
        let port = server.server_addr().to_ip().unwrap().port();
        let seen: Arc<Mutex<HashMap<String, u32>>> = Arc::default();
        let heads: Arc<Mutex<Heads>> = Arc::default();
        let answer = Arc::new(answer);
        {
            let (seen, heads) = (seen.clone(), heads.clone());
            std::thread::spawn(move || {
                for request in server.incoming_requests() {
                    let path = request.url().to_owned();
                    let count = {
                        let mut seen = seen.lock().unwrap();
                        let count = seen.entry(path.clone()).or_default();
                        *count += 1;
                        *count - 1
                    };
                    let head = request
                        .headers()
                        .iter()
                        .map(|header| (header.field.to_string().to_lowercase(), header.value.to_string()))
                        .collect();
                    heads.lock().unwrap().push((path.clone(), head));
                    let answer = answer.clone();
                    // Slow answers must not hold up the others.
                    std::thread::spawn(move || {
                        let response = answer(&path, count, &request, port);
                        let _ = request.respond(response);
                    });
                }
            });
        }
        Site { port, seen, heads }
    }

    fn asked(&self, path: &str) -> u32 {
        self.seen.lock().unwrap().get(path).copied().unwrap_or(0)
    }

    fn asked_like(&self, start: &str) -> u32 {
        self.seen.lock().unwrap().iter().filter(|(path, _)| path.starts_with(start)).map(|(_, n)| n).sum()
    }

    fn header(&self, path: &str, name: &str) -> Vec<Option<String>> {
        let heads = self.heads.lock().unwrap();
        heads.iter().filter(|(asked, _)| asked == path).map(|(_, head)| head.get(name).cloned()).collect()
    }
}

fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
    let body: Vec<u8> = body.into();
    let length = body.len();
    let headers = headers
        .iter()
        .map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).unwrap())
        .collect();
    Response::new(
        StatusCode(status),
        headers,
        Box::new(Cursor::new(body)) as Box<dyn Read + Send>,
        Some(length),
        None,
    )
}

/// A body of unknown length, sent in chunks.
fn stream(headers: &[(&str, &str)], body: impl Read + Send + 'static) -> Answer {
    let headers = headers
        .iter()
        .map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).unwrap())
        .collect();
    Response::new(StatusCode(200), headers, Box::new(body) as Box<dyn Read + Send>, None, None)
}

fn html(body: impl Into<Vec<u8>>) -> Answer {
    answer(200, &[("Content-Type", "text/html; charset=utf-8")], body)
}

const SENTENCES: &str = "Rollups carried more transactions than ever this week, and their fees fell below a cent. Developers \
    said that the network stayed up through the busiest hour of the month. Mainnet fees hardly moved, since the blobs were \
    not full. An analyst expects the trend to last through the spring.";

fn page(number: u32) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><title>Rollups grow, part {number}</title>\
         <meta property=\"article:published_time\" content=\"2026-02-{:02}T10:00:00Z\"></head><body><nav><a href=\"/\">Home</a></nav>\
         <article><h1>Rollups grow, part {number}</h1><p>In report {number}: {SENTENCES}</p><p>{SENTENCES}</p></article></body></html>",
        number % 28 + 1
    )
}

/// An endless stream of one byte.
struct Endless;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        buffer.fill(b'x');
        Ok(buffer.len())
    }
}

/// A byte now and then.
struct Drip;

impl Read for Drip {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        std::thread::sleep(Duration::from_millis(200));
        buffer[0] = b'.';
        Ok(1)
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A registry folder with one outlet on `host`, and a configuration that names it.
fn registry(work: &Workplace, host: &str, port: u16, collect: &str) {
    work.write(
        "registry/outlets/testsite.toml",
        format!(
            "id = \"testsite\"\nname = \"Test Site\"\nhomepage = \"http://{host}:{port}\"\nhosts = [\"{host}\"]\nlanguages = [\"en\"]\n\
             time_zone = \"UTC\"\narticle_id = ['^/(?:[a-z]{{2}}/)?a/(\\d+)']\nkind = \"news\"\n\n[collect]\ndelay_seconds = 0\n{}",
            collect.replace("HOST", &format!("http://{host}:{port}"))
        ),
    );
    work.write("newsvane.toml", "registry = [\"registry\"]\n[collect]\ncontact = \"tests@example.org\"\n");
}

const HOST: &str = "127.0.0.1";

fn collect<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec![
        "collect",
        "--outlets",
        "testsite",
        "--into",
        "news.db",
        "--config",
        "newsvane.toml",
        "--allow-private=127.0.0.1",
        "--timeout",
        "3",
        "--pause",
        "0.01",
    ];
    arguments.extend(more);
    arguments
}

/// What the store says: state by id.
fn states(work: &Workplace) -> HashMap<String, (String, Option<String>)> {
    let connection = rusqlite::Connection::open(work.path("news.db")).unwrap();
    let mut query = connection.prepare("SELECT site_id, state, reason FROM items").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn count(work: &Workplace, table: &str) -> i64 {
    let connection = rusqlite::Connection::open(work.path("news.db")).unwrap();
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

fn rss(items: &[(String, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(link, date)| {
            format!("<item><title>T &amp; t</title><link>{link}</link><pubDate>{date}</pubDate></item>")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>N</title><link>/</link><description>d</description>{items}</channel></rss>"
    )
}

const DATE: &str = "Tue, 03 Feb 2026 10:00:00 GMT";

#[test]
fn a_badly_behaved_site_is_met_with_patience_and_nothing_is_lost() {
    // Twenty megabytes in twenty kilobytes.
    let bomb = gzip(&vec![b' '; 20 << 20]);
    let site = Site::start(move |path, count, request, port| {
        let link = |id: u32| (format!("http://{HOST}:{port}/a/{id}"), DATE);
        match path {
            "/robots.txt" => answer(200, &[], "User-agent: *\nDisallow: /a/7\n"),
            "/feed" => {
                let known = request
                    .headers()
                    .iter()
                    .any(|header| header.field.equiv("If-None-Match") && header.value == "\"v1\"");
                if known {
                    return answer(304, &[], "");
                }
                let items: Vec<_> = (1..=16).map(link).collect();
                answer(200, &[("ETag", "\"v1\"")], rss(&items))
            }
            "/shell" => html("<!doctype html><html><body>This is an app, no feed.</body></html>"),
            // Mirrors and language prefixes are the same article.
            "/a/1" => html(page(1)),
            "/a/2" => answer(
                200,
                &[("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
                gzip(page(2).as_bytes()),
            ),
            "/a/3" => stream(&[("Content-Type", "text/html")], Cursor::new(page(3).into_bytes())),
            // Says Latin-1, is UTF-8.
            "/a/4" => answer(
                200,
                &[("Content-Type", "text/html; charset=iso-8859-1")],
                page(4).replace("Rollups", "Роллапы"),
            ),
            "/a/5" if count == 0 => answer(429, &[("Retry-After", "0")], ""),
            "/a/5" => html(page(5)),
            "/a/6" if count < 2 => answer(500, &[], "broken"),
            "/a/6" => html(page(6)),
            "/a/7" => html(page(7)),
            // Into the network of the collector.
            "/a/8" => answer(302, &[("Location", "http://127.0.0.2/secret")], ""),
            "/a/9" => stream(&[("Content-Type", "text/html")], Endless),
            "/a/10" => answer(404, &[], "gone"),
            "/a/11" => stream(&[("Content-Type", "text/html")], Drip),
            "/a/12" => answer(302, &[("Location", "/a/12")], ""),
            "/a/13" => answer(403, &[("cf-mitigated", "challenge")], "<title>Just a moment...</title>"),
            "/a/14" => {
                answer(200, &[("Content-Type", "text/html"), ("Content-Encoding", "gzip")], bomb.clone())
            }
            "/a/15" => answer(429, &[("Retry-After", "100000")], ""),
            "/a/16" => answer(302, &[("Location", "/en/a/160")], ""),
            "/en/a/160" => html(page(16)),
            _ => answer(404, &[], ""),
        }
    });
    let work = Workplace::new();
    registry(
        &work,
        HOST,
        site.port,
        "[[collect.feeds]]\nurl = \"HOST/feed\"\n[[collect.feeds]]\nurl = \"HOST/shell\"\n",
    );
    let ran = work.run(&collect(&[]));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let states = states(&work);
    let state = |id: &str| states[id].0.as_str();
    for id in ["1", "2", "3", "4", "5", "6", "16"] {
        assert_eq!(state(id), "done", "{id}: {:?}\n{}", states[id].1, ran.stderr);
    }
    assert_eq!((state("7"), site.asked("/a/7")), ("refused", 0), "robots.txt forbids it");
    assert_eq!(state("8"), "refused", "{:?}", states["8"].1);
    assert_eq!(state("9"), "failed", "{:?}", states["9"].1);
    assert_eq!(state("10"), "gone");
    assert_eq!(state("11"), "waiting", "{:?}", states["11"].1);
    assert_eq!(state("12"), "failed", "{:?}", states["12"].1);
    assert_eq!((state("13"), site.asked("/a/13")), ("walled", 1), "a challenge is left alone");
    assert_eq!(state("14"), "failed", "{:?}", states["14"].1);
    assert_eq!((state("15"), site.asked("/a/15")), ("waiting", 1), "{:?}", states["15"].1);
    assert_eq!(site.asked("/a/5"), 2);
    assert_eq!(site.asked("/a/6"), 3);
    assert!(ran.stderr.contains("/shell` is no feed"), "{}", ran.stderr);
    assert_eq!(count(&work, "articles"), 7);
    let agent = site.header("/feed", "user-agent").remove(0).unwrap();
    assert!(agent.starts_with("newsvane/") && agent.contains("tests@example.org"), "{agent}");

    // Again: nothing that is there is fetched a second time, the feed is asked whether it changed.
    let again = work.run(&collect(&["--contact", "again@example.org"]));
    let agent = site.header("/feed", "user-agent").remove(1).unwrap();
    assert!(agent.contains("again@example.org"), "{agent}");
    assert_eq!(site.asked("/a/1"), 1);
    assert_eq!(site.asked("/a/10"), 1);
    assert_eq!(site.header("/feed", "if-none-match")[1].as_deref(), Some("\"v1\""));
    assert_eq!(count(&work, "articles"), 7, "{}", again.stderr);

    let analyzed = work.run(&["analyze", "news.db", "--out", "result", "--config", "newsvane.toml"]);
    assert_eq!(analyzed.code, 0, "{}", analyzed.stderr);
    let articles = work.rows("result/articles.csv");
    assert_eq!(articles.len(), 7);
    assert!(
        articles
            .iter()
            .all(|article| article["outlet"] == "testsite"
                && article["published_utc"].starts_with("2026-02-03"))
    );
    let cyrillic = articles.iter().filter(|article| article["title"].contains("Роллапы")).count();
    assert_eq!(cyrillic, 1, "the wrong charset of the header is seen through");
}

#[test]
fn a_run_that_is_killed_again_and_again_ends_whole() {
    const PAGES: u32 = 120;
    let site = Site::start(|path, _, _, port| {
        if path == "/sitemap.xml" {
            let urls: String = (1..=PAGES)
                .map(|id| {
                    format!("<url><loc>http://{HOST}:{port}/a/{id}</loc><lastmod>2026-02-03</lastmod></url>")
                })
                .collect();
            return answer(200, &[], gzip(format!("<urlset>{urls}</urlset>").as_bytes()));
        }
        match path.strip_prefix("/a/").and_then(|id| id.parse().ok()) {
            Some(id) => {
                std::thread::sleep(Duration::from_millis(10));
                html(page(id))
            }
            None => answer(404, &[], ""),
        }
    });
    let work = Workplace::new();
    registry(&work, HOST, site.port, "[[collect.sitemaps]]\nurl = \"HOST/sitemap.xml\"\n");
    let arguments = collect(&["--since", "2026-01-01"]);
    let mut kills = 0;
    for wait in [400, 700, 900] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_newsvane"))
            .args(&arguments)
            .current_dir(work.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        if child.try_wait().unwrap().is_none() {
            kills += 1;
        }
        // SIGKILL: no handler runs.
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(kills > 0, "the runs were over before they could be killed");
    let ran = work.run(&arguments);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(count(&work, "pages"), i64::from(PAGES));
    assert_eq!(count(&work, "articles"), i64::from(PAGES));
    assert!(states(&work).values().all(|(state, _)| state == "done"));
    // A page whose answer was on the way when the run was killed is asked for again; no other.
    let asked = site.asked_like("/a/");
    assert!(asked <= PAGES + kills, "{asked} requests for {PAGES} pages and {kills} kills");
    let connection = rusqlite::Connection::open(work.path("news.db")).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

/// A limit on the size of files stands in for a disk that is full: writes fail in the middle of the run.
#[cfg(unix)]
#[test]
fn a_full_disk_ends_the_run_and_the_next_one_goes_on() {
    const PAGES: u32 = 200;
    let site = Site::start(|path, _, _, port| {
        if path == "/sitemap.xml" {
            let urls: String =
                (1..=PAGES).map(|id| format!("<url><loc>http://{HOST}:{port}/a/{id}</loc></url>")).collect();
            return answer(200, &[], format!("<urlset>{urls}</urlset>"));
        }
        match path.strip_prefix("/a/").and_then(|id| id.parse().ok()) {
            Some(id) => html(page(id)),
            None => answer(404, &[], ""),
        }
    });
    let work = Workplace::new();
    registry(&work, HOST, site.port, "[[collect.sitemaps]]\nurl = \"HOST/sitemap.xml\"\n");
    let arguments = collect(&["--since", "2026-01-01"]);
    let full = Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 1000; exec \"$0\" \"$@\"")
        .arg(env!("CARGO_BIN_EXE_newsvane"))
        .args(&arguments)
        .current_dir(work.path(""))
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&full.stderr).into_owned();
    assert_eq!(full.status.code(), Some(1), "{words}");
    assert!(words.contains("the store cannot be written") && words.contains("free the disk"), "{words}");
    let kept = count(&work, "pages");
    assert!(kept > 0 && kept < i64::from(PAGES), "{kept}");
    let ran = work.run(&arguments);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(count(&work, "pages"), i64::from(PAGES));
    assert_eq!(count(&work, "articles"), i64::from(PAGES));
    // One answer at most was on its way when the disk was full.
    assert!(site.asked_like("/a/") <= PAGES + 1);
    let connection = rusqlite::Connection::open(work.path("news.db")).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

#[test]
fn a_paged_api_is_walked_back_to_the_day_that_is_asked_for() {
    let site = Site::start(|path, _, _, port| {
        if let Some(number) = path.strip_prefix("/api?page=").and_then(|page| page.parse::<i64>().ok()) {
            // Ten a page, a day apart, newest first; ids and times as text on even pages.
            let items: Vec<String> = (0..10)
                .map(|at| {
                    let id = 1000 - number * 10 - at;
                    let time = 1_772_000_000 - (number * 10 + at) * 86_400;
                    if number % 2 == 0 {
                        format!("{{\"id\": \"{id}\", \"at\": \"{time}\"}}")
                    } else {
                        format!("{{\"id\": {id}, \"at\": {}}}", time * 1000)
                    }
                })
                .collect();
            return answer(
                200,
                &[],
                format!("{{\"code\": 1, \"data\": {{\"list\": [{}]}}}}", items.join(",")),
            );
        }
        let _ = port;
        match path.strip_prefix("/a/").and_then(|id| id.parse().ok()) {
            Some(id) => html(page(id)),
            None => answer(404, &[], ""),
        }
    });
    let work = Workplace::new();
    registry(
        &work,
        HOST,
        site.port,
        "[[collect.listings]]\nurl = \"HOST/api?page={page}\"\nfirst = 0\nitems = \"data.list\"\ngood = { field = \"code\", value = \"1\" }\n\
         fields = { id = \"id\", url_of_id = \"/a/{id}\", published = \"at\" }\n",
    );
    // 1,772,000,000 is 2026-02-25.
    let ran = work.run(&collect(&["--since", "2026-02-02"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(count(&work, "items"), 24, "{}", ran.stderr);
    assert_eq!(site.asked_like("/api"), 4, "pages until one is all too old");
    // Further back: what is there stays, the rest comes.
    let ran = work.run(&collect(&["--since", "2026-01-28"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(count(&work, "items"), 29);
    assert_eq!(site.asked_like("/a/"), 29);
}

#[test]
fn a_site_that_cannot_say_its_rules_is_not_asked() {
    let site = Site::start(|path, _, _, port| match path {
        "/robots.txt" => answer(503, &[], ""),
        "/feed" => answer(200, &[], rss(&[(format!("http://{HOST}:{port}/a/1"), DATE)])),
        _ => html(page(1)),
    });
    let work = Workplace::new();
    registry(&work, HOST, site.port, "[[collect.feeds]]\nurl = \"HOST/feed\"\n");
    let ran = work.run(&collect(&[]));
    assert_eq!(ran.code, 2);
    assert_eq!(site.asked("/feed"), 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("robots.txt"), "{}", ran.stderr);
}

#[test]
fn private_addresses_are_refused_unless_allowed() {
    let site = Site::start(|_, _, _, _| html(page(1)));
    let work = Workplace::new();
    registry(&work, HOST, site.port, "[[collect.feeds]]\nurl = \"HOST/feed\"\n");
    let arguments: Vec<&str> =
        collect(&[]).into_iter().filter(|argument| !argument.starts_with("--allow-private")).collect();
    let ran = work.run(&arguments);
    assert_eq!(ran.code, 2);
    assert_eq!(site.asked_like("/"), 0);
    assert!(ran.stderr.contains("the address is private"), "{}", ran.stderr);
}

#[test]
fn mistakes_in_the_command_and_in_files_are_named() {
    let work = Workplace::new();
    let ran =
        work.run(&["collect", "--outlets", "nobody", "--into", "news.db", "--contact", "tests@example.org"]);
    assert_eq!(ran.code, 64);
    assert!(ran.stderr.contains("`nobody`") && ran.stderr.contains("hint:"), "{}", ran.stderr);
    let ran = work.run(&["collect", "--outlets", "forklog", "--into", "news.db"]);
    assert_eq!(ran.code, 64);
    assert!(ran.stderr.contains("who asks") && ran.stderr.contains("`NEWSVANE_CONTACT`"), "{}", ran.stderr);
    let ran = work.run(&[
        "collect",
        "--outlets",
        "followin",
        "--into",
        "news.db",
        "--contact",
        "tests@example.org",
    ]);
    assert_eq!(ran.code, 64);
    assert!(ran.stderr.contains("not collected"), "{}", ran.stderr);
    work.write("broken.db", "this is no database, but a text that is long enough to be read as one");
    let ran = work.run(&[
        "collect",
        "--outlets",
        "forklog",
        "--into",
        "broken.db",
        "--contact",
        "tests@example.org",
    ]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("`broken.db`"), "{}", ran.stderr);

    registry(&work, HOST, 80, "[[collect.listings]]\nurl = \"HOST/api\"\nfields = { title = \"t\" }\n");
    let ran = work.run(&["outlets", "check", "registry"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("fields.url"), "{}", ran.stderr);
    let ran = work.run(&["outlets", "check"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = work.run(&["outlets", "list"]);
    assert!(ran.stdout.lines().filter(|line| !line.ends_with("import only")).count() >= 30, "{}", ran.stdout);
}

#[test]
fn try_shows_what_is_read_from_a_page() {
    let work = Workplace::new();
    work.write("page.html", page(3));
    let ran = work.run(&[
        "outlets",
        "try",
        "forklog",
        "page.html",
        "--url",
        "https://forklog.com/news/rollups-grow-again",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("\"forklog\"") && ran.stdout.contains("Rollups grow, part 3"),
        "{}",
        ran.stdout
    );
}
