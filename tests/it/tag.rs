use crate::tool::Workplace;
use serde_json::Value;

fn tag(arguments: &[&str], lines: &[&str]) -> (i32, Vec<Value>) {
    let ran = Workplace::new().run_with(&[&["tag"], arguments].concat(), lines.join("\n").as_bytes());
    let out = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (ran.code, out)
}

#[test]
fn one_line_out_for_each_line_in_in_the_same_order() {
    let (code, out) = tag(
        &[],
        &[
            r#"{"id": "b", "text": "Rollups are thriving and here to stay.", "lang": "en"}"#,
            r#"{"id": "a", "text": "Das Wetter ist schön.", "lang": "de"}"#,
        ],
    );
    assert_eq!(code, 0);
    assert_eq!(out[0]["id"], "b");
    assert_eq!(out[0]["targets"]["l2"]["stance"], "favor");
    assert!(out[0]["targets"].get("l1").is_none(), "a target that the sentence is not about is absent");
    assert_eq!(out[0]["speaker"], Value::Null);
    assert_eq!(out[1]["id"], "a");
    assert_eq!(out[1]["targets"], serde_json::json!({}));
    let scores = &out[0]["targets"]["l2"]["scores"];
    let sum: f64 =
        ["favor", "against", "neutral", "none"].iter().map(|label| scores[label].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-3, "scores sum to 1: {sum}");
}

#[test]
fn a_line_that_cannot_be_parsed_does_not_stop_the_stream() {
    let (code, out) = tag(
        &[],
        &["{broken", r#"{"id": "1"}"#, "", r#"{"id": "2", "text": "Layer 2 is dead.", "lang": "en"}"#],
    );
    assert_eq!(code, 2);
    assert_eq!(out.len(), 3);
    assert_eq!((&out[0]["id"], &out[0]["line"]), (&Value::Null, &Value::from(1)));
    assert_eq!(out[1]["line"], 2);
    assert!(out[1]["error"].as_str().unwrap().contains("text"));
    assert_eq!(out[2]["targets"]["l2"]["stance"], "against");
}

#[test]
fn odd_texts_get_an_answer_and_no_label() {
    let long = "слово ".repeat(20_000);
    let texts = ["", "   ", "🚀🚀🚀", "\\u0000\\u0007", "L2", &long];
    let lines: Vec<String> =
        texts.iter().enumerate().map(|(id, text)| format!(r#"{{"id": "{id}", "text": "{text}"}}"#)).collect();
    let (code, out) = tag(&[], &lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(code, 0);
    assert_eq!(out.len(), texts.len());
    for record in &out {
        for (_, target) in record["targets"].as_object().unwrap() {
            assert_eq!(target["stance"], "neutral", "{record}");
        }
    }
}

#[test]
fn an_unsupported_language_is_not_scored_as_if_it_were_english() {
    let (_, out) = tag(
        &[],
        &[
            r#"{"id": "1", "lang": "pl", "text": "Sieci Layer 2 rosną szybciej niż kiedykolwiek i są tutaj na stałe."}"#,
        ],
    );
    assert_eq!(out[0]["lang"], "pl");
    assert_eq!(out[0]["targets"], serde_json::json!({}));
    assert_eq!(out[0]["abstained"]["l2"], "language_unsupported");
    assert_eq!(out[0]["tone"], Value::Null);
}

#[test]
fn an_article_comes_back_with_its_sentences() {
    let (code, out) = tag(
        &["--unit", "article"],
        &[
            r#"{"id": "1", "lang": "en", "text": "Rollups are thriving.\n\nFees on L2 fell again. The weather was fine."}"#,
        ],
    );
    assert_eq!(code, 0);
    let sentences = out[0]["sentences"].as_array().unwrap();
    assert_eq!(sentences.len(), 3);
    assert_eq!(sentences[0]["start"], 0);
    assert_eq!(out[0]["targets"]["l2"]["stance"], "favor");
}

#[test]
fn the_holder_is_named() {
    let (_, out) = tag(
        &[],
        &[
            r#"{"id": "1", "lang": "en", "text": "Vitalik Buterin said that rollups decentralise far too slowly."}"#,
        ],
    );
    assert_eq!(out[0]["speaker"], "vitalik_buterin");
    assert_eq!(out[0]["targets"]["l2"]["stance"], "against");
}
