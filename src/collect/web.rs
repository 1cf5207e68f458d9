//! The polite client: robots.txt, one request at a time for each host with its delay, redirects followed by hand, and
//! bounds of size and time.

use super::address::{PublicResolver, names_private_address};
use super::robots::{Robots, Verdict};
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OnceCell};
use tokio::time::Instant;
use url::Url;

/// How the collector behaves.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Who asks: an address or a page where the operator can be reached; part of the User-Agent.
    pub contact: String,
    /// Seconds between two requests to a host whose outlet states none.
    pub delay: Duration,
    /// A request that takes longer is given up.
    pub timeout: Duration,
    /// The largest body in bytes, unpacked.
    pub body_bytes: usize,
    /// Redirects that are followed.
    pub redirects: usize,
    /// How often a request is tried that fails for a reason that may pass.
    pub tries: u32,
    /// The pause after the first failure; it doubles each time, with jitter.
    pub pause: Duration,
    /// The longest that is waited for a host that asks for patience; one that asks for more is left for the next run.
    pub patience: Duration,
    /// Hosts that may be asked although their address is private; `*` for all.
    pub allow_private: Vec<String>,
}

impl Manners {
    /// What a crawler of news should do, asking in the name of `contact`.
    pub fn new(contact: String) -> Manners {
        Manners {
            contact,
            delay: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            // As Common Crawl's news crawler has it.
            body_bytes: 5 << 20,
            redirects: 5,
            tries: 3,
            pause: Duration::from_secs(4),
            patience: Duration::from_secs(120),
            allow_private: Vec::new(),
        }
    }

    fn allows_private(&self, host: &str) -> bool {
        self.allow_private.iter().any(|allowed| allowed == "*" || allowed == host)
    }

    fn user_agent(&self) -> String {
        format!("newsvane/{} (+{})", env!("CARGO_PKG_VERSION"), self.contact)
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) url: Url,
    /// A body makes it a POST.
    pub(super) body: Option<String>,
    pub(super) headers: BTreeMap<String, String>,
    /// Validators of an earlier answer.
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    /// Least time between requests to the host.
    pub(super) delay: Option<Duration>,
}

impl Request {
    pub(super) fn get(url: Url) -> Request {
        Request { url, body: None, headers: BTreeMap::new(), etag: None, last_modified: None, delay: None }
    }
}

/// What came back, whatever its status.
#[derive(Debug, Clone)]
pub(super) struct Response {
    /// After redirects.
    pub(super) url: Url,
    pub(super) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
    pub(super) fetched: Timestamp,
}

impl Response {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("robots.txt of the host does not allow it")]
    Robots,
    #[error("robots.txt of the host cannot be read, which forbids all: {0}")]
    RobotsUnreachable(String),
    #[error("the address is private; hint: `--allow-private` permits it")]
    Private,
    #[error("the address is not http or https")]
    Scheme,
    #[error("more than {0} redirects")]
    Redirects(usize),
    #[error("the redirect leads nowhere: `{0}`")]
    BadRedirect(String),
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    #[error("no answer within {0} s")]
    Timeout(u64),
    #[error("the host asks to come back in {0} s")]
    Busy(u64),
    #[error("HTTP {0} after {1} tries")]
    Status(u16, u32),
    #[error("{0}")]
    Network(String),
}

/// The client.
#[derive(Debug)]
pub(super) struct Web {
    http: reqwest::Client,
    manners: Manners,
    /// The time before which each host is not asked again.
    hosts: std::sync::Mutex<HashMap<String, Arc<Mutex<Instant>>>>,
    robots: std::sync::Mutex<HashMap<String, Arc<OnceCell<Robots>>>>,
}

impl Web {
    pub(super) fn new(manners: Manners) -> Result<Web, reqwest::Error> {
        let mut builder = reqwest::Client::builder()
            .user_agent(manners.user_agent())
            .redirect(reqwest::redirect::Policy::none())
            .timeout(manners.timeout)
            .connect_timeout(manners.timeout.min(Duration::from_secs(15)))
            .pool_max_idle_per_host(1)
            // A proxy of the environment would be asked instead of the host that was checked.
            .no_proxy();
        if !manners.allows_private("*") {
            builder =
                builder.dns_resolver(Arc::new(PublicResolver { except: manners.allow_private.clone() }));
        }
        Ok(Web { http: builder.build()?, manners, hosts: Default::default(), robots: Default::default() })
    }

    /// Asks politely: robots.txt first, also of where a redirect leads; failures that may pass are tried again.
    pub(super) async fn fetch(&self, request: &Request) -> Result<Response, Refusal> {
        let mut url = request.url.clone();
        for _ in 0..=self.manners.redirects {
            self.check(&url)?;
            let robots = self.robots(&url).await;
            match robots.verdict(&url) {
                Verdict::Allowed => {}
                Verdict::Forbidden => return Err(Refusal::Robots),
                Verdict::Unreachable(problem) => return Err(Refusal::RobotsUnreachable(problem)),
            }
            let delay = request.delay.unwrap_or(self.manners.delay).max(robots.delay().unwrap_or_default());
            let response = self.patiently(&url, request, delay).await?;
            match target(&response)? {
                Some(next) => url = next,
                None => return Ok(response),
            }
        }
        Err(Refusal::Redirects(self.manners.redirects))
    }

    /// The sitemaps that robots.txt of the host names.
    pub(super) async fn sitemaps(&self, url: &Url) -> Vec<Url> {
        self.robots(url).await.sitemaps()
    }

