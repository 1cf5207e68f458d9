"""Reads the public data (see README.md in this folder for where each part comes from)."""

import gzip
import json
from collections import defaultdict
from pathlib import Path

LANGS = ["en", "ru", "uk", "zh-Hans", "zh-Hant", "ko", "ja", "es", "pt", "tr", "vi", "id", "fr", "de"]

# How the files of the public data call our languages, where otherwise.
FILE_LANG = {"zh": "zh-Hans", "zh-tw": "zh-Hant", "pt-br": "pt"}

SENTIMENT = {"positive": "favor", "negative": "against", "neutral": "neutral"}


def parallel(data: Path) -> dict[str, list[tuple[str, str]]]:
    """(English, translation) pairs by language, in a fixed order, each once."""
    pairs = defaultdict(dict)
    for path in sorted((data / "parallel").glob("*.tsv.gz")):
        code = path.name.removesuffix(".tsv.gz")
        for source in ("ethereum-org", "staking-launchpad", "bitcoin-org", "vitalik-blog"):
            code = code.removeprefix(source + "-")
        lang = FILE_LANG.get(code, code)
        if lang not in LANGS:
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                english, _, other = line.rstrip("\n").partition("\t")
                if english.strip() and other.strip():
                    pairs[lang][(english.strip(), other.strip())] = None
    return {lang: list(rows) for lang, rows in sorted(pairs.items())}


def labelled(data: Path, name: str) -> list[dict]:
    """A labelled set: rows with `text`, `target`, `span` (of the target in the text, or None) and our `stance`."""
    rows = []
    with gzip.open(data / "labelled" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            stance = SENTIMENT.get(row["label"], row["label"])
            rows.append({"id": row["id"], "lang": FILE_LANG.get(row["lang"], row["lang"]), "text": row["text"],
                         "target": row["target"], "span": row.get("span"), "stance": stance})
    return rows
