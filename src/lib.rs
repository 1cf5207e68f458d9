//! newsvane: evidence about narratives from dumps of multilingual crypto news.
#![deny(missing_docs)]

pub mod claim;
pub mod extract;
pub mod language;
pub mod read;
pub mod registry;
pub mod report;
pub mod schema;
pub mod segment;
pub mod tag;
