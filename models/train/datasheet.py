"""Writes the datasheet of the authored corpus, corpora/gold/README.md, from the corpus, its split and the second pass.

    python models/train/datasheet.py
"""

import json
from collections import Counter

import numpy as np

import agreement
import gold
from public import LANGS

TEMPLATE = """# Labelled sentences

{groups:,} groups of one meaning each, {sentences:,} sentences: every group in English, Russian and simplified Chinese, {full} of them in all
fourteen languages. Written for this project, one by one, in the manner of crypto journalism (flashes, long reads, interviews,
exchange posts, research notes, opinion, forum voices); none is taken from an article or made from a template.

The labels follow the project's codebook: stance toward `l2` (Layer-2 networks and their role in scaling) and `l1` (scaling on
the base layer), tone, holder, narratives. Fields: `id, group, lang, text, previous, title, l1, l2, tone, holder, narratives,
genre`; `previous` (the sentence before) and `title` stand where the sentence needs them.

| groups | favor | against | neutral | none |
|---|---|---|---|---|
{stances}

Tone (groups): {tones}. Holder: {holders}. Genres: {genres}.
{pairs} of the sixteen pairs of labels are there. Narratives: {narratives}.

{languages}

- **Split** (`split.json`), by group, drawn by a hash of the group's id and fixed ({late} came late and stand in train): {split}. No meaning stands on two sides.
- **Files**: one for each author's run; `baseline.jsonl` was written without sight of the lexicons and also measures the
  lexicon engine.
- **Varied**: `cargo test --test it gold -- --nocapture` prints near-duplicates, shared openings, lengths and labels, and fails
  above 2 % and 1 %.
- **Authors and annotators**: language models; the author of a sentence labelled it by the codebook. No native speaker has
  read the sentences.
- **Second pass** (`second_pass.tsv`): {second} sentences, each of another group (746 drawn when {before:,} groups stood, a tenth of their
  sentences; 240 of the 480 groups of the files c, {in_d} of those of the files d that came first, and {in_e} of the files e), were labelled anew by
  a language model without sight of the first labels. Agreement as it stood, Krippendorff's alpha (narratives: MASI distance)
  with bootstrap intervals over sentences, `python models/train/agreement.py`:

{agreement}

  Where the second pass, read again beside the codebook, was right, the first label was changed in all languages of the group:
  {settled} groups. In the others the codebook bore out the first label or leaves both open. On one sheet of 60 the second pass
  had l1 and l2 in each other's columns throughout; they were put back. Tone differs most over opinions: the
  first pass calls praise and blame without news neutral, the second mostly not.
- **Persons and most organisations** are invented. What is said of real networks is illustration, not fact.
- **Not for** prevalence: all combinations of labels are there, as they are not in the news, and hard cases are many.
- **Licence**: as the project, MIT or Apache-2.0.
"""

# Groups that existed when the second pass was drawn, and how many of them it changed.
BEFORE = 1282
SETTLED = 18
# Groups that came after the test part was fixed: the last of b06, and all of these files.
LATE_OF_B = 88
LATE_FILES = ("c", "d", "e")


def listed(counts: Counter, order: list[str] | None = None) -> str:
    return ", ".join(f"{counts[key]} {key}" for key in (order or [key for key, _ in counts.most_common()]))


def main() -> None:
    rows = gold.sentences()
    groups = {row["group"]: row for row in rows}
    languages = Counter(row["group"] for row in rows)
    split = json.loads((gold.GOLD / "split.json").read_text(encoding="utf-8"))
    stances = "\n".join(f"| {target} | " + " | ".join(str(sum(row[target] == stance for row in groups.values()))
                                                   for stance in ("favor", "against", "neutral", "none")) + " |" for target in ("l1", "l2"))
    holders = Counter(row["holder"] if row["holder"] in ("author", "unnamed") else "named" for row in groups.values())
    narratives = Counter(narrative for row in groups.values() for narrative in row["narratives"])
    table = ["| | " + " | ".join(LANGS) + " |", "|---|" + "---|" * len(LANGS)]
    lengths = {lang: [len(row["text"]) for row in rows if row["lang"] == lang] for lang in LANGS}
    for name, measure in (("sentences", len), ("characters, median", np.median), ("90th percentile", lambda values: np.percentile(values, 90))):
        table.append(f"| {name} | " + " | ".join(f"{measure(lengths[lang]):.0f}" for lang in LANGS) + " |")
    second = agreement.read()
    text = TEMPLATE.format(
        groups=len(groups), sentences=len(rows), full=sum(count == len(LANGS) for count in languages.values()), stances=stances,
        tones=listed(Counter(row["tone"] for row in groups.values()), ["positive", "negative", "neutral"]),
        holders=listed(holders, ["author", "named", "unnamed"]), genres=listed(Counter(row["genre"] for row in groups.values())),
        pairs=len({(row["l1"], row["l2"]) for row in groups.values()}), narratives=listed(narratives), languages="\n".join(table),
        split=", ".join(f"{len(split[part])} {part}" for part in ("train", "dev", "test")), second=len(second), before=BEFORE,
        in_d=sum(row["id"].startswith("d") for row in second), in_e=sum(row["id"].startswith("e") for row in second), settled=SETTLED,
        late=LATE_OF_B + sum(group.startswith(LATE_FILES) for group in groups), agreement="\n".join("  " + line for line in agreement.table(second)))
    (gold.GOLD / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
