"""Fine-tuning of all layers, with an exponential mean of the weights as the result."""

import copy
import os
from pathlib import Path

import numpy as np
import torch

from classifier import Encoded, loss, predict
from examples import STANCES, TARGETS, TONES
from scores import f1, macro_f1
from training import batches_by_length, optimizer, schedule

BATCH = 32
SMOOTHING = 0.05


def finetune(model, data: Encoded, epochs: int, path: Path, seed: int, progress, body: float = 1e-4, embeddings: float = 5e-4,
             head: float = 1e-3, after=lambda epoch, model: None):
    """Trains in place and returns the mean model. `path` keeps the state between epochs."""
    lengths = [len(ids) for ids in data.ids]
    per_epoch = len(batches_by_length(lengths, BATCH, seed))
    adam = optimizer(model, body, embeddings, head)
    rate = schedule(adam, per_epoch * epochs, warm_up=min(200, per_epoch // 2), last=0.02)
    average = copy.deepcopy(model).eval()
    first = 0
    if path.exists():
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        adam.load_state_dict(state["adam"])
        rate.load_state_dict(state["rate"])
        first = state["epoch"]
    step = first * per_epoch
    for epoch in range(first, epochs):
        model.train()
        running = None
        bar = progress(batches_by_length(lengths, BATCH, seed + epoch))
        for numbers in bar:
            value = loss(model, data, numbers, SMOOTHING)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
            rate.step()
            adam.zero_grad()
            step += 1
            keep = min(0.996, 1 - 1 / (step + 1))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - keep)
            running = float(value) if running is None else 0.98 * running + 0.02 * float(value)
            bar.set_postfix(epoch=epoch + 1, loss=f"{running:.3f}")
        temporary = path.with_suffix(".part")
        torch.save({"model": model.state_dict(), "average": average.state_dict(), "adam": adam.state_dict(),
                    "rate": rate.state_dict(), "epoch": epoch + 1}, temporary)
        os.replace(temporary, path)
        after(epoch + 1, average)
    return average


def report(logits: np.ndarray, data: Encoded, gated: bool = True) -> dict:
    """Scores by language and over all: macro-F1 of the four stances (mean of l1 and l2), detection F1, tone macro-F1."""
    languages = np.array([example.lang for example in data.examples])
    target = np.array([example.target for example in data.examples])
    asked = np.array([example.asked for example in data.examples])
    gold, tone = data.stance.numpy(), data.tone.numpy()
    got = logits[:, :4].argmax(1)
    if gated:
        got = np.where(asked, got, STANCES.index("none"))
    got_tone = logits[:, 4:].argmax(1)
    result = {}
    for lang in ["all", *sorted(set(languages))]:
        here = np.ones(len(gold), bool) if lang == "all" else languages == lang
        stance = [macro_f1(gold[here & (target == t)], got[here & (target == t)], range(4)) for t in TARGETS]
        about = [f1(gold[here & (target == t)] != 3, got[here & (target == t)] != 3, True) for t in TARGETS]
        result[lang] = {"stance": round(float(np.mean(stance)), 4), "detection": round(float(np.mean(about)), 4),
                        "tone": round(macro_f1(tone[here], got_tone[here], range(len(TONES))), 4)}
    return result
