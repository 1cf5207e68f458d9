//! The languages that are analysed, and what detection may say beside them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! languages {
    ($($variant:ident $code:literal $name:literal),+ $(,)?) => {
        /// One of the fourteen languages that are analysed; codes are BCP 47.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Lang {
            $(#[doc = $name] #[serde(rename = $code)] $variant,)+
        }
        impl Lang {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Lang] = &[$(Lang::$variant),+];

            /// The BCP 47 code, such as `zh-Hans`.
            pub fn code(self) -> &'static str {
                match self { $(Lang::$variant => $code),+ }
            }

            /// The English name.
            pub fn name(self) -> &'static str {
                match self { $(Lang::$variant => $name),+ }
            }
        }
    };
}

languages! {
    En "en" "English",
    Ru "ru" "Russian",
    Uk "uk" "Ukrainian",
    ZhHans "zh-Hans" "Chinese (simplified)",
    ZhHant "zh-Hant" "Chinese (traditional)",
    Ko "ko" "Korean",
    Ja "ja" "Japanese",
    Es "es" "Spanish",
    Pt "pt" "Portuguese",
    Tr "tr" "Turkish",
    Vi "vi" "Vietnamese",
    Id "id" "Indonesian",
    Fr "fr" "French",
    De "de" "German",
}

impl Lang {
    /// Whether words are written without spaces between them.
    pub fn is_unspaced(self) -> bool {
        matches!(self, Lang::ZhHans | Lang::ZhHant | Lang::Ja)
    }

    /// The language of a tag as pages and dumps write it (`zh_CN`, `pt-BR`, `RU`, `zh-tw`), if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let tag = tag.trim().replace('_', "-").to_ascii_lowercase();
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        if matches!(primary, "zh" | "cn" | "tw") {
            let traditional = primary == "tw"
                || parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo" | "traditional"));
            return Some(if traditional { Lang::ZhHant } else { Lang::ZhHans });
        }
        Lang::ALL.iter().copied().find(|lang| lang.code() == primary)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = String;
    fn from_str(code: &str) -> Result<Lang, String> {
        Lang::ALL.iter().copied().find(|lang| lang.code() == code).ok_or_else(|| {
            let known: Vec<_> = Lang::ALL.iter().map(|lang| lang.code()).collect();
            format!("`{code}` is not a supported language\nhint: one of {}", known.join(", "))
        })
    }
}

/// What language detection found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetectedLang {
    /// A language that is analysed.
    Supported(Lang),
    /// Another language, by its ISO 639-1 code: counted, never scored as if it were ours.
    Unsupported(String),
    /// Too little text to tell.
    Unknown,
}

impl DetectedLang {
    /// The language, if it is analysed.
    pub fn supported(&self) -> Option<Lang> {
        match self {
            DetectedLang::Supported(lang) => Some(*lang),
            _ => None,
        }
    }

    /// The code for the tables; empty if unknown.
    pub fn code(&self) -> &str {
        match self {
            DetectedLang::Supported(lang) => lang.code(),
            DetectedLang::Unsupported(code) => code,
            DetectedLang::Unknown => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_the_wild_are_understood() {
        for (tag, lang) in [
            ("zh_CN", Some(Lang::ZhHans)),
            ("zh-TW", Some(Lang::ZhHant)),
            ("zh-Hant-HK", Some(Lang::ZhHant)),
            ("pt-BR", Some(Lang::Pt)),
            ("RU", Some(Lang::Ru)),
            ("pl", None),
            ("", None),
        ] {
            assert_eq!(Lang::from_tag(tag), lang, "{tag}");
        }
    }

    #[test]
    fn codes_parse_back() {
        for lang in Lang::ALL {
            assert_eq!(lang.code().parse(), Ok(*lang));
        }
    }
}
