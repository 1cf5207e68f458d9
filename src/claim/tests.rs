use super::claims;
use crate::registry::Registry;
use crate::schema::Lang::{self, De, En, Es, Fr, Id, Ja, Ko, Pt, Ru, Tr, Uk, Vi, ZhHans, ZhHant};
use crate::schema::{
    Article, ArticleId, Attribution, DetectedLang, Origin, Precision, Published, Sentence, SentenceRole, Span,
};
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> =
    LazyLock::new(|| Registry::builtin().expect("the definitions are valid"));

fn article(lang: Lang, text: &str) -> (Article, Sentence) {
    let id = ArticleId::of_text(text);
    let lead = "…\n";
    let span = Span::new(lead.len(), lead.len() + text.len());
    let sentence = Sentence {
        id: id.sentence(0),
        span,
        paragraph: 1,
        role: SentenceRole::Body,
        lang: DetectedLang::Supported(lang),
    };
    let article = Article {
        id,
        origin: Origin { file: "test.txt".to_owned(), position: None },
        outlet: None,
        url: None,
        title: None,
        byline: None,
        published: Published { original: None, utc: None, precision: Precision::Unknown },
        lang_url: None,
        lang_declared: None,
        lang_detected: DetectedLang::Supported(lang),
        text: format!("{lead}{text}"),
        paragraphs: vec![Span::new(0, "…".len()), span],
    };
    (article, sentence)
}

/// `metric value unit change @date subject [text]` for each claim; what is missing is left out.
fn found(lang: Lang, text: &str) -> Vec<String> {
    let (article, sentence) = article(lang, text);
    claims(&article, &sentence, &Attribution::AUTHOR, &REGISTRY)
        .into_iter()
        .map(|claim| {
            let mut out = format!("{} {}", claim.metric, claim.value);
            for part in
                [claim.unit, claim.change.map(|change| change.code().to_owned())].into_iter().flatten()
            {
                out += &format!(" {part}");
            }
            if let Some(date) = claim.as_of {
                out += &format!(" @{date}");
            }
            if let Some(subject) = claim.subject {
                out += &format!(" <{subject}>");
            }
            out + &format!(" [{}]", &article.text[claim.span])
        })
        .collect()
}

