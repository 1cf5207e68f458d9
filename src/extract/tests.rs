use super::outline::Outline;
use super::*;
use crate::schema::{Fields, Origin, Precision};
use scraper::{ElementRef, Html};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// The definitions of the repository, compiled once for all the tests of this stage.
pub(super) fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> =
        LazyLock::new(|| Registry::builtin().unwrap_or_else(|error| panic!("{error}")));
    &REGISTRY
}

/// The elements of a page with a name, in order.
pub(super) fn elements<'page>(page: &'page Html, name: &str) -> Vec<ElementRef<'page>> {
    let all = page.tree.nodes().filter_map(ElementRef::wrap);
    all.filter(|element| element.value().name() == name).collect()
}

/// The outline of a page, and where it shows the headline.
pub(super) fn outlined<'page>(page: &'page Html, title: &str) -> (Outline<'page>, Option<usize>) {
    let outline = Outline::read(page, &registry().pages);
    let headline = headline::find(page, &elements(page, "h1"), Some(title));
    let headline = headline.and_then(|id| outline.place_of(id));
    (outline, headline)
}

fn document(body: Body, fields: Fields) -> RawDocument {
    RawDocument { origin: Origin { file: "a.txt".to_owned(), position: None }, body, fields }
}

fn from_text(text: &str, fields: Fields) -> Extraction {
    extract(&document(Body::Text(text.to_owned()), fields), registry()).unwrap()
}

fn from_html(html: &str, limits: &Limits) -> Result<Extraction, Dropped> {
    extract_within(&document(Body::Html(html.to_owned()), Fields::default()), registry(), limits)
}

fn filler(n: usize) -> String {
    (0..n)
        .map(|i| {
            format!("<p>Paragraph {i} of the article tells what the network did on its day {i}, and why.</p>")
        })
        .collect()
}

#[test]
fn entities_in_the_fields_of_a_dump_are_characters() {
    let fields = Fields { title: Some("L1 &amp; L2".to_owned()), ..Fields::default() };
    let article = from_text("Fees fell &#8211; by half, if a<b.\nUsers&#39; costs too.", fields).article;
    assert_eq!(article.title.as_deref(), Some("L1 & L2"));
    assert_eq!(article.text, "Fees fell – by half, if a<b.\n\nUsers' costs too.");
}

#[test]
fn plain_text_becomes_paragraphs_that_tile_it() {
    let text = "Автор: Вера Л., Example\nПервый  абзац.\n\nВторой абзац,\tс отступом.";
    let article = from_text(text, Fields::default()).article;
    assert_eq!(article.byline.as_deref(), Some("Вера Л., Example"));
    assert_eq!(article.text, "Первый абзац.\n\nВторой абзац, с отступом.");
    let paragraphs: Vec<&str> = article.paragraphs.iter().map(|span| &article.text[*span]).collect();
    assert_eq!(paragraphs, ["Первый абзац.", "Второй абзац, с отступом."]);
    assert_eq!(article.lang_detected, DetectedLang::Unknown);
}

#[test]
fn a_page_gives_text_and_metadata() {
    let html = format!(
        r#"<html lang="en"><head><title>Head | Site</title><meta property="og:site_name" content="Site">
        <link rel="canonical" href="https://www.site.example/en/a/1?utm_source=x">
        <script type="application/ld+json">{{"@type":"NewsArticle","headline":"Head","datePublished":"2026-02-03T10:00:00Z",
        "author":{{"name":"Ann"}}}}</script></head><body><nav><a href=/>Home</a><a href=/b>News</a></nav>
        <article><h1>Head</h1>{}<h2>What follows</h2><ul><li>First item of the list</li></ul>{}</article>
        <footer>All rights reserved by Site</footer></body></html>"#,
        filler(5),
        filler(9).replace("Paragraph", "Section")
    );
    let Extraction { article, notes } = from_html(&html, &Limits::default()).unwrap();
    assert_eq!(notes, []);
    assert_eq!(article.title.as_deref(), Some("Head"));
    assert_eq!(article.byline.as_deref(), Some("Ann"));
    assert_eq!(article.url.as_deref(), Some("https://site.example/en/a/1"));
    assert_eq!(article.outlet.unwrap().as_str(), "site.example");
    assert_eq!(article.lang_url, Some(Lang::En));
    assert_eq!(article.lang_declared.as_deref(), Some("en"));
    assert_eq!(article.published.to_cell(), "2026-02-03T10:00:00Z");
    let paragraphs: Vec<&str> = article.paragraphs.iter().map(|span| &article.text[*span]).collect();
    assert_eq!(paragraphs.len(), 16, "{paragraphs:#?}");
    assert!(paragraphs.contains(&"What follows") && paragraphs.contains(&"First item of the list"));
}

