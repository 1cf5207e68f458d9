"""Agreement of the two labelling passes: Krippendorff's alpha by field, with bootstrap intervals over sentences.

    python models/train/agreement.py [corpora/gold/second_pass.tsv]

The file has one line for each sentence that was labelled anew without sight of the first labels: id, then l1, l2, tone,
holder and narratives of the first pass, then the same of the second, as both stood before disagreements were settled.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

import gold

FIELDS = ["l1", "l2", "tone", "holder", "narratives"]
DRAWS = 1000
SEED = 1


def nominal(first, second) -> float:
    return float(first != second)


def masi(first: frozenset, second: frozenset) -> float:
    """Distance of sets (Passonneau 2006): one less Jaccard times how one holds the other."""
    if first == second:
        return 0.0
    both, either = first & second, first | second
    monotonic = 2 / 3 if first <= second or second <= first else 1 / 3 if both else 0.0
    return 1 - len(both) / len(either) * monotonic


def alpha(coded: np.ndarray, distances: np.ndarray) -> float:
    """Krippendorff's alpha for two annotators and no gaps: one less observed over expected disagreement (Krippendorff 2011).
    `coded` holds the numbers of the two values of each unit, `distances` those between values."""
    counts = np.bincount(coded.ravel(), minlength=len(distances)).astype(float)
    n = counts.sum()
    expected = counts @ distances @ counts / (n * (n - 1))
    return 1 - distances[coded[:, 0], coded[:, 1]].mean() / expected if expected else 1.0


def agreement(pairs: list[tuple], distance) -> tuple[float, float, float]:
    """Alpha with the 95 % interval of a percentile bootstrap."""
    values = sorted({value for pair in pairs for value in pair}, key=str)
    number = {value: at for at, value in enumerate(values)}
    distances = np.array([[distance(a, b) for b in values] for a in values])
    coded = np.array([[number[first], number[second]] for first, second in pairs])
    rng = np.random.default_rng(SEED)
    drawn = [alpha(coded[rng.integers(0, len(coded), len(coded))], distances) for _ in range(DRAWS)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return alpha(coded, distances), float(low), float(high)


def read(file: Path = gold.GOLD / "second_pass.tsv") -> list[dict]:
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def table(rows: list[dict]) -> list[str]:
    """The agreement of each field as lines of a Markdown table."""
    lines = ["| field | equal | alpha | 95 % |", "|---|---|---|---|"]
    for field in FIELDS:
        pairs = [(row[f"first_{field}"], row[f"second_{field}"]) for row in rows]
        distance = nominal
        if field == "narratives":
            pairs = [tuple(frozenset(value.split(",")) - {"-", ""} for value in pair) for pair in pairs]
            distance = masi
        value, low, high = agreement(pairs, distance)
        equal = np.mean([first == second for first, second in pairs])
        lines.append(f"| {field} | {100 * equal:.0f} % | {value:.3f} | {low:.3f} to {high:.3f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=gold.GOLD / "second_pass.tsv")
    args = parser.parse_args()
    rows = read(args.file)
    print(f"{len(rows)} sentences\n")
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
