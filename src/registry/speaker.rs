//! `corpora/speakers.toml`: people and organisations that speak, and how each script writes them.

use super::{
    Folded, Found, PatternSet, RegistryError,
    source::{Files, parse},
};
use crate::schema::SpeakerId;
use serde::Deserialize;

/// Person or organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerKind {
    /// A person.
    Person,
    /// A company, foundation, agency.
    Organisation,
}

/// One registered speaker.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeakerEntry {
    /// The id.
    pub id: SpeakerId,
    /// The name, for reports.
    pub name: String,
    /// Person or organisation.
    pub kind: SpeakerKind,
    /// What they are.
    #[serde(default)]
    pub role: Option<String>,
    /// Whose.
    #[serde(default)]
    pub affiliation: Option<String>,
    /// Patterns of the name, in all scripts.
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeakersFile {
    #[serde(default)]
    speaker: Vec<SpeakerEntry>,
}

/// All the registered speakers.
#[derive(Debug)]
pub struct Speakers {
    list: Vec<SpeakerEntry>,
    aliases: PatternSet<usize>,
}

impl Speakers {
    pub(super) fn load(files: &Files) -> Result<Speakers, RegistryError> {
        let built_in = ("speakers.toml", files.get("speakers.toml")?);
        let more = files.more_speakers.iter().map(|(file, content)| (file.as_str(), content.as_str()));
        let mut list: Vec<SpeakerEntry> = Vec::new();
        let mut aliases: Vec<(String, usize)> = Vec::new();
        for (file, content) in std::iter::once(built_in).chain(more) {
            for entry in parse::<SpeakersFile>(file, content)?.speaker {
                if list.iter().any(|other| other.id == entry.id) {
                    return Err(RegistryError::invalid(
                        file,
                        format!("the speaker `{}` is there twice", entry.id),
                    ));
                }
                let index = list.len();
                for alias in &entry.aliases {
                    if let Some((_, other)) = aliases.iter().find(|(other, _)| other == alias) {
                        let other = list.get(*other).map_or(&entry.id, |other| &other.id);
                        return Err(RegistryError::invalid(
                            file,
                            format!("the alias `{alias}` belongs to `{other}` and to `{}`", entry.id),
                        ));
                    }
                    PatternSet::new([(alias, ())]).map_err(|error| RegistryError::invalid(file, error))?;
                    aliases.push((alias.clone(), index));
                }
                list.push(entry);
            }
        }
        let aliases =
            PatternSet::new(aliases).map_err(|error| RegistryError::invalid("speakers.toml", error))?;
        Ok(Speakers { list, aliases })
    }

    /// All of them, in the order of the files.
    pub fn all(&self) -> &[SpeakerEntry] {
        &self.list
    }

    /// The speaker with this id.
    pub fn get(&self, id: &SpeakerId) -> Option<&SpeakerEntry> {
        self.list.iter().find(|speaker| speaker.id == *id)
    }

    /// Where a text names speakers (numbers in [`Speakers::all`]), longest names first, without overlaps.
    pub fn find(&self, folded: &Folded, source: &str) -> Vec<Found<'_, usize>> {
        self.aliases.find_longest(folded, source)
    }
}
