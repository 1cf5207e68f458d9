use super::*;
use crate::schema::{
    Abstention, AnalyzedArticle, AnalyzedSentence, Article, ArticleId, Attribution, Change, Claim, ClusterId,
    CopyKind, DetectedLang, DropReason, Dropped, Lang, Origin, Precision, Published, Quotation, Scores,
    Sentence, SentenceRole, SentenceTags, Span, Speaker, Stage, Stance, StanceTag, Table, Tone,
};
use polars::prelude::AnyValue;
use proptest::prelude::*;
use std::sync::LazyLock;

/// An article to be: day, outlet, cluster, sentences.
#[derive(Debug, Clone)]
struct Plan {
    id: String,
    day: Option<String>,
    outlet: Option<&'static str>,
    cluster: String,
    sentences: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    lang: Lang,
    speaker: &'static str,
    stances: Vec<(&'static str, Result<Stance, Abstention>)>,
    tone: Option<Tone>,
    narratives: Vec<&'static str>,
}

fn line(speaker: &'static str, stance: Stance) -> Line {
    Line {
        lang: Lang::En,
        speaker,
        stances: vec![("l2", Ok(stance))],
        tone: Some(Tone::Neutral),
        narratives: vec![],
    }
}

fn plan(id: &str, day: &str, sentences: Vec<Line>) -> Plan {
    Plan {
        id: id.to_owned(),
        day: (!day.is_empty()).then(|| day.to_owned()),
        outlet: Some("ledger"),
        cluster: id.to_owned(),
        sentences,
    }
}

fn article(plan: &Plan) -> AnalyzedArticle {
    let text = "One sentence. ".repeat(plan.sentences.len());
    let id = ArticleId::try_from(plan.id.clone()).unwrap();
    let sentences = plan.sentences.iter().enumerate().map(|(index, line)| AnalyzedSentence {
        sentence: Sentence {
            id: id.sentence(index),
            span: Span::new(index * 14, index * 14 + 14),
            paragraph: 0,
            role: SentenceRole::Body,
            lang: DetectedLang::Supported(line.lang),
        },
        attribution: Attribution {
            speaker: match line.speaker {
                "author" => Speaker::Author,
                "unnamed" => Speaker::Unnamed,
                id => Speaker::Named(id.parse().unwrap()),
            },
            quotation: Quotation::None,
        },
        tags: SentenceTags {
            stances: line
                .stances
                .iter()
                .map(|(target, stance)| StanceTag {
                    target: target.parse().unwrap(),
                    stance: *stance,
                    scores: Scores { favor: 0.9, against: 0.1, neutral: 0.0, none: 0.0 },
                })
                .collect(),
            tone: line.tone,
            narratives: line.narratives.iter().map(|id| id.parse().unwrap()).collect(),
        },
        claims: Vec::new(),
    });
    AnalyzedArticle {
        cluster: ClusterId::of_original(&ArticleId::try_from(plan.cluster.clone()).unwrap()),
        copy_kind: if plan.cluster == plan.id { CopyKind::Original } else { CopyKind::Copy },
        sentences: sentences.collect(),
        article: Article {
            id: id.clone(),
            origin: Origin { file: "a.jsonl".to_owned(), position: Some(3) },
            outlet: plan.outlet.map(|outlet| outlet.parse().unwrap()),
            url: None,
            title: Some("T".to_owned()),
            byline: None,
            published: plan
                .day
                .as_ref()
                .map_or(Published::UNKNOWN, |day| Published::day(day.parse().unwrap(), day, Precision::Day)),
            lang_url: None,
            lang_declared: None,
            lang_detected: DetectedLang::Supported(Lang::En),
            text,
            paragraphs: Vec::new(),
        },
    }
}

/// Loaded once: it is large.
static REGISTRY: LazyLock<Registry> = LazyLock::new(|| Registry::builtin().unwrap());

fn summary_of(batches: &[Vec<AnalyzedArticle>]) -> Summary {
    let mut aggregator = Aggregator::new();
    for batch in batches {
        aggregator
            .add(
                &articles_frame(batch).unwrap(),
                &stances_frame(batch).unwrap(),
                &narratives_frame(batch).unwrap(),
            )
            .unwrap();
    }
    aggregator.finish(&REGISTRY).unwrap()
}

fn summary(plans: &[Plan]) -> Summary {
    summary_of(&[plans.iter().map(article).collect()])
}

/// The rows with cells as text, `-` where there is none.
fn rows(frame: &DataFrame) -> Vec<String> {
    (0..frame.height())
        .map(|row| {
            let cells = frame.columns().iter().map(|column| match column.get(row).unwrap() {
                AnyValue::Null => "-".to_owned(),
                AnyValue::Float64(value) => format!("{value:.3}"),
                value => value.str_value().into_owned(),
            });
            cells.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn columns(frame: &DataFrame) -> Vec<String> {
    frame.columns().iter().map(|column| column.name().to_string()).collect()
}

fn declared(name: &str) -> Vec<String> {
    Table::named(name).columns.iter().map(|column| column.name.to_owned()).collect()
}

#[test]
fn every_table_has_the_declared_columns_even_when_empty() {
    for plans in [vec![], vec![plan("a", "2026-02-03", vec![line("author", Stance::Favor)])]] {
        let articles: Vec<_> = plans.iter().map(article).collect();
        let summary = summary(&plans);
        for (name, frame) in [
            ("articles", &articles_frame(&articles).unwrap()),
            ("stances", &stances_frame(&articles).unwrap()),
            ("claims", &claims_frame(&articles).unwrap()),
            ("dropped", &dropped_frame(&[]).unwrap()),
            ("weekly", &summary.weekly),
            ("narratives", &summary.narratives),
            ("speakers", &summary.speakers),
            ("reversals", &summary.reversals),
        ] {
            assert_eq!(columns(frame), declared(name), "{name}");
        }
    }
    let none = Aggregator::new().finish(&REGISTRY).unwrap();
    assert_eq!(columns(&none.weekly), declared("weekly"));
    assert_eq!(columns(&none.reversals), declared("reversals"));
}

#[test]
fn an_article_counts_its_sentences_and_what_is_missing_is_null() {
    let mut mixed = line("author", Stance::Favor);
    mixed.stances.push(("l1", Err(Abstention::ScoreTooLow)));
    mixed.tone = Some(Tone::Positive);
    let silent = Line { stances: vec![], tone: Some(Tone::Negative), ..line("author", Stance::Neutral) };
    let untold = Line { stances: vec![], tone: None, ..silent.clone() };
    let articles = [
        plan("a", "2026-02-03", vec![mixed, silent.clone(), line("author", Stance::Neutral), untold.clone()]),
        Plan { outlet: None, ..plan("b", "", vec![untold]) },
    ];
    let articles: Vec<_> = articles.iter().map(article).collect();
    let rows = rows(&articles_frame(&articles).unwrap());
    assert_eq!(
        rows[0],
        "a ledger - en - 2026-02-03 day 2026-W06 T - 4 2 1 0.000 0.500 - a original a.jsonl 3"
    );
    assert_eq!(rows[1], "b - - en - - unknown - T - 1 0 0 - - - b original a.jsonl 3");
}

#[test]
fn a_stance_row_holds_the_sentence_and_abstentions_say_why() {
    let mut abstained = line("ilves", Stance::Favor);
    abstained.stances = vec![("l1", Err(Abstention::LanguageUnsupported)), ("l2", Ok(Stance::Against))];
    abstained.narratives = vec!["x", "y"];
    let articles = [article(&plan("a", "2026-02-03", vec![line("author", Stance::Favor), abstained]))];
    assert_eq!(
        rows(&stances_frame(&articles).unwrap()),
        [
            "a-0 a a ledger en 2026-02-03 2026-W06 l2 favor - 0.900 0.100 0.000 neutral author none - 0 13 One sentence.",
            "a-1 a a ledger en 2026-02-03 2026-W06 l1 - language_unsupported - - - neutral ilves none x;y 14 27 One sentence.",
            "a-1 a a ledger en 2026-02-03 2026-W06 l2 against - 0.900 0.100 0.000 neutral ilves none x;y 14 27 One sentence.",
        ]
    );
}

#[test]
fn claims_and_losses_are_rows() {
    let mut analyzed = article(&plan("a", "2026-02-03", vec![line("author", Stance::Favor)]));
    analyzed.sentences[0].claims.push(Claim {
        speaker: Speaker::Author,
        subject: Some("Kestrel".to_owned()),
        metric: "tvl".to_owned(),
        value: 40.3e9,
        unit: Some("usd".to_owned()),
        change: Some(Change::Up),
        as_of: None,
        span: Span::new(0, 3),
    });
    assert_eq!(
        rows(&claims_frame(&[analyzed]).unwrap()),
        ["a a-0 author Kestrel tvl 40300000000.000 usd up - One sentence."]
    );
    let dropped = Dropped {
        origin: Origin { file: "a.txt".to_owned(), position: None },
        article_id: None,
        stage: Stage::Read,
        reason: DropReason::Empty,
        field: None,
        detail: "nothing in it".to_owned(),
    };
    assert_eq!(rows(&dropped_frame(&[dropped]).unwrap()), ["a.txt - - read empty - nothing in it"]);
}

#[test]
fn a_week_counts_copies_as_articles_but_as_one_voice() {
    let copy = Plan {
        cluster: "a".to_owned(),
        outlet: None,
        ..plan("b", "2026-02-05", vec![line("author", Stance::Favor)])
    };
    let plans = [
        plan("a", "2026-02-03", vec![line("author", Stance::Favor), line("ilves", Stance::Against)]),
        copy,
        plan("c", "2026-02-08", vec![line("author", Stance::Neutral)]),
        plan("d", "2026-02-09", vec![line("author", Stance::Favor)]),
        plan("e", "", vec![line("author", Stance::Against)]),
    ];
    let weekly = rows(&summary(&plans).weekly.head(None).select(declared("weekly")[..12].to_vec()).unwrap());
    assert_eq!(
        weekly[..5],
        [
            "2026-W06 2026-02-02 l2 all all 3 2 4 2 1 1 0.250",
            "2026-W06 2026-02-02 l2 lang en 3 2 4 2 1 1 0.250",
            // The copy has no outlet and stands in no such group.
            "2026-W06 2026-02-02 l2 outlet ledger 2 2 3 1 1 1 0.000",
            "2026-W06 2026-02-02 l2 speaker author 3 2 3 2 0 1 0.667",
            "2026-W06 2026-02-02 l2 speaker ilves 1 1 1 0 1 0 -1.000",
        ]
    );
    // The undated article is in no week.
    assert!(weekly[5].starts_with("2026-W07 2026-02-09 l2 all all 1 1 1"), "{weekly:?}");
    assert_eq!(summary(&plans[4..]).weekly.height(), 0);
}

#[test]
fn a_narrative_needs_no_target() {
    let told = |tone| Line {
        stances: vec![],
        tone,
        narratives: vec!["l2_outages"],
        ..line("author", Stance::Favor)
    };
    let plans = [
        plan("a", "2026-02-03", vec![told(Some(Tone::Negative)), told(Some(Tone::Neutral)), told(None)]),
        Plan { cluster: "a".to_owned(), ..plan("b", "2026-02-04", vec![told(None)]) },
        plan("c", "2026-02-04", vec![]),
        plan("d", "2026-02-04", vec![]),
        plan("e", "2026-02-10", vec![told(None)]),
        plan("f", "", vec![told(Some(Tone::Positive))]),
    ];
    assert_eq!(
        rows(&summary(&plans).narratives),
        [
            "2026-W06 2026-02-02 l2_outages 2 1 4 4 0.500 -0.500",
            "2026-W07 2026-02-09 l2_outages 1 1 1 1 1.000 -",
        ]
    );
}

#[test]
fn speakers_count_undated_articles_and_only_named_ones_are_there() {
    let plans = [
        plan("a", "2026-02-05", vec![line("vitalik_buterin", Stance::Favor), line("unnamed", Stance::Favor)]),
        plan("b", "", vec![line("vitalik_buterin", Stance::Against), line("иван", Stance::Neutral)]),
        plan("c", "2026-02-03", vec![line("vitalik_buterin", Stance::Favor), line("author", Stance::Favor)]),
    ];
    assert_eq!(
        rows(&summary(&plans).speakers),
        [
            "vitalik_buterin Vitalik Buterin l2 3 3 3 2 1 0 0.333 2026-02-03 2026-02-05",
            "иван - l2 1 1 1 0 0 1 0.000 - -",
        ]
    );
}

/// Articles of one speaker, one a week, with the stances of each.
fn history(stances: &[&[Stance]]) -> Vec<Plan> {
    let day = |week: usize| {
        let first: jiff::civil::Date = "2026-01-05".parse().unwrap();
        (first + jiff::Span::new().weeks(week as i64)).to_string()
    };
    stances
        .iter()
        .enumerate()
        .map(|(week, stances)| {
            let lines = stances.iter().map(|stance| line("ilves", *stance)).collect();
            plan(&format!("h{week}"), &day(week), lines)
        })
        .collect()
}

const FAVOR: &[Stance] = &[Stance::Favor, Stance::Favor];
const AGAINST: &[Stance] = &[Stance::Against, Stance::Against];

#[test]
fn a_change_of_mind_is_found_with_its_date_and_evidence() {
    let plans = history(&[FAVOR, FAVOR, FAVOR, FAVOR, AGAINST, AGAINST, AGAINST, AGAINST]);
    let reversals = summary(&plans).reversals;
    let row = &rows(&reversals)[0];
    assert!(
        row.starts_with(
            "ilves l2 favor against 1.000 -1.000 8 8 2026-01-26 2026-02-02 h0-0;h0-1;h1-0 h4-0;h4-1;h5-0"
        ),
        "{row}"
    );
    // Of the 70 orders of four and four, two separate as well as this one: p is near 2 / 70.
    let p = reversals.column("p_value").unwrap().f64().unwrap().get(0).unwrap();
    assert!((p - 2.0 / 70.0).abs() < 0.01, "{p}");
}

#[test]
fn too_little_is_no_reversal() {
    // One article on a side; two articles that no order could make significant; a speaker who keeps to a stance.
    for stances in [
        &[FAVOR, AGAINST, AGAINST, AGAINST, AGAINST, AGAINST][..],
        &[FAVOR, FAVOR, AGAINST, AGAINST],
        &[FAVOR, FAVOR, FAVOR, FAVOR, FAVOR, FAVOR, FAVOR, FAVOR],
    ] {
        assert_eq!(summary(&history(stances)).reversals.height(), 0, "{stances:?}");
    }
}

#[test]
fn reprints_of_one_speech_are_one_occasion() {
    let mut plans = history(&[FAVOR, FAVOR, AGAINST, AGAINST]);
    for n in 0..6 {
        let copy =
            |of: &Plan| Plan { id: format!("{}-copy{n}", of.id), cluster: of.id.clone(), ..of.clone() };
        plans.extend([copy(&plans[0]), copy(&plans[3])]);
    }
    assert_eq!(summary(&plans).reversals.height(), 0);
}

#[test]
fn a_speaker_who_wavers_at_random_rarely_seems_to_turn() {
    // Of 300 speakers without any turn, at most about one in ten may have p <= 0.10.
    let mut random = permutation::SplitMix64::new(7);
    let names: Vec<&'static str> = (0..300).map(|n| &*format!("speaker{n}").leak()).collect();
    let mut plans = Vec::new();
    for name in &names {
        let week = history(&[[].as_slice(); 12]);
        for at in week {
            let lines =
                (0..3).map(|_| line(name, if random.unit() < 0.5 { Stance::Favor } else { Stance::Against }));
            let id = format!("{name}-{}", at.id);
            plans.push(Plan { cluster: id.clone(), id, sentences: lines.collect(), ..at });
        }
    }
    let found = summary(&plans).reversals.height();
    assert!(found <= 45, "{found} of 300");
}

fn any_plans() -> impl Strategy<Value = Vec<Plan>> {
    let stance = prop_oneof![
        Just(Ok(Stance::Favor)),
        Just(Ok(Stance::Against)),
        Just(Ok(Stance::Neutral)),
        Just(Err(Abstention::ScoreTooLow))
    ];
    let line = (
        prop::sample::select(vec!["author", "unnamed", "ilves", "quintana"]),
        prop::sample::select(vec![Lang::En, Lang::Ru]),
        proptest::collection::vec((prop::sample::select(vec!["l1", "l2"]), stance), 0..3),
        prop::sample::select(vec![vec![], vec!["x"], vec!["x", "y"]]),
    )
        .prop_map(|(speaker, lang, stances, narratives)| Line {
            lang,
            speaker,
            stances,
            tone: Some(Tone::Positive),
            narratives,
        });
    let article = (
        prop::sample::select(vec![None, Some("2026-02-03"), Some("2026-02-05"), Some("2026-02-12")]),
        prop::sample::select(vec!["a", "b"]),
        any::<bool>(),
        proptest::collection::vec(line, 0..4),
    );
    proptest::collection::vec(article, 1..12).prop_map(|articles| {
        let plans = articles.into_iter().enumerate();
        plans
            .map(|(index, (day, outlet, is_copy, sentences))| Plan {
                outlet: Some(outlet),
                cluster: if is_copy { "p0".to_owned() } else { format!("p{index}") },
                ..plan(&format!("p{index}"), day.unwrap_or_default(), sentences)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_rows_and_batches_does_not_matter(plans in any_plans(), size in 1usize..5) {
        let straight = summary(&plans);
        let mut articles: Vec<_> = plans.iter().map(article).collect();
        articles.reverse();
        let batches: Vec<Vec<_>> = articles.chunks(size).map(<[_]>::to_vec).collect();
        prop_assert_eq!(summary_of(&batches), straight);
    }

    #[test]
    fn groups_that_partition_sum_to_all(plans in any_plans()) {
        let weekly = summary(&plans).weekly;
        for name in ["n_sentences", "favor", "against", "neutral"] {
            let mut sums = std::collections::BTreeMap::new();
            let text = |column: &str, row: usize| weekly.column(column).unwrap().str().unwrap().get(row).unwrap().to_owned();
            for row in 0..weekly.height() {
                let key = (text("group_by", row), text("week", row), text("target", row));
                *sums.entry(key).or_insert(0) += weekly.column(name).unwrap().i64().unwrap().get(row).unwrap();
            }
            for ((group_by, week, target), sum) in &sums {
                let all = sums[&("all".to_owned(), week.clone(), target.clone())];
                prop_assert_eq!(*sum, all, "{} of {} in {} by {}", name, target, week, group_by);
            }
        }
    }
}

#[test]
fn many_batches_are_added_up() {
    let plans: Vec<Plan> =
        (0..130).map(|n| plan(&format!("p{n}"), "2026-02-03", vec![line("author", Stance::Favor)])).collect();
    let batches: Vec<Vec<_>> = plans.iter().map(|plan| vec![article(plan)]).collect();
    let weekly = rows(&summary_of(&batches).weekly);
    assert!(weekly[0].starts_with("2026-W06 2026-02-02 l2 all all 130 130 130 130 0 0 1.000"), "{weekly:?}");
}

#[test]
fn a_frame_that_is_none_of_ours_is_an_error_with_a_hint() {
    let frame = DataFrame::empty();
    let error = Aggregator::new().add(&frame, &frame, &frame).unwrap_err().to_string();
    assert!(error.contains("cluster_id") && error.contains("hint:"), "{error}");
}
