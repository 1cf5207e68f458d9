"""F1 and what is made of it; the same definitions as `newsvane eval`."""

import numpy as np


def f1(gold: np.ndarray, got: np.ndarray, label) -> float:
    """F1 of one label; 0 where it is never right."""
    right = int(((gold == label) & (got == label)).sum())
    return 2 * right / max(1, int((gold == label).sum()) + int((got == label).sum()))


def macro_f1(gold: np.ndarray, got: np.ndarray, labels) -> float:
    return float(np.mean([f1(gold, got, label) for label in labels]))


def ece(probability: np.ndarray, gold: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error (Guo et al. 2017): over bins of the highest probability, the mean distance of accuracy
    from confidence, weighted by the bins' sizes."""
    confidence = probability.max(1)
    right = probability.argmax(1) == gold
    edges = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(right[edges == b].mean() - confidence[edges == b].mean()) * (edges == b).mean()
                     for b in range(bins) if (edges == b).any()))
