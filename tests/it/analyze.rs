use crate::tool::{Ran, Workplace};
use std::collections::BTreeMap;
use std::fs;

/// Two weeks of four articles, one of them undated.
const DUMP: &str = r#"{"url": "https://a.example/1", "outlet": "alpha", "published": "2026-02-03T10:00:00Z", "title": "Rollups hold", "text": "Rollups are thriving and here to stay. Vitalik Buterin said that rollups decentralise far too slowly."}
{"url": "https://a.example/2", "outlet": "alpha", "published": "2026-02-10", "title": "Costs", "text": "The gas limit on Ethereum mainnet was raised and the base layer now scales by itself. Nothing else happened on that day."}
{"url": "https://b.example/3", "outlet": "beta", "published": "2026-02-04T23:30:00-05:00", "title": "Ролапы", "text": "Комиссии в сетях второго уровня снизились вдвое. Роллапы остаются основой масштабирования Ethereum."}
{"url": "https://b.example/4", "outlet": "beta", "title": "=SUM(A1)", "text": "Layer 2 is dead, say critics. No date is given anywhere in this text about rollups."}
"#;

fn analyze(place: &Workplace, more: &[&str]) -> Ran {
    place.write("dump.jsonl", DUMP);
    place.run(&[&["analyze", "dump.jsonl", "--out", "out"], more].concat())
}

