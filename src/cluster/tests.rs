use super::*;
use crate::schema::{ArticleId, Lang, Origin, Precision, Published, Span};
use proptest::prelude::*;

fn registry() -> Registry {
    Registry::builtin().unwrap()
}

fn article(lang: Lang, day: &str, text: &str) -> Article {
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        paragraphs.push(Span::new(at, at + line.len()));
        at += line.len() + 1;
    }
    Article {
        id: ArticleId::of_text(text),
        origin: Origin { file: "a.txt".to_owned(), position: None },
        outlet: None,
        url: None,
        title: None,
        byline: None,
        published: match day.parse() {
            Ok(date) => Published::day(date, day, Precision::Day),
            Err(_) => Published::UNKNOWN,
        },
        lang_url: None,
        lang_declared: None,
        lang_detected: DetectedLang::Supported(lang),
        text: text.to_owned(),
        paragraphs,
    }
}

fn clustered(articles: &[Article]) -> Vec<(u32, CopyKind)> {
    let registry = registry();
    let fingerprints: Vec<_> = articles.iter().map(|article| fingerprint(article, &registry)).collect();
    cluster(&fingerprints).into_iter().map(|assignment| (assignment.original, assignment.kind)).collect()
}

const EN: &str = "The bridge of Kestrel stood still on Sunday, and 31 blocks were lost.\n\
    About 12,400 transfers were undone, the team wrote, and the losses of 215 shops come to $1.8 million. \
    The network Kestrel uses a prover of Orrin Systems, which had failed on 14 machines.\n\
    Users took out $640 million within a day. A transfer cost 24 cents on the base layer in that time, which is 3.5 \
    times the price of the week before, and the queue of Tamarack grew to 97 minutes.";
const RU: &str = "Мост сети Kestrel в воскресенье остановился, был потерян 31 блок.\n\
    Команда сообщила об отмене примерно 12 400 переводов, убытки 215 магазинов оцениваются в 1,8 млн долларов. \
    Сеть Kestrel использует систему доказательств Orrin Systems, которая отказала на 14 машинах.\n\
    За сутки пользователи вывели 640 млн долларов. Перевод на базовом уровне стоил тогда 24 цента, это в 3,5 раза \
    больше, чем неделей раньше, а очередь в Tamarack выросла до 97 минут.";
const ZH: &str = "Kestrel 网络的跨链桥周日停摆，丢失 31 个区块。\n\
    团队称，约 1.24 万笔转账被撤销，215 家商店损失共计 180 万美元。Kestrel 采用 Orrin Systems 的证明系统，\
    该系统在 14 台机器上失灵。\n用户一天内提走 6.4 亿美元。其间基础层一笔转账要 24 美分，是一周前的 3.5 倍，\
    Tamarack 的排队时间增至 97 分钟。";
/// The same event, told by somebody else: the names are there, a number or two, in another order.
const OTHER: &str = "Nach dem Ausfall vom Sonntag fragt die Branche, was aus Brücken werden soll.\n\
    Tamarack und Kestrel hatten erst im März angekündigt, ihre Gebühren um 18 Prozent zu senken und 450 neue Händler \
    zu gewinnen. Davon ist keine Rede mehr.\nBei Orrin Systems arbeiten 62 Leute; 31 Blöcke seien ärgerlich, sagt \
    einer von ihnen, aber 7,25 Millionen Euro Umsatz im Jahr hingen an ganz anderen Kunden.";

#[test]
fn translations_find_their_original_and_other_reports_do_not() {
    let articles = [
        article(Lang::Ru, "2026-02-03", RU),
        article(Lang::De, "2026-02-03", OTHER),
        article(Lang::En, "2026-02-02", EN),
        article(Lang::ZhHans, "2026-02-04", ZH),
    ];
    assert_eq!(
        clustered(&articles),
        [
            (2, CopyKind::Translation),
            (1, CopyKind::Original),
            (2, CopyKind::Original),
            (2, CopyKind::Translation)
        ]
    );
}

#[test]
fn a_translation_appears_within_ten_days() {
    let kinds =
        |day: &str| clustered(&[article(Lang::En, "2026-02-02", EN), article(Lang::Ru, day, RU)])[1].1;
    assert_eq!(kinds("2026-02-12"), CopyKind::Translation);
    assert_eq!(kinds("2026-02-13"), CopyKind::Original);
    // Without a date it must share more, which this one does; and it is never the original.
    assert_eq!(kinds(""), CopyKind::Translation);
}

