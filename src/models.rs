//! Where the shipped model lies.

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// The folder's name below `models`.
const NAME: &str = "stance-mini";

/// The folder of the shipped model: below `NEWSVANE_MODELS`, beside the program (also as `../share/newsvane/models`), or in
/// the checkout that the program was built from.
pub fn shipped() -> Result<PathBuf> {
    let program = std::env::current_exe().and_then(|program| program.canonicalize()).ok();
    let beside = program.as_deref().and_then(Path::parent);
    let places: Vec<PathBuf> = std::env::var_os("NEWSVANE_MODELS")
        .map(PathBuf::from)
        .into_iter()
        .chain(beside.map(|folder| folder.join("models")))
        .chain(beside.map(|folder| folder.join("../share/newsvane/models")))
        .chain([Path::new(env!("CARGO_MANIFEST_DIR")).join("models")])
        .map(|place| place.join(NAME))
        .collect();
    match places.iter().find(|place| place.join("config.json").is_file()) {
        Some(place) => Ok(place.clone()),
        None => bail!(
            "the model `{NAME}` is not where it should be: {}\nhint: set `NEWSVANE_MODELS` to the folder that holds it, name \
             another with `--model DIR`, or use `--engine lexicon`",
            places.iter().map(|place| format!("`{}`", place.display())).collect::<Vec<_>>().join(", ")
        ),
    }
}
