//! The definitions in `corpora/`: outlets, narratives, targets, speakers and lexicons, loaded and cross-checked.
//!
//! The definitions of the repository are built into the binary; folders named in the config (`registry = [...]`, with
//! the same layout as `corpora/`) add to them, and a file of the same path below its kind replaces a built-in one.

mod byline;
pub mod fold;
mod lexicon;
mod narrative;
mod outlet;
mod page;
pub mod pattern;
mod source;
mod sources;
mod speaker;
mod target;

pub use byline::byline;
pub use fold::Folded;
pub use lexicon::{ClaimTerm, Claims, Cue, CueKind, Cues, Furniture, Segmentation, Speech, SpeechTerm};
pub use narrative::{Example, Narrative, Narratives};
pub use outlet::{Outlet, OutletKind, Outlets, SiteArticle};
pub use page::{ClassWord, PageCues};
pub use pattern::{Found, PatternError, PatternSet};
pub use sources::{
    Collecting, FeedSource, Good, ListingFields, ListingSource, Packing, Selectors, SitemapSource,
};
pub use speaker::{SpeakerEntry, SpeakerKind, Speakers};
pub use target::{Hypotheses, Target, Targets};

use crate::schema::Lang;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A definition that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// A folder or file that cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is not what it should be.
    #[error("`{file}`: {problem}")]
    Invalid {
        /// Which, relative to `corpora/`.
        file: String,
        /// What is wrong, with a hint.
        problem: String,
    },
}

impl RegistryError {
    fn invalid(file: &str, problem: impl ToString) -> RegistryError {
        RegistryError::Invalid { file: file.to_owned(), problem: problem.to_string() }
    }
}

/// One value for each of the languages.
#[derive(Debug)]
pub struct ByLang<T>(BTreeMap<Lang, T>);

impl<T> ByLang<T> {
    /// Makes each language's value.
    ///
    /// # Errors
    /// The first that `make` gives.
    pub fn try_new<E>(mut make: impl FnMut(Lang) -> Result<T, E>) -> Result<ByLang<T>, E> {
        Lang::ALL.iter().map(|lang| Ok((*lang, make(*lang)?))).collect::<Result<_, E>>().map(ByLang)
    }

    /// The value of a language.
    pub fn get(&self, lang: Lang) -> &T {
        &self.0[&lang]
    }
}

/// Everything that `corpora/` defines.
#[derive(Debug)]
pub struct Registry {
    /// What stances are toward.
    pub targets: Targets,
    /// The stories that sentences tell.
    pub narratives: Narratives,
    /// People and organisations that speak.
    pub speakers: Speakers,
    /// Publishers.
    pub outlets: Outlets,
    /// Stance and tone cues.
    pub cues: ByLang<Cues>,
    /// Who says: verbs, roles, unnamed holders.
    pub speech: ByLang<Speech>,
    /// Abbreviations, months.
    pub segmentation: ByLang<Segmentation>,
    /// Names of quantities and units.
    pub claims: ByLang<Claims>,
    /// What stands round articles on pages.
    pub pages: Arc<PageCues>,
    /// SHA-256 over all the definitions, as hexadecimal digits.
    pub sha256: String,
}

impl Registry {
    /// The definitions of the repository.
    ///
    /// # Errors
    /// A definition that is not valid; the tests of this crate see to it that there is none.
    pub fn builtin() -> Result<Registry, RegistryError> {
        Registry::with_additions::<&Path>(&[])
    }

    /// The definitions of the repository with those of some folders on top.
    ///
    /// # Errors
    /// A folder that cannot be read, or a definition that is not valid, by its file.
    pub fn with_additions<P: AsRef<Path>>(folders: &[P]) -> Result<Registry, RegistryError> {
        let files = source::Files::load(folders)?;
        Ok(Registry {
            targets: Targets::load(&files)?,
            narratives: Narratives::load(&files)?,
            speakers: Speakers::load(&files)?,
            outlets: Outlets::load(&files)?,
            cues: ByLang::try_new(|lang| Cues::load(&files, lang))?,
            speech: ByLang::try_new(|lang| Speech::load(&files, lang))?,
            segmentation: ByLang::try_new(|lang| Segmentation::load(&files, lang))?,
            claims: ByLang::try_new(|lang| Claims::load(&files, lang))?,
            pages: Arc::new(PageCues::load(&files)?),
            sha256: files.sha256(),
        })
    }
}

/// Patterns by language code, with `any` for all languages.
type PatternTable = BTreeMap<String, Vec<String>>;

/// The patterns of a table that hold in `lang`.
fn of_lang(table: &PatternTable, lang: Lang) -> impl Iterator<Item = &String> {
    ["any", lang.code()].into_iter().filter_map(|key| table.get(key)).flatten()
}

/// A key of a pattern table that is neither `any` nor a language.
fn check_keys(table: &PatternTable, file: &str) -> Result<(), RegistryError> {
    for key in table.keys().filter(|key| *key != "any") {
        key.parse::<Lang>().map_err(|problem| RegistryError::invalid(file, problem))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
