#!/usr/bin/env python3
"""The shipped model in newsvane and in Python transformers: the same pairs, batches, threads and weights, in one run.

    pip install -r models/train/requirements.txt
    python benches/against_python.py [--pairs 20000] [--threads 2] [--runs 2]

Whole processes: time to load, pairs a second, seconds from start to end, peak memory. The pairs are those that the product
makes of the authored corpus, repeated. Python sorts by length and fills batches with as many tokens as newsvane does; its
attention is the default of transformers.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "models" / "stance-mini"
BATCH_TOKENS = 1024


def python_side(pairs_file: str, threads: int) -> None:
    start = time.time()
    import torch
    import transformers
    torch.set_num_threads(threads)
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=str(MODEL / "tokenizer.json"), pad_token="[PAD]",
                                                     cls_token="[CLS]", sep_token="[SEP]", unk_token="[UNK]")
    model = transformers.AutoModelForSequenceClassification.from_pretrained(MODEL, torch_dtype=torch.float32).eval()
    loaded = time.time() - start
    pairs = [json.loads(line) for line in open(pairs_file, encoding="utf-8")]
    begin, total = time.time(), 0.0
    for at in range(0, len(pairs), 2048):
        chunk = pairs[at:at + 2048]
        encoded = tokenizer([pair[0] for pair in chunk], [pair[1] for pair in chunk], truncation=True, max_length=256)
        order = sorted(range(len(chunk)), key=lambda index: -len(encoded["input_ids"][index]))
        with torch.no_grad():
            while order:
                size = max(1, BATCH_TOKENS // len(encoded["input_ids"][order[0]]))
                batch, order = order[:size], order[size:]
                inputs = tokenizer.pad({key: [encoded[key][index] for index in batch] for key in encoded.keys()}, return_tensors="pt")
                total += float(model(**inputs).logits.sum())
    print(json.dumps({"load_s": loaded, "compute_s": time.time() - begin, "pairs": len(pairs), "sum": total}))


def run(command: list[str]) -> dict:
    """A process with its time and its peak memory."""
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed")
    return json.loads(output.splitlines()[-1]) | {"wall_s": time.time() - start, "peak_mb": usage.ru_maxrss / 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--python-side", metavar="FILE", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.python_side:
        return python_side(args.python_side, args.threads)
    newsvane = ROOT / "target" / "release" / "newsvane"
    rows = [json.loads(line) for path in sorted((ROOT / "corpora" / "gold").glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    lines = "".join(json.dumps({key: row[key] for key in ("id", "text", "lang", "title", "previous")}) + "\n" for row in rows)
    tagged = subprocess.run([newsvane, "tag", "--inputs", "--engine", "lexicon"], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    pairs = [[record["first"], record["second"]] for line in tagged.stdout.splitlines() for record in json.loads(line)["inputs"].values()]
    pairs = (pairs * (args.pairs // len(pairs) + 1))[:args.pairs]
    built = subprocess.run(["cargo", "bench", "--bench", "throughput", "--no-run", "--message-format=json"], cwd=ROOT,
                           stdout=subprocess.PIPE, check=True)
    programs = [json.loads(line).get("executable") for line in built.stdout.splitlines() if b'"throughput"' in line]
    program = [name for name in programs if name][-1]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)
        file.flush()
        sides = {"newsvane": [program, file.name, str(MODEL), str(args.threads)],
                 "python": [sys.executable, __file__, "--python-side", file.name, "--threads", str(args.threads)]}
        print(f"{len(pairs)} pairs, {args.threads} threads\n{'':<10}{'load s':>8}{'pairs/s':>10}{'whole s':>9}{'peak MB':>9}{'sum of logits':>16}")
        for _ in range(args.runs):
            for name, command in sides.items():
                row = run(command)
                print(f"{name:<10}{row['load_s']:>8.2f}{row['pairs'] / row['compute_s']:>10.0f}{row['wall_s']:>9.1f}{row['peak_mb']:>9.0f}{row['sum']:>16.2f}", flush=True)


if __name__ == "__main__":
    main()
