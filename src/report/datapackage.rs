//! `datapackage.json`: the data dictionary, as a Frictionless Data Package.

use super::error::ReportError;
use crate::schema::Table;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

const FILE: &str = "datapackage.json";

const DESCRIPTION: &str = "Who speaks for or against Layer-2 and Layer-1 scaling, since when, in which language and \
outlet. An empty cell means that a value is missing; it never means 0. Text that a spreadsheet could run as a formula \
(it begins, perhaps after spaces or quotation marks, with =, +, - or @, or it begins with a tab or a line break) has an \
apostrophe before it. Each table also exists as Parquet, with the text as it is and numbers undiminished.";

#[derive(Serialize)]
struct Package {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'static str,
    title: &'static str,
    description: &'static str,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'static str,
    r#type: &'static str,
    path: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    description: String,
    bytes: u64,
    hash: String,
    rows: u64,
    schema: Schema,
}

#[derive(Serialize)]
struct Schema {
    #[serde(rename = "$schema")]
    profile: &'static str,
    fields: Vec<Field>,
    #[serde(rename = "missingValues")]
    missing_values: [&'static str; 1],
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    r#type: &'static str,
    description: &'static str,
}

/// Writes `datapackage.json` for the tables (by name, with their numbers of rows) that lie in a folder. Gives its path
/// relative to the folder.
///
/// # Errors
/// If a table's CSV file cannot be read or the file cannot be written.
pub fn write_datapackage(folder: &Path, rows: &BTreeMap<&'static str, u64>) -> Result<String, ReportError> {
    let resources = rows
        .iter()
        .map(|(name, rows)| resource(folder, Table::named(name), *rows))
        .collect::<Result<Vec<_>, _>>()?;
    let package = Package {
        profile: "https://datapackage.org/profiles/2.0/datapackage.json",
        name: "newsvane",
        title: "Narratives on Layer-2 and Layer-1 scaling",
        description: DESCRIPTION,
        resources,
    };
    let path = folder.join(FILE);
    let mut json = serde_json::to_vec_pretty(&package).map_err(ReportError::write(&path))?;
    json.push(b'\n');
    fs::write(&path, json).map_err(ReportError::write(&path))?;
    Ok(FILE.to_owned())
}

fn resource(folder: &Path, table: &'static Table, rows: u64) -> Result<Resource, ReportError> {
    let name = format!("{}.csv", table.name);
    let path = folder.join(&name);
    let mut hasher = Sha256::new();
    let bytes = File::open(&path)
        .and_then(|mut file| io::copy(&mut file, &mut hasher))
        .map_err(ReportError::write(&path))?;
    let digits: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Resource {
        profile: "https://datapackage.org/profiles/2.0/dataresource.json",
        name: table.name,
        r#type: "table",
        path: name,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        description: format!("One row is {}.", table.row),
        bytes,
        hash: format!("sha256:{digits}"),
        rows,
        schema: Schema {
            profile: "https://datapackage.org/profiles/2.0/tableschema.json",
            fields: table
                .columns
                .iter()
                .map(|column| Field {
                    name: column.name,
                    r#type: column.kind.frictionless(),
                    description: column.description,
                })
                .collect(),
            missing_values: [""],
        },
    })
}
