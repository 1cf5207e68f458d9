"""What the steps of training share: batches, precision, the optimizer, checkpoints."""

import random
from pathlib import Path

import torch


def has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; elsewhere it would be slower than float32."""
    try:
        return "avx512_bf16" in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
BFLOAT16 = DEVICE.type == "cuda" or has_bfloat16()


def autocast():
    return torch.autocast(DEVICE.type, torch.bfloat16, enabled=BFLOAT16)


def pad(rows: list[list[int]], value: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask, `[rows, longest]`."""
    width = max(len(row) for row in rows)
    ids = torch.full((len(rows), width), value, dtype=torch.long)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, :len(row)] = torch.tensor(row)
        mask[number, :len(row)] = 1
    return ids.to(DEVICE), mask.to(DEVICE)


def batches_by_length(lengths: list[int], size: int, seed: int | None) -> list[list[int]]:
    """Batches of similar lengths; with a seed, drawn and shuffled anew, without, in order of length."""
    order = list(range(len(lengths)))
    if seed is None:
        order.sort(key=lambda index: lengths[index])
        return [order[start:start + size] for start in range(0, len(order), size)]
    rng = random.Random(seed)
    rng.shuffle(order)
    batches = []
    # Sorted within pools of 50 batches: little padding, and still mixed.
    for start in range(0, len(order), size * 50):
        pool = sorted(order[start:start + size * 50], key=lambda index: lengths[index])
        batches += [pool[at:at + size] for at in range(0, len(pool), size)]
    rng.shuffle(batches)
    return batches


def optimizer(model, body: float, embeddings: float, head: float | None = None) -> torch.optim.AdamW:
    groups = {"body": [], "embeddings": [], "head": []}
    for name, parameter in model.named_parameters():
        kind = "embeddings" if "word_embeddings" in name else "head" if "classifier" in name or "pooler" in name else "body"
        groups[kind].append(parameter)
    rates = {"body": body, "embeddings": embeddings, "head": head or body}
    decay = {"body": 0.01, "embeddings": 0.0, "head": 0.01}
    return torch.optim.AdamW([{"params": parameters, "lr": rates[kind], "weight_decay": decay[kind]}
                              for kind, parameters in groups.items() if parameters], betas=(0.9, 0.98), foreach=True)


def schedule(adam, steps: int, warm_up: int, last: float = 0.05):
    """Linear warm-up, then linear decay to `last` of the rate."""
    def factor(step: int) -> float:
        if step < warm_up:
            return (step + 1) / warm_up
        return max(last, 1 - (1 - last) * (step - warm_up) / max(1, steps - warm_up))
    return torch.optim.lr_scheduler.LambdaLR(adam, factor)
