//! The transformer engine against Python's transformers, and what it says of folders that it cannot use.
//!
//! The models are tiny and random; `models/train/engine_fixtures.py` makes them with the expected logits.

use newsvane::tag::transformer::{Classifier, LoadError, LoadOptions};
use serde::Deserialize;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A text or pair of texts with the logits that Python computes.
#[derive(Deserialize)]
struct Expected {
    first: String,
    second: Option<String>,
    tokens: usize,
    logits: Vec<f32>,
}

impl Expected {
    fn pair(&self) -> (&str, Option<&str>) {
        (&self.first, self.second.as_deref())
    }
}

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/models").join(kind)
}

/// One core each, since the tests run side by side.
fn options() -> LoadOptions {
    LoadOptions { threads: NonZeroUsize::MIN, ..LoadOptions::default() }
}

fn load(kind: &str) -> Classifier {
    Classifier::load(&folder(kind), &options()).unwrap()
}

fn expected(kind: &str) -> Vec<Expected> {
    serde_json::from_str(&fs::read_to_string(folder(kind).join("expected.json")).unwrap()).unwrap()
}

fn pairs(expected: &[Expected]) -> Vec<(&str, Option<&str>)> {
    expected.iter().map(Expected::pair).collect()
}

fn largest_difference<'a>(
    logits: impl IntoIterator<Item = &'a Vec<f32>>,
    others: impl IntoIterator<Item = &'a Vec<f32>>,
) -> f32 {
    logits
        .into_iter()
        .zip(others)
        .flat_map(|(row, other)| {
            assert_eq!(row.len(), other.len());
            row.iter().zip(other).map(|(one, other)| (one - other).abs())
        })
        .fold(0.0, f32::max)
}

/// Compares a model with Python, all pairs in one call.
fn assert_parity(kind: &str, tolerance: f32) {
    let expected = expected(kind);
    assert!(expected.iter().any(|row| row.tokens == 64), "no pair is long enough to be cut");
    let logits = load(kind).logits(&pairs(&expected)).unwrap();
    assert_eq!(logits.len(), expected.len());
    let difference = largest_difference(&logits, expected.iter().map(|row| &row.logits));
    println!("{kind}: largest difference from Python {difference:e}");
    assert!(difference <= tolerance, "{kind} differs from Python by {difference:e}");
}

#[test]
fn bert_gives_pythons_logits() {
    assert_parity("bert", 1e-5);
}

#[test]
fn weights_of_16_bits_are_widened_as_in_python() {
    assert_parity("bert-fp16", 1e-5);
}

#[test]
fn distilbert_gives_pythons_logits() {
    assert_parity("distilbert", 1e-5);
}

#[test]
fn roberta_gives_pythons_logits() {
    assert_parity("roberta", 1e-3);
}

#[test]
fn xlm_roberta_gives_pythons_logits() {
    assert_parity("xlm-roberta", 1e-3);
}

#[test]
fn logits_come_in_the_order_of_the_pairs_and_do_not_depend_on_their_batch() {
    for kind in ["bert", "distilbert", "roberta", "xlm-roberta"] {
        let expected = expected(kind);
        let pairs = pairs(&expected);
        let model = load(kind);
        let alone: Vec<Vec<f32>> =
            pairs.iter().map(|pair| model.logits(&[*pair]).unwrap().remove(0)).collect();
        // Three of each in an order without a pattern, cut into batches of another size than the default.
        let order: Vec<usize> = (0..pairs.len() * 3).map(|index| index * 7 % pairs.len()).collect();
        let shuffled: Vec<_> = order.iter().map(|&index| pairs[index]).collect();
        for batch_tokens in [1, 200, 100_000] {
            let options = LoadOptions { batch_tokens, ..options() };
            let model = Classifier::load(&folder(kind), &options).unwrap();
            let logits = model.logits(&shuffled).unwrap();
            let difference = largest_difference(&logits, order.iter().map(|&index| &alone[index]));
            assert!(difference <= 1e-5, "{kind} in batches of {batch_tokens}: {difference:e}");
        }
    }
}

#[test]
fn threads_may_share_a_classifier() {
    let expected = expected("bert");
    let pairs = pairs(&expected);
    let model = load("bert");
    let once = model.logits(&pairs).unwrap();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| model.logits(&pairs).unwrap())).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), once);
        }
    });
}

#[test]
fn the_number_of_cores_does_not_change_the_logits() {
    let expected = expected("bert");
    let two = LoadOptions { threads: NonZeroUsize::new(2).unwrap(), ..LoadOptions::default() };
    let two = Classifier::load(&folder("bert"), &two).unwrap();
    let difference = largest_difference(
        &two.logits(&pairs(&expected)).unwrap(),
        &load("bert").logits(&pairs(&expected)).unwrap(),
    );
    assert!(difference <= 1e-5, "{difference:e}");
}

