//! A sequence classifier of the BERT family, on libtorch: RoBERTa, XLM-RoBERTa and DistilBERT by rust-bert, BERT by faster
//! layers on rust-bert's weights, DeBERTa by layers that compute it right.
//!
//! A model is a folder as Hugging Face has them: `config.json`, `tokenizer.json` and `model.safetensors`. What would be
//! computed otherwise than the model was trained is refused on loading, with a reason.

mod batch;
mod bert;
mod config;
mod deberta;
mod error;
mod layer;
mod network;
mod tokens;
mod weights;

pub use error::{InferenceError, LoadError};

use config::{Architecture, ModelConfig};
use network::{Input, Network};
use std::num::NonZeroUsize;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use tch::{TchError, Tensor};
use tokenizers::Encoding;
use tokens::Tokens;
use weights::Bytes;

/// How many tokens are read of a text if nothing else is said: sentences are shorter, and the costs grow with it.
const USUAL_MAX_TOKENS: usize = 256;

/// Measured on two cores with a BERT 384 wide (`benches/engine.rs`): 256 to 1024 are equally fast, larger ones slower.
const USUAL_BATCH_TOKENS: usize = 1024;

/// How many hexadecimal digits of the weights' sha256 are in the id.
const DIGEST_DIGITS: usize = 12;

/// How to load and compute a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadOptions {
    /// How many cores compute: each a batch of its own where the model can be shared (BERT), else all together on one.
    /// There, where other programs compete for the cores, `OMP_WAIT_POLICY=passive` in the environment keeps libtorch's
    /// threads from spinning while they wait for each other.
    pub threads: NonZeroUsize,
    /// How many tokens of a text or pair are read; by default as many as the model takes, at most 256. A larger number
    /// than the model takes is lowered to that.
    pub max_tokens: Option<usize>,
    /// How many tokens a batch holds with its padding; more need more memory. One sequence is always computed.
    pub batch_tokens: usize,
}

impl Default for LoadOptions {
    fn default() -> LoadOptions {
        LoadOptions {
            threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            max_tokens: None,
            batch_tokens: USUAL_BATCH_TOKENS,
        }
    }
}

/// What a model says of one text or pair of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// One for each of the labels.
    pub logits: Vec<f32>,
    /// Whether the text was too long and lost its end.
    pub is_cut: bool,
}

/// A loaded model.
///
/// It can be shared by threads, which then compute one after the other, each on all of [`LoadOptions::threads`].
pub struct Classifier {
    id: String,
    labels: Vec<String>,
    tokens: Tokens,
    /// libtorch's tensors may go from thread to thread, but not be used by two of them at once; so each core has a network
    /// of its own, on weights that all share.
    networks: Vec<Mutex<Network>>,
    padding: i64,
    /// Whether the model is told which text of a pair a token is of.
    has_token_types: bool,
    /// How many threads of libtorch each network computes on.
    threads: i32,
    batch_tokens: usize,
}

impl Classifier {
    /// Loads a model folder.
    ///
    /// # Errors
    /// If a file is missing or damaged, the files do not fit each other, or rust-bert does not compute such a model.
    pub fn load(folder: &Path, options: &LoadOptions) -> Result<Classifier, LoadError> {
        let config = ModelConfig::read(&folder.join("config.json"))?;
        let max_tokens = options.max_tokens.unwrap_or(USUAL_MAX_TOKENS).min(config.max_tokens());
        let tokens = Tokens::read(&folder.join("tokenizer.json"), config.vocab_size, max_tokens)?;
        let path = folder.join("model.safetensors");
        let bytes = Bytes::read(&path)?;
        let weights = bytes.weights()?;
        weights.check(&network::telling_shapes(&config))?;
        let network = guarded_load(&path, || Network::new(&weights, &config))?;
        let mut networks = vec![network];
        while networks.len() < options.threads.get()
            && let Some(other) = networks[0].share()
        {
            networks.push(other);
        }
        let threads = if networks.len() > 1 { 1 } else { options.threads.get() };
        Ok(Classifier {
            id: format!("{}@{}", folder_name(folder), bytes.digest(DIGEST_DIGITS)),
            has_token_types: matches!(config.architecture, Architecture::Bert | Architecture::Deberta)
                && config.token_types > 1,
            padding: config.padding,
            labels: config.labels,
            tokens,
            networks: networks.into_iter().map(Mutex::new).collect(),
            threads: i32::try_from(threads).unwrap_or(i32::MAX),
            batch_tokens: options.batch_tokens,
        })
    }

    /// The name of the folder and the first 12 hexadecimal digits of the sha256 of `model.safetensors`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The classes in the order of the logits (`id2label`).
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Whether the tokenizer has this token as one that texts can hold whole.
    pub fn has_token(&self, token: &str) -> bool {
        self.tokens.has(token)
    }

    /// The logits of each text or pair of texts, in their order; one for each of the labels.
    ///
    /// # Errors
    /// If the tokenizer or libtorch fails, or a logit is no number.
    pub fn logits(&self, pairs: &[(&str, Option<&str>)]) -> Result<Vec<Vec<f32>>, InferenceError> {
        Ok(self.score(pairs)?.into_iter().map(|scored| scored.logits).collect())
    }

