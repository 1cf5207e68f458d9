//! What the lexicon engine makes of sentences: the rules of the codebook, one by one.

use super::*;
use crate::registry::Registry;
use crate::schema::{DetectedLang, Lang, SentenceRole};
use crate::tag::{Settings, Text, tag};

/// The labels of a sentence, as `l1:favor l2:against`.
fn labels_after(lang: Lang, previous: Option<&str>, text: &str, lexicon: &Lexicon) -> String {
    let lang = DetectedLang::Supported(lang);
    let text = Text { text, lang: &lang, role: SentenceRole::Body, previous, title: None };
    let tags = tag(&[text], &lexicon.registry, lexicon, Settings::default()).unwrap();
    let labels: Vec<String> = tags[0]
        .stances
        .iter()
        .map(|tag| match tag.stance {
            Ok(stance) => format!("{}:{stance}", tag.target),
            Err(reason) => format!("{}:{reason}", tag.target),
        })
        .collect();
    labels.join(" ")
}

fn check(cases: &[(Lang, &str, &str)]) {
    let lexicon = Lexicon::new(Arc::new(Registry::builtin().unwrap()));
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(lang, text, expected)| {
            let labels = labels_after(*lang, None, text, &lexicon);
            (labels != *expected).then(|| format!("{text}\n    expected {expected:?}, got {labels:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn both_targets_of_a_sentence_get_their_own_label() {
    check(&[
        (Lang::En, "Mainnet fees have fallen so far that L2s are hardly needed.", "l1:favor l2:against"),
        (Lang::Ru, "Основная сеть масштабируется сама, а роллапы больше не нужны.", "l1:favor l2:against"),
        (Lang::ZhHans, "L1 手续费大幅下降，L2 已经没有存在的意义。", "l1:favor l2:against"),
    ]);
}

#[test]
fn negation_is_read_through() {
    check(&[
        (Lang::En, "Layer 2 is not dead.", "l2:favor"),
        (Lang::En, "Layer 2 is dead.", "l2:against"),
        (Lang::Ru, "Роллапы не умерли.", "l2:favor"),
        (Lang::En, "The rollups never failed their users.", "l2:favor"),
        (Lang::De, "Layer 2 ist nicht tot.", "l2:favor"),
    ]);
}

#[test]
fn but_decides() {
    check(&[
        (Lang::En, "Activity on rollups is growing, but decentralisation lags far behind.", "l2:against"),
        (Lang::Ru, "Роллапы отстают по децентрализации, однако их активность растёт.", "l2:favor"),
        (Lang::ZhHans, "L2 的去中心化进展缓慢，但活跃度持续增长。", "l2:favor"),
    ]);
}

#[test]
fn movements_lean_by_what_moves() {
    check(&[
        (Lang::En, "Fees on Arbitrum fell by half.", "l2:favor"),
        (Lang::En, "TVL on rollups fell by half.", "l2:against"),
        (Lang::En, "Activity on rollups rose by half.", "l2:favor"),
        (Lang::Ru, "Активность в роллапах выросла вдвое.", "l2:favor"),
        (Lang::Ru, "Комиссии в сетях второго уровня выросли.", "l2:against"),
        (Lang::Es, "Las comisiones de las redes de capa 2 bajaron a la mitad.", "l2:favor"),
        (Lang::De, "Die Gebühren auf Layer 2 sind stark gesunken.", "l2:favor"),
        (Lang::Ko, "레이어2 수수료가 크게 하락했다.", "l2:favor"),
        (Lang::Ja, "レイヤー2の手数料が大幅に下がった。", "l2:favor"),
    ]);
}

#[test]
fn facts_definitions_and_questions_stay_neutral() {
    check(&[
        (Lang::En, "A rollup posts its transaction data to the base chain.", "l2:neutral"),
        (Lang::En, "Is Layer 2 cooling off?", "l2:neutral"),
        (Lang::Ru, "Роллап публикует данные транзакций в основной сети.", "l2:neutral"),
    ]);
}

#[test]
fn what_names_no_target_has_no_label() {
    check(&[
        (Lang::En, "Ether fell below 2,400 dollars on Friday.", ""),
        (Lang::Fr, "Le bitcoin a dépassé les 100 000 dollars.", ""),
    ]);
}

#[test]
fn a_sentence_goes_on_about_the_target_of_the_one_before() {
    let lexicon = Lexicon::new(Arc::new(Registry::builtin().unwrap()));
    let previous = Some("Taiko is a rollup.");
    assert_eq!(
        labels_after(Lang::En, previous, "The network was down for thirty minutes.", &lexicon),
        "l2:against"
    );
    assert_eq!(labels_after(Lang::En, previous, "The team has forty people.", &lexicon), "");
}