#[test]
fn a_chinese_page_is_read_too() {
    let paragraphs: String = (0..8)
        .map(|i| format!("<p>第{i}段：该二层网络在当天处理了大量交易，手续费明显下降，开发者表示满意。</p>"))
        .collect();
    let html = format!(
        "<html><body><div class=nav><a href=/>首页</a></div><div class=content>{paragraphs}</div></body></html>"
    );
    let article = from_html(&html, &Limits::default()).unwrap().article;
    assert_eq!(article.paragraphs.len(), 8, "{}", article.text);
}

#[test]
fn a_fragment_is_the_article() {
    let article =
        from_html("<p>快讯：网络升级完成。</p><p>手续费下降。</p>", &Limits::default()).unwrap().article;
    assert_eq!(article.text, "快讯：网络升级完成。\n\n手续费下降。");
}

#[test]
fn the_dump_wins_over_the_page() {
    let html = "<html><head><title>Page</title><meta property='og:url' content='https://a.example/1'></head>";
    let fields = Fields {
        title: Some("Dump".to_owned()),
        url: Some("https://b.example/2/".to_owned()),
        outlet: Some("Some Paper".to_owned()),
        published: Some("2026-02-03".to_owned()),
        byline: Some("Bea".to_owned()),
        ..Fields::default()
    };
    let body = Body::Html(format!("{html}<body>{}</body></html>", filler(8)));
    let article = extract(&document(body, fields), registry()).unwrap().article;
    assert_eq!(article.title.as_deref(), Some("Dump"));
    assert_eq!(article.url.as_deref(), Some("https://b.example/2"));
    assert_eq!(article.outlet.unwrap().as_str(), "some_paper");
    assert_eq!(article.published.precision, Precision::Day);
    assert_eq!(article.byline.as_deref(), Some("Bea"));
}

#[test]
fn a_bad_date_is_told_and_the_article_kept() {
    let fields = Fields { published: Some("soon".to_owned()), ..Fields::default() };
    let Extraction { article, notes } = from_text("Some text that stands here.", fields);
    assert_eq!(article.published, Published::UNKNOWN);
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].reason, notes[0].field.as_deref()), (DropReason::BadDate, Some("published")));
    insta::assert_snapshot!(notes[0].detail, @r"
    `soon` is no date
    hint: write it like 2026-02-03
    ");
}

#[test]
fn a_text_that_stands_twice_counts_once() {
    let paragraphs: Vec<String> =
        (0..6).map(|i| format!("Sentence number {i} says that network {i} was fast on day {i}. It was cheap too, user {i} says.")).collect();
    let document =
        format!("{}\nNo advice of any kind is given here.\n{}", paragraphs.join(" "), paragraphs.join("\n"));
    let Extraction { article, notes } = from_text(&document, Fields::default());
    assert_eq!(article.paragraphs.len(), 7);
    assert_eq!(article.text.matches("Sentence number 3").count(), 1);
    assert_eq!(notes.iter().map(|note| note.reason).collect::<Vec<_>>(), [DropReason::Repetition]);
    assert!(!notes[0].reason.is_loss());
}

#[test]
fn mirrors_and_languages_make_one_id_and_other_pages_another() {
    let id = |url: &str, text: &str| {
        from_text(text, Fields { url: Some(url.to_owned()), ..Fields::default() }).article.id
    };
    assert_eq!(id("https://www.a.example/1/?utm_source=x", "One."), id("http://a.example/1#top", "Two."));
    assert_ne!(id("https://a.example/1", "One."), id("https://a.example/2", "One."));
    assert_eq!(
        from_text("One.", Fields::default()).article.id,
        from_text(" One. ", Fields::default()).article.id
    );
}

