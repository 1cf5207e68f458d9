"""A linear model beside the encoder: logistic regression over n-grams of characters, one for each language and target.

It knows the words of the field in each language where the small encoder does not, and costs next to nothing. Its features
are computed again in `src/tag/linear.rs`, and have to stay the same: the text in lower case, white space folded, all 1- to
5-grams of characters, hashed by FNV-1a into buckets; 1 + ln(count), times the bucket's idf, divided by the length.
"""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from examples import LABELS, STANCES, TARGETS, Example
from public import LANGS

BUCKETS = 1 << 15
LONGEST = 5
# Longer texts are cut: a sentence has fewer.
MAX_CHARACTERS = 1000
# The inverse strength of regularisation.
STRENGTH = 10.0
# Log-probabilities below this say no more.
FLOOR = -12.0
# The lexicon engine's scores reach 0, which it does not mean.
LEAST = 0.03


def buckets(text: str) -> dict[int, int]:
    """How often each bucket is hit."""
    folded = " ".join(text.lower().split())[:MAX_CHARACTERS]
    counts: dict[int, int] = {}
    encoded = [character.encode() for character in folded]
    for start in range(len(encoded)):
        value = 0x811C9DC5
        for piece in encoded[start:start + LONGEST]:
            for byte in piece:
                value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
            bucket = (value ^ (value >> 15)) % BUCKETS
            counts[bucket] = counts.get(bucket, 0) + 1
    return counts


def matrix(texts: list[str], idf: np.ndarray) -> csr_matrix:
    rows, columns, values = [], [], []
    for number, text in enumerate(texts):
        counts = buckets(text)
        keys = np.fromiter(counts, dtype=np.int64)
        value = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64))) * idf[keys]
        value /= max(np.linalg.norm(value), 1e-9)
        rows += [number] * len(keys)
        columns += keys.tolist()
        values += value.tolist()
    return csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))


class Linear:
    """Weights `[languages, buckets, targets * labels]`, with biases and idf."""

    def __init__(self):
        width = len(TARGETS) * len(LABELS)
        self.weight = np.zeros((len(LANGS), BUCKETS, width), dtype=np.float16)
        self.bias = np.full((len(LANGS), width), FLOOR, dtype=np.float32)
        self.idf = np.zeros((len(LANGS), BUCKETS), dtype=np.float16)

    def fit(self, train: list[Example], progress) -> "Linear":
        for number, lang in progress(list(enumerate(LANGS))):
            texts = sorted({example.second for example in train if example.lang == lang})
            seen = np.zeros(BUCKETS)
            for text in texts:
                seen[list(buckets(text))] += 1
            # Buckets that one sentence alone hits say nothing of others.
            self.idf[number] = np.where(seen >= 2, np.log((1 + len(texts)) / (1 + seen)) + 1, 0)
            for place, target in enumerate(TARGETS):
                rows = [example for example in train if (example.lang, example.target) == (lang, target)]
                known = matrix([row.second for row in rows], self.idf[number].astype(np.float64))
                for labels, start in (([row.stance for row in rows], 0), ([row.tone for row in rows], len(STANCES))):
                    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=400).fit(known, labels)
                    for row, label in enumerate(model.classes_):
                        column = place * len(LABELS) + start + label
                        self.weight[number, :, column] = model.coef_[row]
                        self.bias[number, column] = model.intercept_[row]
        return self

    def predict(self, examples: list[Example]) -> np.ndarray:
        """Log-probabilities, `[examples, labels]`."""
        result = np.zeros((len(examples), len(LABELS)), dtype=np.float32)
        for number, lang in enumerate(LANGS):
            here = [index for index, example in enumerate(examples) if example.lang == lang]
            if not here:
                continue
            scores = matrix([examples[index].second for index in here], self.idf[number].astype(np.float64)) @ self.weight[number].astype(np.float64)
            scores = scores + self.bias[number]
            for row, index in enumerate(here):
                start = TARGETS.index(examples[index].target) * len(LABELS)
                result[index] = scores[row, start:start + len(LABELS)]
        return normalized(result)

    def save(self, path: Path) -> None:
        save_file({"weight": torch.tensor(self.weight), "bias": torch.tensor(self.bias), "idf": torch.tensor(self.idf)}, str(path),
                  metadata={"languages": json.dumps(LANGS), "targets": json.dumps(TARGETS), "labels": json.dumps(LABELS)})


def normalized(logits: np.ndarray) -> np.ndarray:
    """Log-probabilities of the stances and of the tones, each among themselves."""
    groups = [logits[:, :len(STANCES)], logits[:, len(STANCES):]]
    return np.concatenate([torch.log_softmax(torch.tensor(group, dtype=torch.float32), 1).numpy() for group in groups], 1)


def mixed(encoder: np.ndarray, linear: np.ndarray, share: float, examples: list[Example], lexicon_share: float) -> np.ndarray:
    """A geometric mean of the two, `share` being the linear model's; and the lexicon engine's scores to the power of
    `lexicon_share` where it has an opinion."""
    result = (1 - share) * normalized(encoder) + share * np.maximum(linear, FLOOR)
    for row, example in enumerate(examples):
        if example.lexicon:
            result[row, :len(STANCES)] += lexicon_share * np.log(np.maximum(example.lexicon, LEAST))
    return result
