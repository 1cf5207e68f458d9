//! The shipped outlets: what their sources say, in their structure, becomes articles of theirs.

use super::outlet::item;
use super::sitemap::Sitemap;
use super::{feed, listing, sitemap};
use crate::registry::Registry;
use std::collections::BTreeSet;
use url::Url;

/// An address in the structure of each outlet that is collected, and the id in it.
const ADDRESSES: &[(&str, &str, &str)] = &[
    ("abmedia", "https://abmedia.io/rollups-pass-mainnet-in-fees", "rollups-pass-mainnet-in-fees"),
    ("beincrypto", "https://es.beincrypto.com/redes-capa-2-crecen/", "redes-capa-2-crecen"),
    ("bitpush", "https://www.bitpush.news/articles/7611234", "7611234"),
    ("bits_media", "https://bits.media/rollapy-obognali-osnovnuyu-set/", "rollapy-obognali-osnovnuyu-set"),
    ("blockbeats", "https://www.theblockbeats.info/flash/301234", "301234"),
    ("blockchainmedia_id", "https://blockchainmedia.id/biaya-rollup-turun-lagi/", "biaya-rollup-turun-lagi"),
    ("blockmedia", "https://www.blockmedia.co.kr/archives/1012345", "1012345"),
    (
        "blocktempo",
        "https://www.blocktempo.com/rollup-fees-fall-below-a-cent/",
        "rollup-fees-fall-below-a-cent",
    ),
    ("blockworks", "https://blockworks.com/news/rollups-grow-again", "rollups-grow-again"),
    ("btc_echo", "https://www.btc-echo.de/news/rollups-wachsen-weiter-191234/", "191234"),
    ("chaincatcher", "https://www.chaincatcher.com/en/article/2240001", "2240001"),
    ("coin68", "https://coin68.com/phi-rollup-giam-manh/", "phi-rollup-giam-manh"),
    ("coin_turk", "https://coin-turk.com/rollup-ucretleri-dustu", "rollup-ucretleri-dustu"),
    ("coindesk", "https://www.coindesk.com/tech/2026/02/03/rollups-grow-again", "rollups-grow-again"),
    ("coindesk_japan", "https://www.nadanews.com/312345/", "312345"),
    ("coinness", "https://coinness.com/news/1123456", "1123456"),
    ("coinpost", "https://coinpost.jp/?p=612345", "612345"),
    ("cointelegraph", "https://cointelegraph.com/news/rollups-grow-again", "rollups-grow-again"),
    ("criptofacil", "https://www.criptofacil.com/taxas-de-rollups-caem/", "taxas-de-rollups-caem"),
    (
        "criptonoticias",
        "https://www.criptonoticias.com/tecnologia/comisiones-rollups-caen/",
        "comisiones-rollups-caen",
    ),
    ("cryptoast", "https://cryptoast.fr/frais-rollups-baissent/", "frais-rollups-baissent"),
    ("cryptoslate", "https://cryptoslate.com/rollups-grow-again/", "rollups-grow-again"),
    ("decrypt", "https://decrypt.co/351234/rollups-grow-again", "351234"),
    (
        "diariobitcoin",
        "https://www.diariobitcoin.com/ethereum/comisiones-rollups-caen/",
        "comisiones-rollups-caen",
    ),
    ("dlnews", "https://www.dlnews.com/articles/defi/rollups-grow-again/", "rollups-grow-again"),
    ("foresightnews", "https://foresightnews.pro/article/detail/91234", "91234"),
    ("forklog", "https://forklog.com/news/komissii-rollapov-upali", "komissii-rollapov-upali"),
    ("gate", "https://www.gate.com/news/detail/rollups-grow-18812345", "18812345"),
    ("incrypted", "https://incrypted.com/ua/komisii-rolapiv-vpaly/", "komisii-rolapiv-vpaly"),
    ("jinse", "https://www.jinse.com.cn/lives/512345.html", "512345"),
    ("journalducoin", "https://journalducoin.com/ethereum/frais-rollups-baissent/", "frais-rollups-baissent"),
    ("livecoins", "https://livecoins.com.br/taxas-de-rollups-caem/", "taxas-de-rollups-caem"),
    ("marsbit", "https://news.marsbit.co/20260203101500123456.html", "20260203101500123456"),
    ("neweconomy_jp", "https://www.neweconomy.jp/posts/512345", "512345"),
    ("odaily", "https://www.odaily.news/zh-CN/post/5201234", "5201234"),
    ("panews", "https://www.panewslab.com/zh/articles/q1w2e3r4", "q1w2e3r4"),
    ("portaldobitcoin", "https://portaldobitcoin.uol.com.br/taxas-de-rollups-caem/", "taxas-de-rollups-caem"),
    ("tapchibitcoin", "https://tapchibitcoin.io/phi-rollup-giam-manh.html", "phi-rollup-giam-manh"),
    ("techflow", "https://www.techflowpost.com/zh-CN/article/31234", "31234"),
    ("theblock", "https://www.theblock.co/post/391234/rollups-grow-again", "391234"),
    ("tokenpost", "https://www.tokenpost.kr/news/blockchain/312345", "312345"),
    ("uzmancoin", "https://uzmancoin.com/rollup-ucretleri-dustu/", "rollup-ucretleri-dustu"),
    ("wublock", "https://www.wublock123.com/articles/rollups-grow-51234", "51234"),
];

