//! Identifiers as types: parsed and checked at the edge, so that no later code can hold a bad one.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// An identifier that breaks the rules of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{value}` is not a valid {kind} id\nhint: use lower-case letters, digits, `_` and `.`, at most 76 of them"
)]
pub struct IdError {
    kind: &'static str,
    value: String,
}

fn is_word(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 80
        && value
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'.'))
}

/// What [`slug`] gives back as it is: letters and digits of any script, `_` and `.`.
fn is_slug(value: &str) -> bool {
    slug(value).as_deref() == Some(value)
}

macro_rules! word_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $is_valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(value: &str) -> Result<Self, IdError> {
                Self::try_from(value.to_owned())
            }
        }
        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(value: String) -> Result<Self, IdError> {
                if $is_valid(&value) { Ok(Self(value)) } else { Err(IdError { kind: $kind, value }) }
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

word_id!(
    /// A publisher: an id of `corpora/outlets`, or a slug of the host or name of one that is not registered.
    OutletId, "outlet", is_slug
);
word_id!(
    /// What a stance is toward: an id of `corpora/targets`.
    TargetId, "target", is_word
);
word_id!(
    /// A story that sentences tell: an id of `corpora/narratives`.
    NarrativeId, "narrative", is_word
);
word_id!(
    /// An article: 16 hexadecimal digits, see [`ArticleId::of_site`], [`ArticleId::of_url`] and [`ArticleId::of_text`].
    ArticleId, "article", is_word
);
word_id!(
    /// An original with its reprints and translations: the id of the original article.
    ClusterId, "cluster", is_word
);
word_id!(
    /// A sentence: the id of its article, `-`, its number from 0.
    SentenceId, "sentence", is_word
);

word_id!(
    /// Who holds a stance: an id of `corpora/speakers.toml`, or a slug (in any script) of a name that stands in the text.
    SpeakerId, "speaker", is_slug
);

impl OutletId {
    /// A slug of any name or host: lower case, runs of other characters become one `_`; `None` if nothing is left.
    pub fn slug(name: &str) -> Option<Self> {
        slug(name).map(Self)
    }
}

impl ArticleId {
    /// The id of an article whose site numbers its articles: mirrors and language prefixes make no second article.
    pub fn of_site(outlet: &OutletId, kind: &str, site_id: &str) -> Self {
        Self(hash(&["site", outlet.as_str(), kind, site_id]))
    }

    /// The id of an article known by its canonical URL.
    pub fn of_url(canonical_url: &str) -> Self {
        Self(hash(&["url", canonical_url]))
    }

    /// The id of an article of which only the text is known.
    pub fn of_text(text: &str) -> Self {
        Self(hash(&["text", text]))
    }

    /// The id of the sentence with the number `index` (from 0).
    pub fn sentence(&self, index: usize) -> SentenceId {
        SentenceId(format!("{}-{index}", self.0))
    }
}

/// An article id in eight bytes, for the few places that hold one for every article of a dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackedId(u64);

impl ArticleId {
    /// The same id in eight bytes.
    pub fn packed(&self) -> PackedId {
        // Ids that this program makes are 16 hexadecimal digits; any other is hashed to as many.
        PackedId(
            u64::from_str_radix(&self.0, 16)
                .unwrap_or_else(|_| u64::from_str_radix(&hash(&["id", &self.0]), 16).unwrap_or_default()),
        )
    }
}

impl PackedId {
    /// The id that was packed.
    pub fn unpacked(self) -> ArticleId {
        ArticleId(format!("{:016x}", self.0))
    }
}

impl ClusterId {
    /// The cluster whose original is `article`.
    pub fn of_original(article: &ArticleId) -> Self {
        Self(article.0.clone())
    }
}

impl SpeakerId {
    /// The id of a name that is not registered: lower case, runs of other than letters and digits become one `_`.
    pub fn slug(name: &str) -> Option<Self> {
        slug(name).map(Self)
    }
}

fn slug(name: &str) -> Option<String> {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || (c == '.' && !out.is_empty()) {
            out.push(c);
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
        if out.len() >= 76 {
            break;
        }
    }
    let out = out.trim_end_matches(['_', '.']).to_owned();
    (!out.is_empty()).then_some(out)
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_ids_are_refused_with_the_way_out() {
        assert!("l2".parse::<TargetId>().is_ok());
        let error = "L2 networks".parse::<TargetId>().unwrap_err().to_string();
        assert!(error.contains("`L2 networks`") && error.contains("hint:"), "{error}");
        assert!("".parse::<OutletId>().is_err());
    }

    #[test]
    fn packed_ids_unpack_to_themselves() {
        let id = ArticleId::of_text("a text");
        assert_eq!(id.packed().unpacked(), id);
    }

    #[test]
    fn slugs_keep_any_script() {
        assert_eq!(SpeakerId::slug("Вэй Дай").unwrap().as_str(), "вэй_дай");
        assert_eq!(OutletId::slug("www.Example.com").unwrap().as_str(), "www.example.com");
        assert_eq!(SpeakerId::slug("…"), None);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let outlet = |s: &str| s.parse::<OutletId>().unwrap();
        assert_ne!(ArticleId::of_site(&outlet("a"), "bc", "1"), ArticleId::of_site(&outlet("ab"), "c", "1"));
    }
}
