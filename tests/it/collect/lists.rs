//! `newsvane collect --urls`: lists of addresses, as GDELT, Media Cloud and researchers have them.

use super::{HOST, Site, answer, collect, count, html, page, registry, states};
use crate::tool::Workplace;

fn site() -> Site {
    Site::start(|path, _, _, _| match path.rsplit('/').next().and_then(|id| id.parse().ok()) {
        Some(id) if id < 90 => html(page(id)),
        _ => answer(404, &[], ""),
    })
}

#[test]
fn pages_of_a_list_are_collected_by_the_outlet_that_owns_them() {
    let site = site();
    let port = site.port;
    let work = Workplace::new();
    registry(&work, HOST, port, "");
    work.write(
        "mc-content.csv",
        format!(
            "id,language,media_name,publish_date,title,url\n\
             1,en,x,2026-02-05,T,http://{HOST}:{port}/a/4\n\
             2,en,x,2026-02-05,T,http://{HOST}:{port}/en/a/4\n\
             3,en,x,2025-01-01,T,http://{HOST}:{port}/a/5\n\
             4,en,x,2026-02-05,T,http://{HOST}:{port}/about\n\
             5,en,x,2026-02-05,T,http://localhost:{port}/blog/6\n"
        ),
    );
    let arguments = |more: &[&'static str]| {
        let mut all =
            collect(&["--urls", "mc-content.csv", "--since", "2026-01-01", "--allow-private=localhost"]);
        all.extend(more);
        all
    };
    let ran = work.run(&arguments(&[]));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("1 addresses of the list are none of its articles"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("1 addresses of 1 hosts (localhost) belong to no registered outlet"),
        "{}",
        ran.stderr
    );
    let found = states(&work);
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        ["4"],
        "one article at two addresses, one too old, one no article"
    );
    // Other hosts only where they are asked for; nothing is fetched twice.
    let ran = work.run(&arguments(&["--other-hosts"]));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert_eq!(count(&work, "pages"), 2, "{}", ran.stderr);
    assert_eq!(site.asked_like("/a/") + site.asked_like("/en/a/") + site.asked_like("/blog/"), 2);
    // `analyze` reads both, with the time of the page where the list has only the day.
    let ran = work.run(&["analyze", "news.db", "--out", "out", "--config", "newsvane.toml"]);
    assert!(ran.code == 0 || ran.code == 2, "{}", ran.stderr);
    let articles = work.rows("out/articles.csv");
    let mut outlets: Vec<(&str, &str)> = articles
        .iter()
        .map(|article| (article["outlet"].as_str(), article["published_utc"].as_str()))
        .collect();
    outlets.sort_unstable();
    assert_eq!(outlets, [("localhost", "2026-02-05"), ("testsite", "2026-02-05T10:00:00Z")]);
}

#[test]
fn what_is_no_list_is_named() {
    let work = Workplace::new();
    registry(&work, HOST, 9, "");
    work.write("text.txt", "An article.\n\nIt has no addresses.\n");
    work.write("table.csv", "id,text\n1,Something\n");
    let ran = work.run(&collect(&["--urls", "text.txt", "table.csv", "missing.csv"]));
    assert!(
        ran.stderr.contains("`text.txt`: is no list of addresses; hint: one address a line"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("no column holds the address; columns found: `id`, `text`"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("missing.csv"), "{}", ran.stderr);
    assert!(ran.code == 1 && ran.stderr.contains("the lists name no page to collect"), "{}", ran.stderr);
    // The other way round: a list is not analyzed.
    work.write("list.csv", "url,title\nhttps://example.org/1,T\n");
    work.write("list.txt", "https://example.org/1\nhttps://example.org/2\n");
    let ran = work.run(&["analyze", "list.csv", "list.txt", "--out", "out"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("newsvane collect --urls"), "{}", ran.stderr);
}
