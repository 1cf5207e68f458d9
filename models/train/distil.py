"""Teaches the multilingual student the sentence vectors of the English body (Reimers and Gurevych 2020, "Making
Monolingual Sentence Embeddings Multilingual using Knowledge Distillation").

The student reads the translation, the teacher the English side. Loss: squared distance of the unit vectors, for the mean
over tokens and, at half weight, for the first token, which the classifier reads later; and a cross-entropy within the
batch that asks which English sentence is the one translated.
"""

import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import BertModel

from training import autocast, batches_by_length, optimizer, pad, save_checkpoint, schedule, load_checkpoint

SHARE = {"ru": .14, "uk": .08, "zh-Hans": .12, "zh-Hant": .05, "ko": .11, "ja": .10, "es": .06, "pt": .06, "tr": .09,
         "vi": .05, "id": .05, "fr": .05, "de": .06}
# Of all rows, those in English: they keep the body at home in English with its new pieces.
ENGLISH = 0.16
LENGTH = (12, 220)
MAX_TOKENS = 72
SCALE = 20.0
# Thin languages are repeated at most so often.
REPEATS = 3


def choose(pairs: dict[str, list[tuple[str, str]]], own: dict[str, list[tuple[str, str]]], total: int, seed: int):
    """(language, English, text) rows: all of our own pairs, and public pairs by the shares."""
    rng = random.Random(seed)
    chosen = []
    for lang in sorted(pairs):
        rows = [row for row in pairs[lang] if LENGTH[0] <= len(row[0]) <= LENGTH[1]]
        rng.shuffle(rows)
        wanted = int(total * (1 - ENGLISH) * SHARE[lang])
        repeated = [row for _ in range(min(REPEATS, -(-wanted // max(len(rows), 1)))) for row in rows][:wanted]
        chosen += [(lang, english, text) for english, text in repeated]
        chosen += [(lang, english, text) for english, text in own.get(lang, [])]
    english = sorted({row[1] for row in chosen})
    rng.shuffle(english)
    chosen += [("en", text, text) for text in english[:int(total * ENGLISH)]]
    rng.shuffle(chosen)
    return chosen


@torch.no_grad()
def teach(body: Path, texts: list[str], progress) -> torch.Tensor:
    """The teacher's unit vectors."""
    teacher = BertModel.from_pretrained(body, add_pooling_layer=False, attn_implementation="sdpa").eval()
    tokenizer = Tokenizer.from_file(str(body / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(96)
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    vectors = torch.zeros(len(texts), teacher.config.hidden_size, dtype=torch.float16)
    for batch in progress(batches_by_length([len(row) for row in ids], 64, None)):
        inputs, mask = pad([ids[index] for index in batch])
        with autocast():
            hidden = teacher(inputs, mask).last_hidden_state.float()
        vectors[batch] = F.normalize(mean(hidden, mask), dim=1).half()
    return vectors


def mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)


def distil(student: BertModel, tokenizer: Tokenizer, rows, vectors: torch.Tensor, number: dict[str, int], work: Path,
           seed: int, progress) -> BertModel:
    """One pass over the rows."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    ids = [encoding.ids for encoding in tokenizer.encode_batch([text for _, _, text in rows])]
    targets = torch.tensor([number[english] for _, english, _ in rows])
    batches = batches_by_length([len(row) for row in ids], 96, seed)
    steps = len(batches)
    adam = optimizer(student, body=1.2e-4, embeddings=6e-4)
    rate = schedule(adam, steps, warm_up=60)
    start = load_checkpoint(work / "distil.checkpoint", student, adam, rate)
    student.train()
    running = None
    bar = progress(range(start, steps))
    for step in bar:
        batch = batches[step]
        inputs, mask = pad([ids[index] for index in batch])
        goal = vectors[targets[batch]].float()
        with autocast():
            hidden = student(inputs, mask).last_hidden_state
        hidden = hidden.float()
        vector = F.normalize(mean(hidden, mask), dim=1)
        first = F.normalize(hidden[:, 0], dim=1)
        distance = (vector - goal).pow(2).sum(1).mean()
        similarity = SCALE * vector @ goal.T
        # The same English text may stand twice in a batch: both are right.
        same = (targets[batch][:, None] == targets[batch][None, :]).float()
        contrast = F.cross_entropy(similarity, same / same.sum(1, keepdim=True))
        loss = distance + 0.5 * (first - goal).pow(2).sum(1).mean() + 0.3 * contrast
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        adam.step()
        rate.step()
        adam.zero_grad()
        running = float(distance) if running is None else 0.98 * running + 0.02 * float(distance)
        bar.set_postfix(distance=f"{running:.3f}")
        if (step + 1) % 250 == 0:
            save_checkpoint(work / "distil.checkpoint", step + 1, student, adam, rate)
    return student.eval()


@torch.no_grad()
def retrieval(student: BertModel, tokenizer: Tokenizer, pairs: list[tuple[str, str]], english: torch.Tensor) -> float:
    """Share of held-out pairs of which one finds the other among all, both directions averaged."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    ids = [encoding.ids for encoding in tokenizer.encode_batch([text for _, text in pairs])]
    vectors = torch.zeros(len(pairs), student.config.hidden_size)
    for batch in batches_by_length([len(row) for row in ids], 64, None):
        inputs, mask = pad([ids[index] for index in batch])
        with autocast():
            hidden = student(inputs, mask).last_hidden_state.float()
        vectors[batch] = F.normalize(mean(hidden, mask), dim=1)
    similarity = vectors @ english.float().T
    here = torch.arange(len(pairs))
    return float(((similarity.argmax(1) == here).float().mean() + (similarity.argmax(0) == here).float().mean()) / 2)