fn check(cases: &[(Lang, &str, &[&str])]) {
    let mut failed = String::new();
    for (lang, text, expected) in cases {
        let found = found(*lang, text);
        if found != *expected {
            failed += &format!("{lang}: {text}\n   expected {expected:?}\n   found    {found:?}\n");
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}

#[test]
fn english() {
    check(&[
        (
            En,
            "TVL on Arbitrum fell 13.2% to $40.3 billion in 2025.",
            &[
                "tvl 13.2 percent down @2025 <Arbitrum> [13.2%]",
                "tvl 40300000000 usd down @2025 <Arbitrum> [$40.3 billion]",
            ],
        ),
        (En, "Starknet now handles 10,000 TPS.", &["tps 10000 tps <Starknet> [10,000]"]),
        (En, "Linea was down for 30 minutes.", &["downtime 30 minute <Linea> [30 minutes]"]),
        (
            En,
            "The gas limit was raised from 30 million to 45 million.",
            &["gas_limit 30000000 up [30 million]", "gas_limit 45000000 up [45 million]"],
        ),
        (En, "Taiko raised $12M in a funding round.", &["funding 12000000 usd <Taiko> [$12M]"]),
        (En, "zkSync reached stage 1 on May 3, 2025.", &["stage 1 @May 3, 2025 <zkSync> [1]"]),
        (En, "Fees dropped to 0.04 gwei.", &["fee 0.04 gwei down [0.04 gwei]"]),
        (En, "The network had 4.2M active users.", &["users 4200000 [4.2M]"]),
        (En, "An average fee of 19 cents was charged.", &["fee 0.19 usd [19 cents]"]),
        (En, "Harbour Wallet, with 900,000 users, lost its licence.", &["users 900000 [900,000]"]),
        (En, "In 2025 fees on the network were low.", &[]),
        (En, "EIP-4844 made L2 fees low in 24 hours.", &[]),
        (En, "Over the past 7 days fees fell by 20%.", &["fee 20 percent down [20%]"]),
        (En, "1. Fees fell.", &[]),
        (En, "Layer 2 networks cut fees.", &[]),
        (En, "The price slid 5–10% overnight.", &["price 5 percent down [5]", "price 10 percent down [10%]"]),
        (En, "Twelve of 20 networks pay low fees.", &[]),
        (En, "The 2nd network has low fees.", &[]),
    ]);
}

#[test]
fn russian_and_ukrainian() {
    check(&[
        (
            Ru,
            "Комиссии упали на 13,2% до 40,3 миллиарда долларов.",
            &["fee 13.2 percent down [13,2%]", "fee 40300000000 usd down [40,3 миллиарда долларов]"],
        ),
        (
            Ru,
            "Пропускная способность Starknet выросла до 10 000 TPS.",
            &["tps 10000 tps up <Starknet> [10 000]"],
        ),
        (Ru, "Сеть обрабатывает 3 470 пользовательских операций в секунду.", &["tps 3470 tps [3 470]"]),
        (Ru, "Сбой Linea длился 30 минут.", &["downtime 30 minute <Linea> [30 минут]"]),
        (
            Ru,
            "Общий TVL снизился с $50 млрд в середине 2025 года.",
            &["tvl 50000000000 usd down @2025 [$50 млрд]"],
        ),
        (
            Ru,
            "Проект привлек 3 млн долларов 11 января 2026 года.",
            &["funding 3000000 usd @11 января 2026 [3 млн долларов]"],
        ),
        (Ru, "Taiko достигла 1-го этапа.", &["stage 1 <Taiko> [1]"]),
        (Ru, "К 2027 году комиссии снизятся.", &[]),
        (Ru, "Среди 20 проектов комиссии выше.", &[]),
        (Uk, "Комісії знизилися на 13,2%.", &["fee 13.2 percent down [13,2%]"]),
        (Uk, "Мережа обробляє 10 000 TPS.", &["tps 10000 tps [10 000]"]),
        (Uk, "TVL зріс до 40,3 млрд доларів.", &["tvl 40300000000 usd up [40,3 млрд доларів]"]),
    ]);
}

#[test]
fn what_a_change_led_to_goes_its_way() {
    check(&[(
        Ru,
        "Общий TVL роллапов за год упал на 13,2% по сравнению с прошлой весной, до 40,3 миллиарда долларов.",
        &[
            "tvl 13.2 percent down <роллапов> [13,2%]",
            "tvl 40300000000 usd down <роллапов> [40,3 миллиарда долларов]",
        ],
    )]);
}

#[test]
fn chinese_japanese_and_korean() {
    check(&[
        (ZhHans, "Starknet的TPS达到4.03万。", &["tps 40300 tps <Starknet> [4.03万]"]),
        (
            ZhHans,
            "TVL下降13.2%至403亿美元。",
            &["tvl 13.2 percent down [13.2%]", "tvl 40300000000 usd down [403亿美元]"],
        ),
        (ZhHans, "2025年5月3日手续费降至０．５美元。", &["fee 0.5 usd down @2025年5月3日 [０．５美元]"]),
        (ZhHans, "总锁仓量超过1.2万亿美元。", &["tvl 1200000000000 usd up [1.2万亿美元]"]),
        (
            ZhHant,
            "TVL下降13.2%至403億美元。",
            &["tvl 13.2 percent down [13.2%]", "tvl 40300000000 usd down [403億美元]"],
        ),
        (ZhHant, "網路停機30分鐘。", &["downtime 30 minute [30分鐘]"]),
        (
            Ja,
            "手数料は13.2%下落し、0.5ドルになった。",
            &["fee 13.2 percent down [13.2%]", "fee 0.5 usd down [0.5ドル]"],
        ),
        (Ja, "TVLは1兆2000億ドルに増加した。", &["tvl 1200000000000 usd up [1兆2000億ドル]"]),
        (Ja, "2025年には手数料が下がった。", &[]),
        (Ko, "TVL은 3억 5000만 달러로 감소했다.", &["tvl 350000000 usd down [3억 5000만 달러]"]),
        (Ko, "송금 한 번에 2천 원이 드니 이용자가 떠난다.", &[]),
        (Ja, "平均手数料は約240円だった。", &["fee 240 jpy [240円]"]),
        (Ko, "수수료가 13.2% 하락했다.", &["fee 13.2 percent down [13.2%]"]),
        (Ko, "스타크넷의 TPS는 10,000에 달한다.", &["tps 10000 tps <스타크넷> [10,000]"]),
    ]);
}

#[test]
fn the_other_languages() {
    check(&[
        (
            Es,
            "El TVL cayó un 13,2% hasta 40.300 millones de dólares.",
            &["tvl 13.2 percent down [13,2%]", "tvl 40300000000 usd down [40.300 millones de dólares]"],
        ),
        (
            Es,
            "El límite de gas subió de 60 a 80 millones.",
            &["gas_limit 60000000 up [60]", "gas_limit 80000000 up [80 millones]"],
        ),
        (Es, "Las comisiones bajaron a 0,04 dólares.", &["fee 0.04 usd down [0,04 dólares]"]),
        (
            Pt,
            "O TVL caiu 13,2% para US$ 40,3 bilhões em 2025.",
            &["tvl 13.2 percent down @2025 [13,2%]", "tvl 40300000000 usd down @2025 [US$ 40,3 bilhões]"],
        ),
        (Pt, "As taxas caíram para 0,04 dólares.", &["fee 0.04 usd down [0,04 dólares]"]),
        (
            Tr,
            "TVL %13,2 düştü ve 40,3 milyar dolara geriledi.",
            &["tvl 13.2 percent down [%13,2]", "tvl 40300000000 usd down [40,3 milyar dolara]"],
        ),
        (Tr, "Ağ 10.000 TPS sunuyor.", &["tps 10000 tps [10.000]"]),
        (
            Vi,
            "TVL giảm 13,2% xuống 40,3 tỷ USD.",
            &["tvl 13.2 percent down [13,2%]", "tvl 40300000000 usd down [40,3 tỷ USD]"],
        ),
        (Vi, "Mạng xử lý 10.000 TPS.", &["tps 10000 tps [10.000]"]),
        (
            Id,
            "TVL turun 13,2% menjadi 40,3 miliar dolar AS.",
            &["tvl 13.2 percent down [13,2%]", "tvl 40300000000 usd down [40,3 miliar dolar AS]"],
        ),
        (Id, "Biaya turun menjadi 0,04 dolar.", &["fee 0.04 usd down [0,04 dolar]"]),
        (
            Fr,
            "La TVL a chuté de 13,2 % à 40,3 milliards de dollars.",
            &["tvl 13.2 percent down [13,2 %]", "tvl 40300000000 usd down [40,3 milliards de dollars]"],
        ),
        (Fr, "Le réseau traite 10 000 transactions par seconde.", &["tps 10000 tps [10 000]"]),
        (
            De,
            "Die TVL fiel um 13,2 % auf 40,3 Milliarden Dollar.",
            &["tvl 13.2 percent down [13,2 %]", "tvl 40300000000 usd down [40,3 Milliarden Dollar]"],
        ),
        (De, "Das Netz schafft 10.000 Transaktionen pro Sekunde.", &["tps 10000 tps [10.000]"]),
    ]);
}

#[test]
fn a_source_line_states_nothing() {
    let (article, mut sentence) = article(En, "Fees fell by 20%.");
    sentence.role = SentenceRole::Source;
    assert_eq!(claims(&article, &sentence, &Attribution::AUTHOR, &REGISTRY), []);
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_claim_stands_in_its_sentence(
            text in "([0-9０-９.,]{1,6} ?(%|TPS|млрд|万|억|дол|fees|комиссии|in 2025|\\$|手续费){1,2} ?){1,6}",
            lang in proptest::sample::select(Lang::ALL),
        ) {
            let (article, sentence) = article(lang, &text);
            for claim in claims(&article, &sentence, &Attribution::AUTHOR, &REGISTRY) {
                prop_assert!(sentence.span.contains(claim.span));
                prop_assert!(article.text.get(claim.span.start..claim.span.end).is_some());
                prop_assert!(claim.value.is_finite());
            }
        }
    }
}
