//! `model.safetensors` of a model folder.

use super::LoadError;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use tch::{Kind, TchError, Tensor, nn};

/// The file, in memory.
pub(super) struct Bytes {
    path: PathBuf,
    content: Vec<u8>,
}

/// The weights in the file.
pub(super) struct Weights<'a> {
    path: &'a Path,
    tensors: SafeTensors<'a>,
}

impl Bytes {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Bytes, LoadError> {
        let content =
            std::fs::read(path).map_err(|source| LoadError::Unreadable { path: path.to_owned(), source })?;
        Ok(Bytes { path: path.to_owned(), content })
    }

    /// The first `digits` hexadecimal digits of the file's sha256.
    pub fn digest(&self, digits: usize) -> String {
        let mut digest = format!("{:x}", Sha256::digest(&self.content));
        digest.truncate(digits);
        digest
    }

    /// Reads the header.
    pub fn weights(&self) -> Result<Weights<'_>, LoadError> {
        let tensors = SafeTensors::deserialize(&self.content)
            .map_err(|error| LoadError::Corrupt { path: self.path.clone(), problem: error.to_string() })?;
        Ok(Weights { path: &self.path, tensors })
    }
}

impl Weights<'_> {
    /// Checks that weights are there and have their shapes.
    pub fn check(&self, expected: &[(String, Vec<i64>)]) -> Result<(), LoadError> {
        let missing: Vec<&String> =
            expected.iter().map(|(name, _)| name).filter(|name| self.tensors.tensor(name).is_err()).collect();
        if let Some(name) = missing.first() {
            let (path, name) = (self.path.to_owned(), (*name).clone());
            return Err(LoadError::MissingWeight { path, name, others: missing.len() - 1 });
        }
        expected.iter().try_for_each(|(name, shape)| self.view(name, shape).map(drop))
    }

    /// A weight as f32.
    pub fn tensor(&self, name: &str, shape: &[i64]) -> Result<Tensor, LoadError> {
        self.as_stored(name, shape)?.f_to_kind(Kind::Float).map_err(|error| self.torch(&error))
    }

    /// A weight in the type that the file has.
    pub fn as_stored(&self, name: &str, shape: &[i64]) -> Result<Tensor, LoadError> {
        Tensor::try_from(self.view(name, shape)?).map_err(|error| self.torch(&error))
    }

    /// libtorch's failure on these weights.
    pub fn torch(&self, error: &TchError) -> LoadError {
        LoadError::Torch { path: self.path.to_owned(), problem: error.to_string() }
    }

    /// Puts the weights into a network of rust-bert, as f32 whatever the file has. Weights that the network has no place for are
    /// left: files keep heads for training and tables of positions.
    pub fn fill(&self, store: &nn::VarStore) -> Result<(), LoadError> {
        let mut variables: Vec<(String, Tensor)> = store.variables().into_iter().collect();
        variables.sort_by(|one, other| one.0.cmp(&other.0));
        let expected: Vec<(String, Vec<i64>)> =
            variables.iter().map(|(name, variable)| (name.clone(), variable.size())).collect();
        self.check(&expected)?;
        for ((name, shape), (_, mut variable)) in expected.iter().zip(variables) {
            let view = self.view(name, shape)?;
            let widen = || -> Result<(), TchError> {
                variable.f_set_data(&Tensor::try_from(view)?.f_to_kind(Kind::Float)?)
            };
            tch::no_grad(widen).map_err(|error| LoadError::Torch {
                path: self.path.to_owned(),
                problem: error.to_string(),
            })?;
        }
        Ok(())
    }

    fn view(&self, name: &str, shape: &[i64]) -> Result<TensorView<'_>, LoadError> {
        let unfit = |found: String, expected: String| LoadError::UnfitWeight {
            path: self.path.to_owned(),
            name: name.to_owned(),
            found,
            expected,
        };
        let view = self.tensors.tensor(name).map_err(|_| LoadError::MissingWeight {
            path: self.path.to_owned(),
            name: name.to_owned(),
            others: 0,
        })?;
        if !view.shape().iter().map(|&size| i64::try_from(size)).eq(shape.iter().map(|&size| Ok(size))) {
            return Err(unfit(format!("{:?}", view.shape()), format!("{shape:?}")));
        }
        match view.dtype() {
            Dtype::F16 | Dtype::BF16 | Dtype::F32 | Dtype::F64 => Ok(view),
            other => Err(unfit(format!("{other:?}"), "F32, F64, F16 or BF16".to_owned())),
        }
    }
}
