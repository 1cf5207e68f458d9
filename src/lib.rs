//! newsvane: evidence about narratives from dumps of multilingual crypto news.
//!
//! Who speaks for or against Layer-2 and Layer-1 scaling, since when, in which language and outlet, and how sure we are.
//! The way of the data is [`pipeline::run`]; each station is a module, and what travels between them is in [`schema`].
#![deny(missing_docs)]

pub mod aggregate;
pub mod attribute;
pub mod claim;
pub mod cluster;
pub mod collect;
pub mod eval;
pub mod extract;
pub mod language;
pub mod pipeline;
pub mod read;
pub mod registry;
pub mod report;
pub mod schema;
pub mod segment;
pub mod tag;
