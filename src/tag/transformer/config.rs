//! `config.json` of a model folder, as far as the engine follows it.

use super::LoadError;
use rust_bert::Activation;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// rust-bert computes every layer norm with an epsilon of 1e-12. Up to this one, which RoBERTa has, its logits stay
/// near Python's.
const LARGEST_EPSILON: f64 = 1e-5;

/// The number that RoBERTa's padding token has in rust-bert; positions begin after it.
const ROBERTA_PADDING: i64 = 1;

const SAVE_HINT: &str = "save the model again with `model.save_pretrained` of transformers";

/// The architectures that the engine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Architecture {
    Bert,
    DistilBert,
    /// RoBERTa, and XLM-RoBERTa, which differs in its tokenizer alone.
    Roberta,
}

/// What `config.json` says, checked.
#[derive(Debug, Clone)]
pub(super) struct ModelConfig {
    pub architecture: Architecture,
    pub vocab_size: i64,
    pub hidden_size: i64,
    pub layers: i64,
    pub heads: i64,
    pub intermediate_size: i64,
    pub positions: i64,
    pub token_types: i64,
    pub activation: Activation,
    pub padding: i64,
    pub labels: Vec<String>,
}

/// The file as it is. DistilBERT has its own names for the same things.
#[derive(Deserialize)]
struct File {
    vocab_size: i64,
    #[serde(alias = "dim")]
    hidden_size: i64,
    #[serde(alias = "n_layers")]
    num_hidden_layers: i64,
    #[serde(alias = "n_heads")]
    num_attention_heads: i64,
    #[serde(alias = "hidden_dim")]
    intermediate_size: i64,
    max_position_embeddings: i64,
    #[serde(alias = "activation")]
    hidden_act: Activation,
    type_vocab_size: Option<i64>,
    layer_norm_eps: Option<f64>,
    pad_token_id: Option<i64>,
    position_embedding_type: Option<String>,
    is_decoder: Option<bool>,
    id2label: Option<BTreeMap<String, String>>,
}

impl ModelConfig {
    /// Reads and checks the file.
    pub fn read(path: &Path) -> Result<ModelConfig, LoadError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| LoadError::Unreadable { path: path.to_owned(), source })?;
        ModelConfig::parse(&text, path)
    }

    fn parse(text: &str, path: &Path) -> Result<ModelConfig, LoadError> {
        let invalid = |problem: String| LoadError::Config { path: path.to_owned(), problem };
        let json: Value = serde_json::from_str(text)
            .map_err(|error| invalid(format!("is not JSON: {error}\nhint: {SAVE_HINT}")))?;
        let architecture = architecture(&json, path)?;
        let file: File = serde_json::from_value(json)
            .map_err(|error| invalid(format!("cannot be followed: {error}\nhint: {SAVE_HINT}")))?;
        let config = ModelConfig {
            architecture,
            vocab_size: file.vocab_size,
            hidden_size: file.hidden_size,
            layers: file.num_hidden_layers,
            heads: file.num_attention_heads,
            intermediate_size: file.intermediate_size,
            positions: file.max_position_embeddings,
            token_types: file.type_vocab_size.unwrap_or(1),
            activation: file.hidden_act,
            padding: file.pad_token_id.unwrap_or(0),
            labels: labels(file.id2label.as_ref()).map_err(invalid)?,
        };
        config.check_sizes().map_err(|problem| invalid(format!("{problem}\nhint: {SAVE_HINT}")))?;
        let epsilon = file.layer_norm_eps.unwrap_or(0.0);
        if epsilon > LARGEST_EPSILON {
            return Err(invalid(beyond("layer_norm_eps", epsilon, "at most 0.00001")));
        }
        if let Some(kind) = file.position_embedding_type.filter(|kind| kind != "absolute") {
            return Err(invalid(beyond("position_embedding_type", kind, "`absolute`")));
        }
        if file.is_decoder == Some(true) {
            return Err(invalid(beyond("is_decoder", true, "`false`")));
        }
        if architecture == Architecture::Roberta && config.padding != ROBERTA_PADDING {
            return Err(invalid(beyond("pad_token_id", config.padding, "1")));
        }
        Ok(config)
    }

    fn check_sizes(&self) -> Result<(), String> {
        let sizes = [
            ("vocab_size", self.vocab_size),
            ("hidden_size", self.hidden_size),
            ("num_hidden_layers", self.layers),
            ("num_attention_heads", self.heads),
            ("intermediate_size", self.intermediate_size),
            ("max_position_embeddings", self.positions),
            ("type_vocab_size", self.token_types),
        ];
        if let Some((name, size)) = sizes.iter().find(|(_, size)| *size < 1) {
            return Err(format!("sets `{name}` to `{size}`, at least 1 is needed"));
        }
        if self.hidden_size % self.heads != 0 {
            return Err(format!(
                "sets `hidden_size` to `{}`, which `{}` attention heads do not divide",
                self.hidden_size, self.heads
            ));
        }
        if !(0..self.vocab_size).contains(&self.padding) {
            return Err(format!("sets `pad_token_id` to `{}`, beyond its `vocab_size`", self.padding));
        }
        if self.max_tokens() == 0 {
            return Err(format!("sets `max_position_embeddings` to `{}`, too few", self.positions));
        }
        Ok(())
    }

    /// How many tokens the model has positions for.
    pub fn max_tokens(&self) -> usize {
        let unused = match self.architecture {
            Architecture::Roberta => ROBERTA_PADDING + 1,
            Architecture::Bert | Architecture::DistilBert => 0,
        };
        usize::try_from(self.positions - unused).unwrap_or(0)
    }
}

