//! What a source names.

use url::Url;

/// An article that a source names, before it is matched with its outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) url: Url,
    /// The site's own id, where the source states it.
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    /// As the source writes it, or as a time of ours where it is a number.
    pub(super) published: Option<String>,
    /// When it last changed, which says only that it is not newer.
    pub(super) changed: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) byline: Option<String>,
    /// The whole text, where the source carries it.
    pub(super) html: Option<String>,
}

/// Why a source gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    #[error("is no feed, although it answers")]
    NoFeed,
    #[error("is a feed without dates")]
    Undated,
    #[error("is no sitemap: {0}")]
    NoSitemap(String),
    #[error("is not the JSON that the outlet's file describes: {0}")]
    NoListing(String),
    #[error("answers HTTP {0}")]
    Status(u16),
    #[error("{0}")]
    Refused(String),
}
