//! `--meta`: a table of metadata for files that carry none.

use super::InputFile;
use super::ReadError;
use super::charset::{self, Hints};
use super::format::without_compression;
use super::mapping::{FieldMapping, list_names};
use crate::schema::Fields;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Metadata by file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    rows: BTreeMap<String, Fields>,
}

impl Meta {
    /// Loads a CSV with a column `file` and any of `url`, `outlet`, `published` (or `date`), `title`, `byline` (or
    /// `author`), `lang`, `site_id`.
    ///
    /// A file is named as in the output (relative to the named folder) or by its name alone, with or without the suffix
    /// of its compression.
    ///
    /// # Errors
    /// A table that cannot be read, has no column `file`, other columns, rows that do not parse or name no file, or one
    /// file twice.
    pub fn load(path: &Path) -> Result<Meta, ReadError> {
        let error = |problem: String| ReadError::Meta { path: path.to_owned(), problem };
        let bytes = std::fs::read(path).map_err(|problem| error(format!("cannot be read: {problem}")))?;
        let content = charset::decode(&bytes, Hints::default());
        Meta::parse(&content).map_err(error)
    }

    fn parse(content: &str) -> Result<Meta, String> {
        let first_line = content.lines().next().unwrap_or_default();
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|delimiter| (first_line.matches(char::from(*delimiter)).count(), *delimiter == b','))
            .unwrap_or(b',');
        let mut table = ::csv::ReaderBuilder::new().delimiter(delimiter).from_reader(content.as_bytes());
        let header = table.headers().map_err(|problem| problem.to_string())?.iter();
        let header = header.map(|name| name.trim().to_lowercase()).collect::<Vec<_>>();
        let Some(file_column) = header.iter().position(|name| name == "file") else {
            return Err(format!(
                "no column `file`; columns found: {}\nhint: name the dump file of each row in a column `file`",
                list_names(&header)
            ));
        };
        let columns = FieldMapping::default().columns(&header);
        let used = columns.used();
        let unknown = (0..header.len())
            .filter(|column| *column != file_column && used.binary_search(column).is_err())
            .map(|column| header[column].as_str())
            .collect::<Vec<_>>();
        if columns.have_body() || !unknown.is_empty() {
            return Err(format!(
                "cannot be used with the columns {}\nhint: columns are `file`, `url`, `outlet`, `published`, `title`, \
                 `byline`, `lang`, `site_id`; remove the others",
                list_names(if unknown.is_empty() { &["text"] } else { unknown.as_slice() })
            ));
        }
        let mut rows = BTreeMap::new();
        for row in table.records() {
            let row = row.map_err(problem_of_row)?;
            let line = row.position().map_or(0, ::csv::Position::line);
            let file = row.get(file_column).unwrap_or_default().trim().trim_start_matches("./").to_owned();
            if file.is_empty() {
                return Err(format!(
                    "line {line} has an empty `file`\nhint: name a dump file or remove the line"
                ));
            }
            let (_, fields) = columns.read(|column, _| row.get(column).map(str::to_owned));
            if rows.insert(file.clone(), fields).is_some() {
                return Err(format!("line {line} names `{file}` again\nhint: keep one line for each file"));
            }
        }
        Ok(Meta { rows })
    }

    /// The files that the table names and that are not among `files`, in order of their names.
    pub fn unused(&self, files: &[InputFile]) -> Vec<String> {
        let used = files.iter().filter_map(|file| self.row(&file.name)).map(|(name, _)| name);
        let used = used.collect::<BTreeSet<_>>();
        self.rows.keys().filter(|name| !used.contains(name.as_str())).cloned().collect()
    }

    /// Sets what the table says of a file that is one document.
    pub(super) fn join_file(&self, name: &str, fields: &mut Fields) {
        let Some((_, row)) = self.row(name) else {
            return;
        };
        fields.url = row.url.clone().or(fields.url.take());
        fields.title = row.title.clone().or(fields.title.take());
        fields.published = row.published.clone().or(fields.published.take());
        fields.byline = row.byline.clone().or(fields.byline.take());
        fields.site_id = row.site_id.clone().or(fields.site_id.take());
        self.join_records(name, fields);
    }

    /// Sets what the table says of a file with many documents and can hold for all of them: outlet and language.
    pub(super) fn join_records(&self, name: &str, fields: &mut Fields) {
        let Some((_, row)) = self.row(name) else {
            return;
        };
        fields.outlet = row.outlet.clone().or(fields.outlet.take());
        fields.lang = row.lang.clone().or(fields.lang.take());
    }

    fn row(&self, name: &str) -> Option<(&str, &Fields)> {
        let base = name.rsplit('/').next().unwrap_or(name);
        [name, without_compression(name), base, without_compression(base)]
            .into_iter()
            .find_map(|name| self.rows.get_key_value(name))
            .map(|(name, fields)| (name.as_str(), fields))
    }
}

