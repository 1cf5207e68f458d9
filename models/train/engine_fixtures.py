"""Makes the tiny models of random weights against which the Rust engine is tested.

    pip install -r models/train/requirements.txt
    python models/train/engine_fixtures.py [DEST]        default: tests/fixtures/models

Every folder looks like one from Hugging Face (config.json, tokenizer.json, model.safetensors) and has an expected.json
besides: text pairs with the logits that transformers computes for them. The same versions give the same files.
"""

import json
import math
import shutil
import sys
from collections import Counter
from pathlib import Path

import torch
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

VOCABULARY = 400
MAX_TOKENS = 64
LABELS = {0: "favor", 1: "against", 2: "neutral", 3: "none"}
# Wide enough that the logits differ from text to text; the usual 0.02 would leave them all near zero.
INITIALIZER_RANGE = 0.3

# The first tokens of RoBERTa and XLM-RoBERTa, in their order.
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]

SENTENCES = [
    "Rollups make Ethereum cheaper, and that is good for everyone.",
    "Critics say that layer 2 networks split liquidity and hurt the base layer.",
    "The blob limit will rise again next year, the developers decided.",
    "Основатель проекта считает, что роллапы решают проблему комиссий.",
    "Аналитики сомневаются, что сеть выдержит такой рост транзакций.",
    "Розробники планують збільшити ліміт газу наступного року.",
    "以太坊的二层网络让手续费大幅下降。",
    "批评者认为二层网络分散了流动性。",
    "이더리움 레이어 2는 수수료를 크게 낮췄다.",
    "개발자들은 내년에 가스 한도를 올리기로 했다.",
    "レイヤー2は手数料を大きく下げたと開発者は述べた。",
    "Las redes de segunda capa abaratan las comisiones de Ethereum.",
    "As redes de segunda camada dividem a liquidez, dizem os críticos.",
    "Katman 2 ağları işlem ücretlerini düşürüyor.",
    "Mạng lớp 2 giúp giảm phí giao dịch trên Ethereum.",
    "Jaringan lapis kedua menurunkan biaya transaksi.",
    "Les réseaux de seconde couche réduisent les frais.",
    "Die zweite Schicht senkt die Gebühren, sagt der Gründer.",
]

LONG = " ".join(SENTENCES[:4])

PAIRS = [
    ("Rollups are good.", "layer 2"),
    ("Rollups are good.", None),
    ("", None),
    ("x", "y"),
    (SENTENCES[1], "layer 2 networks"),
    (SENTENCES[3], "роллапы"),
    (SENTENCES[6], "二层网络"),
    (SENTENCES[8], "레이어 2"),
    (SENTENCES[10], None),
    (SENTENCES[13], "Katman 2"),
    (SENTENCES[14], "Ethereum"),
    (LONG, None),
    (LONG, "layer 1"),
    ("layer 1", LONG),
    (LONG, LONG),
    ("Unknown signs: ☃ 🚀 ﷽ \u200b\u00ad", "🚀"),
]


