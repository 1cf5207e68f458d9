use super::*;
use crate::schema::{ArticleId, Origin, Published};
use proptest::prelude::*;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| Registry::builtin().unwrap());

fn split(lang: Lang, text: &str) -> Vec<&str> {
    let mut start = 0;
    boundaries(text, lang, &REGISTRY)
        .into_iter()
        .map(|end| {
            let sentence = text[start..end].trim();
            start = end;
            sentence
        })
        .collect()
}

/// Each case is a text with `|` where a sentence ends.
fn check(cases: &[(Lang, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(lang, marked)| {
            let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
            let text = marked.replace('|', "");
            let got = split(*lang, &text);
            (got != expected).then(|| format!("expected {expected:#?}\ngot {got:#?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sentences_of_alphabetic_scripts() {
    check(&[
        (
            Lang::En,
            "Fees fell to $0.01. |Dr. Smith of U.S. fame wrote l2beat.com v1.2 about it! |Why? |Nobody knows.",
        ),
        (Lang::En, "J. P. Brown saw No. 5 win. |It was L2. |Then came L1."),
        (Lang::Ru, "В 2025 г. комиссии упали на 13,2 %. |Так сказал А. Иванов. |Что дальше?"),
        (Lang::Uk, "Комісії впали на 13,2 %. |Мережа працює."),
        (Lang::De, "Am 3. Februar stieg die Zahl auf 1,5 Mio. Nutzer. |Das ist z. B. viel. |Und nun?"),
        (Lang::Es, "¿Qué pasa con la capa 2? |El Sr. García no lo sabe. |¡Nadie lo sabe!"),
        (Lang::Fr, "Est-ce la fin ? |M. Dupont dit non. |Voilà."),
        (Lang::Tr, "Ağ 3. kez durdu. |Ücretler yüzde 13,2 düştü. |Peki neden?"),
        (Lang::Vi, "Phí đã giảm mạnh. |Vì sao? |TP. HCM có câu trả lời."),
        (Lang::Id, "Biaya turun 13,2 persen. |Mengapa? |Dr. Sari menjawab."),
        (Lang::Pt, "As taxas caíram. |O Dr. Silva explicou tudo. |E agora?"),
    ]);
}

#[test]
fn quotations_stay_whole_with_their_reporting_clause() {
    check(&[
        (Lang::Ru, "«Мы растём. И будем расти», — сказал он. |Рынок молчал."),
        (Lang::Ru, "«Это конец!» — воскликнула она. |Все ушли."),
        (Lang::En, "“It works. It always did,” she said. |Nobody replied."),
        (Lang::En, "“Is it over?” he asked. |It was not."),
        (Lang::De, "„Es geht weiter. Wir bleiben“, sagte er. |Der Markt schwieg."),
        (Lang::ZhHans, "“我们需要L2。真的需要。”他说。|市场没有反应。"),
        (Lang::Ja, "「L2は必要だ。間違いない。」と彼は述べた。|市場は静かだった。"),
        (Lang::Ko, "“레이어2는 필요하다.”라고 그는 말했다. |시장은 조용했다."),
    ]);
}

#[test]
fn a_long_quotation_is_several_sentences() {
    check(&[(
        Lang::En,
        "“We have spent five years on the road to rollups and nobody is going to give that up now. |The next five years \
         will be about making all these networks feel like a single one,” she said.",
    )]);
}

#[test]
fn sentences_without_spaces() {
    check(&[
        (Lang::ZhHans, "手续费下降到0.01美元。|这意味着什么？|没有人知道！"),
        (Lang::ZhHant, "二層網路持續成長。|手續費下降。"),
        (Lang::Ja, "手数料が下がった。|何を意味するのか。|誰も知らない！"),
    ]);
}

fn article(lang: Lang, paragraphs: &[&str]) -> Article {
    let text = paragraphs.join("\n\n");
    let mut start = 0;
    let spans = paragraphs
        .iter()
        .map(|paragraph| {
            let span = Span::new(start, start + paragraph.len());
            start += paragraph.len() + 2;
            span
        })
        .collect();
    Article {
        id: ArticleId::of_text(&text),
        origin: Origin { file: String::new(), position: None },
        outlet: None,
        url: None,
        title: None,
        byline: None,
        published: Published::UNKNOWN,
        lang_url: None,
        lang_declared: None,
        lang_detected: DetectedLang::Supported(lang),
        text,
        paragraphs: spans,
    }
}

#[test]
fn furniture_is_told_from_text() {
    let article = article(
        Lang::Ru,
        &[
            "1. Куда идут сети",
            "Сети второго уровня растут, и комиссии в них снижаются уже третий месяц подряд.",
            "Источник: L2beat",
            "Анна Ким (исследователь):",
            "Всё решит ликвидность. Остальное подождёт.",
            "Олег Ли (основатель): Я с этим не согласен.",
            "#Layer2 Что дальше?",
            "Статья не является финансовым советом.",
        ],
    );
    let roles: Vec<(&str, &str)> = segment(&article, &REGISTRY, |_| DetectedLang::Supported(Lang::Ru))
        .iter()
        .map(|sentence| (sentence.role.code(), article.text[sentence.span].trim()))
        .collect();
    assert_eq!(
        roles,
        [
            ("heading", "1. Куда идут сети"),
            ("body", "Сети второго уровня растут, и комиссии в них снижаются уже третий месяц подряд."),
            ("source", "Источник: L2beat"),
            ("block_head", "Анна Ким (исследователь):"),
            ("body", "Всё решит ликвидность."),
            ("body", "Остальное подождёт."),
            ("block_head", "Олег Ли (основатель):"),
            ("body", "Я с этим не согласен."),
            ("heading", "#Layer2 Что дальше?"),
            ("boilerplate", "Статья не является финансовым советом."),
        ]
    );
}

proptest! {
    #[test]
    fn sentences_tile_their_paragraph(
        text in "[a-zA-Zа-я0-9.!?…。！？«»“”„\"「」() :：,，\\-—我们네です]{1,80}",
        lang in proptest::sample::select(Lang::ALL),
    ) {
        let ends = boundaries(&text, lang, &REGISTRY);
        prop_assert_eq!(ends.last().copied(), Some(text.len()));
        let mut start = 0;
        for end in ends {
            prop_assert!(end > start && text.is_char_boundary(end));
            start = end;
        }
        let article = article(lang, &[&text]);
        let joined: String = segment(&article, &REGISTRY, |_| DetectedLang::Unknown)
            .iter()
            .map(|sentence| &article.text[sentence.span])
            .collect();
        prop_assert_eq!(joined, text);
    }
}

/// Boundary F1 on treebanks, beside the plain rules of Unicode (UAX 29). Needs the folder of public data:
/// `NEWSVANE_PUBLIC_DATA=… cargo test --release segment::tests::measured -- --ignored --nocapture`
#[test]
#[ignore = "needs the folder of public data"]
fn measured_on_treebanks() {
    use std::io::Read;
    use unicode_segmentation::UnicodeSegmentation;
    let folder = std::env::var("NEWSVANE_PUBLIC_DATA").expect("NEWSVANE_PUBLIC_DATA names the folder");
    for (lang, joint) in [(Lang::Ko, " "), (Lang::Vi, " "), (Lang::ZhHans, ""), (Lang::Ru, " ")] {
        let code = if lang == Lang::ZhHans { "zh" } else { lang.code() };
        let file = std::fs::File::open(format!("{folder}/tests/sentsplit-ud-{code}.jsonl.gz")).unwrap();
        let mut lines = String::new();
        flate2::read::GzDecoder::new(file).read_to_string(&mut lines).unwrap();
        let sentences: Vec<String> = lines
            .lines()
            .map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                row["text"].as_str().unwrap().trim().to_owned()
            })
            .collect();
        let (mut ours, mut plain) = ((0, 0, 0), (0, 0, 0));
        for passage in sentences.chunks(8) {
            let text = passage.join(joint);
            let mut gold = Vec::new();
            let mut end = 0;
            for sentence in &passage[..passage.len() - 1] {
                end += sentence.len() + joint.len();
                gold.push(end);
            }
            let count = |ends: Vec<usize>, sums: &mut (usize, usize, usize)| {
                sums.0 += ends.iter().filter(|end| gold.contains(end)).count();
                sums.1 += ends.len();
                sums.2 += gold.len();
            };
            let mut ends = boundaries(&text, lang, &REGISTRY);
            ends.pop();
            count(ends, &mut ours);
            let mut end = 0;
            let mut unicode: Vec<usize> = text
                .split_sentence_bounds()
                .map(|sentence| {
                    end += sentence.len();
                    end
                })
                .collect();
            unicode.pop();
            count(unicode, &mut plain);
        }
        let f1 = |(right, found, gold): (usize, usize, usize)| 2.0 * right as f64 / (found + gold) as f64;
        println!(
            "{lang}: boundary F1 {:.3} (UAX 29 alone {:.3}), {} sentences",
            f1(ours),
            f1(plain),
            sentences.len()
        );
    }
}
