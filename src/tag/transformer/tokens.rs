//! `tokenizer.json` of a model folder.

use super::LoadError;
use std::path::Path;
use tokenizers::{EncodeInput, Encoding, PostProcessor, Tokenizer, TruncationParams};

/// Turns texts into tokens that fit the model.
#[derive(Debug)]
pub(super) struct Tokens(Tokenizer);

impl Tokens {
    /// Reads the tokenizer. What it says of truncation and padding is replaced: the longer text of a pair is cut until
    /// both fit into `max_tokens`, and padding is left to the batch.
    pub fn read(path: &Path, vocab_size: i64, max_tokens: usize) -> Result<Tokens, LoadError> {
        let invalid = |problem: String| LoadError::Tokenizer { path: path.to_owned(), problem };
        let bytes =
            std::fs::read(path).map_err(|source| LoadError::Unreadable { path: path.to_owned(), source })?;
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| {
            invalid(format!(
                "is no tokenizer: {error}\nhint: save it with `tokenizer.save_pretrained` of transformers"
            ))
        })?;
        let largest = tokenizer.get_vocab(true).into_values().max().unwrap_or(0);
        if i64::from(largest) >= vocab_size {
            return Err(LoadError::Vocabulary { path: path.to_owned(), largest, vocab_size });
        }
        let added =
            |pair: bool| tokenizer.get_post_processor().map_or(0, |processor| processor.added_tokens(pair));
        // A classifier reads the first token, so that there has to be one even for an empty text.
        if added(false) == 0 || added(true) == 0 {
            return Err(invalid(
                "adds no tokens around a text (`post_processor`), but the model reads the first of them\n\
                 hint: save it with `tokenizer.save_pretrained` of transformers"
                    .to_owned(),
            ));
        }
        let least = added(false).max(added(true)) + 2;
        if max_tokens < least {
            return Err(LoadError::Option {
                option: "max_tokens",
                value: max_tokens,
                problem: format!("which leaves no room for a pair of texts\nhint: at least {least}"),
            });
        }
        tokenizer.with_padding(None);
        let truncation = TruncationParams { max_length: max_tokens, ..TruncationParams::default() };
        tokenizer
            .with_truncation(Some(truncation))
            .map_err(|error| invalid(format!("cannot cut texts: {error}")))?;
        Ok(Tokens(tokenizer))
    }

    /// Whether there is this added token.
    pub fn has(&self, token: &str) -> bool {
        self.0.get_added_vocabulary().get_vocab().contains_key(token)
    }

    /// The tokens of each text or pair of texts, computed on all cores.
    pub fn encode(&self, pairs: &[(&str, Option<&str>)]) -> Result<Vec<Encoding>, String> {
        let inputs: Vec<EncodeInput> = pairs
            .iter()
            .map(|&(first, second)| match second {
                Some(second) => EncodeInput::from((first, second)),
                None => EncodeInput::from(first),
            })
            .collect();
        self.0.encode_batch_fast(inputs, true).map_err(|error| error.to_string())
    }
}
