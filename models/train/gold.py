"""Reads the authored corpus, its split by group and the lexicons of opinion."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "corpora" / "gold"
OPINION = ROOT / "corpora" / "lexicons" / "opinion"


def sentences(part: str | None = None, gold: Path = GOLD) -> list[dict]:
    """All labelled sentences, or those of one part of the split (train, dev, test)."""
    split = json.loads((gold / "split.json").read_text(encoding="utf-8"))
    part_of = {group: name for name, groups in split.items() for group in groups}
    rows = []
    for path in sorted(gold.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            rows.extend(json.loads(line) for line in lines)
    missing = {row["group"] for row in rows} - part_of.keys()
    if missing:
        raise SystemExit(f"groups without a place in split.json: {sorted(missing)[:5]}")
    return [row for row in rows if part is None or part_of[row["group"]] == part]


def opinion() -> dict[str, list[tuple[str, str, str]]]:
    """(phrase, English gloss, direction) by language."""
    words = {}
    for path in sorted(OPINION.glob("*.tsv")):
        with path.open(encoding="utf-8") as lines:
            words[path.stem] = [tuple(line.rstrip("\n").split("\t")) for line in lines if line.strip()]
    return words
