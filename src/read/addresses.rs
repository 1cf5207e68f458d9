//! Lists of addresses: files that name pages and hold no text. [`addresses`] reads them for `newsvane collect --urls`.
//!
//! Known are lines and arrays of addresses, GDELT 2 (GKG, Events, Mentions; GAL and DOC as records), CDX lists of the Wayback
//! Machine, and every table or JSON with a field for the address, such as exports of Media Cloud.

use super::context::Context;
use super::format::Format;
use super::lines::{Line, as_utf8, beginning, read_line};
use super::stream::{Stream, Whole, read_whole};
use super::{InputFile, Options, documents};
use crate::schema::{Body, DropReason, Dropped, ListedAddress};

/// How a list is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// One address a line.
    Lines,
    /// GDELT 2 Global Knowledge Graph: 27 columns, tabs between, no header.
    Gkg,
    /// GDELT 2 Events: 61 columns, the address in the last.
    Events,
    /// GDELT 2 Mentions: 16 columns, the address in the sixth.
    Mentions,
    /// CDX: `urlkey timestamp original mimetype statuscode …`.
    Cdx,
    /// The same as arrays of JSON, the names in the first.
    CdxJson,
    /// One array of JSON with nothing but addresses.
    Array,
}

impl Layout {
    /// By the first line; `None` where records may hold fields for the address.
    pub(super) fn of(start: &str) -> Option<Layout> {
        let in_array = start.trim_start().strip_prefix('[').map_or("", str::trim_start);
        if in_array.strip_prefix('"').is_some_and(begins_address) {
            return Some(Layout::Array);
        }
        let is_content = |line: &&str| !line.is_empty() && !line.starts_with('#');
        let lines: Vec<&str> = start.lines().map(str::trim_end).filter(is_content).take(10).collect();
        let first = *lines.first()?;
        let tabs: Vec<&str> = first.split('\t').collect();
        let is_number =
            |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let words: Vec<&str> = first.split(' ').collect();
        match tabs.len() {
            27 if tabs[0].get(..14).and_then(clock).is_some() && tabs[0][14..].starts_with('-') => {
                Some(Layout::Gkg)
            }
            61 if is_number(tabs[0]) && is_address(tabs[60]) => Some(Layout::Events),
            16 if is_number(tabs[0]) && clock(tabs[1]).is_some() => Some(Layout::Mentions),
            _ if first.starts_with("[[")
                && first.contains("\"timestamp\"")
                && first.contains("\"original\"") =>
            {
                Some(Layout::CdxJson)
            }
            _ if words.len() >= 6 && clock(words[1]).is_some() && is_address(words[2]) => Some(Layout::Cdx),
            // A text may begin with an address.
            _ if is_address(first)
                && 2 * lines.iter().filter(|line| is_address(line)).count() > lines.len() =>
            {
                Some(Layout::Lines)
            }
            _ => None,
        }
    }

    /// In words, for messages.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Layout::Lines | Layout::Array => "a list of addresses",
            Layout::Gkg => "a GDELT knowledge graph, which holds addresses and no texts",
            Layout::Events => "a GDELT table of events, which holds addresses and no texts",
            Layout::Mentions => "a GDELT table of mentions, which holds addresses and no texts",
            Layout::Cdx | Layout::CdxJson => "a CDX list, which holds addresses and no texts",
        }
    }

    fn read(self, line: &str) -> Option<ListedAddress> {
        let tab = |column: usize| line.split('\t').nth(column).map(str::trim);
        match self {
            // Of an array a line is one value.
            Layout::Lines | Layout::Array => Some(of_url(line.trim())),
            Layout::Gkg => gkg(line),
            Layout::Events => Some(ListedAddress { seen: tab(59).and_then(clock), ..of_url(tab(60)?) }),
            Layout::Mentions => {
                // Mentions of other kinds than the web (1) have names of documents in place of addresses.
                let seen = tab(2).and_then(clock);
                (tab(3)? == "1").then_some(ListedAddress { seen, ..of_url(tab(5)?) })
            }
            Layout::Cdx => {
                let mut words = line.split(' ').skip(1);
                let (timestamp, original) = (words.next()?, words.next()?);
                capture(timestamp, original, words.next(), words.next())
            }
            Layout::CdxJson => {
                let row = line.trim().trim_end_matches(',');
                let row = row.strip_prefix("[[").map_or(row.to_owned(), |rest| format!("[{rest}"));
                let row = row.strip_suffix("]]").map_or(row.clone(), |rest| format!("{rest}]"));
                let cells: Vec<String> = serde_json::from_str(&row).ok()?;
                let cell = |at: usize| cells.get(at).map(String::as_str);
                capture(cell(1)?, cell(2)?, cell(3), cell(4))
            }
        }
    }
}