def pieces(words: list[str], inner: str, room: int) -> list[tuple[str, int]]:
    """The parts of words that make the shortest text, with their counts: single characters, then what saves most.

    The trainers of `tokenizers` break ties by chance, so that their vocabularies differ from run to run.
    `inner` marks a part that does not begin its word.
    """
    counts = Counter()
    for word in words:
        for start in range(len(word)):
            for end in range(start + 1, min(start + 8, len(word)) + 1):
                counts[(inner if start else "") + word[start:end]] += 1
    mark = len(inner)

    def length(piece: str) -> int:
        return len(piece) - (mark if inner and piece.startswith(inner) else 0)

    ranked = sorted(counts.items(), key=lambda row: (length(row[0]) > 1, -row[1] * length(row[0]), row[0]))
    letters = [row for row in ranked if length(row[0]) == 1][: room * 3 // 4]
    return letters + [row for row in ranked if length(row[0]) > 1][: room - len(letters)]


def wordpiece() -> Tokenizer:
    """BERT's kind of tokenizer."""
    normalizer, splitter = normalizers.BertNormalizer(lowercase=True), pre_tokenizers.BertPreTokenizer()
    words = [
        word for line in SENTENCES for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(line))
    ]
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    parts = special + [piece for piece, _ in pieces(words, "##", VOCABULARY - len(special))]
    model = models.WordPiece({piece: index for index, piece in enumerate(parts)}, unk_token="[UNK]")
    tokenizer = Tokenizer(model)
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, splitter
    tokenizer.add_special_tokens(special)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")],
    )
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def byte_pairs() -> Tokenizer:
    """RoBERTa's kind of tokenizer. This trainer leaves nothing to chance."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=SPECIAL,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    ends = [(token, tokenizer.token_to_id(token)) for token in ("</s>", "<s>")]
    tokenizer.post_processor = processors.RobertaProcessing(*ends, add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def unigram() -> Tokenizer:
    """XLM-RoBERTa's kind of tokenizer."""
    normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    splitter = pre_tokenizers.Metaspace()
    words = [
        word for line in SENTENCES for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(line))
    ]
    parts = pieces(words, "", VOCABULARY - len(SPECIAL))
    total = sum(count for _, count in parts)
    scored = [(piece, math.log(count / total)) for piece, count in parts]
    model = models.Unigram([(token, 0.0) for token in SPECIAL] + scored, unk_id=SPECIAL.index("<unk>"))
    tokenizer = Tokenizer(model)
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, splitter
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")],
    )
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def config_of(kind: str, heads: int) -> transformers.PretrainedConfig:
    """A small configuration of a kind."""
    if kind == "nli":
        config = config_of("bert", heads)
        config.id2label = {0: "entailment", 1: "neutral", 2: "contradiction"}
        config.label2id = {label: number for number, label in config.id2label.items()}
        return config
    shared = dict(
        vocab_size=VOCABULARY,
        initializer_range=INITIALIZER_RANGE,
        id2label=LABELS,
        label2id={label: index for index, label in LABELS.items()},
    )
    if kind == "distilbert":
        return transformers.DistilBertConfig(
            dim=32, n_layers=2, n_heads=heads, hidden_dim=64, max_position_embeddings=MAX_TOKENS, **shared
        )
    sizes = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=heads, intermediate_size=64)
    if kind == "bert":
        return transformers.BertConfig(max_position_embeddings=MAX_TOKENS, **sizes, **shared)
    if kind in ("deberta-v2", "deberta-v3"):
        sizes.update(max_position_embeddings=MAX_TOKENS, relative_attention=True, layer_norm_eps=1e-7, pad_token_id=0,
                     pos_att_type=["p2c", "c2p"], **shared)
        if kind == "deberta-v3":
            # As mDeBERTa-v3 has it, with buckets so few that distances of these texts share them.
            return transformers.DebertaV2Config(position_buckets=16, max_relative_positions=-1, share_att_key=True,
                                                norm_rel_ebd="layer_norm", position_biased_input=False, type_vocab_size=0, **sizes)
        # The other branches: a convolution, keys of distances, no buckets, positions, token types, narrow embeddings.
        return transformers.DebertaV2Config(position_buckets=-1, max_relative_positions=40, share_att_key=False,
                                            norm_rel_ebd="none", position_biased_input=True, type_vocab_size=2,
                                            conv_kernel_size=3, conv_act="gelu", embedding_size=24, **sizes)
    # RoBERTa's positions begin after the padding token's number; the released models all have 1e-5 here.
    sizes.update(max_position_embeddings=MAX_TOKENS + 2, type_vocab_size=1, layer_norm_eps=1e-5)
    kinds = {"roberta": transformers.RobertaConfig, "xlm-roberta": transformers.XLMRobertaConfig}
    return kinds[kind](pad_token_id=1, bos_token_id=0, eos_token_id=2, **sizes, **shared)


def expected(folder: Path, kind: str) -> list[dict]:
    """What transformers says of the pairs, each computed alone, in f32."""
    pad = "<pad>" if kind in ("roberta", "xlm-roberta") else "[PAD]"
    inputs = ["input_ids", "attention_mask"] + (["token_type_ids"] if kind in ("bert", "nli", "deberta-v2") else [])
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"), pad_token=pad, model_input_names=inputs
    )
    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        folder, torch_dtype=torch.float32, attn_implementation="eager"
    ).eval()
    rows = []
    for first, second in PAIRS:
        encoded = tokenizer(
            first, second, truncation="longest_first", max_length=MAX_TOKENS, return_tensors="pt"
        )
        with torch.no_grad():
            logits = model(**encoded).logits[0].tolist()
        rows.append({"first": first, "second": second, "tokens": encoded["input_ids"].shape[1], "logits": logits})
    return rows


def make(folder: Path, kind: str, tokenizer: Tokenizer, heads: int, dtype: torch.dtype = torch.float32) -> None:
    """Writes one model folder."""
    torch.manual_seed(20260206)
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = config_of(folder.name if kind == "deberta-v2" else kind, heads)
    model = transformers.AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    with torch.no_grad():
        # transformers starts biases at 0 and norms at 1, where a swapped pair of them would not show.
        for name, weight in model.named_parameters():
            if weight.dim() == 1:
                weight.add_(torch.randn_like(weight) * INITIALIZER_RANGE)
    model.to(dtype).save_pretrained(folder, safe_serialization=True)
    rows = expected(folder, kind)
    (folder / "expected.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lengths = [row["tokens"] for row in rows]
    spread = torch.tensor([row["logits"] for row in rows]).std(dim=0).mean().item()
    print(f"{folder.name}: {min(lengths)} to {max(lengths)} tokens, spread of the logits {spread:.2f}")


def main() -> None:
    """Makes all folders."""
    root = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "models"
    dest = Path(sys.argv[1]) if len(sys.argv) > 1 else root
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    jobs = {
        "bert": ("bert", wordpiece, 4, torch.float32),
        "bert-fp16": ("bert", wordpiece, 2, torch.float16),
        "distilbert": ("distilbert", wordpiece, 4, torch.float32),
        "roberta": ("roberta", byte_pairs, 2, torch.float32),
        "xlm-roberta": ("xlm-roberta", unigram, 4, torch.float32),
        "deberta-v2": ("deberta-v2", wordpiece, 2, torch.float32),
        "deberta-v3": ("deberta-v2", wordpiece, 4, torch.float32),
        "nli": ("nli", wordpiece, 4, torch.float32),
    }
    for name, (kind, tokenizer, heads, dtype) in jobs.items():
        shutil.rmtree(dest / name, ignore_errors=True)
        make(dest / name, kind, tokenizer(), heads, dtype)


if __name__ == "__main__":
    main()
