//! The language of articles and sentences: by script first, then by small words, then by a model of letter sequences.

mod han;
mod letters;
mod stop_words;

use crate::schema::{DetectedLang, Lang};
use han::Han;
use letters::{Letters, Script, script_of, words_in};
use lingua::{Language, LanguageDetector, LanguageDetectorBuilder};
use stop_words::StopWords;

/// Letters of a text that the model looks at; more makes it slower and hardly surer.
const ENOUGH_LETTERS: usize = 600;
/// Letters below which a text says nothing of its language.
const TOO_FEW_LETTERS: usize = 12;
/// Small words of one language, at least twice as many as of any other, that make a model needless.
const SURE_HITS: usize = 5;
/// Letters that a sentence needs before the model may overrule the language of its article.
const SENTENCE_LETTERS: usize = 40;
/// The model's confidence that it needs for that.
const SENTENCE_CONFIDENCE: f64 = 0.9;

/// Languages that the model tells apart. Chinese, Japanese and Korean are told by their scripts.
const MODELLED: &[Language] = &[
    Language::Arabic,
    Language::Belarusian,
    Language::Bulgarian,
    Language::Catalan,
    Language::Czech,
    Language::Dutch,
    Language::English,
    Language::French,
    Language::German,
    Language::Hindi,
    Language::Indonesian,
    Language::Italian,
    Language::Kazakh,
    Language::Malay,
    Language::Persian,
    Language::Polish,
    Language::Portuguese,
    Language::Romanian,
    Language::Russian,
    Language::Spanish,
    Language::Swedish,
    Language::Tagalog,
    Language::Thai,
    Language::Turkish,
    Language::Ukrainian,
    Language::Vietnamese,
];

/// Tells languages. Built once and shared: the models are loaded when first needed and stay in memory.
pub struct Detector {
    model: LanguageDetector,
    han: Han,
    stop_words: StopWords,
}

impl Default for Detector {
    fn default() -> Detector {
        Detector::new()
    }
}

impl Detector {
    /// A detector of the fourteen languages and their neighbours.
    ///
    /// The model runs in its exact mode: the fast one takes as much memory (about 120 MB) and errs more often.
    pub fn new() -> Detector {
        let model = LanguageDetectorBuilder::from_languages(MODELLED).build();
        Detector { model, han: Han::new(), stop_words: StopWords::new() }
    }

    /// The language of an article.
    pub fn detect(&self, text: &str) -> DetectedLang {
        let (script, weight) = Letters::count(head(text)).main();
        if weight < TOO_FEW_LETTERS {
            return DetectedLang::Unknown;
        }
        match script {
            Script::Hangul => DetectedLang::Supported(Lang::Ko),
            Script::Kana => DetectedLang::Supported(Lang::Ja),
            Script::Han => DetectedLang::Supported(self.han.decide(head(text))),
            Script::Cyrillic | Script::Latin | Script::Other => {
                let words = words_in(text, script, ENOUGH_LETTERS);
                if let Some(lang) = slavic(&words).filter(|_| script == Script::Cyrillic) {
                    return DetectedLang::Supported(lang);
                }
                let hits = self.stop_words.count(&words);
                let (best, n, next) = hits.best();
                if script == Script::Latin && n >= SURE_HITS && n >= 2 * next {
                    return of_code(best);
                }
                match self.model.detect_language_of(words.as_str()).map(code) {
                    // The two differ in a few words only, and crypto news is written in the second far more often.
                    Some(code) if code == "ms" && hits.of("ms") <= hits.of("id") => of_code("id"),
                    // Hardly a longer Ukrainian or Belarusian sentence does without the letter that Russian lacks.
                    Some(code)
                        if matches!(code.as_str(), "uk" | "be")
                            && words.len() > 160
                            && !words.contains(['і', 'І']) =>
                    {
                        of_code("ru")
                    }
                    Some(code) if n >= 2 && n >= 2 * hits.of(&code) && n > next => of_code(best),
                    Some(code) => of_code(&code),
                    None if n >= 2 && n > next => of_code(best),
                    None => DetectedLang::Unknown,
                }
            }
        }
    }

    /// The language of a sentence in an article: the article's, unless the sentence is surely in another one.
    pub fn detect_sentence(&self, text: &str, article: &DetectedLang) -> DetectedLang {
        self.other_language(text, article).unwrap_or_else(|| article.clone())
    }