/// Addresses, and the lines that hold none.
///
/// # Errors
/// A file that cannot be read or is no list.
pub fn addresses(file: &InputFile, options: &Options) -> Result<(Vec<ListedAddress>, Vec<Dropped>), Dropped> {
    let context = Context::new(file, options);
    let stream = Stream::open(&file.path).map_err(|error| context.broken(None, &error))?;
    let start = beginning(&stream);
    let Some(layout) = Layout::of(&start) else {
        return records(file, options, &stream, &start);
    };
    if layout == Layout::Array {
        return array(&context, stream);
    }
    let mut reader = as_utf8(stream);
    let (mut found, mut lost, mut buffer) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1.. {
        match read_line(&mut reader, &mut buffer, context.record_bytes()) {
            Ok(Line::End) => break,
            Ok(Line::TooLong) => lost.push(context.too_large(Some(number), "the line")),
            Ok(Line::Whole | Line::Last) => {
                let line = String::from_utf8_lossy(&buffer);
                let line = line.trim_end();
                let is_header = number == 1 && layout == Layout::CdxJson;
                if line.is_empty()
                    || line == "]"
                    || is_header
                    || (layout == Layout::Lines && line.starts_with('#'))
                {
                    continue;
                }
                match layout.read(line).filter(|listed| is_address(&listed.url)) {
                    Some(listed) => found.push(listed),
                    None => lost.push(context.loss(
                        Some(number),
                        DropReason::MissingField,
                        format!("line {number} names no page"),
                    )),
                }
            }
            Err(error) => {
                lost.push(context.broken(Some(number), &error));
                break;
            }
        }
    }
    Ok((found, lost))
}

/// An array of JSON; what is no address in it is a loss.
fn array(context: &Context, stream: Stream) -> Result<(Vec<ListedAddress>, Vec<Dropped>), Dropped> {
    let bytes = match read_whole(as_utf8(stream), context.record_bytes()) {
        Whole::Complete(bytes) => bytes,
        Whole::Broken(_, error) => return Err(context.broken(None, &error)),
        Whole::TooLarge => return Err(context.too_large(None, "the file")),
    };
    let values: Vec<serde_json::Value> = serde_json::from_slice(&bytes).map_err(|error| {
        context.loss(None, DropReason::Malformed, format!("is no array of JSON: {error}"))
    })?;
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    for (number, value) in (1..).zip(&values) {
        match value.as_str().and_then(|url| Layout::Array.read(url)).filter(|listed| is_address(&listed.url))
        {
            Some(listed) => found.push(listed),
            None => {
                let detail = format!("value {number} names no page");
                lost.push(context.loss(Some(number), DropReason::MissingField, detail));
            }
        }
    }
    Ok((found, lost))
}

/// A table or JSON: read as a dump whose text is the address.
fn records(
    file: &InputFile,
    options: &Options,
    stream: &Stream,
    start: &str,
) -> Result<(Vec<ListedAddress>, Vec<Dropped>), Dropped> {
    let context = Context::new(file, options);
    let format = Format::of(stream.telling_name(&file.name), stream.head());
    if !matches!(format, Some(Format::Csv | Format::Json | Format::Jsonl | Format::Parquet)) {
        return Err(context.loss(
            None,
            DropReason::UnsupportedFormat,
            "is no list of addresses; hint: one address a line, or a table or JSON with a field `url`",
        ));
    }
    // GDELT dates by when it saw a page.
    let is_seen = start.contains("\"outletName\"") && start.contains("\"domain\"");
    let mut options = options.clone();
    options.mapping.text = options.mapping.url.clone();
    options.mapping.html.clear();
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    for item in documents::open(file, &options) {
        match item {
            Ok(document) => {
                let (Body::Text(url) | Body::Html(url)) = document.body;
                let fields = document.fields;
                let (published, seen) =
                    if is_seen { (None, fields.published) } else { (fields.published, None) };
                found.push(ListedAddress {
                    url: url.trim().to_owned(),
                    archived: None,
                    published,
                    seen,
                    title: fields.title,
                    byline: fields.byline,
                    lang: fields.lang,
                });
            }
            Err(loss) => lost.push(of_address(loss)),
        }
    }
    Ok((found, lost))
}

/// A loss of the text, in the words for an address.
fn of_address(loss: Dropped) -> Dropped {
    if loss.field.as_deref() != Some("text") {
        return loss;
    }
    let detail = loss.detail.replace("the text", "the address").replace("text = [", "url = [");
    Dropped { field: Some("url".to_owned()), detail, ..loss }
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    begins_address(text) && !text.contains(char::is_whitespace)
}

