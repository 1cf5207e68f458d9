//! One outlet: what its sources name goes into the store, then the pages that wait are fetched.

use super::discover::{self, Answer, SitemapToRead};
use super::found::{Found, Problem};
use super::store::{Fetched, Item, State, Store};
use super::wall::wall;
use super::web::{Refusal, Request, Response, Web};
use super::{CollectError, CollectProgress, Job, OutletSummary, ReadArticle, Task};
use crate::registry::{Outlet, Registry, SitemapSource};
use crate::schema::{ARTICLE, CollectedPage, ListedAddress, PAGE};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;
use url::Url;

/// Pages of one listing in a run.
const MOST_PAGES: u64 = 2_000;
/// Runs in which a page may fail before it is given up.
const MOST_TRIES: u32 = 5;
/// So many pages in a row without an answer, and the rest of the outlet waits for the next run.
const MOST_FAILURES_IN_A_ROW: u32 = 5;

pub(super) async fn run(
    task: &Task<'_>,
    job: &Job<'_>,
    web: &Web,
    store: &Store,
    reader: &dyn ReadArticle,
    progress: &dyn CollectProgress,
) -> Result<OutletSummary, CollectError> {
    let outlet = task.outlet;
    let delay = outlet.collect.delay_seconds.map(Duration::from_secs_f64);
    let summary = OutletSummary { outlet: outlet.id.to_string(), ..OutletSummary::default() };
    let mut run = Run { outlet, job, web, store, reader, delay, summary };
    if task.sources {
        run.feeds().await?;
        run.listings().await?;
        run.sitemaps().await?;
    }
    run.listed(task.listed)?;
    run.pages(progress).await?;
    Ok(run.summary)
}

/// An article of an outlet, by the site's id where its addresses hold one; `None` for what is none of its articles.
pub(super) fn item(found: &Found, outlet: &Outlet, registry: &Registry) -> Option<Item> {
    let host = found.url.host_str()?;
    if registry.outlets.by_host(host).is_none_or(|owner| owner.id != outlet.id) {
        return None;
    }
    match outlet.article(path_and_query(&found.url)) {
        Some(article) => Some(item_of(found, article.kind, article.id)),
        None => Some(item_of(found, ARTICLE, found.id.clone()?)),
    }
}

fn item_of(found: &Found, kind: &str, site_id: String) -> Item {
    Item {
        kind: kind.to_owned(),
        site_id,
        url: found.url.to_string(),
        published: found.published.clone(),
        title: found.title.clone(),
        byline: found.byline.clone(),
        lang: found.lang.clone(),
    }
}

fn path_and_query(url: &Url) -> &str {
    &url[url::Position::BeforePath..url::Position::AfterQuery]
}

/// What a list says of a page.
fn found_in_list(listed: &ListedAddress) -> Option<Found> {
    Some(Found {
        url: Url::parse(&listed.url).ok()?,
        id: None,
        title: listed.title.clone(),
        published: listed.published.clone(),
        changed: listed.seen.clone(),
        lang: listed.lang.clone(),
        byline: listed.byline.clone(),
        html: None,
    })
}

/// A page of a list: an article of its outlet, or any page of a host that is not registered, which its path tells apart.
fn listed_item(found: &Found, outlet: &Outlet, registry: &Registry) -> Option<Item> {
    match registry.outlets.by_name(outlet.id.as_str()) {
        Some(_) => item(found, outlet, registry),
        None => Some(item_of(found, PAGE, path_and_query(&found.url).to_owned())),
    }
}

/// The address of a page that an archive keeps; of others their own.
fn original(url: &str) -> &str {
    let inner = url.strip_prefix("https://web.archive.org/web/").and_then(|rest| rest.split_once("id_/"));
    inner.map_or(url, |(_, original)| original)
}

struct Run<'a> {
    outlet: &'a Outlet,
    job: &'a Job<'a>,
    web: &'a Web,
    store: &'a Store,
    reader: &'a dyn ReadArticle,
    delay: Option<Duration>,
    summary: OutletSummary,
}

