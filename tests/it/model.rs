//! The shipped model as the tool's default, and models that users bring.

use crate::tool::{Workplace, repository};
use newsvane::registry::Registry;
use newsvane::tag::transformer::LoadOptions;
use newsvane::tag::{Transformer, TransformerError};
use serde_json::{Value, json};
use std::fs;
use std::sync::Arc;

fn tag(lines: &[Value]) -> Vec<Value> {
    let input: Vec<String> = lines.iter().map(Value::to_string).collect();
    let ran = Workplace::new().run_with(&["tag", "--engine", "transformer"], input.join("\n").as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn plain_sentences_get_their_labels_in_several_languages() {
    let cases = [
        ("en", "The rollup went down for six hours and users could not withdraw.", "against"),
        ("ru", "Роллап лежал шесть часов, пользователи не могли вывести средства.", "against"),
        ("zh-Hans", "二层网络宕机六小时，用户无法提款。", "against"),
        ("es", "La actividad en las redes de capa 2 alcanza un récord histórico.", "favor"),
    ];
    let lines: Vec<Value> =
        cases.iter().map(|(lang, text, _)| json!({"id": lang, "lang": lang, "text": text})).collect();
    for ((lang, _, stance), out) in cases.iter().zip(tag(&lines)) {
        assert_eq!(out["targets"]["l2"]["stance"], *stance, "{lang}: {out}");
    }
}

#[test]
fn odd_texts_get_no_wrong_label() {
    let long = "Rollups are thriving. ".repeat(5_000);
    let texts = ["", "   ", "🚀🚀🚀", "\u{0}\u{7}", "L2", &long, "以太坊 rollup роллап ロールアップ 🚀"];
    let mut lines: Vec<Value> =
        texts.iter().map(|text| json!({"id": "x", "lang": "en", "text": text})).collect();
    lines.push(json!({"id": "x", "lang": "xx", "text": "Rollups are thriving."}));
    let out = tag(&lines);
    assert_eq!(out.len(), lines.len());
    for empty in &out[..4] {
        assert_eq!(empty["targets"], json!({}), "{empty}");
    }
    assert_eq!(out[5]["abstained"]["l2"], "too_long", "110,000 characters are more than the model reads");
    assert_eq!(out[7]["abstained"]["l2"], "language_unsupported");
    assert_eq!(out[7]["targets"], json!({}));
}

/// A fixture with other labels, under a name of its own.
fn with_labels(labels: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let kind = if labels.len() == 4 { "bert" } else { "nli" };
    let from = repository().join("tests/fixtures/models").join(kind);
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let path = folder.path().join("config.json");
    let mut config: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let numbered = labels.iter().enumerate().map(|(number, label)| (number.to_string(), json!(label)));
    config["id2label"] = Value::Object(numbered.collect());
    fs::write(path, config.to_string()).unwrap();
    folder
}

fn load(folder: &std::path::Path) -> Result<Transformer, TransformerError> {
    Transformer::load(folder, &LoadOptions::default(), Arc::new(Registry::builtin().unwrap()))
}

#[test]
fn labels_that_are_no_stances_are_named() {
    let folder = with_labels(&["LABEL_0", "LABEL_1", "LABEL_2", "LABEL_3"]);
    let message = load(folder.path()).unwrap_err().to_string();
    let message = message.replace(&folder.path().display().to_string(), "mine");
    assert!(
        message.starts_with("the model in `mine` has the labels LABEL_0, LABEL_1, LABEL_2, LABEL_3\nhint:"),
        "{message}"
    );
}

#[test]
fn a_broken_calibration_is_named() {
    let folder = with_labels(&["favor", "against", "neutral", "none"]);
    fs::write(folder.path().join("calibration.json"), "{\"stance\": {\"all\": -1}}").unwrap();
    let message = load(folder.path()).unwrap_err().to_string();
    assert!(message.ends_with("calibration.json` has a temperature that is not above 0"), "{message}");
}

#[test]
fn a_damaged_linear_model_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = repository().join("models/stance-mini");
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
        fs::copy(shipped.join(name), folder.path().join(name)).unwrap();
    }
    let mut calibration: Value =
        serde_json::from_str(&fs::read_to_string(shipped.join("calibration.json")).unwrap()).unwrap();
    calibration["linear_share"] = json!(0.5);
    fs::write(folder.path().join("calibration.json"), calibration.to_string()).unwrap();
    let problem = || load(folder.path()).unwrap_err().to_string();
    assert!(problem().contains("linear.safetensors` cannot be read"), "{}", problem());
    let mut bytes = fs::read(shipped.join("model.safetensors")).unwrap();
    bytes.truncate(10_000);
    fs::write(folder.path().join("linear.safetensors"), bytes).unwrap();
    assert!(problem().contains("linear.safetensors` is not a whole safetensors file"), "{}", problem());
}

#[test]
fn an_nli_model_is_asked_the_hypotheses_of_the_targets() {
    let folder = with_labels(&["entailment", "neutral", "contradiction"]);
    let model = folder.path().to_str().unwrap();
    let line = json!({"id": "1", "lang": "ru", "text": "Роллапы процветают."}).to_string();
    let ran = Workplace::new().run_with(&["tag", "--model", model], line.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // The weights are random: what counts is that each hypothesis got a score, and that they are probabilities.
    let out: Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
    let judged = out["targets"].as_object().unwrap().len()
        + out.get("abstained").map_or(0, |list| list.as_object().unwrap().len());
    assert!(judged <= 2, "{out}");
    for (_, target) in out["targets"].as_object().unwrap() {
        let sum: f64 =
            target["scores"].as_object().unwrap().values().map(|score| score.as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-4, "{out}");
    }
}

#[test]
fn an_nli_model_needs_hypotheses_of_every_target() {
    let folder = with_labels(&["entailment", "neutral", "contradiction"]);
    let place = Workplace::new();
    place.write(
        "mine/targets/restaking.toml",
        "id = \"restaking\"\nname = \"Restaking\"\ndescription = \"x\"\n[phrase]\nen = \"restaking\"\n[aliases]\nany = [\"restaking\"]\n",
    );
    place.write("newsvane.toml", "registry = [\"mine\"]\n");
    let model = folder.path().to_str().unwrap();
    let ran = place.run_with(&["tag", "--model", model, "--config", "newsvane.toml"], b"");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("the target `restaking` states no hypotheses"), "{}", ran.stderr);
    assert!(ran.stderr.contains("hint: add [hypotheses.en]"), "{}", ran.stderr);
}