    fn check(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme);
        }
        if names_private_address(url) && !self.manners.allows_private(url.host_str().unwrap_or_default()) {
            return Err(Refusal::Private);
        }
        Ok(())
    }

    /// One hop, again after a pause where that may help.
    async fn patiently(&self, url: &Url, request: &Request, delay: Duration) -> Result<Response, Refusal> {
        let mut pause = self.manners.pause;
        for attempt in 1.. {
            let outcome = self.once(url, request, delay).await;
            let wait = match &outcome {
                Ok(response) if matches!(response.status, 429 | 503) => {
                    let asked =
                        response.header("retry-after").and_then(|value| retry_after(value, response.fetched));
                    if let Some(asked) = asked.filter(|asked| *asked > self.manners.patience) {
                        return Err(Refusal::Busy(asked.as_secs()));
                    }
                    asked.unwrap_or(pause)
                }
                Ok(response) if response.status >= 500 => pause,
                Err(Refusal::Timeout(_) | Refusal::Network(_)) => pause,
                _ => return outcome,
            };
            if attempt >= self.manners.tries {
                return match outcome {
                    Ok(response) => Err(Refusal::Status(response.status, attempt)),
                    error => error,
                };
            }
            tokio::time::sleep(wait.mul_f64(1.0 + 0.5 * fastrand::f64())).await;
            pause *= 2;
        }
        unreachable!("the loop returns")
    }

    /// One request, when the host's turn has come; the turn is held until the answer is whole.
    async fn once(&self, url: &Url, request: &Request, delay: Duration) -> Result<Response, Refusal> {
        let host = {
            let mut hosts = self.hosts.lock().unwrap_or_else(|broken| broken.into_inner());
            hosts.entry(origin(url)).or_insert_with(|| Arc::new(Mutex::new(Instant::now()))).clone()
        };
        let mut next = host.lock().await;
        tokio::time::sleep_until(*next).await;
        // The client's own limit ends a request; this one ends a body that comes drop by drop as well.
        let outcome = tokio::time::timeout(self.manners.timeout, self.send(url, request)).await;
        *next = Instant::now() + delay;
        outcome.unwrap_or(Err(Refusal::Timeout(self.manners.timeout.as_secs())))
    }

    async fn send(&self, url: &Url, request: &Request) -> Result<Response, Refusal> {
        let method = if request.body.is_some() { Method::POST } else { Method::GET };
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value.as_str()))
            {
                headers.insert(name, value);
            }
        }
        for (name, value) in
            [(header::IF_NONE_MATCH, &request.etag), (header::IF_MODIFIED_SINCE, &request.last_modified)]
        {
            if let Some(value) = value.as_deref().and_then(|value| HeaderValue::try_from(value).ok()) {
                headers.insert(name, value);
            }
        }
        let mut builder = self.http.request(method, url.clone()).headers(headers);
        if let Some(body) = &request.body {
            // A form where it is written like one.
            let kind = if body.trim_start().starts_with(['{', '[']) {
                "application/json"
            } else {
                "application/x-www-form-urlencoded"
            };
            builder = builder.header(header::CONTENT_TYPE, kind).body(body.clone());
        }
        let network = |error: reqwest::Error| match error.is_timeout() {
            true => Refusal::Timeout(self.manners.timeout.as_secs()),
            false => Refusal::Network(innermost(&error)),
        };
        let mut response = builder.send().await.map_err(network)?;
        let limit = self.manners.body_bytes;
        let status = response.status();
        let headers = response
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let mut body = Vec::new();
        // Chunks come unpacked, so a bomb stops at the limit.
        if status != StatusCode::NOT_MODIFIED {
            while let Some(chunk) = response.chunk().await.map_err(network)? {
                if body.len() + chunk.len() > limit {
                    return Err(Refusal::TooLarge(limit));
                }
                body.extend_from_slice(&chunk);
            }
        }
        Ok(Response { url: url.clone(), status: status.as_u16(), headers, body, fetched: Timestamp::now() })
    }

    /// The rules of the host, read once a run.
    async fn robots(&self, url: &Url) -> Robots {
        let cell = {
            let mut robots = self.robots.lock().unwrap_or_else(|broken| broken.into_inner());
            robots.entry(origin(url)).or_default().clone()
        };
        cell.get_or_init(|| self.read_robots(url)).await.clone()
    }

    async fn read_robots(&self, url: &Url) -> Robots {
        let Ok(mut at) = url.join("/robots.txt") else {
            return Robots::Closed("no address".to_owned());
        };
        for _ in 0..=self.manners.redirects {
            if let Err(refusal) = self.check(&at) {
                return Robots::Closed(refusal.to_string());
            }
            let response = match self.patiently(&at, &Request::get(at.clone()), Duration::ZERO).await {
                Ok(response) => response,
                Err(refusal) => return Robots::Closed(refusal.to_string()),
            };
            match target(&response) {
                Ok(Some(next)) => at = next,
                Ok(None) => return Robots::of(response.status, &response.body),
                Err(refusal) => return Robots::Closed(refusal.to_string()),
            }
        }
        // RFC 9309, 2.3.1.2: after five redirects the file may be taken as not there.
        Robots::of(404, b"")
    }
}

/// Where a redirect leads; `None` if the answer is none.
fn target(response: &Response) -> Result<Option<Url>, Refusal> {
    if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = response.header("location").unwrap_or_default();
    response.url.join(location).map(Some).map_err(|_| Refusal::BadRedirect(location.to_owned()))
}

/// Scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Seconds, or a date (RFC 9110, 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

/// The cause at the bottom says most.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_asks_for_patience_in_seconds_or_by_a_date() {
        let now: Timestamp = "2026-02-03T10:00:00Z".parse().unwrap();
        assert_eq!(retry_after(" 7 ", now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Tue, 03 Feb 2026 10:01:00 GMT", now), Some(Duration::from_secs(60)));
        assert_eq!(retry_after("Tue, 03 Feb 2026 09:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
    }
}