#[test]
fn nothing_but_furniture_is_no_article() {
    let dropped = from_html("<html><body><script>x</script></body></html>", &Limits::default()).unwrap_err();
    assert_eq!(dropped.reason, DropReason::NoText);
    let empty =
        extract(&document(Body::Text(" \n … \n".to_owned()), Fields::default()), registry()).unwrap_err();
    assert_eq!(empty.reason, DropReason::Empty);
}

#[test]
fn pages_beyond_the_limits_are_dropped_with_their_reason() {
    let deep = format!("<html><body>{}text", "<div>".repeat(100_000));
    assert_eq!(from_html(&deep, &Limits::default()).unwrap_err().reason, DropReason::TooLarge);
    let slow = Limits { time: Duration::from_nanos(1), ..Limits::default() };
    let page = format!("<html><body>{}</body></html>", filler(2_000));
    assert_eq!(from_html(&page, &slow).unwrap_err().reason, DropReason::TooSlow);
}

/// Pages just within the limits, cut, mixed up and of one line: whatever happens, it ends.
#[test]
fn hostile_pages_end_in_a_result() {
    let base = format!("<html><body><article>{}</article></body></html>", filler(30));
    let mut pages = vec![
        format!("<html><body>{}{}", "<div>".repeat(500), filler(20)),
        format!("<html><body>{}{}", "<blockquote><ul><li><table><tr><td>".repeat(40), filler(5)),
        format!("<html><body><p>{}", "word ".repeat(20_000)),
        format!("<html><body>{}", "<b><i><a href=x>".repeat(150) + &filler(50)),
        format!("<html><body>{}", "&amp;&lt;&#x;".repeat(3_000)),
        format!("<html><body><pre>{}</pre>", "\u{0}\u{fffd}<".repeat(10_000)),
        "<!--".repeat(10_000),
        "<html><body><svg><desc><math><mi>".repeat(60),
    ];
    for cut in (1..base.len()).step_by(397) {
        pages.push(base[..cut].to_owned());
    }
    let start = Instant::now();
    let limits = Limits { time: Duration::from_secs(2), ..Limits::default() };
    for page in &pages {
        match from_html(page, &limits) {
            Ok(extraction) => assert!(!extraction.article.text.is_empty()),
            Err(dropped) => assert_eq!(dropped.stage, Stage::Extract),
        }
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

/// The pages of the demo dump against what their authors say of them.
#[test]
fn the_pages_of_the_sample_are_read_as_they_were_written() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let registry = Registry::with_additions(&[root.join("corpora/sample/registry")]).unwrap();
    let gold = std::fs::read_to_string(root.join("tests/fixtures/sample_gold.jsonl")).unwrap();
    let gold: Vec<serde_json::Value> = gold.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut n_pages = 0;
    for file in std::fs::read_dir(root.join("corpora/sample/pages")).unwrap() {
        // Two pages are in other character sets, which is the reader's affair.
        let Ok(html) = std::fs::read_to_string(file.unwrap().path()) else { continue };
        n_pages += 1;
        let article = extract(&document(Body::Html(html), Fields::default()), &registry).unwrap().article;
        let url = article.url.clone().unwrap_or_default();
        let of_page = gold
            .iter()
            .find(|row| Address::parse(row["url"].as_str().unwrap_or(""), None).is_some_and(|a| a.url == url))
            .unwrap_or_else(|| panic!("no article at `{url}`"));
        assert_eq!(article.title.as_deref(), of_page["title"].as_str(), "{url}");
        assert_eq!(article.outlet.as_ref().map(OutletId::as_str), of_page["outlet"].as_str(), "{url}");
        let day = of_page["published"].as_str().unwrap();
        assert!(article.published.to_cell().starts_with(&day[..8]), "{url} {:?}", article.published);
        let byline = article.byline.clone().unwrap_or_default();
        assert!(
            !["作者", "Par ", "Перевод", "By "].iter().any(|label| byline.starts_with(label)),
            "{url} {byline}"
        );
        assert!(article.paragraphs.len() >= 4, "{url} {}", article.text);
        for furniture in ["cookie", "Newsletter", "Реклама", "Читайте также", "©"] {
            assert!(!article.text.contains(furniture), "{url} {furniture}");
        }
    }
    assert!(n_pages >= 10);
}