fn architecture(json: &Value, path: &Path) -> Result<Architecture, LoadError> {
    let model_type = json.get("model_type").and_then(Value::as_str);
    let reason = match model_type {
        Some("bert") => return Ok(Architecture::Bert),
        Some("distilbert") => return Ok(Architecture::DistilBert),
        Some("roberta" | "xlm-roberta") => return Ok(Architecture::Roberta),
        Some("deberta-v2") => {
            "of which rust-bert 0.23 computes the attention wrongly: its scores would not be the model's \
             (DeBERTa-v2 and v3 share this kind)"
        }
        Some("deberta") => "whose logits are not proven to be Python's",
        Some(_) => "which this engine does not have",
        None => {
            return Err(LoadError::Config {
                path: path.to_owned(),
                problem: format!("has no `model_type`\nhint: {SAVE_HINT}"),
            });
        }
    };
    let model_type = model_type.unwrap_or_default().to_owned();
    Err(LoadError::UnsupportedModel { path: path.to_owned(), model_type, reason })
}

/// The labels in the order of the logits.
fn labels(id2label: Option<&BTreeMap<String, String>>) -> Result<Vec<String>, String> {
    let id2label = id2label.filter(|labels| !labels.is_empty()).ok_or(
        "has no `id2label`\nhint: name the classes in the order of the logits, {\"0\": \"favor\", …}",
    )?;
    (0..id2label.len())
        .map(|number| {
            id2label.get(&number.to_string()).cloned().ok_or_else(|| {
                format!(
                    "has an `id2label` without the class {number}\nhint: number its {} classes from 0 on",
                    id2label.len()
                )
            })
        })
        .collect()
}

