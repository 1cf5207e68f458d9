//! robots.txt by RFC 9309, on the strict side where practice differs: a host that refuses its robots.txt refuses all.

use std::sync::Arc;
use std::time::Duration;
use texting_robots::Robot;
use url::Url;

/// What of a file is read at most (RFC 9309, 2.5: at least 500 KiB).
const MOST_BYTES: usize = 512 << 10;
/// A delay that a host asks for is kept up to this; Common Crawl's news crawler has the same bound.
const LONGEST_DELAY: Duration = Duration::from_secs(120);
/// The product token.
const AGENT: &str = "newsvane";

/// The rules of a host.
#[derive(Debug, Clone)]
pub(super) enum Robots {
    /// No file: no rules.
    Free,
    /// The file's.
    Rules(Arc<Rules>),
    /// Nothing may be asked, and why.
    Closed(String),
}

/// A file that was read.
pub(super) struct Rules(Robot);

impl std::fmt::Debug for Rules {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("Rules")
    }
}

/// Whether an address may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Allowed,
    Forbidden,
    /// The rules are not known.
    Unreachable(String),
}

impl Robots {
    /// From the answer of the host.
    pub(super) fn of(status: u16, body: &[u8]) -> Robots {
        match status {
            200..=299 => match Robot::new(AGENT, &body[..body.len().min(MOST_BYTES)]) {
                Ok(robot) => Robots::Rules(Arc::new(Rules(robot))),
                Err(error) => Robots::Closed(format!("it cannot be understood: {error}")),
            },
            401 | 403 => Robots::Closed(format!("HTTP {status}")),
            400..=499 => Robots::Free,
            _ => Robots::Closed(format!("HTTP {status}")),
        }
    }

    pub(super) fn verdict(&self, url: &Url) -> Verdict {
        match self {
            Robots::Free => Verdict::Allowed,
            Robots::Rules(rules) if rules.0.allowed(url.as_str()) => Verdict::Allowed,
            Robots::Rules(_) => Verdict::Forbidden,
            Robots::Closed(problem) => Verdict::Unreachable(problem.clone()),
        }
    }

    /// The `Crawl-delay`, which is outside the RFC and kept all the same.
    pub(super) fn delay(&self) -> Option<Duration> {
        let Robots::Rules(rules) = self else {
            return None;
        };
        let seconds = rules.0.delay?;
        Some(Duration::try_from_secs_f32(seconds).unwrap_or(LONGEST_DELAY).min(LONGEST_DELAY))
    }

    pub(super) fn sitemaps(&self) -> Vec<Url> {
        match self {
            Robots::Rules(rules) => rules.0.sitemaps.iter().filter_map(|url| Url::parse(url).ok()).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(robots: &Robots, path: &str) -> Verdict {
        robots.verdict(&Url::parse(&format!("https://example.com{path}")).unwrap())
    }

    #[test]
    fn the_longest_rule_of_our_group_decides() {
        let file = b"User-agent: *\nDisallow: /\n\nUser-agent: newsvane\nDisallow: /private\nAllow: /private/news\nCrawl-delay: 7\n\
                     Sitemap: https://example.com/s.xml\n";
        let robots = Robots::of(200, file);
        assert_eq!(verdict(&robots, "/a"), Verdict::Allowed);
        assert_eq!(verdict(&robots, "/private/x"), Verdict::Forbidden);
        assert_eq!(verdict(&robots, "/private/news/1"), Verdict::Allowed);
        assert_eq!(robots.delay(), Some(Duration::from_secs(7)));
        assert_eq!(robots.sitemaps().len(), 1);
    }

    #[test]
    fn a_missing_file_allows_and_a_refused_or_broken_one_forbids() {
        assert_eq!(verdict(&Robots::of(404, b""), "/a"), Verdict::Allowed);
        for status in [401, 403, 500, 503] {
            assert!(matches!(verdict(&Robots::of(status, b""), "/a"), Verdict::Unreachable(_)), "{status}");
        }
    }

    #[test]
    fn a_delay_beyond_reason_is_bounded() {
        let robots = Robots::of(200, b"User-agent: *\nCrawl-delay: 99999999\n");
        assert_eq!(robots.delay(), Some(LONGEST_DELAY));
    }
}