fn problem_of_row(error: ::csv::Error) -> String {
    match error.kind() {
        ::csv::ErrorKind::UnequalLengths { pos, expected_len, len } => format!(
            "line {} has {len} cells, the header {expected_len}\nhint: put quotes around cells that hold the delimiter",
            pos.as_ref().map_or(0, ::csv::Position::line)
        ),
        _ => format!("does not parse: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;

    fn problem(content: &str) -> String {
        Meta::parse(content).unwrap_err()
    }

    #[test]
    fn mistakes_are_named_with_the_way_out() {
        assert_snapshot!(problem("name,title\n"), @"
        no column `file`; columns found: `name`, `title`
        hint: name the dump file of each row in a column `file`
        ");
        assert_snapshot!(problem("file,title,notes,rating\n"), @"
        cannot be used with the columns `notes`, `rating`
        hint: columns are `file`, `url`, `outlet`, `published`, `title`, `byline`, `lang`, `site_id`; remove the others
        ");
        assert_snapshot!(problem("file,text\n"), @"
        cannot be used with the columns `text`
        hint: columns are `file`, `url`, `outlet`, `published`, `title`, `byline`, `lang`, `site_id`; remove the others
        ");
        assert_snapshot!(problem("file,title\na.txt,A\n ,B\n"), @"
        line 3 has an empty `file`
        hint: name a dump file or remove the line
        ");
        assert_snapshot!(problem("file,title\na.txt,A\na.txt,B\n"), @"
        line 3 names `a.txt` again
        hint: keep one line for each file
        ");
        assert_snapshot!(problem("file,title\na.txt,A,B\n"), @"
        line 2 has 3 cells, the header 2
        hint: put quotes around cells that hold the delimiter
        ");
    }

    #[test]
    fn files_are_found_by_relative_name_or_name_alone() {
        let meta = Meta::parse("file;date;outlet\na.txt;2026-02-03;\nb/c.txt;;gate\ngone.txt;;x\n").unwrap();
        let mut fields = Fields::default();
        meta.join_file("b/a.txt.gz", &mut fields);
        assert_eq!(fields.published.as_deref(), Some("2026-02-03"));
        assert_eq!(fields.outlet, None);
        let file = |name: &str| InputFile { path: name.into(), name: name.into() };
        assert_eq!(meta.unused(&[file("x/a.txt"), file("c.txt")]), ["b/c.txt", "gone.txt"]);
    }

    #[test]
    fn the_table_wins_over_the_document_where_it_says_something() {
        let meta = Meta::parse("file,title,lang\na.txt,,ru\n").unwrap();
        let mut fields = Fields { title: Some("own".into()), lang: Some("en".into()), ..Fields::default() };
        meta.join_file("a.txt", &mut fields);
        assert_eq!((fields.title.as_deref(), fields.lang.as_deref()), (Some("own"), Some("ru")));
    }
}
