//! Addresses: their canonical form, and the language they name.

use crate::schema::Lang;
use url::Url;

/// Query parameters that track readers instead of naming a page; besides those that begin with `utm_`.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "yclid",
    "msclkid",
    "twclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "ref",
    "ref_src",
    "ref_url",
    "refer",
    "referrer",
    "referral",
    "ref_type",
    "from",
    "share",
    "shared",
    "share_id",
    "shareuid",
    "share_token",
    "sharetype",
    "spm",
    "scm",
    "source",
    "src",
    "cmpid",
    "campaign",
    "ncid",
    "ocid",
    "soc_src",
    "soc_trk",
    "openinbrowser",
    "isappinstalled",
    "outputtype",
    "amp",
    "invite",
    "inviter",
    "channel",
];

/// Tags of paths and hosts that name a country or script instead of a language.
const COUNTRIES: &[(&str, &str)] = &[
    ("jp", "ja"),
    ("kr", "ko"),
    ("ua", "uk"),
    ("vn", "vi"),
    ("br", "pt"),
    ("cht", "zh-hant"),
    ("chs", "zh-hans"),
];

/// A canonical address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// The whole address, `https`, without `www.`, tracking parameters, fragment and trailing slash.
    pub url: String,
    /// The host, lower case, with its prefixes.
    pub host: String,
    /// Path and query of the canonical address.
    pub path_and_query: String,
    /// The language that a path segment, the host or a parameter names.
    pub lang: Option<Lang>,
}

impl Address {
    /// Reads an address, relative to `base` where that is given; `None` if it is none of the web.
    pub(super) fn parse(address: &str, base: Option<&str>) -> Option<Address> {
        let address = address.trim();
        let base = base.and_then(|base| Url::parse(base).ok());
        let url = match Url::parse(address) {
            Ok(url) => url,
            Err(_) => match base {
                Some(base) => base.join(address).ok()?,
                None => Url::parse(&format!("https://{}", address.trim_start_matches('/'))).ok()?,
            },
        };
        let host =
            url.host_str().filter(|host| host.contains('.') || host.contains(':'))?.to_ascii_lowercase();
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let query: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| !is_tracking(key))
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        let mut path_and_query = url.path().trim_end_matches('/').to_owned();
        if !query.is_empty() {
            let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&query).finish();
            path_and_query = format!("{path_and_query}?{encoded}");
        }
        let bare =
            ["www.", "m.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host);
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Some(Address {
            url: format!("https://{bare}{port}{path_and_query}"),
            lang: lang_of(&url, &host, &query),
            host,
            path_and_query,
        })
    }

    /// Whether it is a site's front page.
    pub(super) fn is_front_page(&self) -> bool {
        self.path_and_query.is_empty()
    }
}

fn is_tracking(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("utm_") || TRACKING.contains(&key.as_str())
}

fn lang_of(url: &Url, host: &str, query: &[(String, String)]) -> Option<Lang> {
    let path = url.path_segments().into_iter().flatten().take(2).find_map(tag);
    let labels: Vec<&str> = host.split('.').collect();
    let subdomain = || labels.first().filter(|_| labels.len() > 2).and_then(|label| tag(label));
    let parameter = || {
        let names = ["lang", "language", "locale", "hl"];
        query.iter().find(|(key, _)| names.contains(&key.as_str())).and_then(|(_, value)| tag(value))
    };
    path.or_else(subdomain).or_else(parameter)
}

/// The language of a whole segment such as `ru`, `zh-hant`, `pt_BR`; a slug that begins alike is none.
fn tag(segment: &str) -> Option<Lang> {
    let lower = segment.to_ascii_lowercase().replace('_', "-");
    if let Some((_, tag)) = COUNTRIES.iter().find(|(country, _)| *country == lower) {
        return Lang::from_tag(tag);
    }
    let (primary, rest) = lower.split_once('-').unwrap_or((&lower, ""));
    let is_tag = primary.len() == 2
        && (rest.len() == 2 || matches!(rest, "" | "hans" | "hant" | "hans-cn" | "hant-tw" | "419"));
    if is_tag { Lang::from_tag(&lower) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(address: &str) -> String {
        Address::parse(address, None).map(|address| address.url).unwrap_or_default()
    }

    #[test]
    fn spellings_of_one_address_meet() {
        for (address, canonical) in [
            ("http://WWW.Example.com/News/1/?utm_source=x&fbclid=2#top", "https://example.com/News/1"),
            ("https://m.example.com/a?id=5&ref=home", "https://example.com/a?id=5"),
            ("https://amp.example.com:443/", "https://example.com"),
            ("example.com/a/", "https://example.com/a"),
            ("//example.com/a", "https://example.com/a"),
            ("https://user:pass@example.com:8080/a", "https://example.com:8080/a"),
            ("mailto:a@example.com", ""),
            ("not an address", ""),
            ("", ""),
        ] {
            assert_eq!(url(address), canonical, "{address}");
            if !canonical.is_empty() {
                assert_eq!(url(canonical), canonical, "canonical stays canonical");
            }
        }
    }

    #[test]
    fn relative_addresses_need_a_base() {
        let joined = Address::parse("/a/1", Some("https://example.com/b?x=1")).unwrap();
        assert_eq!(joined.url, "https://example.com/a/1");
        assert_eq!(Address::parse("/a/1", None), None);
    }

    #[test]
    fn languages_are_whole_segments() {
        for (address, lang) in [
            ("https://example.com/ru/news/1", Some(Lang::Ru)),
            ("https://example.com/zh-hant/articles/1", Some(Lang::ZhHant)),
            ("https://example.com/zh-CN/post/1", Some(Lang::ZhHans)),
            ("https://example.com/news/de/1", Some(Lang::De)),
            ("https://es.example.com/a", Some(Lang::Es)),
            ("https://example.com/ua/1", Some(Lang::Uk)),
            ("https://example.com/a?lang=pt-BR", Some(Lang::Pt)),
            ("https://example.com/en-route-to-l2", None),
            ("https://de.com/a", None),
            ("https://www.example.com/a", None),
        ] {
            assert_eq!(Address::parse(address, None).unwrap().lang, lang, "{address}");
        }
    }
}
