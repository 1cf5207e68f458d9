//! The integration tests: one binary, one module a subject.

/// `newsvane analyze` on whole dumps.
mod analyze;
/// The directions between the modules.
mod architecture;
/// What is bad about inputs, and what is said about it.
mod bad_input;
/// The lexicon engine on labelled sentences.
mod baseline;
/// `newsvane collect` against a server of its own.
mod collect;
/// The scores of the shipped model, which only rise.
#[cfg(feature = "transformer")]
mod floors;
/// The authored corpus: whole, varied, split by group.
mod gold;
/// The shipped model and models of users.
#[cfg(feature = "transformer")]
mod model;
/// Articles on pages in the structure of many sites.
mod pages;
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
