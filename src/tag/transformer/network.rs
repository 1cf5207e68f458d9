//! All the classifiers behind one door: rust-bert's, and those of our own.

use super::LoadError;
use super::bert::Bert;
use super::config::{Architecture, ModelConfig};
use super::deberta::Deberta;
use super::weights::Weights;
use rust_bert::bert::BertConfig;
use rust_bert::distilbert::{DistilBertConfig, DistilBertModelClassifier};
use rust_bert::roberta::RobertaForSequenceClassification;
use std::collections::HashMap;
use tch::{Device, TchError, Tensor, nn};

/// A classifier, computing.
pub(super) enum Network {
    Bert(Bert),
    DistilBert(DistilBertModelClassifier),
    Roberta(RobertaForSequenceClassification),
    Deberta(Deberta),
}

/// Padded sequences of one length, `[sequences, tokens]` each.
pub(super) struct Input {
    pub ids: Tensor,
    /// 1 for a token, 0 for padding.
    pub mask: Tensor,
    /// Which text of a pair a token is of.
    pub types: Tensor,
}

impl Network {
    /// Builds the classifier on the weights of a file.
    pub fn new(weights: &Weights, config: &ModelConfig) -> Result<Network, LoadError> {
        let store = nn::VarStore::new(Device::Cpu);
        let network = match (config.architecture, &config.deberta) {
            (Architecture::Bert, _) => return Bert::new(weights, config).map(Network::Bert),
            (Architecture::Deberta, Some(deberta)) => {
                return Deberta::new(weights, config, deberta).map(Network::Deberta);
            }
            (Architecture::Roberta | Architecture::Deberta, _) => {
                RobertaForSequenceClassification::new(store.root(), &bert_config(config))
                    .map(Network::Roberta)
            }
            (Architecture::DistilBert, _) => {
                DistilBertModelClassifier::new(store.root(), &distilbert_config(config))
                    .map(Network::DistilBert)
            }
        };
        let network = network.map_err(|error| weights.torch(&TchError::Torch(error.to_string())))?;
        weights.fill(&store)?;
        Ok(network)
    }

    /// Another one on the same weights, for another core; rust-bert's networks cannot be shared.
    pub fn share(&self) -> Option<Network> {
        match self {
            Network::Bert(model) => Some(Network::Bert(model.share())),
            Network::DistilBert(_) | Network::Roberta(_) | Network::Deberta(_) => None,
        }
    }

    /// The logits, `[sequences, labels]`.
    pub fn forward(&self, input: &Input) -> Result<Vec<Vec<f32>>, TchError> {
        let Input { ids, mask, .. } = input;
        let logits = match self {
            Network::Bert(model) => model.forward(input)?,
            Network::Deberta(model) => model.forward(input)?,
            // Neither of these is told which text a token is of: DistilBERT has no embedding for it and RoBERTa only one.
            Network::Roberta(model) => model.forward_t(Some(ids), Some(mask), None, None, None, false).logits,
            Network::DistilBert(model) => {
                model
                    .forward_t(Some(ids), Some(mask), None, false)
                    .map_err(|error| TchError::Torch(error.to_string()))?
                    .logits
            }
        };
        Vec::try_from(logits)
    }
}

/// Shapes that stand for all sizes in the config. They are compared with the file before a network is built, so that
/// nothing is built that the file does not hold.
pub(super) fn telling_shapes(config: &ModelConfig) -> Vec<(String, Vec<i64>)> {
    let last = config.layers - 1;
    let (prefix, intermediate, output) = match config.architecture {
        Architecture::Bert => {
            ("bert", format!("encoder.layer.{last}.intermediate.dense.weight"), "classifier.weight")
        }
        Architecture::Roberta => (
            "roberta",
            format!("encoder.layer.{last}.intermediate.dense.weight"),
            "classifier.out_proj.weight",
        ),
        Architecture::DistilBert => {
            ("distilbert", format!("transformer.layer.{last}.ffn.lin1.weight"), "classifier.weight")
        }
        Architecture::Deberta => {
            ("deberta", format!("encoder.layer.{last}.intermediate.dense.weight"), "classifier.weight")
        }
    };
    if let Some(deberta) = &config.deberta {
        // Positions and token types are not in every file of this kind.
        return vec![
            (
                format!("{prefix}.embeddings.word_embeddings.weight"),
                vec![config.vocab_size, deberta.embedding_size],
            ),
            (format!("{prefix}.{intermediate}"), vec![config.intermediate_size, config.hidden_size]),
            (
                output.to_owned(),
                vec![i64::try_from(config.labels.len()).unwrap_or(i64::MAX), config.hidden_size],
            ),
        ];
    }
    let hidden = config.hidden_size;
    let labels = i64::try_from(config.labels.len()).unwrap_or(i64::MAX);
    let mut shapes = vec![
        (format!("{prefix}.embeddings.word_embeddings.weight"), vec![config.vocab_size, hidden]),
        (format!("{prefix}.embeddings.position_embeddings.weight"), vec![config.positions, hidden]),
        (format!("{prefix}.{intermediate}"), vec![config.intermediate_size, hidden]),
        (output.to_owned(), vec![labels, hidden]),
    ];
    if config.architecture != Architecture::DistilBert {
        shapes.push((
            format!("{prefix}.embeddings.token_type_embeddings.weight"),
            vec![config.token_types, hidden],
        ));
    }
    shapes
}

fn bert_config(config: &ModelConfig) -> BertConfig {
    BertConfig {
        hidden_act: config.activation,
        hidden_size: config.hidden_size,
        intermediate_size: config.intermediate_size,
        max_position_embeddings: config.positions,
        num_attention_heads: config.heads,
        num_hidden_layers: config.layers,
        type_vocab_size: config.token_types,
        vocab_size: config.vocab_size,
        id2label: Some(numbered(&config.labels)),
        ..BertConfig::default()
    }
}

fn distilbert_config(config: &ModelConfig) -> DistilBertConfig {
    DistilBertConfig {
        activation: config.activation,
        dim: config.hidden_size,
        hidden_dim: config.intermediate_size,
        max_position_embeddings: config.positions,
        n_heads: config.heads,
        n_layers: config.layers,
        vocab_size: config.vocab_size,
        // The positions come with the weights, whichever they are.
        sinusoidal_pos_embds: false,
        id2label: Some(numbered(&config.labels)),
        ..DistilBertConfig::default()
    }
}

fn numbered(labels: &[String]) -> HashMap<i64, String> {
    (0..).zip(labels.iter().cloned()).collect()
}
