use super::*;

fn table_of(cells: &[(Label, Option<Label>, usize)]) -> Confusion {
    let mut table = Confusion::default();
    for (gold, got, times) in cells {
        (0..*times).for_each(|_| table.count(*gold, *got));
    }
    table
}

#[test]
fn scores_of_a_table_worked_by_hand() {
    use Label::{Against, Favor, Neutral};
    let table = table_of(&[
        (Favor, Some(Favor), 6),
        (Favor, Some(Against), 2),
        (Favor, None, 2),
        (Against, Some(Against), 5),
        (Against, Some(Label::None), 5),
        (Neutral, Some(Neutral), 3),
        (Neutral, Some(Favor), 1),
        (Label::None, Some(Label::None), 6),
    ]);
    // Favor: 6 right, 7 predicted, 10 gold. Against: 5, 7, 10. Neutral: 3, 3, 4. None: 6, 11, 6.
    let f1 = [12.0 / 17.0, 10.0 / 17.0, 6.0 / 7.0, 12.0 / 17.0];
    for (label, expected) in Label::ALL.iter().zip(f1) {
        assert!((table.f1(*label) - expected).abs() < 1e-12, "{label:?}");
    }
    assert!((table.macro_f1() - f1.iter().sum::<f64>() / 4.0).abs() < 1e-12);
    assert!((table.accuracy() - 20.0 / 30.0).abs() < 1e-12);
    // By chance: (10*7 + 10*7 + 4*3 + 6*11) / 900.
    let by_chance = 218.0 / 900.0;
    assert!((table.kappa() - (2.0 / 3.0 - by_chance) / (1.0 - by_chance)).abs() < 1e-12);
    let detection = table.detection();
    assert!((detection.precision() - 17.0 / 17.0).abs() < 1e-12);
    assert!((detection.recall() - 17.0 / 24.0).abs() < 1e-12);
    assert_eq!(table.n_abstained(), 2);
}

fn gold(id: &str, group: &str, lang: Lang, l2: Label, holder: &str) -> Gold {
    Gold {
        id: id.to_owned(),
        group: Some(group.to_owned()),
        lang,
        text: format!("{holder} spoke."),
        previous: None,
        title: None,
        targets: BTreeMap::from([("l2".parse().unwrap(), l2)]),
        tone: Some(Tone::Positive),
        holder: Some(holder.to_owned()),
        narratives: Some(vec![]),
    }
}

fn said(label: Option<Label>, scores: Option<[f32; 4]>, speaker: Speaker) -> Prediction {
    Prediction {
        targets: BTreeMap::from([("l2".parse().unwrap(), Said { label, scores })]),
        tone: Some(Tone::Positive),
        speaker,
        narratives: vec![],
    }
}

#[test]
fn a_set_is_scored_over_all_and_by_language() {
    let rows = [
        gold("1", "a", Lang::En, Label::Favor, "author"),
        gold("2", "a", Lang::Ru, Label::Favor, "Ada Quill"),
        gold("3", "b", Lang::En, Label::None, "author"),
        gold("4", "c", Lang::En, Label::Against, "unnamed"),
    ];
    let predictions = [
        said(Some(Label::Favor), Some([0.9, 0.05, 0.05, 0.0]), Speaker::Author),
        said(Some(Label::Favor), Some([0.9, 0.05, 0.05, 0.0]), Speaker::Named("ada_quill".parse().unwrap())),
        said(Some(Label::None), None, Speaker::Author),
        said(Some(Label::None), None, Speaker::Author),
    ];
    let evaluation =
        evaluate("test", &rows, &predictions, |name| Some(name.to_lowercase().replace(' ', "_")), 200);
    assert_eq!((evaluation.n_sentences, evaluation.n_groups), (4, 3));
    let names: Vec<&str> = evaluation.scopes.iter().map(|scope| scope.lang.as_str()).collect();
    assert_eq!(names, ["all", "en", "ru"]);
    let all = &evaluation.scopes[0];
    let l2 = &all.targets["l2"];
    assert_eq!((l2.n_not_asked, l2.n_lost), (2, 1));
    assert!((l2.macro_f1.value - (1.0 + 2.0 / 3.0) / 4.0).abs() < 1e-12);
    assert!(l2.macro_f1.low <= l2.macro_f1.value && l2.macro_f1.value <= l2.macro_f1.high);
    assert!((all.speaker.kind_accuracy - 0.75).abs() < 1e-12);
    assert!((all.speaker.name_accuracy - 1.0).abs() < 1e-12);
    // Both labels at 0.9 are right.
    assert!((all.calibration.ece - 0.1).abs() < 1e-6);
    assert!(table(&evaluation).contains("gold against"));
    assert!(picture(&evaluation).ends_with("</svg>\n"));
}

#[test]
fn a_line_that_is_no_labelled_sentence_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let targets = ["l1".parse().unwrap(), "l2".parse().unwrap()];
    let message = |line: &str| {
        std::fs::write(file.path(), line).unwrap();
        let error = read(file.path(), &targets).unwrap_err().to_string();
        error.lines().next().unwrap().replace(&file.path().display().to_string(), "gold.jsonl")
    };
    let unknown = message(r#"{"id":"1","lang":"en","text":"x","l2":"for"}"#);
    assert_eq!(
        unknown,
        "`gold.jsonl`, line 1: `l2` is `\"for\"`, not one of favor, against, neutral and none"
    );
    let unlabelled = message(r#"{"id":"1","lang":"en","text":"x"}"#);
    assert_eq!(unlabelled, "`gold.jsonl`, line 1: it labels none of the targets l1, l2");
    let foreign = message(r#"{"id":"1","lang":"xx","text":"x","l2":"favor"}"#);
    assert_eq!(foreign, "`gold.jsonl`, line 1: `lang` is `xx`, which is not supported");
}