fn base(url: &str) -> Url {
    Url::parse(&url.replace("{page}", "1")).unwrap()
}

#[test]
fn every_collected_outlet_has_an_address_here() {
    let registry = Registry::builtin().unwrap();
    let collected: BTreeSet<&str> = registry
        .outlets
        .all()
        .iter()
        .filter(|outlet| outlet.collect.has_sources())
        .map(|outlet| outlet.id.as_str())
        .collect();
    let tested: BTreeSet<&str> = ADDRESSES.iter().map(|(id, _, _)| *id).collect();
    assert_eq!(collected, tested);
    assert!(collected.len() >= 30);
}

#[test]
fn what_feeds_and_sitemaps_name_is_recognised_and_the_rest_left() {
    let registry = Registry::builtin().unwrap();
    for (id, address, site_id) in ADDRESSES {
        let outlet = registry.outlets.by_name(id).unwrap();
        let rss = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>N</title><link>/</link><description>d</description>\
             <item><title>T</title><link>{address}?utm_source=rss</link><pubDate>Tue, 03 Feb 2026 10:00:00 +0000</pubDate></item>\
             <item><title>Elsewhere</title><link>https://example.org/news/elsewhere-entirely</link>\
             <pubDate>Tue, 03 Feb 2026 10:00:00 +0000</pubDate></item></channel></rss>"
        );
        let rss = rss.replace(&format!("{address}?utm_source=rss"), &address.replace('&', "&amp;"));
        for source in &outlet.collect.feeds {
            let found = feed::read(rss.as_bytes(), source, &base(&source.url)).unwrap();
            let items: Vec<_> = found.iter().filter_map(|found| item(found, outlet, &registry)).collect();
            assert_eq!(items.len(), 1, "{id}");
            assert_eq!(items[0].site_id, *site_id, "{id}");
            assert_eq!(items[0].published.as_deref(), Some("2026-02-03T10:00:00+00:00"), "{id}");
        }
        let map = format!(
            "<urlset><url><loc>{address}</loc></url><url><loc>https://example.org/x-and-more</loc></url></urlset>"
        );
        let Ok(Sitemap::Urls(found)) = sitemap::read(map.as_bytes(), &base(address)) else { panic!("{id}") };
        let items: Vec<_> = found.iter().filter_map(|found| item(found, outlet, &registry)).collect();
        assert_eq!(items.len(), 1, "{id}");
        assert_eq!(items[0].site_id, *site_id, "{id}");
    }
}

