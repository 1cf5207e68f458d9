//! An article with everything that was found in it.

use super::{Article, Attribution, Claim, ClusterId, CopyKind, Sentence, SentenceTags};

/// One sentence with its holder, labels and numeric claims.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalyzedSentence {
    /// The sentence.
    pub sentence: Sentence,
    /// Who holds what it says.
    pub attribution: Attribution,
    /// Its labels.
    pub tags: SentenceTags,
    /// The numbers it states.
    pub claims: Vec<Claim>,
}

/// One article with its place among its copies and all its sentences in order.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalyzedArticle {
    /// The article.
    pub article: Article,
    /// The cluster of copies it belongs to.
    pub cluster: ClusterId,
    /// What it is in that cluster.
    pub copy_kind: CopyKind,
    /// Its sentences.
    pub sentences: Vec<AnalyzedSentence>,
}
