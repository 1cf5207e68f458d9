//! The types that travel between the stages, and the laws they keep.
//!
//! Every stage takes and returns types of this module; a value that exists here has been checked where it came in.

mod analyzed;
mod article;
mod attribution;
mod claim;
mod columns;
mod date;
mod document;
mod dropped;
mod ids;
mod language;
mod manifest;
mod sentence;
mod span;
mod stance;

pub use analyzed::{AnalyzedArticle, AnalyzedSentence};
pub use article::{Article, CopyKind};
pub use attribution::{Attribution, Quotation, Speaker};
pub use claim::{Change, Claim};
pub use columns::{Column, ColumnType, TABLES, Table};
pub use date::{DateRange, ParseDateError, Precision, Published, Week};
pub use document::{ARTICLE, Body, CollectedPage, Fields, ListedAddress, Origin, PAGE, RawDocument};
pub use dropped::{DropReason, Dropped, Stage};
pub use ids::{
    ArticleId, ClusterId, IdError, NarrativeId, OutletId, PackedId, SentenceId, SpeakerId, TargetId,
};
pub use language::{DetectedLang, Lang};
pub use manifest::{InputRecord, Manifest, StageCount};
pub use sentence::{Sentence, SentenceRole};
pub use span::Span;
pub use stance::{Abstention, Scores, SentenceTags, Stance, StanceTag, Tone};
