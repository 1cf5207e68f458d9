"""Temperatures and the abstention threshold, from the development part."""

import numpy as np
import torch
import torch.nn.functional as F

from classifier import Encoded
from examples import STANCES
from scores import ece

# Fewer labels than these, and a language takes the temperature of all.
ENOUGH = 120
TEMPERATURES = np.exp(np.linspace(np.log(0.4), np.log(4.0), 120))
THRESHOLDS = [0.30, 0.34, 0.38, 0.42, 0.46, 0.50]
# Of the labels, at most this share may be lost to abstention.
MOST_ABSTAINED = 0.02


def temperature(logits: np.ndarray, gold: np.ndarray) -> float:
    """The one with the smallest negative log-likelihood (Guo et al. 2017)."""
    logits, gold = torch.tensor(logits), torch.tensor(gold)
    losses = [float(F.cross_entropy(logits / float(value), gold)) for value in TEMPERATURES]
    return round(float(TEMPERATURES[int(np.argmin(losses))]), 3)


def temperatures(logits: np.ndarray, gold: np.ndarray, languages: np.ndarray) -> dict:
    by_language = {lang: temperature(logits[languages == lang], gold[languages == lang])
                   for lang in sorted(set(languages)) if (languages == lang).sum() >= ENOUGH}
    return {"all": temperature(logits, gold), "by_language": by_language}


def softmax(logits: np.ndarray, languages: np.ndarray, temperatures: dict) -> np.ndarray:
    divisor = np.array([temperatures["by_language"].get(lang, temperatures["all"]) for lang in languages])
    return torch.softmax(torch.tensor(logits / divisor[:, None]), 1).numpy()


def calibrate(logits: np.ndarray, data: Encoded) -> tuple[dict, dict]:
    """`calibration.json`, and how well it fits."""
    languages = np.array([example.lang for example in data.examples])
    gold, tone = data.stance.numpy(), data.tone.numpy()
    asked = np.array([example.asked for example in data.examples])
    stance_logits, tone_logits = logits[asked][:, :len(STANCES)], logits[:, len(STANCES):]
    stance = temperatures(stance_logits, gold[asked], languages[asked])
    probability = softmax(stance_logits, languages[asked], stance)
    right, highest = probability.argmax(1) == gold[asked], probability.max(1)
    threshold = THRESHOLDS[0]
    for value in THRESHOLDS:
        below = highest < value
        # Abstain where a label would be wrong more often than right.
        if below.mean() <= MOST_ABSTAINED and (not below.any() or right[below].mean() < 0.5):
            threshold = value
    calibration = {"stance": stance, "tone": temperatures(tone_logits, tone, languages), "min_probability": threshold}
    before = softmax(stance_logits, languages[asked], {"all": 1.0, "by_language": {}})
    fit = {"ECE before": round(ece(before, gold[asked]), 4), "ECE after": round(ece(probability, gold[asked]), 4),
           "abstained": round(float((highest < threshold).mean()), 4)}
    return calibration, fit
