//! `calibration.json` of a model folder: what turns its logits into probabilities, and when it abstains.

use crate::schema::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Temperatures (Guo et al. 2017, "On Calibration of Modern Neural Networks"), chosen on a development set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calibration {
    #[serde(default)]
    stance: Temperatures,
    #[serde(default)]
    tone: Temperatures,
    /// Below this highest probability the model abstains, unless the configuration says otherwise.
    pub min_probability: Option<f32>,
    /// How much of the answer is the linear model's, 0 to 1; without it the folder has none.
    pub linear_share: Option<f32>,
    /// The power to which the lexicon engine's scores come in where it has an opinion, 0 to 1; by default 0.
    #[serde(default)]
    pub lexicon_share: f32,
}

/// By what the logits are divided: one for all languages, and those of some.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Temperatures {
    all: f32,
    #[serde(default)]
    by_language: BTreeMap<String, f32>,
}

impl Default for Temperatures {
    fn default() -> Temperatures {
        Temperatures { all: 1.0, by_language: BTreeMap::new() }
    }
}

impl Temperatures {
    fn of(&self, lang: Lang) -> f32 {
        self.by_language.get(lang.code()).copied().unwrap_or(self.all)
    }

    fn is_positive(&self) -> bool {
        self.by_language.values().chain([&self.all]).all(|value| value.is_finite() && *value > 0.0)
    }
}

impl Calibration {
    /// Reads the file; a folder without one is taken as calibrated.
    pub fn read(path: &Path) -> Result<Calibration, String> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Calibration {
                    stance: Temperatures::default(),
                    tone: Temperatures::default(),
                    min_probability: None,
                    linear_share: None,
                    lexicon_share: 0.0,
                });
            }
            Err(error) => return Err(format!("cannot be read: {error}")),
        };
        let calibration: Calibration = serde_json::from_str(&text).map_err(|error| {
            format!("is no calibration: {error}\nhint: remove it to take the model's scores as they are")
        })?;
        if !calibration.stance.is_positive() || !calibration.tone.is_positive() {
            return Err("has a temperature that is not above 0".to_owned());
        }
        if calibration.min_probability.is_some_and(|least| !(0.0..1.0).contains(&least)) {
            return Err("has a `min_probability` outside 0 to 1".to_owned());
        }
        if calibration.linear_share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err("has a `linear_share` outside 0 to 1".to_owned());
        }
        if !(0.0..=1.0).contains(&calibration.lexicon_share) {
            return Err("has a `lexicon_share` outside 0 to 1".to_owned());
        }
        Ok(calibration)
    }

    /// The temperature of stances in a language.
    pub fn stance(&self, lang: Lang) -> f32 {
        self.stance.of(lang)
    }

    /// The temperature of tones in a language.
    pub fn tone(&self, lang: Lang) -> f32 {
        self.tone.of(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Calibration, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Calibration::read(file.path())
    }

    #[test]
    fn a_language_has_its_own_temperature_or_that_of_all() {
        let calibration = read(r#"{"stance": {"all": 1.5, "by_language": {"ru": 2.0}}}"#).unwrap();
        assert_eq!((calibration.stance(Lang::Ru), calibration.stance(Lang::En)), (2.0, 1.5));
        assert_eq!(calibration.tone(Lang::Ru), 1.0);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert!(read("{").unwrap_err().starts_with("is no calibration"));
        assert!(read(r#"{"stance": {"all": 0}}"#).unwrap_err().contains("temperature"));
        assert!(read(r#"{"min_probability": 7}"#).unwrap_err().contains("min_probability"));
        assert_eq!(Calibration::read(Path::new("nowhere/calibration.json")).unwrap().stance(Lang::En), 1.0);
    }
}