fn begins_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn of_url(url: &str) -> ListedAddress {
    ListedAddress { url: url.to_owned(), ..ListedAddress::default() }
}

/// `20260203101500` as a time in UTC.
fn clock(digits: &str) -> Option<String> {
    let is_clock = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| digits.get(from..to);
    is_clock.then_some(())?;
    Some(format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?
    ))
}

/// A row of GKG 2.1 (codebook of the GDELT project): the address in column 5 for documents of the web (source collection 1),
/// language in column 26, tags of the page in column 27, which looks like XML and is none.
fn gkg(line: &str) -> Option<ListedAddress> {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.get(2) != Some(&"1") {
        return None;
    }
    let extras = cells.get(26).copied().unwrap_or_default();
    let tag = |name: &str| {
        let (_, rest) = extras.split_once(&format!("<{name}>"))?;
        let (value, _) = rest.split_once(&format!("</{name}>"))?;
        Some(plain(value)).filter(|value| !value.is_empty())
    };
    Some(ListedAddress {
        seen: cells.get(1).and_then(|date| clock(date)),
        published: tag("PAGE_PRECISEPUBTIMESTAMP").and_then(|value| clock(&value)),
        title: tag("PAGE_TITLE"),
        byline: tag("PAGE_AUTHORS").map(|authors| authors.replace(';', ", ")),
        lang: cells
            .get(25)
            .and_then(|info| info.split(';').find_map(|part| part.strip_prefix("srclc:")))
            .map(str::to_owned),
        ..of_url(cells.get(4)?.trim())
    })
}

/// Text with character references resolved.
fn plain(text: &str) -> String {
    scraper::Html::parse_fragment(text).root_element().text().collect::<String>().trim().to_owned()
}

