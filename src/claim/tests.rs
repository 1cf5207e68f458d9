use super::*;
use crate::schema::{ArticleId, DetectedLang, Origin, Published};

/// The claims of a sentence, as `metric=value unit change subject as_of`.
fn stated(lang: Lang, text: &str, registry: &Registry) -> Vec<String> {
    let lang = DetectedLang::Supported(lang);
    let article = Article {
        id: ArticleId::of_text(text),
        origin: Origin { file: String::new(), position: None },
        outlet: None,
        url: None,
        title: None,
        byline: None,
        published: Published::UNKNOWN,
        lang_url: None,
        lang_declared: None,
        lang_detected: lang.clone(),
        text: text.to_owned(),
        paragraphs: vec![Span::new(0, text.len())],
    };
    let sentence = Sentence {
        id: article.id.sentence(0),
        span: Span::new(0, text.len()),
        paragraph: 0,
        role: SentenceRole::Body,
        lang,
    };
    claims(&article, &sentence, &Attribution::AUTHOR, registry)
        .into_iter()
        .map(|claim| {
            assert!(text[claim.span].contains(|c: char| c.is_numeric()));
            let mut words = format!("{}={}", claim.metric, claim.value);
            for word in [claim.unit, claim.change.map(|change| change.to_string()), claim.as_of].into_iter().flatten() {
                words.push(' ');
                words.push_str(&word);
            }
            words
        })
        .collect()
}

#[test]
fn numbers_are_tied_to_what_they_count() {
    let registry = Registry::builtin().unwrap();
    let mut wrong = Vec::new();
    for (lang, text, expected) in [
        (Lang::En, "TVL on rollups fell 13.2% to $40.3 billion.", vec!["tvl=13.2 percent down", "tvl=40300000000 usd down"]),
        (Lang::En, "Rollups handle 3,470 transactions per second.", vec!["tps=3470 tps"]),
        (Lang::En, "The network processed 9.1m transactions on Friday.", vec!["transactions=9100000"]),
        (Lang::En, "L2 fees are below $0.01.", vec!["fee=0.01 usd"]),
        (Lang::Ru, "Роллапы обрабатывают 3 470 транзакций в секунду.", vec!["tps=3470 tps"]),
        (Lang::Ru, "TVL роллапов снизился на 13,2% в 2025 году.", vec!["tvl=13.2 percent down 2025"]),
        (Lang::Ru, "Простой сети длился 47 минут.", vec!["downtime=47 minute"]),
        (Lang::ZhHans, "二层网络TVL降至403亿美元。", vec!["tvl=40300000000 usd down"]),
        (Lang::Ko, "레이어2 TVL은 3억 5000만 달러로 감소했다.", vec!["tvl=350000000 usd down"]),
        (Lang::Ja, "レイヤー2のTVLは4.03万ドルに減少した。", vec!["tvl=40300 usd down"]),
        (Lang::De, "Die Gebühren sanken auf 0,02 Dollar.", vec!["fee=0.02 usd down"]),
        (Lang::Es, "Las comisiones bajaron a 0,02 dólares.", vec!["fee=0.02 usd down"]),
        (Lang::Vi, "Phí giao dịch giảm xuống 0,02 USD.", vec!["fee=0.02 usd down"]),
        (Lang::Id, "TVL turun menjadi 40,3 miliar dolar.", vec!["tvl=40300000000 usd down"]),
    ] {
        let got = stated(lang, text, &registry);
        if got != expected {
            wrong.push(format!("{text}\n    expected {expected:?}\n    got      {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_dates_and_lists_are_no_claims() {
    let registry = Registry::builtin().unwrap();
    for (lang, text) in [
        (Lang::En, "Layer 2 fees are discussed in EIP-4844."),
        (Lang::En, "On 3 February 2026 the fees were discussed."),
        (Lang::En, "2. Fees and what to make of them"),
        (Lang::ZhHans, "2026年2月3日，L2手续费成为焦点。"),
        (Lang::Ja, "レイヤー2の手数料について説明する。"),
        (Lang::Ko, "레이어2 수수료를 설명한다."),
        (Lang::En, "The team has 40 people in 3 cities."),
    ] {
        assert_eq!(stated(lang, text, &registry), Vec::<String>::new(), "{text}");
    }
}
