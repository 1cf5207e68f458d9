//! Losses: nothing disappears without a row that says where, what and why.

use super::{ArticleId, Origin};
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $code)] $variant),+ }
        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The code in the tables.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(crate) use closed_set;

closed_set! {
    /// The station at which a record was lost.
    Stage {
        /// Reading files and records.
        Read = "read",
        /// Extracting text from pages.
        Extract = "extract",
        /// Detecting the language.
        Language = "language",
        /// Finding copies.
        Cluster = "cluster",
        /// Choosing by date.
        Select = "select",
        /// Tagging.
        Tag = "tag",
    }
}

closed_set! {
    /// Why a record was dropped.
    DropReason {
        /// The file could not be opened or read.
        Unreadable = "unreadable",
        /// No known dump format.
        UnsupportedFormat = "unsupported_format",
        /// Binary content where text was expected.
        Binary = "binary",
        /// No character set fits.
        Charset = "charset",
        /// The file or the record is empty.
        Empty = "empty",
        /// The stream ends in the middle of a record.
        Truncated = "truncated",
        /// A record that does not parse.
        Malformed = "malformed",
        /// A field that must be there is not.
        MissingField = "missing_field",
        /// Beyond a limit of size or depth.
        TooLarge = "too_large",
        /// Beyond the time allowed for one page.
        TooSlow = "too_slow",
        /// Not a page: a redirect, an error, an image.
        NotAnArticle = "not_an_article",
        /// The page holds no article text.
        NoText = "no_text",
        /// The date field holds no date; the article itself is kept, undated.
        BadDate = "bad_date",
        /// The same article again (same id).
        Duplicate = "duplicate",
        /// A later part of the document repeats an earlier one.
        Repetition = "repetition",
        /// Outside `--from`/`--to`.
        OutsideRange = "outside_range",
        /// A language that is not analysed; the article is counted in `articles.csv`.
        LanguageUnsupported = "language_unsupported",
        /// The scores were too low to decide.
        ScoreTooLow = "score_too_low",
    }
}

impl DropReason {
    /// Whether something the user wanted was lost (exit code 2), as against a choice or a repetition.
    pub fn is_loss(self) -> bool {
        !matches!(
            self,
            DropReason::NotAnArticle
                | DropReason::Duplicate
                | DropReason::Repetition
                | DropReason::OutsideRange
                | DropReason::LanguageUnsupported
                | DropReason::ScoreTooLow
        )
    }
}

/// One row of `dropped.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// Where the record stood.
    pub origin: Origin,
    /// The article, where it was already known.
    pub article_id: Option<ArticleId>,
    /// The station.
    pub stage: Stage,
    /// Why.
    pub reason: DropReason,
    /// The field at fault, if it is one.
    pub field: Option<String>,
    /// What was found, in words, with a hint where there is a way out. No content of the document beyond 80 characters.
    pub detail: String,
}
