//! Tests of the tables themselves: what `corpora/` defines is checked as code is.

use super::*;

fn registry() -> Registry {
    Registry::builtin().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_definitions_of_the_repository_are_valid() {
    let registry = registry();
    let targets: Vec<_> = registry.targets.all().iter().map(|target| target.id.as_str()).collect();
    assert!(targets.starts_with(&["l1", "l2"]), "{targets:?}");
    assert_eq!(registry.narratives.all().len(), 18);
    for target in registry.targets.all() {
        assert_eq!(target.phrase.len(), Lang::ALL.len(), "phrases of `{}`", target.id);
    }
}

#[test]
fn every_narrative_is_found_in_its_examples_and_not_in_its_near_misses() {
    let registry = registry();
    let mut wrong = Vec::new();
    for narrative in registry.narratives.all() {
        assert!(narrative.examples.iter().any(|example| !example.is), "`{}` has no near miss", narrative.id);
        for lang in Lang::ALL {
            assert!(
                narrative.examples.iter().any(|example| example.is && example.lang == *lang),
                "`{}` has no example in {lang}",
                narrative.id
            );
        }
        for example in &narrative.examples {
            let found = registry.narratives.find(example.lang, &Folded::new(&example.text), &example.text);
            if found.contains(&narrative.id) != example.is {
                wrong.push(format!("{} {} is={} {}", narrative.id, example.lang, example.is, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn targets_are_found_in_every_script() {
    let registry = registry();
    let named = |lang: Lang, text: &str| -> Vec<String> {
        let found = registry.targets.find(lang, &Folded::new(text), text);
        found.keys().map(|target| registry.targets.all()[*target].id.to_string()).collect()
    };
    for (lang, text, expected) in [
        (Lang::En, "Rollups carry the load.", vec!["l2"]),
        (Lang::En, "The gas limit on mainnet was raised.", vec!["l1"]),
        (Lang::En, "Ether fell by four percent.", vec![]),
        (Lang::Ru, "Комиссии в основной сети почти не отличаются от роллапов.", vec!["l1", "l2"]),
        (Lang::ZhHans, "以太坊二层网络的活跃度创下新高。", vec!["l2"]),
        (Lang::ZhHant, "二層網路的手續費再度下降。", vec!["l2"]),
        (Lang::Ko, "레이어2는 여전히 필요하다.", vec!["l2"]),
        (Lang::Ja, "レイヤー2の手数料が下がった。", vec!["l2"]),
        (Lang::De, "Die Layer-2-Netze wachsen.", vec!["l2"]),
        (Lang::Tr, "Katman 2 ağları büyüyor.", vec!["l2"]),
        (Lang::Vi, "Các mạng lớp 2 đang tăng trưởng.", vec!["l2"]),
    ] {
        assert_eq!(named(lang, text), expected, "{text}");
    }
}

#[test]
fn a_folder_adds_a_target_without_code() {
    let folder = tempfile::tempdir().unwrap();
    let targets = folder.path().join("targets");
    std::fs::create_dir(&targets).unwrap();
    let phrases: String = Lang::ALL.iter().map(|lang| format!("{lang} = \"restaking\"\n")).collect();
    let file = format!(
        "id = \"restaking\"\nname = \"Restaking\"\ndescription = \"\"\n[phrase]\n{phrases}[aliases]\nany = [\"restaking\"]\n"
    );
    std::fs::write(targets.join("restaking.toml"), file).unwrap();
    let registry = Registry::with_additions(&[folder.path()]).unwrap();
    let text = "Restaking is back.";
    let found = registry.targets.find(Lang::En, &Folded::new(text), text);
    let ids: Vec<_> = found.keys().map(|index| registry.targets.all()[*index].id.as_str()).collect();
    assert_eq!(ids, ["restaking"]);
}

#[test]
fn a_broken_definition_names_its_file_and_pattern() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("narratives")).unwrap();
    let file = "id = \"x\"\nname = \"X\"\ndescription = \"\"\n[cues]\nany = [\"*bad\"]\n";
    std::fs::write(folder.path().join("narratives/x.toml"), file).unwrap();
    let error = Registry::with_additions(&[folder.path()]).unwrap_err().to_string();
    assert!(error.contains("`narratives/x.toml`") && error.contains("`*bad`"), "{error}");
}