/// A capture of the Wayback Machine; only whole pages of HTML. `id_` asks for the page as it was fetched.
fn capture(
    timestamp: &str,
    original: &str,
    mime: Option<&str>,
    status: Option<&str>,
) -> Option<ListedAddress> {
    let is_page = matches!(mime, None | Some("text/html" | "application/xhtml+xml" | "unk" | "-"));
    let is_whole = matches!(status, None | Some("200" | "-"));
    let seen = clock(timestamp)?;
    (is_page && is_whole).then(|| ListedAddress {
        archived: Some(format!("https://web.archive.org/web/{timestamp}id_/{original}")),
        seen: Some(seen),
        ..of_url(original)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &str) -> (Vec<ListedAddress>, Vec<Dropped>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        addresses(&InputFile { path, name: name.to_owned() }, &Options::default()).unwrap()
    }

    fn gkg_row(source: &str, url: &str, extras: &str) -> String {
        let mut cells = vec![""; 27];
        (cells[0], cells[1], cells[2], cells[4]) = ("20260203101500-12", "20260203101500", source, url);
        (cells[25], cells[26]) = ("srclc:fra;eng:Moses", extras);
        cells.join("\t")
    }

    #[test]
    fn gdelt_rows_give_addresses_with_what_the_page_said() {
        let extras = "<PAGE_LINKS>x</PAGE_LINKS><PAGE_AUTHORS>Ada Roy;Bo Li</PAGE_AUTHORS>\
                      <PAGE_PRECISEPUBTIMESTAMP>20260203091200</PAGE_PRECISEPUBTIMESTAMP><PAGE_TITLE>L&#39;ère \"des\" rollups</PAGE_TITLE>";
        let rows = [
            gkg_row("1", "https://cryptoast.fr/ere-des-rollups/", extras),
            gkg_row("2", "BBC Monitoring/1", ""),
            gkg_row("1", "https://example.org/b", ""),
        ];
        let (found, lost) = read("20260203101500.gkg.csv", &rows.join("\n"));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].published.as_deref(), Some("2026-02-03T09:12:00Z"));
        assert_eq!(found[0].title.as_deref(), Some("L'ère \"des\" rollups"));
        assert_eq!(found[0].byline.as_deref(), Some("Ada Roy, Bo Li"));
        assert_eq!(found[0].lang.as_deref(), Some("fra"));
        // The time of the batch is no date of publication.
        assert_eq!(found[1].published, None);
        assert_eq!(found[1].seen.as_deref(), Some("2026-02-03T10:15:00Z"));
        assert_eq!(lost.len(), 1);
        let mut event = vec!["1"; 61];
        (event[59], event[60]) = ("20260203101500", "https://example.org/c");
        let (found, _) = read("a.export.CSV", &event.join("\t"));
        assert_eq!(found[0].url, "https://example.org/c");
        let mut mention = vec!["1"; 16];
        (mention[1], mention[2], mention[5]) = ("20260203101500", "20260203101500", "https://example.org/d");
        let (found, _) = read("a.mentions.CSV", &mention.join("\t"));
        assert_eq!(found[0].url, "https://example.org/d");
    }

    #[test]
    fn captures_are_asked_of_the_archive_and_only_whole_pages() {
        let lines = "com,gate)/a 20260203101500 https://www.gate.com/post/status/1 text/html 200 AAAA 1\n\
                     com,gate)/b 20260203101500 https://www.gate.com/post/status/2 text/html 404 AAAA 1\n\
                     com,gate)/c 20260203101500 https://www.gate.com/post/status/3 warc/revisit - AAAA 1\n";
        let (found, lost) = read("captures.txt", lines);
        assert_eq!((found.len(), lost.len()), (1, 2));
        assert_eq!(
            found[0].archived.as_deref(),
            Some("https://web.archive.org/web/20260203101500id_/https://www.gate.com/post/status/1")
        );
        let json = "[[\"urlkey\",\"timestamp\",\"original\",\"mimetype\",\"statuscode\",\"digest\",\"length\"],\n\
                    [\"com,gate)/a\",\"20260203101500\",\"https://www.gate.com/post/status/1\",\"text/html\",\"200\",\"A\",\"1\"],\n\
                    [\"com,gate)/d\",\"20260204101500\",\"https://www.gate.com/post/status/4\",\"text/html\",\"200\",\"A\",\"1\"]]\n";
        let (found, lost) = read("captures.json", json);
        assert_eq!((found.len(), lost.len()), (2, 0));
        assert_eq!(found[1].url, "https://www.gate.com/post/status/4");
    }

    #[test]
    fn tables_and_json_with_a_field_for_the_address_are_lists() {
        let media_cloud = "id,indexed_date,language,media_name,media_url,publish_date,title,url\n\
                           1,2026-02-04 01:00:00,en,decrypt.co,decrypt.co,2026-02-03,T,https://decrypt.co/1/a\n";
        let (found, lost) = read("mc-content.csv", media_cloud);
        assert!(lost.is_empty());
        assert_eq!(
            (found[0].url.as_str(), found[0].published.as_deref()),
            ("https://decrypt.co/1/a", Some("2026-02-03"))
        );
        let gal = "{\"date\": \"2026-02-03T10:15:00Z\", \"url\": \"https://decrypt.co/2/b\", \"domain\": \"decrypt.co\", \
                   \"outletName\": \"Decrypt\", \"title\": \"T\", \"lang\": \"en\"}\n";
        let (found, _) = read("20260203101500.gal.json", gal);
        assert_eq!((found[0].published.as_deref(), found[0].seen.is_some()), (None, true));
        let doc = "{\"articles\": [{\"url\": \"https://decrypt.co/3/c\", \"title\": \"T\", \"seendate\": \"20260203T101500Z\", \"language\": \"English\"}]}";
        let (found, _) = read("doc.json", doc);
        assert_eq!(found[0].url, "https://decrypt.co/3/c");
        let (found, lost) =
            read("list.txt", "# mine\nhttps://decrypt.co/4/d\n\nno address\nhttps://decrypt.co/5/e\n");
        assert_eq!((found.len(), lost.len()), (2, 1), "{lost:?}");
    }

    #[test]
    fn an_array_of_bare_addresses_is_a_list() {
        let (found, lost) = read(
            "list.json",
            "[\n \"https://decrypt.co/4/d\",\n \"https://decrypt.co/5/e?a=b\", 7, \"no address\"]\n",
        );
        assert_eq!(
            found.iter().map(|listed| listed.url.as_str()).collect::<Vec<_>>(),
            ["https://decrypt.co/4/d", "https://decrypt.co/5/e?a=b"]
        );
        assert_eq!(lost.len(), 2, "{lost:?}");
        assert_eq!(Layout::of("[\"A title\", \"https://decrypt.co/4/d\"]"), None);
    }

    #[test]
    fn texts_and_tables_are_no_lists() {
        for start in [
            "https://example.org/a\nAn article about it.\nMore.",
            "url,text\nhttps://a.example/b,x",
            "A text",
            "",
        ] {
            assert_eq!(Layout::of(start), None, "{start}");
        }
        // A table of as many columns as GKG whose first cell has other letters where a time would end.
        assert_eq!(Layout::of(&format!("2026020310150以太{}", "\tx".repeat(26))), None);
    }
}