#[test]
fn nothing_to_judge_gives_nothing() {
    assert!(load("bert").logits(&[]).unwrap().is_empty());
}

#[test]
fn deberta_v2_and_v3_give_pythons_logits() {
    assert_parity("deberta-v2", 1e-5);
    assert_parity("deberta-v3", 1e-5);
}

/// The shipped layers of BERT against rust-bert's own, on the same weights.
#[test]
fn bert_gives_rust_berts_logits() {
    use rust_bert::Config;
    use rust_bert::bert::{BertConfig, BertForSequenceClassification};
    use tch::{Device, Tensor, nn};
    let config = BertConfig::from_file(folder("bert").join("config.json"));
    let mut store = nn::VarStore::new(Device::Cpu);
    let model = BertForSequenceClassification::new(store.root(), &config).unwrap();
    store.load(folder("bert").join("model.safetensors")).unwrap();
    let tokenizer = tokenizers::Tokenizer::from_file(folder("bert").join("tokenizer.json")).unwrap();
    let pairs = [("Rollups are good.", Some("layer 2")), ("Mainnet", None)];
    let own = load("bert").logits(&pairs).unwrap();
    for ((first, second), own) in pairs.iter().zip(own) {
        let encoding = match second {
            Some(second) => tokenizer.encode((*first, *second), true),
            None => tokenizer.encode(*first, true),
        }
        .unwrap();
        let row = |values: &[u32]| {
            Tensor::from_slice(&values.iter().map(|&value| i64::from(value)).collect::<Vec<_>>()).unsqueeze(0)
        };
        let (ids, types) = (row(encoding.get_ids()), row(encoding.get_type_ids()));
        let logits =
            tch::no_grad(|| model.forward_t(Some(&ids), None, Some(&types), None, None, false).logits);
        let theirs: Vec<Vec<f32>> = Vec::try_from(logits).unwrap();
        assert!(largest_difference(&[own], &theirs) < 1e-5);
    }
}

#[test]
fn a_smaller_limit_reads_less_of_a_text() {
    let long = "Rollups make Ethereum cheaper, and critics say that they split liquidity.";
    let short = "Rollups make Ethereum cheaper";
    let limit = LoadOptions { max_tokens: Some(6), ..options() };
    let model = Classifier::load(&folder("bert"), &limit).unwrap();
    assert_eq!(model.logits(&[(long, None)]).unwrap(), model.logits(&[(short, None)]).unwrap());
    let model = load("bert");
    assert_ne!(model.logits(&[(long, None)]).unwrap(), model.logits(&[(short, None)]).unwrap());
}

#[test]
fn labels_are_in_the_order_of_the_logits_and_the_id_names_the_weights() {
    let model = load("bert");
    assert_eq!(model.labels(), ["favor", "against", "neutral", "none"]);
    let (name, digest) = model.id().split_once('@').unwrap();
    assert_eq!(name, "bert");
    assert_eq!(digest.len(), 12);
    assert_ne!(model.id(), load("bert-fp16").id());
    assert_eq!(load("bert/../bert/.").id(), model.id());
}

/// A copy of a fixture's folder, to be damaged.
struct Damaged {
    keep: TempDir,
    kind: &'static str,
}

impl Damaged {
    fn new(kind: &'static str) -> Damaged {
        let keep = tempfile::tempdir().unwrap();
        let copy = keep.path().join(kind);
        fs::create_dir(&copy).unwrap();
        for entry in fs::read_dir(folder(kind)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
        }
        Damaged { keep, kind }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.keep.path().join(self.kind).join(name)
    }

    fn remove(self, name: &str) -> Damaged {
        fs::remove_file(self.file(name)).unwrap();
        self
    }

    fn write(self, name: &str, content: impl AsRef<[u8]>) -> Damaged {
        fs::write(self.file(name), content).unwrap();
        self
    }

    fn edit_json(self, name: &str, edit: impl FnOnce(&mut serde_json::Value)) -> Damaged {
        let mut json = serde_json::from_str(&fs::read_to_string(self.file(name)).unwrap()).unwrap();
        edit(&mut json);
        self.write(name, json.to_string())
    }