fn beyond(name: &str, value: impl std::fmt::Display, supported: &str) -> String {
    format!(
        "sets `{name}` to `{value}`, with which rust-bert 0.23 would compute something else\nhint: supported is {supported}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bert() -> Value {
        json!({
            "model_type": "bert", "vocab_size": 400, "hidden_size": 32, "num_hidden_layers": 2,
            "num_attention_heads": 4, "intermediate_size": 64, "max_position_embeddings": 64,
            "hidden_act": "gelu", "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0,
            "id2label": {"0": "favor", "1": "against"}
        })
    }

    fn parse(json: &Value) -> Result<ModelConfig, String> {
        ModelConfig::parse(&json.to_string(), Path::new("config.json")).map_err(|error| error.to_string())
    }

    fn problem(change: impl FnOnce(&mut Value)) -> String {
        let mut json = bert();
        change(&mut json);
        parse(&json).unwrap_err()
    }

    #[test]
    fn labels_come_in_the_order_of_their_numbers() {
        let mut json = bert();
        let names: BTreeMap<String, String> =
            (0..12).map(|n| (n.to_string(), format!("label {n}"))).collect();
        json["id2label"] = json!(names);
        let labels = parse(&json).unwrap().labels;
        assert_eq!(labels[2], "label 2");
        assert_eq!(labels[11], "label 11");
    }

    #[test]
    fn names_of_distilbert_are_understood() {
        let json = json!({
            "model_type": "distilbert", "vocab_size": 400, "dim": 32, "n_layers": 3, "n_heads": 4,
            "hidden_dim": 64, "max_position_embeddings": 64, "activation": "relu",
            "id2label": {"0": "favor", "1": "against"}
        });
        let config = parse(&json).unwrap();
        assert_eq!(
            (config.hidden_size, config.layers, config.heads, config.intermediate_size),
            (32, 3, 4, 64)
        );
    }

    #[test]
    fn roberta_has_two_positions_less_than_its_embeddings() {
        let mut json = bert();
        json["model_type"] = json!("xlm-roberta");
        json["pad_token_id"] = json!(1);
        json["max_position_embeddings"] = json!(514);
        assert_eq!(parse(&json).unwrap().max_tokens(), 512);
    }

    #[test]
    fn what_rust_bert_would_compute_otherwise_is_refused() {
        insta::assert_snapshot!(problem(|json| json["layer_norm_eps"] = json!(0.001)), @r"
        `config.json` sets `layer_norm_eps` to `0.001`, with which rust-bert 0.23 would compute something else
        hint: supported is at most 0.00001
        ");
        insta::assert_snapshot!(problem(|json| json["position_embedding_type"] = json!("relative_key")), @r"
        `config.json` sets `position_embedding_type` to `relative_key`, with which rust-bert 0.23 would compute something else
        hint: supported is `absolute`
        ");
        insta::assert_snapshot!(problem(|json| json["is_decoder"] = json!(true)), @r"
        `config.json` sets `is_decoder` to `true`, with which rust-bert 0.23 would compute something else
        hint: supported is `false`
        ");
        insta::assert_snapshot!(problem(|json| json["model_type"] = json!("roberta")), @r"
        `config.json` sets `pad_token_id` to `0`, with which rust-bert 0.23 would compute something else
        hint: supported is 1
        ");
        insta::assert_snapshot!(problem(|json| json["hidden_act"] = json!("quick_gelu")), @r"
        `config.json` cannot be followed: unknown variant `quick_gelu`, expected one of `gelu`, `relu`, `swish`, `mish`, `gelu_new`, `tanh`, `identity`
        hint: save the model again with `model.save_pretrained` of transformers
        ");
    }

    #[test]
    fn sizes_that_fit_no_model_are_refused() {
        insta::assert_snapshot!(problem(|json| json["hidden_size"] = json!(30)), @r"
        `config.json` sets `hidden_size` to `30`, which `4` attention heads do not divide
        hint: save the model again with `model.save_pretrained` of transformers
        ");
        insta::assert_snapshot!(problem(|json| json["num_hidden_layers"] = json!(0)), @r"
        `config.json` sets `num_hidden_layers` to `0`, at least 1 is needed
        hint: save the model again with `model.save_pretrained` of transformers
        ");
        insta::assert_snapshot!(problem(|json| json["pad_token_id"] = json!(400)), @r"
        `config.json` sets `pad_token_id` to `400`, beyond its `vocab_size`
        hint: save the model again with `model.save_pretrained` of transformers
        ");
        insta::assert_snapshot!(problem(|json| json["vocab_size"] = json!("many")), @r#"
        `config.json` cannot be followed: invalid type: string "many", expected i64
        hint: save the model again with `model.save_pretrained` of transformers
        "#);
    }
}
