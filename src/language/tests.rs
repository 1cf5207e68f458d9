use super::*;
use std::sync::LazyLock;

static DETECTOR: LazyLock<Detector> = LazyLock::new(Detector::new);

const SAMPLES: &[(&str, &str)] = &[
    ("en", "The fees on the base layer have fallen so far that many users see no reason to leave it."),
    ("ru", "Комиссии в основной сети снизились, и пользователи Arbitrum возвращаются на Layer 1."),
    ("uk", "Комісії в основній мережі знизилися, і користувачі Arbitrum повертаються на Layer 1."),
    ("zh-Hans", "以太坊主网手续费大幅下降，Arbitrum 与 Optimism 的用户开始返回 Layer 1。"),
    ("zh-Hant", "以太坊主網手續費大幅下降，Arbitrum 與 Optimism 的使用者開始返回 Layer 1。"),
    ("ko", "이더리움 메인넷 수수료가 크게 내려 Arbitrum 이용자들이 레이어1으로 돌아오고 있다."),
    ("ja", "イーサリアムの手数料が下がり、Arbitrumの利用者がレイヤー1に戻り始めている。"),
    (
        "es",
        "Las comisiones de la red principal han bajado tanto que muchos usuarios no ven motivo para salir de ella.",
    ),
    ("pt", "As taxas da rede principal caíram tanto que muitos usuários não veem razão para sair dela."),
    ("tr", "Ana ağdaki ücretler o kadar düştü ki birçok kullanıcı ayrılmak için bir neden görmüyor."),
    ("vi", "Phí trên mạng chính đã giảm mạnh đến mức nhiều người dùng không còn lý do để rời đi."),
    (
        "id",
        "Biaya di jaringan utama sudah turun begitu jauh sehingga banyak pengguna tidak punya alasan untuk pindah.",
    ),
    (
        "fr",
        "Les frais du réseau principal ont tellement baissé que beaucoup d'utilisateurs n'ont plus de raison de le quitter.",
    ),
    (
        "de",
        "Die Gebühren im Hauptnetz sind so weit gefallen, dass viele Nutzer keinen Grund mehr sehen, es zu verlassen.",
    ),
    (
        "pl",
        "Opłaty w sieci głównej spadły tak bardzo, że wielu użytkowników nie widzi powodu, by z niej odchodzić.",
    ),
    (
        "it",
        "Le commissioni della rete principale sono scese tanto che molti utenti non vedono ragione di lasciarla.",
    ),
    ("ar", "انخفضت الرسوم على الشبكة الرئيسية إلى حد أن كثيرا من المستخدمين لا يرون سببا لمغادرتها."),
];

#[test]
fn each_language_is_told() {
    for (code, text) in SAMPLES {
        assert_eq!(DETECTOR.detect(text).code(), *code, "{text}");
    }
}

#[test]
fn languages_that_are_not_analysed_are_not_taken_for_ours() {
    assert_eq!(DETECTOR.detect(SAMPLES[14].1), DetectedLang::Unsupported("pl".to_owned()));
}

#[test]
fn names_and_numbers_alone_are_unknown() {
    for text in
        ["", "ETH 3,000 (+5%)", "https://example.com/ru/novosti-o-seti", "L2BEAT $ARB @example", "？！"]
    {
        assert_eq!(DETECTOR.detect(text), DetectedLang::Unknown, "{text}");
    }
}

#[test]
fn a_sentence_has_the_language_of_its_article() {
    for (code, text) in SAMPLES.iter().take(14) {
        let article = DetectedLang::Supported(code.parse().unwrap());
        assert_eq!(DETECTOR.detect_sentence(text, &article), article, "{text}");
    }
    let russian = DetectedLang::Supported(Lang::Ru);
    for text in
        ["Arbitrum, Optimism, Base, Starknet.", "L2beat", "Источник: RootData", "2. Layer 2 Roadmap", "Нет."]
    {
        assert_eq!(DETECTOR.detect_sentence(text, &russian), russian, "{text}");
    }
    let german = DetectedLang::Supported(Lang::De);
    let with_names = "Arbitrum One, Optimism Superchain und Base Network bleiben.";
    assert_eq!(DETECTOR.detect_sentence(with_names, &german), german);
    let japanese = DetectedLang::Supported(Lang::Ja);
    assert_eq!(DETECTOR.detect_sentence("手数料大幅下落、利用者急増", &japanese), japanese);
}

#[test]
fn a_sentence_in_another_language_is_told() {
    for (article, text, code) in [
        (Lang::Ru, "We still need rollups for the peaks of the load, and that is what they are for.", "en"),
        (Lang::En, "Мы по-прежнему не можем обойтись без роллапов.", "ru"),
        (Lang::Ru, "#以太坊二层网络如何发展?", "zh-Hans"),
        (Lang::De, "This is what the network was built for, and it has done it.", "en"),
        (Lang::ZhHans, "手續費繼續下降，網路運轉正常。", "zh-Hant"),
        (Lang::Ru, "Ми досі не можемо обійтися без ролапів і їхніх мостів.", "uk"),
        (Lang::Es, "As taxas caíram e os usuários não veem mais razão para sair da rede.", "pt"),
    ] {
        assert_eq!(DETECTOR.detect_sentence(text, &DetectedLang::Supported(article)).code(), code, "{text}");
    }
}

/// Accuracy and speed on the set of `$NEWSVANE_PUBLIC_DATA/tests/langid-lingua.jsonl.gz`.
#[test]
#[ignore = "needs the folder of public data in NEWSVANE_PUBLIC_DATA"]
fn measured_on_sentences() {
    use std::collections::BTreeMap;
    use std::io::BufRead;
    let folder = std::env::var("NEWSVANE_PUBLIC_DATA").expect("NEWSVANE_PUBLIC_DATA names a folder");
    let file = std::fs::File::open(format!("{folder}/tests/langid-lingua.jsonl.gz")).unwrap();
    let rows: Vec<serde_json::Value> = std::io::BufReader::new(flate2::read::GzDecoder::new(file))
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .filter(|row: &serde_json::Value| row["kind"] == "sentence")
        .collect();
    let mut table: BTreeMap<String, (usize, usize, usize, BTreeMap<String, usize>)> = BTreeMap::new();
    let start = std::time::Instant::now();
    for row in &rows {
        let (lang, text) = (row["lang"].as_str().unwrap(), row["text"].as_str().unwrap());
        let found = DETECTOR.detect(text);
        let of_lang = table.entry(lang.to_owned()).or_default();
        of_lang.0 += 1;
        if found.code().split('-').next() == Some(lang) {
            of_lang.1 += 1;
        } else {
            *of_lang.3.entry(found.code().to_owned()).or_default() += 1;
        }
        if let Ok(own) = if lang == "zh" { Ok(Lang::ZhHans) } else { lang.parse::<Lang>() } {
            let own = DetectedLang::Supported(own);
            of_lang.2 += usize::from(DETECTOR.detect_sentence(text, &own) == own);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    for (lang, (n, right, kept, wrong)) in &table {
        let share = |k: usize| 100.0 * k as f64 / *n as f64;
        println!(
            "{lang} n={n} detect {:.1} % kept in its article {:.1} % wrong {wrong:?}",
            share(*right),
            share(*kept)
        );
    }
    println!("{} sentences, both ways, in {seconds:.1} s: {:.0}/s", rows.len(), rows.len() as f64 / seconds);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default());
    assert!(table.values().map(|row| row.1).sum::<usize>() * 100 >= rows.len() * 90);
}