    fn other_language(&self, text: &str, article: &DetectedLang) -> Option<DetectedLang> {
        let letters = Letters::count(text);
        let (script, weight) = letters.main();
        if weight < TOO_FEW_LETTERS {
            return None;
        }
        match script {
            Script::Hangul => Some(DetectedLang::Supported(Lang::Ko)),
            Script::Kana => Some(DetectedLang::Supported(Lang::Ja)),
            Script::Han => self.other_chinese(text, article.supported()),
            Script::Cyrillic => {
                let is_at_home = matches!(article.code(), "ru" | "uk" | "be" | "bg" | "kk");
                let words = words_in(text, script, ENOUGH_LETTERS);
                match slavic(&words) {
                    Some(lang) => Some(DetectedLang::Supported(lang)),
                    None if is_at_home => None,
                    None => self.model.detect_language_of(words).map(|found| of_code(&code(found))),
                }
            }
            Script::Latin | Script::Other => {
                let words = words_in(text, script, ENOUGH_LETTERS);
                let hits = self.stop_words.count(&words);
                let (best, n, _) = hits.best();
                let own = hits.of(article.code());
                let n_letters = words.chars().filter(|c| script_of(*c).is_some()).count();
                let is_clear = n_letters >= SENTENCE_LETTERS || (n_letters >= 20 && n >= 3);
                if (own >= 2 && own * 2 >= n) || !is_clear {
                    return None;
                }
                let (found, confidence) =
                    self.model.compute_language_confidence_values(words).into_iter().next()?;
                let found = code(found);
                let agrees = n >= 2 && n > 2 * own && best == found;
                (agrees || confidence >= SENTENCE_CONFIDENCE).then(|| of_code(&found))
            }
        }
    }

    /// A Han sentence without Kana belongs to a Japanese article too; to a Chinese one unless written the other way.
    fn other_chinese(&self, text: &str, article: Option<Lang>) -> Option<DetectedLang> {
        let evidence = self.han.evidence(text);
        let is_simplified = evidence.simplified >= 3 && evidence.traditional == 0;
        let is_traditional = evidence.traditional >= 3 && evidence.simplified == 0;
        let lang = match article {
            Some(Lang::ZhHant | Lang::Ja) if is_simplified => Lang::ZhHans,
            Some(Lang::ZhHans) if is_traditional => Lang::ZhHant,
            Some(Lang::ZhHans | Lang::ZhHant | Lang::Ja) => return None,
            _ => self.han.decide(text),
        };
        Some(DetectedLang::Supported(lang))
    }
}

/// The beginning of a text, long enough to tell its script.
fn head(text: &str) -> &str {
    let end = text.char_indices().nth(8 * ENOUGH_LETTERS).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Ukrainian or Russian by letters that only one of them has; `None` where letters of both or neither stand, or one
/// that belongs to a neighbour (Belarusian, Kazakh).
fn slavic(words: &str) -> Option<Lang> {
    let (mut ukrainian, mut russian) = (0usize, 0usize);
    for c in words.chars().flat_map(char::to_lowercase) {
        match c {
            'і' | 'ї' | 'є' | 'ґ' => ukrainian += 1,
            'ы' | 'э' | 'ё' => russian += 1,
            'ў' | 'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' | 'ѓ' | 'ќ' =>
            {
                return None;
            }
            _ => {}
        }
    }
    match (ukrainian, russian) {
        (n, 0) if n > 0 => Some(Lang::Uk),
        (0, n) if n > 0 => Some(Lang::Ru),
        // A name or a quotation of the neighbour in a long text.
        (ukrainian, russian) if ukrainian > 8 * russian && ukrainian > 0 => Some(Lang::Uk),
        (ukrainian, russian) if russian > 8 * ukrainian && russian > 0 => Some(Lang::Ru),
        _ => None,
    }
}

/// The language with this ISO 639-1 code.
fn of_code(code: &str) -> DetectedLang {
    match Lang::ALL.iter().find(|lang| lang.code() == code) {
        Some(lang) => DetectedLang::Supported(*lang),
        None => DetectedLang::Unsupported(code.to_owned()),
    }
}

fn code(language: Language) -> String {
    language.iso_code_639_1().to_string().to_lowercase()
}

#[cfg(test)]
mod tests;
