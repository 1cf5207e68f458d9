//! Collecting: pages come in, articles are read from them, both go into the store.

use crate::collect::{self, ArticleRow, CollectError, CollectProgress, Job, OutletSummary, ReadArticle};
use crate::extract;
use crate::language::Detector;
use crate::read::collected_document;
use crate::registry::Registry;
use crate::schema::{CollectedPage, Origin};

/// Reads articles as `analyze` will.
struct Reader<'a> {
    registry: &'a Registry,
    detector: Detector,
}

impl ReadArticle for Reader<'_> {
    fn read(&self, page: &CollectedPage) -> Result<ArticleRow, String> {
        let origin = Origin { file: page.url.unwrap_or_default().to_owned(), position: None };
        let document = collected_document(page, origin);
        let article = extract::extract(&document, self.registry).map_err(|dropped| dropped.detail)?.article;
        let detected = self.detector.detect(&article.text);
        Ok(ArticleRow {
            article_id: article.id.to_string(),
            url: article.url,
            title: article.title,
            byline: article.byline,
            published_utc: article.published.utc.map(|utc| utc.to_string()),
            published_precision: article.published.precision.to_string(),
            lang_url: article.lang_url.map(|lang| lang.to_string()),
            lang_declared: article.lang_declared,
            lang_detected: detected.supported().map(|lang| lang.to_string()),
            text: article.text,
        })
    }
}

/// Collects into the store, with the articles that `analyze` would read from the pages.
///
/// # Errors
/// If the store cannot be used; what sites do wrong is in the summaries.
pub fn collect(job: &Job, progress: &dyn CollectProgress) -> Result<Vec<OutletSummary>, CollectError> {
    let reader = Reader { registry: job.registry, detector: Detector::new() };
    collect::collect(job, &reader, progress)
}