#[test]
fn a_dump_becomes_tables_and_weekly_reports() {
    let place = Workplace::new();
    let ran = analyze(&place, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let articles = place.rows("out/articles.csv");
    let weeks: Vec<&str> = articles.iter().map(|row| row["week"].as_str()).collect();
    // 23:30 in New York is the next day in UTC; an undated article is in no week.
    assert_eq!(weeks, ["2026-W06", "2026-W07", "2026-W06", ""]);
    assert_eq!(articles[2]["published_utc"], "2026-02-05T04:30:00Z");
    assert_eq!(articles[2]["lang"], "ru");
    assert_eq!(articles[3]["published_precision"], "unknown");
    let stances = place.rows("out/stances.csv");
    let of = |sentence: &str| {
        stances
            .iter()
            .find(|row| row["sentence"].starts_with(sentence))
            .unwrap_or_else(|| panic!("{sentence}"))
    };
    assert_eq!(of("Rollups are thriving")["stance"], "favor");
    assert_eq!(of("Vitalik Buterin said")["speaker"], "vitalik_buterin");
    assert_eq!(of("Vitalik Buterin said")["quotation"], "indirect");
    assert_eq!(of("Layer 2 is dead")["speaker"], "unnamed");
    assert!(place.path("out/report/2026-W06.html").is_file());
    assert!(place.path("out/report/2026-W07.md").is_file());
    for table in ["articles", "stances", "weekly", "narratives", "speakers", "claims", "reversals", "dropped"]
    {
        assert!(place.path(&format!("out/{table}.csv")).is_file(), "{table}.csv");
        assert!(place.path(&format!("out/{table}.parquet")).is_file(), "{table}.parquet");
    }
}

#[test]
fn the_columns_are_those_that_are_documented() {
    let place = Workplace::new();
    analyze(&place, &[]);
    for table in newsvane::schema::TABLES {
        let header = place.read(&format!("out/{}.csv", table.name));
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(header.lines().next().unwrap(), columns.join(","), "{}", table.name);
    }
}

#[test]
fn the_sentences_of_the_table_stand_in_the_text_at_their_place() {
    let place = Workplace::new();
    analyze(&place, &[]);
    let text = "Rollups are thriving and here to stay. Vitalik Buterin said that rollups decentralise far too slowly.";
    for row in place
        .rows("out/stances.csv")
        .iter()
        .filter(|row| row["outlet"] == "alpha" && row["week"] == "2026-W06")
    {
        let (start, end): (usize, usize) = (row["start"].parse().unwrap(), row["end"].parse().unwrap());
        assert_eq!(text[start..end].trim(), row["sentence"]);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let place = Workplace::new();
    analyze(&place, &[]);
    let files = |folder: &str| -> BTreeMap<String, Vec<u8>> {
        walkdir::WalkDir::new(place.path(folder))
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let name = entry.path().strip_prefix(place.path(folder)).unwrap().display().to_string();
                (name, fs::read(entry.path()).unwrap())
            })
            .collect()
    };
    let first = files("out");
    let ran = place.run(&["analyze", "dump.jsonl", "--out", "again", "--threads", "1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let second = files("again");
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(bytes == &second[name], "{name} differs");
    }
}

#[test]
fn an_earlier_result_is_replaced_only_when_asked() {
    let place = Workplace::new();
    assert_eq!(analyze(&place, &[]).code, 0);
    let refused = analyze(&place, &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("`out` exists and is not empty"), "{}", refused.stderr);
    assert!(refused.stderr.contains("--overwrite"), "{}", refused.stderr);
    // A narrower range has fewer weeks: the report of the other one must not stay behind.
    let again = analyze(&place, &["--overwrite", "--to", "2026-02-08"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(!place.path("out/report/2026-W07.html").exists());
    assert_eq!(place.rows("out/articles.csv").len(), 2);
}

#[test]
fn what_comes_in_goes_out_or_is_dropped() {
    let place = Workplace::new();
    analyze(&place, &["--from", "2026-02-09"]);
    let manifest: serde_json::Value = serde_json::from_str(&place.read("out/manifest.json")).unwrap();
    let stages = manifest["stages"].as_array().unwrap();
    let mut handed_on = None;
    for stage in stages {
        let count = |key: &str| stage[1][key].as_u64().unwrap();
        assert_eq!(count("n_in"), count("n_out") + count("n_dropped"), "{stage}");
        if let Some(handed_on) = handed_on {
            assert_eq!(count("n_in"), handed_on, "{stage}");
        }
        handed_on = Some(count("n_out"));
    }
    assert_eq!(handed_on, Some(place.rows("out/articles.csv").len() as u64));
    let reasons: Vec<String> =
        place.rows("out/dropped.csv").iter().map(|row| row["reason"].clone()).collect();
    assert_eq!(reasons, ["outside_range", "outside_range", "outside_range"]);
    for (file, hash) in manifest["outputs"].as_object().unwrap() {
        assert_eq!(hash.as_str().unwrap().len(), 64, "{file}");
        assert!(place.path("out").join(file).is_file(), "{file}");
    }
}

#[test]
fn no_cell_runs_as_a_formula() {
    let place = Workplace::new();
    analyze(&place, &[]);
    assert_eq!(place.rows("out/articles.csv")[3]["title"], "'=SUM(A1)");
}

#[test]
fn one_weeks_report_can_be_written_again() {
    let place = Workplace::new();
    analyze(&place, &[]);
    let ran = place.run(&["report", "out", "--week", "2026-W06", "--html", "week.html", "--md", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(place.read("week.html"), place.read("out/report/2026-W06.html"));
    assert_eq!(ran.stdout, place.read("out/report/2026-W06.md"));
    let unknown = place.run(&["report", "out", "--week", "2025-W01"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.stderr.contains("2026-W06"), "{}", unknown.stderr);
}

#[test]
fn a_researchers_own_target_needs_a_file_and_no_code() {
    let place = Workplace::new();
    let phrases: String =
        newsvane::schema::Lang::ALL.iter().map(|lang| format!("{lang} = \"restaking\"\n")).collect();
    place.write(
        "mine/targets/restaking.toml",
        format!(
            "id = \"restaking\"\nname = \"Restaking\"\ndescription = \"Staked ether used again.\"\n\
             [phrase]\n{phrases}[aliases]\nany = [\"restaking\"]\n"
        ),
    );
    place.write("newsvane.toml", "registry = [\"mine\"]\n");
    place.write(
        "dump.jsonl",
        r#"{"text": "Restaking is thriving and here to stay.", "published": "2026-02-03"}"#,
    );
    let ran = place.run(&["analyze", "dump.jsonl", "--out", "out", "--config", "newsvane.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let stances = place.rows("out/stances.csv");
    assert_eq!((stances[0]["target"].as_str(), stances[0]["stance"].as_str()), ("restaking", "favor"));
    assert!(place.rows("out/weekly.csv").iter().any(|row| row["target"] == "restaking"));
}

#[test]
fn the_data_dictionary_describes_every_table() {
    let place = Workplace::new();
    analyze(&place, &[]);
    let package: serde_json::Value = serde_json::from_str(&place.read("out/datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    for table in newsvane::schema::TABLES {
        let resource = resources
            .iter()
            .find(|resource| resource["path"] == format!("{}.csv", table.name))
            .unwrap_or_else(|| panic!("no resource for {}", table.name));
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names, columns);
    }
}
