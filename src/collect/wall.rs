//! Pages that are not the article: challenges, logins, payments. They are recorded and left alone.

use super::web::Response;

/// Headers by which protections announce a challenge.
const CHALLENGE_HEADERS: &[(&str, &str)] =
    &[("cf-mitigated", "challenge"), ("x-datadome", ""), ("x-amzn-waf-action", "challenge")];

/// Marks of pages that only a browser passes, or only a reader with an account.
const CHALLENGE_MARKS: &[&str] = &[
    "/cdn-cgi/challenge-platform/",
    "cf-chl-",
    "_cf_chl_opt",
    "<title>just a moment...</title>",
    "acw_sc__v2",
    "geo.captcha-delivery.com",
    "px-captcha",
    "g-recaptcha-response",
    "errors.edgesuite.net",
];

/// A page as long as this is more than a challenge, whatever scripts it loads.
const LONGEST_CHALLENGE: usize = 60_000;

/// Words of the address of a login.
const LOGIN_PATHS: &[&str] = &["/login", "/signin", "/sign-in", "/subscribe", "/paywall"];

/// What stands in the way of the article, if something does.
pub(super) fn wall(response: &Response) -> Option<&'static str> {
    if CHALLENGE_HEADERS
        .iter()
        .any(|(name, value)| response.header(name).is_some_and(|found| found.to_lowercase().contains(value)))
        && response.status != 200
    {
        return Some("challenge");
    }
    if LOGIN_PATHS.iter().any(|path| response.url.path().to_lowercase().starts_with(path)) {
        return Some("login");
    }
    if response.body.len() <= LONGEST_CHALLENGE {
        let text = String::from_utf8_lossy(&response.body).to_lowercase();
        if CHALLENGE_MARKS.iter().any(|mark| text.contains(mark)) {
            return Some("challenge");
        }
    }
    match response.status {
        401 | 407 => Some("login"),
        402 => Some("payment"),
        403 => Some("forbidden"),
        451 => Some("blocked for legal reasons"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn response(status: u16, url: &str, headers: &[(&str, &str)], body: &str) -> Response {
        Response {
            url: url::Url::parse(url).unwrap(),
            status,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect::<BTreeMap<_, _>>(),
            body: body.as_bytes().to_vec(),
            fetched: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_only_a_browser_or_a_subscriber_passes_is_a_wall() {
        let a = "https://example.com/a";
        assert_eq!(wall(&response(403, a, &[("cf-mitigated", "challenge")], "")), Some("challenge"));
        assert_eq!(
            wall(&response(200, a, &[], "<html><script>var arg1='';document.cookie='acw_sc__v2='</script>")),
            Some("challenge")
        );
        assert_eq!(wall(&response(200, "https://example.com/login?next=/a", &[], "<html>")), Some("login"));
        assert_eq!(wall(&response(402, a, &[], "")), Some("payment"));
        assert_eq!(wall(&response(200, a, &[], "<html><p>An article about captchas and logins.</p>")), None);
    }
}
