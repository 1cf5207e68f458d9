"""What the gate before the model saves on a dump, and what it loses on the labelled sentences.

    python3 benches/gate.py DUMP... [--newsvane target/release/newsvane]

A question is one sentence and one target; the gate leaves out those whose sentence, neighbour and headline name nothing near
the target.
"""

import argparse
import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def tag(newsvane: Path, rows: list[dict], *options: str) -> list[dict]:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    command = [str(newsvane), "tag", "--engine", "lexicon", *options]
    answer = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=False)
    return [json.loads(line) for line in answer.stdout.decode().splitlines()]


def dump(newsvane: Path, inputs: list[Path]) -> None:
    articles = []
    for path in inputs:
        answer = subprocess.run([str(newsvane), "extract", str(path)], stdout=subprocess.PIPE, check=False)
        articles += [json.loads(line) for line in answer.stdout.decode().splitlines()]
    rows = [{"id": str(number), "text": article["text"], "title": article["title"]} for number, article in enumerate(articles)]
    sentences = []
    for article, tagged in zip(rows, tag(newsvane, rows, "--unit", "article")):
        text, previous = article["text"].encode(), None
        for sentence in tagged.get("sentences", []):
            own = text[sentence["start"]:sentence["end"]].decode()
            sentences.append({"id": str(len(sentences)), "text": own, "lang": sentence["lang"], "title": article["title"], "previous": previous})
            previous = own
    asked = [inputs["asked"] for row in tag(newsvane, sentences, "--inputs") for inputs in row.get("inputs", {}).values()]
    share = 100 * (1 - sum(asked) / max(1, len(asked)))
    print(f"dump: {len(articles)} articles, {len(sentences)} sentences, {len(asked)} questions, {share:.1f} % of them saved")


def labelled(newsvane: Path) -> None:
    folder = ROOT / "corpora" / "gold"
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    answers = tag(newsvane, [{key: row[key] for key in ("id", "text", "lang", "title", "previous")} for row in rows], "--inputs")
    for target in ("l1", "l2"):
        about = [answer["inputs"][target]["asked"] for row, answer in zip(rows, answers) if row[target] != "none"]
        other = [answer["inputs"][target]["asked"] for row, answer in zip(rows, answers) if row[target] == "none"]
        print(f"labelled, {target}: {len(about)} sentences about it, {len(about) - sum(about)} lost "
              f"({100 * (1 - sum(about) / len(about)):.2f} %); of {len(other)} others {100 * (1 - sum(other) / len(other)):.1f} % saved")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", type=Path, nargs="+")
    parser.add_argument("--newsvane", type=Path, default=ROOT / "target" / "release" / "newsvane")
    args = parser.parse_args()
    dump(args.newsvane, args.inputs)
    labelled(args.newsvane)


if __name__ == "__main__":
    main()