    /// The same, and whether each text was read to its end.
    ///
    /// # Errors
    /// As of [`Classifier::logits`].
    pub fn score(&self, pairs: &[(&str, Option<&str>)]) -> Result<Vec<Scored>, InferenceError> {
        let encodings = self
            .tokens
            .encode(pairs)
            .map_err(|problem| InferenceError::Tokenizer { model: self.id.clone(), problem })?;
        let lengths: Vec<usize> = encodings.iter().map(Encoding::len).collect();
        let batches = batch::plan(&lengths, self.batch_tokens);
        let next = AtomicUsize::new(0);
        // Each thread takes the next batch that nobody has, so that none waits for another.
        let work = |network: &Mutex<Network>| -> Result<Vec<(usize, Vec<f32>)>, InferenceError> {
            // The weights do not change, so that a thread that failed leaves nothing half done.
            let network = network.lock().unwrap_or_else(PoisonError::into_inner);
            // This is kept per thread by libtorch, so that loading is no place for it.
            tch::set_num_threads(self.threads);
            let mut rows = Vec::new();
            while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                rows.extend(self.compute(&network, batch, &encodings)?);
            }
            Ok(rows)
        };
        let results = match self.networks.as_slice() {
            [network] => vec![work(network)],
            networks => std::thread::scope(|scope| {
                let running: Vec<_> = networks.iter().map(|network| scope.spawn(|| work(network))).collect();
                running
                    .into_iter()
                    .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                    .collect()
            }),
        };
        let mut scored: Vec<Scored> = encodings
            .iter()
            .map(|encoding| Scored { logits: Vec::new(), is_cut: !encoding.get_overflowing().is_empty() })
            .collect();
        for result in results {
            for (index, row) in result? {
                scored[index].logits = row;
            }
        }
        Ok(scored)
    }

    /// The logits of one batch, with the numbers of its sequences.
    fn compute<'a>(
        &self,
        network: &Network,
        batch: &'a [usize],
        encodings: &[Encoding],
    ) -> Result<impl Iterator<Item = (usize, Vec<f32>)> + use<'a>, InferenceError> {
        let sequences: Vec<&Encoding> = batch.iter().map(|&index| &encodings[index]).collect();
        let rows = guarded(|| tch::no_grad(|| network.forward(&self.input(&sequences)?)))
            .map_err(|problem| InferenceError::Torch { model: self.id.clone(), problem })?;
        if !rows.iter().flatten().all(|logit| logit.is_finite()) {
            return Err(InferenceError::NotFinite { model: self.id.clone() });
        }
        Ok(batch.iter().copied().zip(rows))
    }

    /// Pads sequences to the longest of them.
    fn input(&self, sequences: &[&Encoding]) -> Result<Input, TchError> {
        let width = sequences.iter().map(|sequence| sequence.len()).max().unwrap_or(0);
        let matrix = |values: fn(&Encoding) -> &[u32], padding: i64| -> Result<Tensor, TchError> {
            let mut rows = Vec::with_capacity(sequences.len() * width);
            for (number, sequence) in sequences.iter().enumerate() {
                rows.extend(values(sequence).iter().map(|&value| i64::from(value)));
                rows.resize((number + 1) * width, padding);
            }
            Tensor::f_from_slice(&rows)?.f_view([sequences.len() as i64, width as i64])
        };
        let mask = matrix(Encoding::get_attention_mask, 0)?;
        Ok(Input {
            ids: matrix(Encoding::get_ids, self.padding)?,
            types: if self.has_token_types {
                matrix(Encoding::get_type_ids, 0)?
            } else {
                mask.f_zeros_like()?
            },
            mask,
        })
    }
}

impl std::fmt::Debug for Classifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter
            .debug_struct("Classifier")
            .field("id", &self.id)
            .field("labels", &self.labels)
            .finish_non_exhaustive()
    }
}

/// Runs code of rust-bert, which panics where libtorch fails, for want of memory for one.
fn guarded<T, E: ToString>(run: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match std::panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(panic) => Err(panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()))
            .unwrap_or_else(|| "unknown failure".to_owned())),
    }
}

/// The same for loading.
fn guarded_load(
    path: &Path,
    load: impl FnOnce() -> Result<Network, LoadError>,
) -> Result<Network, LoadError> {
    let mut loaded = None;
    let torch = |problem: String| LoadError::Torch { path: path.to_owned(), problem };
    guarded(|| {
        loaded = Some(load());
        Ok::<_, String>(())
    })
    .map_err(torch)?;
    loaded.unwrap_or_else(|| Err(torch("nothing was loaded".to_owned())))
}

/// The last part of the path, also where it is written as `.` or with a link.
fn folder_name(folder: &Path) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(folder).or_else(|| name(&folder.canonicalize().ok()?)).unwrap_or_else(|| "model".to_owned())
}
