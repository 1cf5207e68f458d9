//! Names for readers in place of ids.

use crate::registry::Registry;
use crate::report::error::ReportError;
use crate::report::folder::Folder;
use crate::schema::{Lang, SpeakerId};
use std::collections::{BTreeMap, BTreeSet};

/// Looks names up.
pub(in crate::report) struct Names<'a> {
    registry: &'a Registry,
    /// Speakers that are not registered, by id.
    speakers: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    /// Prepares the names of these speakers.
    pub fn load(
        folder: &Folder,
        registry: &'a Registry,
        speakers: BTreeSet<&str>,
    ) -> Result<Names<'a>, ReportError> {
        let unregistered: Vec<String> = speakers
            .into_iter()
            .filter(|id| entry(registry, id).is_none() && !matches!(*id, "author" | "unnamed" | ""))
            .map(str::to_owned)
            .collect();
        let speakers =
            if unregistered.is_empty() { BTreeMap::new() } else { folder.speaker_names(&unregistered)? };
        Ok(Names { registry, speakers })
    }

    pub fn speaker(&self, id: &str) -> String {
        match id {
            "author" => "The articles’ own voice".to_owned(),
            "unnamed" => "Unnamed speakers".to_owned(),
            "" => "Unknown speaker".to_owned(),
            id => entry(self.registry, id)
                .map(|entry| entry.name.clone())
                .or_else(|| self.speakers.get(id).filter(|name| !name.is_empty()).cloned())
                .unwrap_or_else(|| id.replace('_', " ")),
        }
    }

    /// What a speaker is and whose; empty if not registered.
    pub fn role(&self, id: &str) -> String {
        let Some(entry) = entry(self.registry, id) else { return String::new() };
        match (&entry.role, &entry.affiliation) {
            // "founder of Harbor, Harbor" would say it twice.
            (Some(role), Some(affiliation)) if !role.contains(affiliation.as_str()) => {
                format!("{role}, {affiliation}")
            }
            (Some(role), _) => role.clone(),
            (None, affiliation) => affiliation.clone().unwrap_or_default(),
        }
    }

    pub fn target(&self, id: &str) -> String {
        self.registry.targets.get(id).map_or_else(|| id.to_owned(), |target| target.name.clone())
    }

    pub fn target_description(&self, id: &str) -> String {
        self.registry.targets.get(id).map(|target| target.description.clone()).unwrap_or_default()
    }

    pub fn outlet(&self, id: &str) -> String {
        match id {
            "" => "Unknown outlet".to_owned(),
            id => {
                self.registry.outlets.by_name(id).map_or_else(|| id.to_owned(), |outlet| outlet.name.clone())
            }
        }
    }

    pub fn lang(&self, code: &str) -> String {
        match code.parse::<Lang>() {
            Ok(lang) => lang.name().to_owned(),
            Err(_) if code.is_empty() => "Unknown language".to_owned(),
            Err(_) => format!("{code} (not analysed)"),
        }
    }

    pub fn narrative(&self, id: &str) -> String {
        let known = self.registry.narratives.all().iter().find(|narrative| narrative.id.as_str() == id);
        known.map_or_else(|| id.replace('_', " "), |narrative| narrative.name.clone())
    }

    pub fn narrative_description(&self, id: &str) -> String {
        let known = self.registry.narratives.all().iter().find(|narrative| narrative.id.as_str() == id);
        known.map(|narrative| narrative.description.clone()).unwrap_or_default()
    }
}

fn entry<'a>(registry: &'a Registry, id: &str) -> Option<&'a crate::registry::SpeakerEntry> {
    registry.speakers.get(&id.parse::<SpeakerId>().ok()?)
}
