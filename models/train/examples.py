"""Training examples: pairs of texts as the product makes them, with their labels."""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

STANCES = ["favor", "against", "neutral", "none"]
TONES = ["positive", "negative", "neutral"]
# The logits in their order.
LABELS = STANCES + [f"tone:{tone}" for tone in TONES]
TARGETS = ["l1", "l2"]
MISSING = -100


@dataclass
class Example:
    id: str
    lang: str
    target: str
    first: str
    second: str
    stance: int
    tone: int
    # Whether the product asks the model at all; where it does not, the answer is none.
    asked: bool
    # Whether "none" is one of the answers: public sets hold only sentences about their target.
    has_none: bool = True
    # What the lexicon engine says of the four stances, where the sentence names the target and it has an opinion.
    lexicon: tuple[float, ...] | None = None
    # In the loss.
    weight: float = 1.0


def authored(rows: list[dict], newsvane: Path) -> list[Example]:
    """Both targets of every sentence, with the texts that `newsvane tag --inputs` gives."""
    lines = "".join(json.dumps({key: row[key] for key in ("id", "text", "lang", "title", "previous")}, ensure_ascii=False) + "\n"
                    for row in rows)
    result = subprocess.run([str(newsvane), "tag", "--inputs", "--engine", "lexicon"], input=lines.encode(), stdout=subprocess.PIPE)
    answers = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert len(answers) == len(rows), "newsvane tag lost lines"
    examples = []
    for row, answer in zip(rows, answers):
        assert row["id"] == answer["id"]
        for target in TARGETS:
            read = answer["inputs"][target]
            lexicon = answer["targets"].get(target) if read["context"] == "named" else None
            examples.append(Example(row["id"], row["lang"], target, read["first"], read["second"], STANCES.index(row[target]),
                                    TONES.index(row["tone"]), read["asked"],
                                    lexicon=tuple(lexicon["scores"][stance] for stance in STANCES) if lexicon else None))
    return examples


def public(rows: list[dict]) -> list[Example]:
    """Sentiment toward a named target as stance toward it; no tone. Rare labels count more, by the root of their rarity, since
    in some sets nearly all is neutral."""
    examples = []
    counts = Counter(row["stance"] for row in rows)
    weight = {stance: (len(rows) / len(counts) / count) ** 0.5 for stance, count in counts.items()}
    for row in rows:
        text = row["text"]
        if row["span"]:
            start, end = row["span"]
            text = f"{text[:start]}<t>{text[start:end]}</t>{text[end:]}"
        examples.append(Example(row["id"], row["lang"], "", row["target"], text, STANCES.index(row["stance"]), MISSING, True, False,
                                weight=weight[row["stance"]]))
    return examples