    fn edit_bytes(self, name: &str, edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Damaged {
        let bytes = edit(fs::read(self.file(name)).unwrap());
        self.write(name, bytes)
    }

    /// What loading says, with paths that begin at the folder.
    fn message(&self) -> String {
        message(self.load(&options()), self.keep.path())
    }

    fn load(&self, options: &LoadOptions) -> Result<Classifier, LoadError> {
        Classifier::load(&self.keep.path().join(self.kind), options)
    }
}

fn message(result: Result<Classifier, LoadError>, above: &Path) -> String {
    result.unwrap_err().to_string().replace(&format!("{}/", above.display()), "")
}

#[test]
fn kinds_without_proof_are_refused_with_the_reason() {
    let other = Damaged::new("bert").edit_json("config.json", |json| json["model_type"] = "deberta".into());
    insta::assert_snapshot!(other.message(), @r"
    `bert/config.json` is a model of the kind `deberta`, whose logits are not proven to be Python's
    hint: use a sequence classifier of the kind `bert`, `distilbert`, `roberta`, `xlm-roberta` or `deberta-v2`
    ");
    let other =
        Damaged::new("bert").edit_json("config.json", |json| json["model_type"] = "modernbert".into());
    insta::assert_snapshot!(other.message(), @r"
    `bert/config.json` is a model of the kind `modernbert`, which this engine does not have
    hint: use a sequence classifier of the kind `bert`, `distilbert`, `roberta`, `xlm-roberta` or `deberta-v2`
    ");
}

#[test]
fn missing_files_are_named() {
    insta::assert_snapshot!(Damaged::new("bert").remove("config.json").message(), @r"
    cannot read `bert/config.json`: No such file or directory (os error 2)
    hint: a model folder holds `config.json`, `tokenizer.json` and `model.safetensors`
    ");
    insta::assert_snapshot!(Damaged::new("bert").remove("tokenizer.json").message(), @r"
    cannot read `bert/tokenizer.json`: No such file or directory (os error 2)
    hint: a model folder holds `config.json`, `tokenizer.json` and `model.safetensors`
    ");
    insta::assert_snapshot!(Damaged::new("bert").remove("model.safetensors").message(), @r"
    cannot read `bert/model.safetensors`: No such file or directory (os error 2)
    hint: a model folder holds `config.json`, `tokenizer.json` and `model.safetensors`
    ");
}

#[test]
fn a_damaged_config_is_named() {
    insta::assert_snapshot!(Damaged::new("bert").write("config.json", "{").message(), @r"
    `bert/config.json` is not JSON: EOF while parsing an object at line 1 column 1
    hint: save the model again with `model.save_pretrained` of transformers
    ");
    insta::assert_snapshot!(Damaged::new("bert").write("config.json", "{}").message(), @r"
    `bert/config.json` has no `model_type`
    hint: save the model again with `model.save_pretrained` of transformers
    ");
    let incomplete = |name: &str| {
        Damaged::new("bert")
            .edit_json("config.json", |json| {
                json.as_object_mut().unwrap().remove(name);
            })
            .message()
    };
    insta::assert_snapshot!(incomplete("hidden_size"), @r"
    `bert/config.json` cannot be followed: missing field `hidden_size`
    hint: save the model again with `model.save_pretrained` of transformers
    ");
    insta::assert_snapshot!(incomplete("id2label"), @r#"
    `bert/config.json` has no `id2label`
    hint: name the classes in the order of the logits, {"0": "favor", …}
    "#);
    let gap = Damaged::new("bert").edit_json("config.json", |json| {
        json["id2label"] = serde_json::json!({"0": "favor", "2": "against"});
    });
    insta::assert_snapshot!(gap.message(), @r"
    `bert/config.json` has an `id2label` without the class 1
    hint: number its 2 classes from 0 on
    ");
}

#[test]
fn a_damaged_tokenizer_is_named() {
    insta::assert_snapshot!(Damaged::new("bert").write("tokenizer.json", "{}").message(), @r"
    `bert/tokenizer.json` is no tokenizer: Model missing. at line 1 column 2
    hint: save it with `tokenizer.save_pretrained` of transformers
    ");
    let bare = Damaged::new("bert").edit_json("tokenizer.json", |json| json["post_processor"] = ().into());
    insta::assert_snapshot!(bare.message(), @r"
    `bert/tokenizer.json` adds no tokens around a text (`post_processor`), but the model reads the first of them
    hint: save it with `tokenizer.save_pretrained` of transformers
    ");
    let larger = Damaged::new("bert").edit_json("config.json", |json| json["vocab_size"] = 300.into());
    insta::assert_snapshot!(larger.message(), @r"
    `bert/tokenizer.json` goes up to the token number `399`, `config.json` sets `vocab_size` to `300`
    hint: take both files from the same model
    ");
}

#[test]
fn damaged_weights_are_named() {
    let file = "model.safetensors";
    let cut = Damaged::new("bert").edit_bytes(file, |mut bytes| {
        bytes.truncate(bytes.len() - 1000);
        bytes
    });
    insta::assert_snapshot!(cut.message(), @r"
    `bert/model.safetensors` is not a whole safetensors file (MetadataIncompleteBuffer)
    hint: copy it again; where Git LFS left a pointer in its place, run `git lfs pull`
    ");
    insta::assert_snapshot!(Damaged::new("bert").write(file, "").message(), @r"
    `bert/model.safetensors` is not a whole safetensors file (HeaderTooSmall)
    hint: copy it again; where Git LFS left a pointer in its place, run `git lfs pull`
    ");
    let pointer = Damaged::new("bert").write(file, "version https://git-lfs.github.com/spec/v1\n");
    insta::assert_snapshot!(pointer.message(), @r"
    `bert/model.safetensors` is not a whole safetensors file (HeaderTooLarge)
    hint: copy it again; where Git LFS left a pointer in its place, run `git lfs pull`
    ");
    let renamed =
        Damaged::new("bert").edit_bytes(file, |bytes| replace(bytes, b"\"classifier.", b"\"classifies."));
    insta::assert_snapshot!(renamed.message(), @r"
    `bert/model.safetensors` lacks the weight `classifier.weight`
    hint: `config.json` and the weights have to be of one sequence classifier, with its head
    ");
    let renamed = Damaged::new("bert")
        .edit_bytes(file, |bytes| replace(bytes, b"attention.self.key", b"attention.self.bee"));
    insta::assert_snapshot!(renamed.message(), @r"
    `bert/model.safetensors` lacks the weight `bert.encoder.layer.0.attention.self.key.weight`
    hint: `config.json` and the weights have to be of one sequence classifier, with its head
    ");
    let integers = Damaged::new("bert").edit_bytes(file, |bytes| replace(bytes, b"\"F32\"", b"\"I32\""));
    insta::assert_snapshot!(integers.message(), @r"
    the weight `bert.embeddings.word_embeddings.weight` in `bert/model.safetensors` is `I32`, expected is `F32, F64, F16 or BF16`
    hint: take `config.json` and the weights from the same model
    ");
}

#[test]
fn a_config_of_another_model_is_named() {
    let other = |name: &'static str, value: u64| {
        Damaged::new("bert").edit_json("config.json", |json| json[name] = value.into()).message()
    };
    insta::assert_snapshot!(other("intermediate_size", 128), @r"
    the weight `bert.encoder.layer.1.intermediate.dense.weight` in `bert/model.safetensors` is `[64, 32]`, expected is `[128, 32]`
    hint: take `config.json` and the weights from the same model
    ");
    insta::assert_snapshot!(other("num_hidden_layers", 12), @r"
    `bert/model.safetensors` lacks the weight `bert.encoder.layer.11.intermediate.dense.weight`
    hint: `config.json` and the weights have to be of one sequence classifier, with its head
    ");
    insta::assert_snapshot!(other("vocab_size", 1 << 50), @r"
    the weight `bert.embeddings.word_embeddings.weight` in `bert/model.safetensors` is `[400, 32]`, expected is `[1125899906842624, 32]`
    hint: take `config.json` and the weights from the same model
    ");
    let three = Damaged::new("bert").edit_json("config.json", |json| {
        json["id2label"] = serde_json::json!({"0": "favor", "1": "against", "2": "none"});
    });
    insta::assert_snapshot!(three.message(), @r"
    the weight `classifier.weight` in `bert/model.safetensors` is `[4, 32]`, expected is `[3, 32]`
    hint: take `config.json` and the weights from the same model
    ");
}

#[test]
fn a_limit_without_room_for_a_pair_is_refused() {
    let options = LoadOptions { max_tokens: Some(4), ..options() };
    insta::assert_snapshot!(message(Damaged::new("bert").load(&options), Path::new("")), @r"
    `max_tokens` is `4`, which leaves no room for a pair of texts
    hint: at least 5
    ");
}

#[test]
fn weights_that_give_no_numbers_are_noticed() {
    let broken = Damaged::new("bert").edit_bytes("model.safetensors", |mut bytes| {
        let end = bytes.len();
        bytes[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
        bytes
    });
    let model = broken.load(&options()).unwrap();
    let id = model.id().to_owned();
    let error = model.logits(&[("x", None)]).unwrap_err();
    insta::assert_snapshot!(error.to_string().replace(&id, "bert@…"), @r"
    `bert@…` gives scores that are not finite
    hint: its weights are damaged, or too large for their type
    ");
}

/// Replaces bytes by as many others.
fn replace(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|&at| bytes[at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + from.len()].copy_from_slice(to);
    }
    bytes
}
