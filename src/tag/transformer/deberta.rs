//! DeBERTa-v2 and v3's sequence classifier. rust-bert 0.23 computes the disentangled attention of this kind wrongly (its
//! scale, and a clamp that leaves out the span), so it is computed here, after He et al. 2021, "DeBERTa:
//! Decoding-enhanced BERT with disentangled attention", on rust-bert's activations; the logits are Python's.

use super::LoadError;
use super::config::{ConvolutionConfig, DebertaConfig, ModelConfig};
use super::layer::{Linear, Norm, activate};
use super::network::Input;
use super::weights::Weights;
use rust_bert::Activation;
use tch::{Device, Kind, TchError, Tensor};

/// The network.
pub(super) struct Deberta {
    words: Tensor,
    positions: Option<Tensor>,
    types: Option<Tensor>,
    projection: Option<Tensor>,
    norm: Norm,
    /// The embeddings of distances, `[2 * span, hidden]`.
    distances: Tensor,
    convolution: Option<Convolution>,
    layers: Vec<Layer>,
    pooler: Linear,
    classifier: Linear,
    config: DebertaConfig,
    heads: i64,
    activation: Activation,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    /// Keys and queries of distances, where they are not those of the tokens.
    distance_key: Option<Linear>,
    distance_query: Option<Linear>,
    output: Linear,
    output_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

/// What the large models run beside their first layer.
struct Convolution {
    weight: Tensor,
    bias: Tensor,
    norm: Norm,
    config: ConvolutionConfig,
}

impl Deberta {
    /// Takes the weights by the names that Hugging Face gives them.
    pub fn new(
        weights: &Weights,
        config: &ModelConfig,
        deberta: &DebertaConfig,
    ) -> Result<Deberta, LoadError> {
        let (hidden, inner, embedding) =
            (config.hidden_size, config.intermediate_size, deberta.embedding_size);
        let labels = i64::try_from(config.labels.len()).unwrap_or(i64::MAX);
        let table = |name: &str, shape: [i64; 2]| {
            weights.tensor(&format!("deberta.embeddings.{name}.weight"), &shape)
        };
        let layers = (0..config.layers)
            .map(|number| {
                let layer = format!("deberta.encoder.layer.{number}");
                let attention = |part: &str| {
                    Linear::read(weights, &format!("{layer}.attention.self.{part}"), hidden, hidden)
                };
                let own = |wanted: bool, part: &str| {
                    (wanted && !deberta.share_att_key).then(|| attention(part)).transpose()
                };
                Ok(Layer {
                    query: attention("query_proj")?,
                    key: attention("key_proj")?,
                    value: attention("value_proj")?,
                    distance_key: own(deberta.content_to_position, "pos_key_proj")?,
                    distance_query: own(deberta.position_to_content, "pos_query_proj")?,
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
        let mut distances =
            weights.tensor("deberta.encoder.rel_embeddings.weight", &[2 * deberta.span(), hidden])?;
        if deberta.norm_distances {
            let norm = Norm::read(weights, "deberta.encoder.LayerNorm", hidden, config)?;
            distances = norm.forward(&distances).map_err(|error| weights.torch(&error))?;
        }
        let convolution = deberta.convolution.map(|convolution| {
            let size = [hidden, hidden / convolution.groups, convolution.kernel];
            Ok(Convolution {
                weight: weights.tensor("deberta.encoder.conv.conv.weight", &size)?,
                bias: weights.tensor("deberta.encoder.conv.conv.bias", &[hidden])?,
                norm: Norm::read(weights, "deberta.encoder.conv.LayerNorm", hidden, config)?,
                config: convolution,
            })
        });
        Ok(Deberta {
            words: weights
                .as_stored("deberta.embeddings.word_embeddings.weight", &[config.vocab_size, embedding])?,
            positions: deberta
                .position_biased_input
                .then(|| table("position_embeddings", [config.positions, embedding]))
                .transpose()?,
            types: (config.token_types > 0)
                .then(|| table("token_type_embeddings", [config.token_types, embedding]))
                .transpose()?,
            projection: (embedding != hidden)
                .then(|| table("embed_proj", [hidden, embedding]))
                .transpose()?,
            norm: Norm::read(weights, "deberta.embeddings.LayerNorm", hidden, config)?,
            distances,
            convolution: convolution.transpose()?,
            layers,
            pooler: Linear::read(weights, "pooler.dense", hidden, hidden)?,
            classifier: Linear::read(weights, "classifier", hidden, labels)?,
            config: deberta.clone(),
            heads: config.heads,
            activation: config.activation,
        })
    }

    /// The logits, `[sequences, labels]`.
    pub fn forward(&self, input: &Input) -> Result<Tensor, TchError> {
        let Input { ids, mask, types } = input;
        let (sequences, tokens) = ids.size2()?;
        let words = self.words.f_index_select(0, &ids.f_view([-1])?)?.f_to_kind(Kind::Float)?;
        let mut state = words.f_view([sequences, tokens, -1])?;
        if let Some(positions) = &self.positions {
            state = state.f_add(&positions.f_narrow(0, 0, tokens)?)?;
        }
        if let Some(table) = &self.types {
            let types = table.f_index_select(0, &types.f_view([-1])?)?;
            state = state.f_add(&types.f_view([sequences, tokens, -1])?)?;
        }
        if let Some(projection) = &self.projection {
            state = state.f_linear(projection, None::<Tensor>)?;
        }
        let is_token = mask.f_unsqueeze(2)?.f_to_kind(Kind::Float)?;
        state = self.norm.forward(&state)?.f_mul(&is_token)?;
        let is_padding = mask.f_eq(0)?.f_view([sequences, 1, 1, tokens])?;
        let relative = self.config.relative_positions(tokens)?;
        let embeddings = state.shallow_clone();
        for (number, layer) in self.layers.iter().enumerate() {
            state = layer.forward(&state, &is_padding, &relative, self)?;
            if let Some(convolution) = self.convolution.as_ref().filter(|_| number == 0) {
                state = convolution.forward(&embeddings, &state, &is_token)?;
            }
        }
        let first = self.pooler.forward(&state.f_select(1, 0)?)?;
        self.classifier.forward(&activate(&first, self.config.pooler_activation)?)
    }
}

impl DebertaConfig {
    /// `[tokens, tokens]`: how far each token stands behind each, far distances in logarithmic buckets.
    fn relative_positions(&self, tokens: i64) -> Result<Tensor, TchError> {
        let order = Tensor::f_arange(tokens, (Kind::Int64, Device::Cpu))?;
        let distance = order.f_unsqueeze(1)?.f_sub(&order.f_unsqueeze(0)?)?;
        if self.position_buckets < 1 {
            return Ok(distance);
        }
        let middle = self.position_buckets / 2;
        let is_near = distance.f_lt(middle)?.f_logical_and(&distance.f_gt(-middle)?)?;
        let size = distance.f_abs()?.f_masked_fill(&is_near, (middle - 1) as f64)?.f_to_kind(Kind::Float)?;
        let largest = ((self.max_relative_positions - 1) as f32 / middle as f32).ln();
        let bucket = size
            .f_div_scalar(middle as f64)?
            .f_log()?
            .f_div_scalar(f64::from(largest))?
            .f_mul_scalar((middle - 1) as f64)?
            .f_ceil()?
            .f_add_scalar(middle as f64)?
            .f_mul(&distance.f_sign()?)?
            .f_to_kind(Kind::Int64)?;
        distance.f_where_self(&size.f_le(middle as f64)?, &bucket)
    }
}

impl Layer {
    fn forward(
        &self,
        state: &Tensor,
        is_padding: &Tensor,
        relative: &Tensor,
        network: &Deberta,
    ) -> Result<Tensor, TchError> {
        let (sequences, tokens, hidden) = state.size3()?;
        let heads = network.heads;
        let split = |projected: Tensor| {
            projected.f_view([-1, projected.size()[1], heads, hidden / heads])?.f_transpose(1, 2)
        };
        let query = split(self.query.forward(state)?)?;
        let key = split(self.key.forward(state)?)?;
        let value = split(self.value.forward(state)?)?;
        let config = &network.config;
        let parts = 1 + i64::from(config.content_to_position) + i64::from(config.position_to_content);
        let scale = ((hidden / heads * parts) as f64).sqrt();
        let mut scores = query.f_matmul(&key.f_transpose(-1, -2)?)?;
        let span = config.span();
        let distances = network.distances.f_unsqueeze(0)?;
        // Every sequence and head looks up the same places.
        let places = |positions: Tensor| {
            positions.f_clamp(0, 2 * span - 1)?.f_expand([sequences, heads, tokens, tokens], false)
        };
        if config.content_to_position {
            let table = split(self.distance_key.as_ref().unwrap_or(&self.key).forward(&distances)?)?;
            let all = query.f_matmul(&table.f_transpose(-1, -2)?)?;
            scores = scores.f_add(&all.f_gather(-1, &places(relative.f_add_scalar(span)?)?, false)?)?;
        }
        if config.position_to_content {
            let table = split(self.distance_query.as_ref().unwrap_or(&self.query).forward(&distances)?)?;
            let all = key.f_matmul(&table.f_transpose(-1, -2)?)?;
            let found = all.f_gather(-1, &places(relative.f_neg()?.f_add_scalar(span)?)?, false)?;
            scores = scores.f_add(&found.f_transpose(-1, -2)?)?;
        }
        let read = scores
            .f_div_scalar(scale)?
            .f_masked_fill(is_padding, f64::from(f32::MIN))?
            .f_softmax(-1, Kind::Float)?
            .f_matmul(&value)?
            .f_transpose(1, 2)?
            .f_reshape([sequences, tokens, hidden])?;
        let state = self.output_norm.forward(&self.output.forward(&read)?.f_add(state)?)?;
        let inner = activate(&self.inner.forward(&state)?, network.activation)?;
        self.outer_norm.forward(&self.outer.forward(&inner)?.f_add(&state)?)
    }
}

impl Convolution {
    fn forward(&self, embeddings: &Tensor, state: &Tensor, is_token: &Tensor) -> Result<Tensor, TchError> {
        let ConvolutionConfig { kernel, groups, activation } = self.config;
        let seen = embeddings
            .f_transpose(1, 2)?
            .f_conv1d(&self.weight, Some(&self.bias), 1, (kernel - 1) / 2, 1, groups)?
            .f_transpose(1, 2)?
            .f_mul(is_token)?;
        self.norm.forward(&state.f_add(&activate(&seen, activation)?)?)?.f_mul(is_token)
    }
}
