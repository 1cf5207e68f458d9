use super::{check, holders};
use crate::schema::Lang::{self, En, Ja, Ko, Ru, ZhHans};

#[test]
fn a_head_gives_all_that_follows_to_its_speaker() {
    check(&[
        (
            Ru,
            "Мнения разделились.\nМарта Илвес (партнёр фонда):\nРоллапы нужны. |Они растут.\nИ ещё вырастут.\nЙон Петерсен (исследователь):\nРоллапы мертвы.",
            &[
                "author",
                "author",
                "марта_илвес d",
                "марта_илвес d",
                "марта_илвес d",
                "author",
                "йон_петерсен d",
            ],
        ),
        (
            ZhHans,
            "李明（研究员）：\n二层网络已经过时。\n#下一节\n市场下跌。",
            &["author", "李明 d", "author", "author"],
        ),
        (
            En,
            "Marta Ilves (researcher):\nRollups are here to stay.\nFees will fall.",
            &["author", "marta_ilves d", "marta_ilves d"],
        ),
        (
            En,
            "Marta Ilves (researcher): Rollups are here to stay.\nThe market fell.",
            &["marta_ilves d", "author"],
        ),
        (
            En,
            "Marta Ilves: Do we need rollups?\nJon Petersen: We do.\nThey are cheap.\nMarta Ilves: Are they safe?\nJon Petersen: Not yet.",
            &["marta_ilves d", "jon_petersen d", "jon_petersen d", "marta_ilves d", "jon_petersen d"],
        ),
        (Ko, "김서연 (연구원):\n롤업은 아직 필요하다.", &["author", "김서연 d"]),
        (Ja, "ヴィタリック・ブテリン（共同創設者）：\nL2はまだ必要だ。", &["author", "vitalik_buterin d"]),
    ]);
}

#[test]
fn an_interview_has_its_questions_and_its_end() {
    check(&[
        (
            En,
            "North Gazette: Do we need rollups?\nMarta Ilves (researcher): We do.\nNorth Gazette: Are they safe?\nMarta Ilves (researcher): Not yet.\nIlves left the stage. |“I use four of them every week,” she said.",
            &["author", "marta_ilves d", "author", "marta_ilves d", "author", "marta_ilves d"],
        ),
        (
            Ko,
            "북쪽신문: 롤업이 필요한가.\n김서연(연구원): 필요합니다.\n북쪽신문: 안전한가.\n김서연(연구원): 아직은 아닙니다.\n김 연구원은 무대를 떠났다.",
            &["author", "김서연 d", "author", "김서연 d", "author"],
        ),
        (
            Ja,
            "北新聞：ロールアップは必要ですか。\n田中太郎（研究者）：必要です。\n北新聞：安全ですか。\n田中太郎（研究者）：まだです。\n田中氏は会場を後にした。",
            &["author", "田中太郎 d", "author", "田中太郎 d", "author"],
        ),
        (
            Ru,
            "Марта Илвес: «Роллапы нужны, и точка»\nРынок упал.\nЦены тоже.",
            &["марта_илвес d", "author", "author"],
        ),
    ]);
}

#[test]
fn a_head_that_segmentation_marked_still_has_to_be_a_name() {
    for (marked, expected) in [
        ("Key Takeaways:\nFees fell.", "author"),
        ("Update (10:30 UTC):\nThe network is back.", "author"),
        ("Marta Ilves (Lisbon):\nThe network is back.", "marta_ilves d"),
    ] {
        let (article, mut sentences) = super::article(En, marked);
        sentences[0].role = crate::schema::SentenceRole::BlockHead;
        let found = super::codes(&super::attribute(&article, &sentences, &super::REGISTRY));
        assert_eq!(found, ["author", expected], "{marked}");
    }
}

#[test]
fn inside_a_block_only_true_reported_speech_passes_on() {
    check(&[
        (
            Ru,
            "Марта Илвес (партнёр фонда):\nВиталик подразумевает, что роллапы берут больше, чем дают.",
            &["author", "марта_илвес d"],
        ),
        (
            Ru,
            "Марта Илвес (партнёр фонда):\nЯ много раз говорила, что роллапы устарели.",
            &["author", "марта_илвес d"],
        ),
        (
            Ru,
            "Марта Илвес (партнёр фонда):\nВиталик сказал, что роллапы устарели. |Я с этим не согласна.",
            &["author", "vitalik_buterin i", "марта_илвес d"],
        ),
        (
            Ru,
            "Марта Илвес (партнёр фонда):\nНо вопрос «Что бы я сделал на его месте?» уводит от сути.",
            &["author", "марта_илвес d"],
        ),
        (
            En,
            "Marta Ilves (researcher):\nButerin implies that rollups take more than they give.",
            &["author", "marta_ilves d"],
        ),
    ]);
}

#[test]
fn other_lines_with_a_colon_open_no_block() {
    check(&[
        (En, "Key Takeaways: fees fell.\nUsers stayed.", &["author", "author"]),
        (En, "Update:\nThe network is back.", &["author", "author"]),
        (
            Ru,
            "Прогресс самой сети сместил баланс сил:\nПропускная способность выросла.",
            &["author", "author"],
        ),
        (Ru, "Автор: Марта Илвес\nРоллапы нужны.", &["author", "author"]),
        (Ru, "Источник: L2beat\nРоллапы нужны.", &["author", "author"]),
        (ZhHans, "以下是部分观点：\n市场下跌。", &["author", "author"]),
    ]);
}

#[test]
fn who_signs_the_article_is_its_author() {
    let (mut article, sentences) = super::article(En, "Marta Ilves said that fees would fall.");
    article.byline = Some("By Jon Petersen, Marta Ilves".to_owned());
    let found = super::attribute(&article, &sentences, &super::REGISTRY);
    assert_eq!(super::codes(&found), ["author"]);
}

#[test]
fn a_language_that_is_not_analysed_is_the_authors() {
    let (article, mut sentences) = super::article(En, "Marta Ilves said that fees would fall.");
    sentences[0].lang = crate::schema::DetectedLang::Unsupported("pl".to_owned());
    let found = super::attribute(&article, &sentences, &super::REGISTRY);
    assert_eq!(super::codes(&found), ["author"]);
}

#[test]
fn a_text_that_was_not_split_is_nobodys() {
    let marked = "Marta Ilves said that “«fees would fall. ".repeat(20_000);
    assert_eq!(holders(En, &marked), ["author"]);
    let marked = "Anna Berg met Carl Dahl. |".repeat(4_000);
    assert!(holders(En, &marked).iter().all(|holder| holder == "author"));
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_has_one_holder_for_each_sentence(
            parts in proptest::collection::vec("[A-Za-zА-я«»“”\"「」一-三は말했다:：,，. —()]{0,24}", 1..8),
            lang in proptest::sample::select(Lang::ALL),
        ) {
            let marked = parts.join("|");
            prop_assert_eq!(holders(lang, &marked).len(), parts.len());
        }
    }
}
