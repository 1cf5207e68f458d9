//! `config.json` of a model folder, as far as the engine follows it.

use super::LoadError;
use rust_bert::Activation;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Where the file says nothing.
const USUAL_EPSILON: f64 = 1e-12;

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
    /// DeBERTa-v2, and v3, which differs in how it was trained.
    Deberta,
}

/// What only DeBERTa has.
#[derive(Debug, Clone)]
pub(super) struct DebertaConfig {
    pub embedding_size: i64,
    /// Whether positions are added to the words, too.
    pub position_biased_input: bool,
    /// How far a distance goes.
    pub max_relative_positions: i64,
    /// In how many buckets far distances fall, to each side; below 1, every distance has its own.
    pub position_buckets: i64,
    pub share_att_key: bool,
    pub norm_distances: bool,
    /// Whether words look at distances.
    pub content_to_position: bool,
    /// Whether distances look at words.
    pub position_to_content: bool,
    pub pooler_activation: Activation,
    pub convolution: Option<ConvolutionConfig>,
}

/// The convolution beside the first layer of the large ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct ConvolutionConfig {
    pub kernel: i64,
    pub groups: i64,
    pub activation: Activation,
}

impl DebertaConfig {
    /// How many distances to each side have an embedding.
    pub fn span(&self) -> i64 {
        if self.position_buckets > 0 { self.position_buckets } else { self.max_relative_positions }
    }
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
    /// Epsilon of the layer norms, as the file has it.
    pub epsilon: f64,
    pub labels: Vec<String>,
    pub deberta: Option<DebertaConfig>,
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
    relative_attention: Option<bool>,
    max_relative_positions: Option<i64>,
    position_buckets: Option<i64>,
    share_att_key: Option<bool>,
    norm_rel_ebd: Option<String>,
    pos_att_type: Option<AttentionTypes>,
    position_biased_input: Option<bool>,
    embedding_size: Option<i64>,
    pooler_hidden_act: Option<Activation>,
    pooler_hidden_size: Option<i64>,
    conv_kernel_size: Option<i64>,
    conv_groups: Option<i64>,
    conv_act: Option<Activation>,
    id2label: Option<BTreeMap<String, String>>,
}

/// `pos_att_type`, in either of its spellings.
#[derive(Deserialize)]
#[serde(untagged)]
enum AttentionTypes {
    Text(String),
    List(Vec<String>),
}

impl AttentionTypes {
    fn has(&self, wanted: &str) -> bool {
        match self {
            AttentionTypes::Text(text) => {
                text.split('|').any(|part| part.trim().eq_ignore_ascii_case(wanted))
            }
            AttentionTypes::List(list) => list.iter().any(|part| part.trim().eq_ignore_ascii_case(wanted)),
        }
    }
}

impl File {
    /// The fields with the defaults that transformers gives them.
    fn deberta(&self) -> Result<DebertaConfig, String> {
        if self.relative_attention != Some(true) {
            return Err(beyond("relative_attention", "false", "`true`"));
        }
        if let Some(size) = self.pooler_hidden_size.filter(|size| *size != self.hidden_size) {
            return Err(beyond("pooler_hidden_size", size, "the `hidden_size`"));
        }
        let max_relative_positions =
            self.max_relative_positions.filter(|most| *most >= 1).unwrap_or(self.max_position_embeddings);
        let has = |wanted: &str| self.pos_att_type.as_ref().is_some_and(|types| types.has(wanted));
        let convolution =
            self.conv_kernel_size.filter(|kernel| *kernel > 0).map(|kernel| ConvolutionConfig {
                kernel,
                groups: self.conv_groups.unwrap_or(1).max(1),
                activation: self.conv_act.unwrap_or(Activation::tanh),
            });
        Ok(DebertaConfig {
            embedding_size: self.embedding_size.unwrap_or(self.hidden_size),
            position_biased_input: self.position_biased_input.unwrap_or(true),
            max_relative_positions,
            position_buckets: self.position_buckets.unwrap_or(-1),
            share_att_key: self.share_att_key.unwrap_or(false),
            norm_distances: self.norm_rel_ebd.as_ref().is_some_and(|norm| norm.contains("layer_norm")),
            content_to_position: has("c2p"),
            position_to_content: has("p2c"),
            pooler_activation: self.pooler_hidden_act.unwrap_or(Activation::gelu),
            convolution,
        })
    }
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
            token_types: file.type_vocab_size.unwrap_or(i64::from(architecture != Architecture::Deberta)),
            activation: file.hidden_act,
            padding: file.pad_token_id.unwrap_or(0),
            epsilon: file.layer_norm_eps.unwrap_or(USUAL_EPSILON),
            labels: labels(file.id2label.as_ref()).map_err(invalid)?,
            deberta: (architecture == Architecture::Deberta)
                .then(|| file.deberta())
                .transpose()
                .map_err(invalid)?,
        };
        config.check_sizes().map_err(|problem| invalid(format!("{problem}\nhint: {SAVE_HINT}")))?;
        let is_by_rust_bert = matches!(architecture, Architecture::DistilBert | Architecture::Roberta);
        if is_by_rust_bert && config.epsilon > LARGEST_EPSILON {
            return Err(invalid(beyond("layer_norm_eps", config.epsilon, "at most 0.00001")));
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
            // DeBERTa may have none.
            ("type_vocab_size", self.token_types.max(i64::from(self.architecture == Architecture::Deberta))),
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
            Architecture::Bert | Architecture::DistilBert | Architecture::Deberta => 0,
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
        Some("deberta-v2") => return Ok(Architecture::Deberta),
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
    fn the_epsilon_of_rust_berts_networks_is_bounded() {
        let of = |kind: &str, epsilon: f64| {
            let mut json = bert();
            json["model_type"] = json!(kind);
            json["pad_token_id"] = json!(1);
            json["layer_norm_eps"] = json!(epsilon);
            parse(&json)
        };
        assert!(of("bert", 0.001).is_ok(), "our own layers follow the file");
        assert!(of("roberta", 1e-5).is_ok());
        assert!(of("roberta", 0.001).unwrap_err().contains("sets `layer_norm_eps` to `0.001`"));
    }

    #[test]
    fn what_rust_bert_would_compute_otherwise_is_refused() {
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