/// Answers in the structure of each API, with the id and the date that come out.
fn payloads() -> Vec<(&'static str, &'static str, String, &'static str, &'static str)> {
    let deflated = |json: &str| {
        use base64::Engine as _;
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(json.as_bytes()).unwrap();
        format!(
            "{{\"code\": 1, \"data\": \"{}\"}}",
            base64::engine::general_purpose::STANDARD.encode(encoder.finish().unwrap())
        )
    };
    vec![
        (
            "chaincatcher",
            "open-api",
            r#"{"result": 1, "data": {"items": [{"id": 2240001, "url": "https://www.chaincatcher.com/article/2240001", "title": "T", "releaseTimeStamp": 1770113700000}]}}"#.to_owned(),
            "2240001",
            "2026-02-03T10:15:00Z",
        ),
        (
            "panews",
            "universal-api",
            r#"[{"id": "q1w2e3r4", "title": "T", "publishedAt": "2026-02-03T10:15:00.000Z", "author": {"profile": {"name": "A"}}}]"#.to_owned(),
            "q1w2e3r4",
            "2026-02-03T10:15:00.000Z",
        ),
        (
            "odaily",
            "web-api",
            r#"{"code": 200, "success": true, "data": {"list": [{"id": "5201234", "title": "T", "publishTimestamp": "1770113700000"}]}}"#.to_owned(),
            "5201234",
            "2026-02-03T10:15:00Z",
        ),
        (
            "blockbeats",
            "open-api",
            r#"{"status": 0, "data": {"data": [{"title": "T", "link": "https://m.theblockbeats.info/news/61234", "create_time": "1770113700"}]}}"#.to_owned(),
            "61234",
            "2026-02-03T10:15:00Z",
        ),
        ("foresightnews", "v1/articles", deflated(r#"[{"id": 91234, "title": "T", "published_at": 1770113700, "author": {"username": "A"}}]"#), "91234", "2026-02-03T10:15:00Z"),
        ("foresightnews", "v1/news", deflated(r#"[{"id": 81234, "title": "T", "published_at": 1770113700}]"#), "81234", "2026-02-03T10:15:00Z"),
        (
            "marsbit",
            "articles/latest",
            r#"{"data": [{"id": "20260203101500123456", "title": "T", "content": "<p>x</p>", "url": "https://news.marsbit.co/20260203101500123456.html", "publishedAt": "2026-02-03T10:15:00Z"}]}"#.to_owned(),
            "20260203101500123456",
            "2026-02-03T10:15:00Z",
        ),
        (
            "abmedia",
            "wp-json",
            r#"[{"id": 612345, "link": "https://abmedia.io/rollups-pass-mainnet-in-fees", "date_gmt": "2026-02-03T10:15:00", "title": {"rendered": "T"}, "content": {"rendered": "<p>x</p>"}}]"#.to_owned(),
            "rollups-pass-mainnet-in-fees",
            "2026-02-03T10:15:00Z",
        ),
        (
            "coinness",
            "breaking-news",
            r#"[{"id": 1123456, "title": "T", "content": "x", "publishAt": "2026-02-03T10:15:00.000Z"}]"#.to_owned(),
            "1123456",
            "2026-02-03T10:15:00.000Z",
        ),
        (
            "jinse",
            "timelines",
            r#"{"data": {"list": [{"object_1": {"title": "T", "jump_url": "https://www.jinse.com.cn/lives/512345.html", "published_at": 1770113700}}]}}"#.to_owned(),
            "512345",
            "2026-02-03T10:15:00Z",
        ),
    ]
}

#[test]
fn what_apis_answer_becomes_articles() {
    let registry = Registry::builtin().unwrap();
    let payloads = payloads();
    for (id, part, payload, site_id, published) in &payloads {
        let outlet = registry.outlets.by_name(id).unwrap();
        let sources: Vec<_> =
            outlet.collect.listings.iter().filter(|source| source.url.contains(part)).collect();
        assert!(!sources.is_empty(), "{id} {part}");
        for source in sources {
            let found = listing::read(payload.as_bytes(), source, &base(&source.url)).unwrap();
            let item = item(&found[0], outlet, &registry).unwrap_or_else(|| panic!("{id}: {}", found[0].url));
            assert_eq!(
                (item.site_id.as_str(), item.published.as_deref()),
                (*site_id, Some(*published)),
                "{id} {part}"
            );
        }
    }
    let with_listings: BTreeSet<&str> = registry
        .outlets
        .all()
        .iter()
        .filter(|outlet| !outlet.collect.listings.is_empty())
        .map(|outlet| outlet.id.as_str())
        .collect();
    assert_eq!(with_listings, payloads.iter().map(|(id, ..)| *id).collect());
}
