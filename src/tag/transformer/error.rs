//! What can go wrong with a model.

use std::path::PathBuf;

const FOLDER_HINT: &str = "a model folder holds `config.json`, `tokenizer.json` and `model.safetensors`";

/// A model folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file that is missing or cannot be read.
    #[error("cannot read `{}`: {source}\nhint: {FOLDER_HINT}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A `config.json` that says too little, or something that the engine does not compute.
    #[error("`{}` {problem}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong, with a hint.
        problem: String,
    },
    /// A kind of model that the engine does not have, or not right.
    #[error("`{}` is a model of the kind `{model_type}`, {reason}\nhint: use a sequence classifier of the kind \
             `bert`, `distilbert`, `roberta`, `xlm-roberta` or `deberta-v2`", path.display())]
    UnsupportedModel {
        /// The `config.json`.
        path: PathBuf,
        /// Its `model_type`.
        model_type: String,
        /// Why it is refused.
        reason: &'static str,
    },
    /// A `tokenizer.json` that cannot be used.
    #[error("`{}` {problem}", path.display())]
    Tokenizer {
        /// The file.
        path: PathBuf,
        /// What is wrong, with a hint.
        problem: String,
    },
    /// A tokenizer that gives numbers for which the model has no embedding.
    #[error("`{}` goes up to the token number `{largest}`, `config.json` sets `vocab_size` to `{vocab_size}`\n\
             hint: take both files from the same model", path.display())]
    Vocabulary {
        /// The `tokenizer.json`.
        path: PathBuf,
        /// The largest number that the tokenizer can give.
        largest: u32,
        /// How many embeddings the model has.
        vocab_size: i64,
    },
    /// A `model.safetensors` that is not one, or is cut off.
    #[error("`{}` is not a whole safetensors file ({problem})\nhint: copy it again; where Git LFS left a pointer in \
             its place, run `git lfs pull`", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What its header says.
        problem: String,
    },
    /// A weight that the model needs and the file lacks.
    #[error("`{}` lacks the weight `{name}`{}\nhint: `config.json` and the weights have to be of one sequence \
             classifier, with its head", path.display(), and_others(*others))]
    MissingWeight {
        /// The file.
        path: PathBuf,
        /// The first that is missing.
        name: String,
        /// How many others are missing.
        others: usize,
    },
    /// A weight of another size or type than the config says.
    #[error("the weight `{name}` in `{}` is `{found}`, expected is `{expected}`\nhint: take `config.json` and the \
             weights from the same model", path.display())]
    UnfitWeight {
        /// The file.
        path: PathBuf,
        /// Which.
        name: String,
        /// Its shape or type.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// An option that the model cannot follow.
    #[error("`{option}` is `{value}`, {problem}")]
    Option {
        /// Which.
        option: &'static str,
        /// Its value.
        value: usize,
        /// What is wrong, with a hint.
        problem: String,
    },
    /// libtorch failed where nothing is wrong with the files, such as for want of memory.
    #[error("libtorch cannot load `{}`: {problem}", path.display())]
    Torch {
        /// The `model.safetensors`.
        path: PathBuf,
        /// What it says.
        problem: String,
    },
}

fn and_others(others: usize) -> String {
    if others == 0 { String::new() } else { format!(" and {others} others") }
}

/// A model that failed while it was computing.
#[derive(Debug, thiserror::Error)]
pub enum InferenceError {
    /// The tokenizer failed.
    #[error("the tokenizer of `{model}` failed: {problem}")]
    Tokenizer {
        /// The model's id.
        model: String,
        /// What it says.
        problem: String,
    },
    /// libtorch failed.
    #[error("libtorch failed on `{model}`: {problem}\nhint: a smaller `batch_tokens` needs less memory")]
    Torch {
        /// The model's id.
        model: String,
        /// What it says.
        problem: String,
    },
    /// A score that is no number: the weights are damaged.
    #[error(
        "`{model}` gives scores that are not finite\nhint: its weights are damaged, or too large for their type"
    )]
    NotFinite {
        /// The model's id.
        model: String,
    },
}
