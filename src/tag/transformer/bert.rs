//! BERT's sequence classifier, computed as rust-bert's layers compute it, on the same weights, and faster: query, key and
//! value in one product, libtorch's fused attention, and in the last layer only what the first token needs, since the
//! classifier reads nothing else.
//!
//! Copies share the weights, so that every core can have one.

use super::LoadError;
use super::config::ModelConfig;
use super::layer::{Linear, Norm, activate, attention_mask};
use super::network::Input;
use super::weights::Weights;
use rust_bert::Activation;
use tch::{Kind, TchError, Tensor};

/// The network.
pub(super) struct Bert {
    words: Tensor,
    positions: Tensor,
    types: Tensor,
    norm: Norm,
    layers: Vec<Layer>,
    pooler: Linear,
    classifier: Linear,
    heads: i64,
    activation: Activation,
}

struct Layer {
    /// Query, key and value, one below the other.
    projection: Linear,
    output: Linear,
    output_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

impl Bert {
    /// Takes the weights by the names that rust-bert and Hugging Face give them.
    pub fn new(weights: &Weights, config: &ModelConfig) -> Result<Bert, LoadError> {
        let (hidden, inner) = (config.hidden_size, config.intermediate_size);
        let labels = i64::try_from(config.labels.len()).unwrap_or(i64::MAX);
        let embeddings = "bert.embeddings";
        let layers = (0..config.layers)
            .map(|number| {
                let layer = format!("bert.encoder.layer.{number}");
                let parts = ["query", "key", "value"].map(|part| {
                    Linear::read(weights, &format!("{layer}.attention.self.{part}"), hidden, hidden)
                });
                let [query, key, value] = parts;
                Ok(Layer {
                    projection: Linear::stack(&[query?, key?, value?]),
                    output: Linear::read(
                        weights,
                        &format!("{layer}.attention.output.dense"),
                        hidden,
                        hidden,
                    )?,
                    output_norm: Norm::read(
                        weights,
                        &format!("{layer}.attention.output.LayerNorm"),
                        hidden,
                        config,
                    )?,
                    inner: Linear::read(weights, &format!("{layer}.intermediate.dense"), hidden, inner)?,
                    outer: Linear::read(weights, &format!("{layer}.output.dense"), inner, hidden)?,
                    outer_norm: Norm::read(weights, &format!("{layer}.output.LayerNorm"), hidden, config)?,
                })
            })
            .collect::<Result<_, LoadError>>()?;
        Ok(Bert {
            // Half of the weights are here and few of them are used at a time: they are widened when they are read.
            words: weights
                .as_stored(&format!("{embeddings}.word_embeddings.weight"), &[config.vocab_size, hidden])?,
            positions: weights
                .tensor(&format!("{embeddings}.position_embeddings.weight"), &[config.positions, hidden])?,
            types: weights.tensor(
                &format!("{embeddings}.token_type_embeddings.weight"),
                &[config.token_types, hidden],
            )?,
            norm: Norm::read(weights, &format!("{embeddings}.LayerNorm"), hidden, config)?,
            layers,
            pooler: Linear::read(weights, "bert.pooler.dense", hidden, hidden)?,
            classifier: Linear::read(weights, "classifier", hidden, labels)?,
            heads: config.heads,
            activation: config.activation,
        })
    }

    /// Another one on the same weights.
    pub fn share(&self) -> Bert {
        Bert {
            words: self.words.shallow_clone(),
            positions: self.positions.shallow_clone(),
            types: self.types.shallow_clone(),
            norm: self.norm.share(),
            layers: self.layers.iter().map(Layer::share).collect(),
            pooler: self.pooler.share(),
            classifier: self.classifier.share(),
            heads: self.heads,
            activation: self.activation,
        }
    }

    /// The logits, `[sequences, labels]`.
    pub fn forward(&self, input: &Input) -> Result<Tensor, TchError> {
        let Input { ids, mask, types } = input;
        let (sequences, tokens) = ids.size2()?;
        let hidden = self.positions.size()[1];
        let words = self.words.f_index_select(0, &ids.f_view([-1])?)?.f_to_kind(Kind::Float)?;
        let mut state = words.f_view([sequences, tokens, hidden])?;
        state = state.f_add(&self.positions.f_narrow(0, 0, tokens)?)?;
        let types = if self.types.size()[0] > 1 {
            self.types.f_index_select(0, &types.f_view([-1])?)?.f_view([sequences, tokens, hidden])?
        } else {
            self.types.shallow_clone()
        };
        state = self.norm.forward(&state.f_add(&types)?)?;
        let mask = attention_mask(mask)?;
        let last = self.layers.len() - 1;
        for (number, layer) in self.layers.iter().enumerate() {
            state = layer.forward(&state, &mask, self.heads, self.activation, number == last)?;
        }
        let first = state.f_select(1, 0)?;
        self.classifier.forward(&self.pooler.forward(&first)?.f_tanh()?)
    }
}

impl Layer {
    fn share(&self) -> Layer {
        Layer {
            projection: self.projection.share(),
            output: self.output.share(),
            output_norm: self.output_norm.share(),
            inner: self.inner.share(),
            outer: self.outer.share(),
            outer_norm: self.outer_norm.share(),
        }
    }

    /// The state after this layer, `[sequences, tokens, hidden]`; with `only_first`, of the first token alone.
    fn forward(
        &self,
        state: &Tensor,
        mask: &Tensor,
        heads: i64,
        activation: Activation,
        only_first: bool,
    ) -> Result<Tensor, TchError> {
        let (sequences, tokens, hidden) = state.size3()?;
        let parts = self
            .projection
            .forward(state)?
            .f_view([sequences, tokens, 3, heads, hidden / heads])?
            .f_permute([2, 0, 3, 1, 4])?;
        let (mut query, key, value) = (parts.f_select(0, 0)?, parts.f_select(0, 1)?, parts.f_select(0, 2)?);
        let mut before = state.shallow_clone();
        let mut mask = mask.shallow_clone();
        let mut left = tokens;
        if only_first {
            query = query.f_narrow(2, 0, 1)?;
            before = before.f_narrow(1, 0, 1)?;
            mask = mask.f_narrow(2, 0, 1)?;
            left = 1;
        }
        let read = Tensor::f_scaled_dot_product_attention(
            &query,
            &key,
            &value,
            Some(mask),
            0.0,
            false,
            None::<f64>,
        )?
        .f_transpose(1, 2)?
        .f_reshape([sequences, left, hidden])?;
        let state = self.output_norm.forward(&self.output.forward(&read)?.f_add(&before)?)?;
        let inner = activate(&self.inner.forward(&state)?, activation)?;
        self.outer_norm.forward(&self.outer.forward(&inner)?.f_add(&state)?)
    }
}
