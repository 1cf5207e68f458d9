//! What the networks of our own are made of.

use super::LoadError;
use super::config::ModelConfig;
use super::weights::Weights;
use rust_bert::Activation;
use tch::{Kind, TchError, Tensor};

/// A product with a matrix, and a bias.
pub(super) struct Linear {
    /// `[outputs, inputs]`.
    weight: Tensor,
    bias: Tensor,
}

impl Linear {
    pub fn read(weights: &Weights, name: &str, inputs: i64, outputs: i64) -> Result<Linear, LoadError> {
        Ok(Linear {
            weight: weights.tensor(&format!("{name}.weight"), &[outputs, inputs])?,
            bias: weights.tensor(&format!("{name}.bias"), &[outputs])?,
        })
    }

    /// One whose outputs are those of all the parts, one after the other.
    pub fn stack(parts: &[Linear]) -> Linear {
        let weights: Vec<&Tensor> = parts.iter().map(|part| &part.weight).collect();
        let biases: Vec<&Tensor> = parts.iter().map(|part| &part.bias).collect();
        Linear { weight: Tensor::cat(&weights, 0), bias: Tensor::cat(&biases, 0) }
    }

    pub fn share(&self) -> Linear {
        Linear { weight: self.weight.shallow_clone(), bias: self.bias.shallow_clone() }
    }

    pub fn forward(&self, input: &Tensor) -> Result<Tensor, TchError> {
        input.f_linear(&self.weight, Some(&self.bias))
    }
}

/// A layer norm.
pub(super) struct Norm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f64,
}

impl Norm {
    pub fn read(weights: &Weights, name: &str, size: i64, config: &ModelConfig) -> Result<Norm, LoadError> {
        Ok(Norm {
            weight: weights.tensor(&format!("{name}.weight"), &[size])?,
            bias: weights.tensor(&format!("{name}.bias"), &[size])?,
            epsilon: config.epsilon,
        })
    }

    pub fn share(&self) -> Norm {
        Norm { weight: self.weight.shallow_clone(), bias: self.bias.shallow_clone(), epsilon: self.epsilon }
    }

    pub fn forward(&self, input: &Tensor) -> Result<Tensor, TchError> {
        input.f_layer_norm(self.weight.size(), Some(&self.weight), Some(&self.bias), self.epsilon, false)
    }
}

/// rust-bert computes GELU in four steps, libtorch in one.
pub(super) fn activate(input: &Tensor, activation: Activation) -> Result<Tensor, TchError> {
    match activation {
        Activation::gelu => input.f_gelu("none"),
        Activation::gelu_new => input.f_gelu("tanh"),
        other => Ok(other.get_function().get_fn()(input)),
    }
}

/// What is added to the scores of attention, `[sequences, 1, tokens, tokens]`. There is always one: tch 0.17 hands libtorch
/// an undefined tensor where it should hand it none.
pub(super) fn attention_mask(mask: &Tensor) -> Result<Tensor, TchError> {
    let (sequences, tokens) = mask.size2()?;
    let is_padding = mask.f_eq(0)?;
    Tensor::f_zeros([sequences, tokens], (Kind::Float, mask.device()))?
        .f_masked_fill(&is_padding, f64::from(f32::MIN))?
        .f_view([sequences, 1, 1, tokens])?
        .f_expand([sequences, 1, tokens, tokens], false)
}
