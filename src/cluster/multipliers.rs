//! The words that multiply a number: `million`, `тыс.`, `億`.

use super::script::is_unspaced;
use crate::schema::Lang;
use Form::{Stem, Suffix, Word};

/// The product of the multiplying words that `text` begins with, and their length.
pub(super) fn multiplier(text: &str, lang: Lang) -> (f64, usize) {
    let (mut factor, mut len) = (1.0, 0);
    loop {
        let rest = &text[len..];
        let space = usize::from(rest.starts_with(' ') && !(lang == Lang::Ko || lang == Lang::Ja));
        let rest = &rest[space..];
        let word = words(lang).iter().find(|word| begins(word, rest, space > 0 || len > 0));
        let Some((word, by, form)) = word else { return (factor, len) };
        factor *= by;
        len += space + if *form == Stem { letters(rest) } else { word.len() };
    }
}

fn letters(text: &str) -> usize {
    text.find(|c: char| !c.is_alphabetic() || is_unspaced(c)).unwrap_or(text.len())
}

/// How a multiplying word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Whole, apart or right behind the digits.
    Word,
    /// Further letters may follow.
    Stem,
    /// Right behind the digits only: the `m` of `12m`.
    Suffix,
}
type Multiplier = (&'static str, f64, Form);

fn begins(&(word, _, form): &Multiplier, text: &str, is_apart: bool) -> bool {
    let Some(after) = text.strip_prefix(word) else { return false };
    let ends = form == Stem
        || word.ends_with(is_unspaced)
        || !after.starts_with(|c: char| c.is_alphanumeric() && !is_unspaced(c));
    ends && !(form == Suffix && is_apart)
}

/// The multiplying words of a language, folded. `billion` is 10⁹ in English and 10¹² in French, German and Spanish.
fn words(lang: Lang) -> &'static [Multiplier] {
    match lang {
        Lang::En => &[
            ("thousand", 1e3, Word),
            ("million", 1e6, Word),
            ("billion", 1e9, Word),
            ("trillion", 1e12, Word),
            ("mln", 1e6, Word),
            ("bln", 1e9, Word),
            ("k", 1e3, Suffix),
            ("m", 1e6, Suffix),
            ("mn", 1e6, Suffix),
            ("b", 1e9, Suffix),
            ("bn", 1e9, Suffix),
            ("t", 1e12, Suffix),
            ("tn", 1e12, Suffix),
        ],
        Lang::Ru => &[
            ("тыс", 1e3, Stem),
            ("миллион", 1e6, Stem),
            ("миллиард", 1e9, Stem),
            ("триллион", 1e12, Stem),
            ("млн", 1e6, Word),
            ("млрд", 1e9, Word),
            ("трлн", 1e12, Word),
        ],
        Lang::Uk => &[
            ("тис", 1e3, Stem),
            ("мільйон", 1e6, Stem),
            ("мільярд", 1e9, Stem),
            ("трильйон", 1e12, Stem),
            ("млн", 1e6, Word),
            ("млрд", 1e9, Word),
            ("трлн", 1e12, Word),
        ],
        Lang::Es => &[
            ("mil", 1e3, Word),
            ("millon", 1e6, Stem),
            ("millón", 1e6, Stem),
            ("billones", 1e12, Word),
            ("billón", 1e12, Word),
            ("m", 1e6, Word),
            ("mm", 1e6, Word),
        ],
        Lang::Pt => &[
            ("mil", 1e3, Word),
            ("milhão", 1e6, Stem),
            ("milhões", 1e6, Stem),
            ("bilh", 1e9, Stem),
            ("trilh", 1e12, Stem),
            ("mi", 1e6, Word),
            ("bi", 1e9, Word),
            ("tri", 1e12, Word),
        ],
        Lang::Fr => &[
            ("mille", 1e3, Word),
            ("millier", 1e3, Stem),
            ("milliard", 1e9, Stem),
            ("million", 1e6, Stem),
            ("billion", 1e12, Stem),
            ("md", 1e9, Word),
            ("mds", 1e9, Word),
            ("m", 1e6, Word),
        ],
        Lang::De => &[
            ("tausend", 1e3, Stem),
            ("milliarde", 1e9, Stem),
            ("million", 1e6, Stem),
            ("billion", 1e12, Stem),
            ("mio", 1e6, Word),
            ("mrd", 1e9, Word),
            ("tsd", 1e3, Word),
        ],
        Lang::Tr => &[
            ("bin", 1e3, Word),
            ("milyon", 1e6, Word),
            ("milyar", 1e9, Word),
            ("trilyon", 1e12, Word),
            ("mn", 1e6, Word),
            ("mr", 1e9, Word),
        ],
        Lang::Vi => &[
            ("nghìn", 1e3, Word),
            ("ngàn", 1e3, Word),
            ("triệu", 1e6, Word),
            ("tỷ", 1e9, Word),
            ("tỉ", 1e9, Word),
        ],
        Lang::Id => &[
            ("ribu", 1e3, Word),
            ("juta", 1e6, Word),
            ("miliar", 1e9, Word),
            ("milyar", 1e9, Word),
            ("triliun", 1e12, Word),
        ],
        Lang::ZhHans | Lang::ZhHant | Lang::Ja => &[
            ("百", 1e2, Word),
            ("千", 1e3, Word),
            ("万", 1e4, Word),
            ("萬", 1e4, Word),
            ("亿", 1e8, Word),
            ("億", 1e8, Word),
            ("兆", 1e12, Word),
        ],
        Lang::Ko => {
            &[("백", 1e2, Word), ("천", 1e3, Word), ("만", 1e4, Word), ("억", 1e8, Word), ("조", 1e12, Word)]
        }
    }
}