#[test]
fn a_cut_reprint_with_a_lead_of_its_own_is_a_copy() {
    let mut paragraphs: Vec<&str> = EN.split('\n').collect();
    paragraphs[2] = "Users took out $640 million within a day.";
    let reprint =
        format!("Deposits are open again on our exchange. Here is what happened.\n{}", paragraphs.join("\n"));
    let articles = [article(Lang::En, "2026-02-09", &reprint), article(Lang::En, "2026-02-02", EN)];
    assert_eq!(clustered(&articles), [(1, CopyKind::Copy), (1, CopyKind::Original)]);
}

#[test]
fn two_issues_of_a_bulletin_are_no_copies() {
    let issue = |a: u32| {
        let text = format!(
            "Good morning, here are the prices of the day as our desk in the market room sees them at the opening bell. \
             Ether stands at {} dollars, and the volume of the last day was {} million dollars in all. The base fee \
             was {} gwei on average, and {} addresses sent at least one transfer in the same time.",
            a * 7 + 2_101,
            a * 13 + 310,
            a + 20,
            a * 17 + 401_233
        );
        article(Lang::En, "2026-02-02", &text)
    };
    assert_eq!(clustered(&[issue(1), issue(2)]), [(0, CopyKind::Original), (1, CopyKind::Original)]);
    assert_eq!(clustered(&[issue(1), issue(1)]), [(0, CopyKind::Original), (0, CopyKind::Copy)]);
}

#[test]
fn the_original_is_the_earliest_then_the_first_and_undated_ones_stand_last() {
    let articles = ["", "2026-02-05", "2026-02-04", "2026-02-04"].map(|day| article(Lang::En, day, EN));
    let originals: Vec<u32> = clustered(&articles).into_iter().map(|(original, _)| original).collect();
    assert_eq!(originals, [2, 2, 2, 2]);
}

#[test]
fn texts_without_words_are_copies_of_nothing() {
    let articles = ["", "…", "—"].map(|text| article(Lang::En, "2026-02-02", text));
    assert!(clustered(&articles).iter().all(|(_, kind)| *kind == CopyKind::Original));
    assert_eq!(cluster(&[]), []);
}

#[test]
fn a_fingerprint_stays_small() {
    assert!(std::mem::size_of::<Fingerprint>() <= 240);
}

/// Texts of words w0 to w199, some of them cut or run together, each on a day of its own.
fn dumps() -> impl Strategy<Value = Vec<Fingerprint>> {
    let piece = (0usize..6, 0usize..60, 40usize..120);
    proptest::collection::vec(proptest::collection::vec(piece, 1..3), 1..14).prop_map(|texts| {
        let words: Vec<String> = (0..1_200).map(|n| format!("w{}x", n * 7919 % 1_201)).collect();
        texts
            .iter()
            .enumerate()
            .map(|(number, pieces)| {
                let parts: Vec<String> = pieces
                    .iter()
                    .map(|(text, skip, len)| {
                        words[text * 200 + skip..text * 200 + 60.max(skip + len - 40)].join(" ")
                    })
                    .collect();
                Fingerprint {
                    language: 1,
                    published: number as i64 * 86_400,
                    sketch: Sketch::of(&parts.join(" ")),
                    features: Features::default(),
                }
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_the_articles_does_not_matter(dump in dumps(), seed in any::<u64>()) {
        let mut order: Vec<usize> = (0..dump.len()).collect();
        order.sort_by_key(|i| hash::mix(seed ^ *i as u64));
        let shuffled: Vec<Fingerprint> = order.iter().map(|i| dump[*i].clone()).collect();
        let (straight, back) = (cluster(&dump), cluster(&shuffled));
        for (at, was) in order.iter().enumerate() {
            prop_assert_eq!(order[back[at].original as usize], straight[*was].original as usize);
            prop_assert_eq!(back[at].kind, straight[*was].kind);
        }
    }

    #[test]
    fn an_original_is_its_own_and_originals_alone_have_no_copies(dump in dumps()) {
        let assigned = cluster(&dump);
        for (index, assignment) in assigned.iter().enumerate() {
            prop_assert_eq!(assignment.original as usize == index, assignment.kind == CopyKind::Original);
            prop_assert_eq!(assigned[assignment.original as usize].kind, CopyKind::Original);
        }
        let originals: Vec<Fingerprint> = (0..dump.len())
            .filter(|index| assigned[*index].kind == CopyKind::Original)
            .map(|index| dump[index].clone())
            .collect();
        prop_assert!(cluster(&originals).iter().all(|assignment| assignment.kind == CopyKind::Original));
    }
}
