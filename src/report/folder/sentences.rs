//! Sentences as evidence, from `stances.parquet`.

use super::{Folder, Rows, is, is_one_of};
use crate::report::error::ReportError;
use crate::schema::{Stance, Week};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One sentence with what a reader needs to judge it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::report) struct SentenceRow {
    pub id: String,
    pub article: String,
    pub outlet: String,
    pub lang: String,
    pub published: String,
    pub speaker: String,
    pub quotation: String,
    pub stance: String,
    pub sentence: String,
    pub score: Option<f64>,
}

const COLUMNS: &[&str] = &[
    "sentence_id",
    "article_id",
    "outlet",
    "lang",
    "published_utc",
    "speaker",
    "quotation",
    "stance",
    "sentence",
    "score_favor",
    "score_against",
];

/// Sentences that are considered for one list. Far more than a list holds, so that the rules can pass over many.
const CANDIDATES: u32 = 5_000;

/// Candidates whose text is in memory at once.
const AT_ONCE: usize = 200;

/// Bytes below which a sentence says too little on its own: some six words in Latin, a dozen signs in Chinese.
const MIN_BYTES: usize = 36;

impl Folder<'_> {
    /// The sentences of a week that speak most clearly for or against a target: running text, each said but once, one
    /// of each cluster and at most `per_speaker` of each speaker. Of equally clear ones, those of named speakers first.
    pub fn strongest(
        &self,
        week: Week,
        target: &str,
        stance: Stance,
        n: usize,
        per_speaker: usize,
    ) -> Result<Vec<SentenceRow>, ReportError> {
        let score = format!("score_{}", stance.code());
        let is_named = is_one_of("speaker", &["author".to_owned(), "unnamed".to_owned()]).not();
        let strongest_first = SortMultipleOptions::default().with_order_descending_multi([true, true, false]);
        let candidates = self
            .scan("stances")?
            .filter(is("week", &week.to_string()).and(is("target", target)).and(is("stance", stance.code())))
            .then(|frame| {
                frame
                    .select([
                        col("sentence_id"),
                        col("cluster_id"),
                        col("speaker"),
                        col(&score).alias("score"),
                        is_named.alias("is_named"),
                    ])
                    .sort(["score", "is_named", "sentence_id"], strongest_first.with_nulls_last(true))
                    .limit(CANDIDATES)
            })
            .rows(&["sentence_id", "cluster_id", "speaker"])?;
        let mut chosen = Vec::new();
        let mut clusters: BTreeSet<String> = BTreeSet::new();
        let mut said: BTreeSet<String> = BTreeSet::new();
        let mut speakers: BTreeMap<String, usize> = BTreeMap::new();
        for from in (0..candidates.len()).step_by(AT_ONCE) {
            let batch = from..candidates.len().min(from + AT_ONCE);
            let ids: Vec<String> = batch.clone().map(|row| candidates.text("sentence_id", row)).collect();
            let mut texts = self.sentences(target, &ids)?;
            for row in batch {
                if chosen.len() == n {
                    return Ok(chosen);
                }
                let speaker = candidates.text("speaker", row);
                let cluster = candidates.text("cluster_id", row);
                let is_full = speakers.get(&speaker).is_some_and(|n| *n >= per_speaker);
                let Some(sentence) = texts.remove(&candidates.text("sentence_id", row)) else { continue };
                if is_full
                    || clusters.contains(&cluster)
                    || !is_running_text(&sentence.sentence)
                    || !said.insert(sentence.sentence.to_lowercase())
                {
                    continue;
                }
                clusters.insert(cluster);
                *speakers.entry(speaker).or_default() += 1;
                chosen.push(sentence);
            }
        }
        Ok(chosen)
    }

    /// Sentences by their ids, as they stand toward a target.
    pub fn sentences(
        &self,
        target: &str,
        ids: &[String],
    ) -> Result<BTreeMap<String, SentenceRow>, ReportError> {
        let rows = self
            .scan("stances")?
            .filter(is_one_of("sentence_id", ids).and(is("target", target)))
            .rows(COLUMNS)?;
        Ok((0..rows.len()).map(|row| (rows.text("sentence_id", row), sentence(&rows, row))).collect())
    }
}

fn sentence(rows: &Rows, row: usize) -> SentenceRow {
    let scores = [rows.number("score_favor", row), rows.number("score_against", row)];
    SentenceRow {
        id: rows.text("sentence_id", row),
        article: rows.text("article_id", row),
        outlet: rows.text("outlet", row),
        lang: rows.text("lang", row),
        published: rows.text("published_utc", row),
        speaker: rows.text("speaker", row),
        quotation: rows.text("quotation", row),
        stance: rows.text("stance", row),
        sentence: rows.text("sentence", row).trim().to_owned(),
        score: scores.into_iter().flatten().reduce(f64::max),
    }
}

/// Whether it ends like a sentence. Headings do not, and lines that open a block end with a colon.
fn is_running_text(sentence: &str) -> bool {
    let is_closing =
        |c: char| matches!(c, '"' | '\'' | '”' | '’' | '“' | '»' | '«' | '」' | '』' | ')' | '）' | ']');
    let bare = sentence.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace());
    bare.len() >= MIN_BYTES && bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '．'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_block_heads_are_no_running_text() {
        assert!(is_running_text("The rollups carry the load and will go on doing so."));
        assert!(is_running_text("主网扩容之后，二层网络的旧角色已经不再成立。”"));
        assert!(is_running_text("«Роллапы слишком медленно децентрализуются.»"));
        assert!(!is_running_text("Rollups at the end of the road: what comes after"));
        assert!(!is_running_text("Marta Ilves (researcher at the institute):"));
        assert!(!is_running_text("L2 is dead."));
    }
}