impl Run<'_> {
    async fn feeds(&mut self) -> Result<(), CollectError> {
        for source in &self.outlet.collect.feeds {
            let mut seen: HashSet<String> = HashSet::new();
            for page in 1..=MOST_PAGES {
                let address = source.url.replace("{page}", &page.to_string());
                // Pages behind the first move with every new article, so only the first can be known to be unchanged.
                let validators =
                    if page == 1 { self.store.validators(&address, self.job.since)? } else { (None, None) };
                let answer =
                    match discover::read_feed(self.web, source, &address, validators, self.delay).await {
                        Ok(answer) => answer,
                        // Behind its last page a feed answers with 404 or an empty shell.
                        Err(Problem::Status(404) | Problem::NoFeed) if page > 1 => break,
                        Err(problem) => {
                            self.fail(&address, &problem);
                            break;
                        }
                    };
                let goes_on = match &answer {
                    Answer::Read(found, _) => {
                        let fresh = found.iter().filter(|found| seen.insert(found.url.to_string())).count();
                        fresh > 0 && !found.iter().all(|found| discover::too_old(found, self.job.since))
                    }
                    _ => false,
                };
                self.take(&address, answer)?;
                if !goes_on || address == source.url || self.job.since.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    async fn listings(&mut self) -> Result<(), CollectError> {
        for source in &self.outlet.collect.listings {
            let mut seen: HashSet<String> = HashSet::new();
            for turn in 0..MOST_PAGES {
                let page = source.first + turn * source.step;
                let (found, response) = match discover::read_listing(self.web, source, page, self.delay).await
                {
                    Ok(read) => read,
                    Err(problem) => {
                        self.fail(&source.url, &problem);
                        break;
                    }
                };
                // Lists are re-ordered and pinned: a page ends the walk when all of it is too old or was there before.
                let fresh = found.iter().filter(|found| seen.insert(found.url.to_string())).count();
                let is_old = found.iter().all(|found| discover::too_old(found, self.job.since));
                self.take(&source.url, Answer::Read(found, Box::new(response)))?;
                let has_pages = source.url.contains("{page}")
                    || source.body.as_ref().is_some_and(|body| body.contains("{page}"));
                if fresh == 0 || is_old || !has_pages || self.job.since.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    async fn sitemaps(&mut self) -> Result<(), CollectError> {
        let mut sources: Vec<SitemapSource> = self.outlet.collect.sitemaps.clone();
        if self.outlet.collect.robots_sitemaps
            && let Ok(home) = Url::parse(&self.outlet.homepage)
        {
            let named = self.web.sitemaps(&home).await;
            sources.extend(named.into_iter().map(|url| SitemapSource {
                url: url.to_string(),
                lang: None,
                only: None,
            }));
        }
        let mut seen = HashSet::new();
        for source in &sources {
            let mut queue = vec![SitemapToRead { url: source.url.clone(), depth: 0 }];
            while let Some(this) = queue.pop() {
                if seen.len() >= discover::MOST_SITEMAPS {
                    self.summary
                        .problem(format!("more than {} sitemaps; the rest is left", discover::MOST_SITEMAPS));
                    return Ok(());
                }
                if !seen.insert(this.url.clone()) {
                    continue;
                }
                let validators = self.store.validators(&this.url, self.job.since)?;
                let mut more = Vec::new();
                let answer = discover::read_sitemap(
                    self.web,
                    source,
                    &this,
                    validators,
                    self.job.since,
                    self.delay,
                    &mut more,
                )
                .await;
                queue.extend(more.into_iter().rev());
                match answer {
                    Ok(answer) => self.take(&this.url, answer)?,
                    Err(problem) => self.fail(&this.url, &problem),
                }
            }
        }
        Ok(())
    }

    /// Queues the pages that a list names.
    fn listed(&mut self, listed: &[ListedAddress]) -> Result<(), CollectError> {
        let wanted: Vec<(Found, &ListedAddress)> = listed
            .iter()
            .filter_map(|listed| Some((found_in_list(listed)?, listed)))
            .filter(|(found, _)| !discover::too_old(found, self.job.since))
            .collect();
        let items: Vec<Item> = wanted
            .iter()
            .filter_map(|(found, listed)| {
                let item = listed_item(found, self.outlet, self.job.registry)?;
                Some(Item { url: listed.archived.clone().unwrap_or(item.url), ..item })
            })
            .collect();
        if items.len() < wanted.len() {
            let n = wanted.len() - items.len();
            self.summary.problem(format!("{n} addresses of the list are none of its articles"));
        }
        let distinct: HashSet<(&str, &str)> =
            items.iter().map(|item| (item.kind.as_str(), item.site_id.as_str())).collect();
        self.summary.n_found += distinct.len() as u64;
        self.summary.n_new += self.store.add_items(self.outlet.id.as_str(), &items, Timestamp::now())?;
        Ok(())
    }

    fn fail(&mut self, url: &str, problem: &Problem) {
        self.summary.problem(format!("`{url}` {problem}"));
    }

    /// Keeps what a source names, then notes that it was read.
    fn take(&mut self, url: &str, answer: Answer) -> Result<(), CollectError> {
        let (found, response) = match answer {
            Answer::Unchanged => {
                self.summary.n_unchanged += 1;
                return Ok(());
            }
            // Not noted: an index is read anew each time, since what it names may change where it does not.
            Answer::Index => return Ok(()),
            Answer::Read(found, response) => (found, response),
        };
        let wanted: Vec<(Item, Found)> = found
            .into_iter()
            .filter(|found| !discover::too_old(found, self.job.since))
            .filter_map(|found| Some((item(&found, self.outlet, self.job.registry)?, found)))
            .collect();
        let distinct: HashSet<&str> = wanted.iter().map(|(item, _)| item.site_id.as_str()).collect();
        self.summary.n_found += distinct.len() as u64;
        let items: Vec<Item> = wanted.iter().map(|(item, _)| item.clone()).collect();
        self.summary.n_new += self.store.add_items(self.outlet.id.as_str(), &items, Timestamp::now())?;
        let mut waiting: HashSet<String> = if wanted.iter().any(|(_, found)| found.html.is_some()) {
            self.store.waiting(self.outlet.id.as_str())?.into_iter().map(|item| item.site_id).collect()
        } else {
            HashSet::new()
        };
        for (item, found) in &wanted {
            // The source carries the whole text: it is the page.
            if let Some(html) = &found.html
                && waiting.remove(&item.site_id)
            {
                self.keep_text(item, found, html, &response)?;
            }
        }
        self.store.read_source(self.outlet.id.as_str(), url, &response, self.job.since)?;
        Ok(())
    }

    fn keep_text(
        &mut self,
        item: &Item,
        found: &Found,
        html: &str,
        response: &Response,
    ) -> Result<(), CollectError> {
        let title = found.title.as_deref().unwrap_or_default();
        let page = CollectedPage {
            body: html.as_bytes(),
            content_type: Some("text/html; charset=utf-8"),
            url: Some(&item.url),
            outlet: self.outlet.id.as_str(),
            published: item.published.as_deref(),
            title: Some(title).filter(|title| !title.is_empty()),
            byline: found.byline.as_deref(),
            lang: item.lang.as_deref(),
            site_id: Some(&item.site_id),
        };
        let headers = BTreeMap::from([("content-type".to_owned(), "text/html; charset=utf-8".to_owned())]);
        let fetched = Fetched {
            requested: response.url.as_str(),
            url: &item.url,
            fetched: response.fetched,
            status: 200,
            headers: &headers,
            body: html.as_bytes(),
        };
        self.keep_article(item, &fetched, &page)
    }

    /// Keeps a page with its article, or with why it has none.
    fn keep_article(
        &mut self,
        item: &Item,
        fetched: &Fetched,
        page: &CollectedPage,
    ) -> Result<(), CollectError> {
        self.summary.n_kept += 1;
        let read = self.reader.read(page);
        self.summary.n_unread += u64::from(read.is_err());
        let (article, reason) = (read.as_ref().ok(), read.as_ref().err().map(String::as_str));
        self.store.keep(self.outlet.id.as_str(), item, fetched, State::Done, reason, article)?;
        Ok(())
    }

    /// Keeps a page that is not the article.
    fn keep_other(
        &self,
        item: &Item,
        fetched: &Fetched,
        state: State,
        reason: &str,
    ) -> Result<(), CollectError> {
        self.store.keep(self.outlet.id.as_str(), item, fetched, state, Some(reason), None)?;
        Ok(())
    }

    async fn pages(&mut self, progress: &dyn CollectProgress) -> Result<(), CollectError> {
        let waiting = self.store.waiting(self.outlet.id.as_str())?;
        progress.waiting(self.outlet, waiting.len() as u64);
        let mut failures_in_a_row = 0;
        for item in &waiting {
            let Ok(url) = Url::parse(&item.url) else {
                self.store.note(self.outlet.id.as_str(), item, State::Failed, "no address", MOST_TRIES)?;
                continue;
            };
            let outcome = self.web.fetch(&Request { delay: self.delay, ..Request::get(url) }).await;
            let is_failure = match outcome {
                Ok(response) => self.answered(item, &response)?,
                Err(refusal) => self.refused(item, &refusal)?,
            };
            progress.advance(self.outlet);
            failures_in_a_row = if is_failure { failures_in_a_row + 1 } else { 0 };
            if failures_in_a_row >= MOST_FAILURES_IN_A_ROW {
                self.summary.problem(format!(
                    "{MOST_FAILURES_IN_A_ROW} pages in a row failed; the rest waits for the next run"
                ));
                break;
            }
        }
        Ok(())
    }

    /// Whether the page failed.
    fn answered(&mut self, item: &Item, response: &Response) -> Result<bool, CollectError> {
        let fetched = Fetched {
            requested: &item.url,
            url: original(response.url.as_str()),
            fetched: response.fetched,
            status: response.status,
            headers: &response.headers,
            body: &response.body,
        };
        if let Some(what) = wall(response) {
            self.summary.n_walled += 1;
            self.summary.problem(format!("`{}` is behind a wall: {what}", item.url));
            self.keep_other(item, &fetched, State::Walled, what)?;
            return Ok(false);
        }
        match response.status {
            200 => {
                let page = CollectedPage {
                    body: &response.body,
                    content_type: response.header("content-type"),
                    url: Some(fetched.url),
                    outlet: self.outlet.id.as_str(),
                    published: item.published.as_deref(),
                    title: item.title.as_deref(),
                    byline: item.byline.as_deref(),
                    lang: item.lang.as_deref(),
                    site_id: Some(item.site_id.as_str()).filter(|_| item.kind != PAGE),
                };
                self.keep_article(item, &fetched, &page)?;
                Ok(false)
            }
            404 | 410 => {
                self.summary.n_gone += 1;
                self.keep_other(item, &fetched, State::Gone, "no longer there")?;
                Ok(false)
            }
            other => {
                self.summary.n_failed += 1;
                self.summary.problem(format!("`{}` answers HTTP {other}", item.url));
                let reason = format!("HTTP {other}");
                self.store.note(self.outlet.id.as_str(), item, State::Waiting, &reason, MOST_TRIES)?;
                Ok(true)
            }
        }
    }

    fn refused(&mut self, item: &Item, refusal: &Refusal) -> Result<bool, CollectError> {
        let state = match refusal {
            Refusal::Robots | Refusal::Private | Refusal::Scheme => State::Refused,
            Refusal::TooLarge(_) | Refusal::Redirects(_) | Refusal::BadRedirect(_) => State::Failed,
            _ => State::Waiting,
        };
        match state {
            State::Refused => self.summary.n_refused += 1,
            _ => self.summary.n_failed += 1,
        }
        self.summary.problem(format!("`{}`: {refusal}", item.url));
        self.store.note(self.outlet.id.as_str(), item, state, &refusal.to_string(), MOST_TRIES)?;
        Ok(state == State::Waiting)
    }
}
