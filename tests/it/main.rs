//! The integration tests: one binary, one module a subject.

/// `newsvane analyze` on whole dumps.
mod analyze;
/// The directions between the modules.
mod architecture;
/// What is bad about inputs, and what is said about it.
mod bad_input;
/// The lexicon engine on labelled sentences.
mod baseline;
/// Reading dump files.
mod read;
/// The sample dump against its gold list.
mod sample;
/// `newsvane tag`.
mod tag;
/// How a test starts the tool.
mod tool;
/// The classifier against Python's logits.
#[cfg(feature = "transformer")]
mod transformer;
