"""The classifier: a BERT sequence classifier with one logit for each stance and each tone."""

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import BertConfig, BertForSequenceClassification, BertModel

from examples import LABELS, MISSING, STANCES, Example
from training import autocast, batches_by_length, pad

MAX_TOKENS = 160
TONE_WEIGHT = 0.6


def build(encoder: BertModel, dropout: float) -> BertForSequenceClassification:
    config = BertConfig.from_dict(encoder.config.to_dict())
    config.id2label = dict(enumerate(LABELS))
    config.label2id = {label: number for number, label in enumerate(LABELS)}
    config.hidden_dropout_prob = dropout
    config.attention_probs_dropout_prob = dropout
    config.classifier_dropout = dropout
    # BertForSequenceClassification._from_config sets the attention of the parts as well.
    model = BertForSequenceClassification._from_config(config, attn_implementation="sdpa")
    state = {f"bert.{name}": value for name, value in encoder.state_dict().items()}
    model.load_state_dict(state, strict=False)
    return model


class Encoded:
    """Examples as ids."""

    def __init__(self, examples: list[Example], tokenizer: Tokenizer):
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        encodings = tokenizer.encode_batch([(example.first, example.second) for example in examples])
        self.ids = [encoding.ids for encoding in encodings]
        self.types = [encoding.type_ids for encoding in encodings]
        self.stance = torch.tensor([example.stance for example in examples])
        self.tone = torch.tensor([example.tone for example in examples])
        self.has_none = torch.tensor([example.has_none for example in examples])
        self.weight = torch.tensor([example.weight for example in examples])
        self.examples = examples

    def __len__(self) -> int:
        return len(self.ids)

    def batch(self, numbers: list[int]):
        ids, mask = pad([self.ids[number] for number in numbers])
        types, _ = pad([self.types[number] for number in numbers])
        return ids, mask, types


def stance_logits(logits: torch.Tensor, has_none: torch.Tensor) -> torch.Tensor:
    stance = logits[:, :len(STANCES)]
    out = (~has_none)[:, None] & (torch.arange(len(STANCES)) == STANCES.index("none"))[None, :]
    return stance.masked_fill(out.to(stance.device), -1e4)


def loss(model, data: Encoded, numbers: list[int], smoothing: float) -> torch.Tensor:
    ids, mask, types = data.batch(numbers)
    with autocast():
        logits = model(input_ids=ids, attention_mask=mask, token_type_ids=types).logits
    logits = logits.float()
    has_none = data.has_none[numbers]
    stance = stance_logits(logits, has_none)
    gold = data.stance[numbers].to(logits.device)
    # Smoothing by hand, since a label that is no answer must get nothing.
    logarithms = F.log_softmax(stance, 1)
    answers = torch.where(has_none, 4, 3).to(logits.device)
    allowed = stance > -1e3
    spread = (logarithms * allowed).sum(1) / answers
    rows = -((1 - smoothing) * logarithms.gather(1, gold[:, None])[:, 0] + smoothing * spread)
    total = (rows * data.weight[numbers].to(logits.device)).mean()
    tone = data.tone[numbers].to(logits.device)
    if (tone != MISSING).any():
        total = total + TONE_WEIGHT * F.cross_entropy(logits[:, len(STANCES):], tone, ignore_index=MISSING, label_smoothing=smoothing)
    return total


@torch.no_grad()
def predict(model, data: Encoded, size: int = 128) -> np.ndarray:
    """The logits, `[examples, labels]`."""
    model.eval()
    result = np.zeros((len(data), len(LABELS)), dtype=np.float32)
    for numbers in batches_by_length([len(ids) for ids in data.ids], size, None):
        ids, mask, types = data.batch(numbers)
        with autocast():
            result[numbers] = model(input_ids=ids, attention_mask=mask, token_type_ids=types).logits.float().cpu().numpy()
    return result
