//! Which script a text is in, and its words without what says nothing of its language.

/// A group of scripts that are told apart before any model is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Han,
    Kana,
    Hangul,
    Other,
}

pub(super) fn script_of(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => Script::Kana,
        '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' => Script::Han,
        '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        c if c.is_alphabetic() && !matches!(c, 'ー' | 'ｰ') => Script::Other,
        _ => return None,
    })
}

/// Letters of each script. Signs of words or syllables count for the letters that they replace, so that the Latin names
/// in a Chinese or Korean sentence do not outweigh it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Letters {
    pub latin: usize,
    pub cyrillic: usize,
    pub han: usize,
    pub kana: usize,
    pub hangul: usize,
    pub other: usize,
}

/// Letters that one Han character, one Kana or Hangul syllable stands for, roughly.
const HAN_WEIGHT: usize = 4;
const SYLLABLE_WEIGHT: usize = 3;

impl Letters {
    pub(super) fn count(text: &str) -> Letters {
        let mut letters = Letters::default();
        for token in text.split_whitespace().filter(|token| !is_noise(token)) {
            for script in token.chars().filter_map(script_of) {
                *match script {
                    Script::Latin => &mut letters.latin,
                    Script::Cyrillic => &mut letters.cyrillic,
                    Script::Han => &mut letters.han,
                    Script::Kana => &mut letters.kana,
                    Script::Hangul => &mut letters.hangul,
                    Script::Other => &mut letters.other,
                } += 1;
            }
        }
        letters
    }

    /// The script that most of the text is in, with its weight in letters.
    pub(super) fn main(&self) -> (Script, usize) {
        let east = self.han * HAN_WEIGHT + self.kana * SYLLABLE_WEIGHT;
        // Japanese mixes both; a Chinese text holds hardly any Kana.
        let eastern = if self.kana * 10 >= self.han.max(1) { Script::Kana } else { Script::Han };
        let mut best = (Script::Latin, self.latin);
        for candidate in [
            (Script::Cyrillic, self.cyrillic * 2),
            (eastern, east),
            (Script::Hangul, self.hangul * SYLLABLE_WEIGHT),
            (Script::Other, self.other),
        ] {
            if candidate.1 > best.1 {
                best = candidate;
            }
        }
        best
    }
}

/// Addresses, handles, tickers, hashtags, numbers, version names.
fn is_noise(token: &str) -> bool {
    token.contains("://")
        || token.starts_with("www.")
        || (token.is_ascii()
            && (token.starts_with(['@', '$', '#'])
                || token.bytes().any(|b| b.is_ascii_digit())
                || token.trim_end_matches('.').contains('.')))
}

/// The first `limit` letters of a text in this script, in their words, without names in capitals or mixed case.
pub(super) fn words_in(text: &str, script: Script, limit: usize) -> String {
    let mut out = String::new();
    let mut letters = 0;
    for token in text.split_whitespace().filter(|token| !is_noise(token)) {
        for word in token.split(|c: char| script_of(c) != Some(script) && !matches!(c, '\'' | '’')) {
            let capitals = word.chars().filter(|c| c.is_uppercase()).count();
            let is_name = capitals > 1 || (capitals == 1 && !word.starts_with(char::is_uppercase));
            if word.is_empty() || is_name {
                continue;
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
            letters += word.chars().count();
        }
        if letters >= limit {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_names_do_not_outweigh_the_text_around_them() {
        for (text, script) in [
            ("以太坊二层网络 Arbitrum、Optimism 手续费下降", Script::Han),
            ("Arbitrum и Optimism снизили комиссии", Script::Cyrillic),
            ("레이어2 Arbitrum 수수료 하락", Script::Hangul),
            ("Arbitrumの手数料が下がった", Script::Kana),
            ("The word 以太坊 means Ethereum", Script::Latin),
            ("https://example.com/very/long/path сеть", Script::Cyrillic),
        ] {
            assert_eq!(Letters::count(text).main().0, script, "{text}");
        }
    }

    #[test]
    fn names_tickers_and_numbers_are_no_words() {
        assert_eq!(
            words_in("The ETH price on zkSync rose 5% to $3,000 (see x.com)", Script::Latin, 600),
            "The price on rose to see"
        );
    }
}
