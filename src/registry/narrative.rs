//! `corpora/narratives/*.toml`: the stories that sentences tell.

use super::{
    ByLang, Folded, PatternSet, PatternTable, RegistryError, check_keys, of_lang,
    source::{Files, parse},
};
use crate::schema::{Lang, NarrativeId};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NarrativeFile {
    id: NarrativeId,
    name: String,
    description: String,
    cues: PatternTable,
    #[serde(default)]
    example: Vec<Example>,
}

/// A sentence that tells a story, or a near miss.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Its language.
    pub lang: Lang,
    /// The sentence.
    pub text: String,
    /// Whether it tells the story.
    pub is: bool,
}

/// One narrative.
#[derive(Debug, Clone)]
pub struct Narrative {
    /// Its id.
    pub id: NarrativeId,
    /// Its name, for reports.
    pub name: String,
    /// The story in a few words.
    pub description: String,
    /// Examples for and against, run as tests.
    pub examples: Vec<Example>,
}

/// All the narratives, in the order of their ids.
#[derive(Debug)]
pub struct Narratives {
    list: Vec<Narrative>,
    cues: ByLang<PatternSet<usize>>,
}

impl Narratives {
    pub(super) fn load(files: &Files) -> Result<Narratives, RegistryError> {
        let mut parsed: Vec<(&str, NarrativeFile)> = Vec::new();
        for (file, content) in files.below("narratives") {
            let narrative: NarrativeFile = parse(file, content)?;
            check_keys(&narrative.cues, file)?;
            if parsed.iter().any(|(_, other)| other.id == narrative.id) {
                return Err(RegistryError::invalid(
                    file,
                    format!("the id `{}` is taken by another file", narrative.id),
                ));
            }
            parsed.push((file, narrative));
        }
        parsed.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        let cues = ByLang::try_new(|lang| {
            let mut patterns = Vec::new();
            for (index, (file, narrative)) in parsed.iter().enumerate() {
                let cues: Vec<_> = of_lang(&narrative.cues, lang).map(|cue| (cue, index)).collect();
                PatternSet::new(cues.iter().copied()).map_err(|error| RegistryError::invalid(file, error))?;
                patterns.extend(cues);
            }
            PatternSet::new(patterns).map_err(|error| RegistryError::invalid("narratives", error))
        })?;
        let list = parsed
            .into_iter()
            .map(|(_, file)| Narrative {
                id: file.id,
                name: file.name,
                description: file.description,
                examples: file.example,
            })
            .collect();
        Ok(Narratives { list, cues })
    }

    /// All of them, in the order of their ids.
    pub fn all(&self) -> &[Narrative] {
        &self.list
    }

    /// The stories that a sentence tells, in the order of their ids.
    pub fn find(&self, lang: Lang, folded: &Folded, source: &str) -> Vec<NarrativeId> {
        let mut indices: Vec<usize> =
            self.cues.get(lang).find(folded, source).iter().map(|found| *found.value).collect();
        indices.sort_unstable();
        indices.dedup();
        indices.into_iter().map(|index| self.list[index].id.clone()).collect()
    }
}
