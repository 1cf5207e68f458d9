"""Extraction: F1 on the public article-extraction-benchmark, and speed beside Python's trafilatura.

    python3 benches/extraction.py --benchmark CHECKOUT [--speed] [--newsvane target/release/newsvane]

CHECKOUT is a checkout of github.com/scrapinghub/article-extraction-benchmark; its own evaluate.py does the scoring.
With --speed, newsvane with two threads and trafilatura (pip install trafilatura) with two processes read the same pages
in one run, taking turns; the ratio of the best times is what counts on a noisy machine.
"""

import argparse
import gzip
import importlib.util
import json
import multiprocessing
import pathlib
import statistics
import subprocess
import tempfile
import time

COPIES = 16
ROUNDS = 3


def evaluator(benchmark):
    spec = importlib.util.spec_from_file_location("evaluate", benchmark / "evaluate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def extract(newsvane, folder):
    """The articles of a folder of pages, by file name."""
    done = subprocess.run([newsvane, "extract", folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return {article["origin"]["file"]: article for article in map(json.loads, done.stdout.splitlines())}


def python_text(path):
    import trafilatura

    raw = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    return trafilatura.extract(raw, favor_precision=True, include_comments=False, with_metadata=True, output_format="json")


def score(evaluate, truth, predictions):
    metrics = evaluate.evaluate(truth, predictions, 200)
    return {name: round(metrics[name], 4) for name in ("f1", "f1_std", "precision", "recall")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--benchmark", type=pathlib.Path, required=True)
    parser.add_argument("--newsvane", default="target/release/newsvane")
    parser.add_argument("--speed", action="store_true")
    arguments = parser.parse_args()
    evaluate = evaluator(arguments.benchmark)
    truth = json.loads((arguments.benchmark / "ground-truth.json").read_text())
    articles = extract(arguments.newsvane, arguments.benchmark / "html")
    predictions = {
        key: {"articleBody": articles.get(f"{key}.html.gz", {}).get("text", "")} for key in truth
    }
    print("article-extraction-benchmark, newsvane:", score(evaluate, truth, predictions))
    worst = sorted(
        truth,
        key=lambda key: evaluate.string_shingle_matching(truth[key]["articleBody"], predictions[key]["articleBody"])[0],
    )
    print("worst pages:", worst[:8])
    if not arguments.speed:
        return
    pages = sorted((arguments.benchmark / "html").iterdir())
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        paths = []
        for copy in range(COPIES):
            for page in pages:
                path = folder / f"{copy}-{page.name.removesuffix('.gz')}"
                path.write_bytes(gzip.open(page).read())
                paths.append(path)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            begin = time.monotonic()
            subprocess.run(
                [arguments.newsvane, "extract", "--threads", "2", folder],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            )
            ours.append(time.monotonic() - begin)
            begin = time.monotonic()
            with multiprocessing.Pool(2) as pool:
                texts = pool.map(python_text, paths, chunksize=8)
            theirs.append(time.monotonic() - begin)
    python = {
        path.name.removesuffix(".html").removeprefix("0-"): {"articleBody": json.loads(text)["text"] if text else ""}
        for path, text in zip(paths, texts)
        if path.name.startswith("0-")
    }
    print("article-extraction-benchmark, Python trafilatura:", score(evaluate, truth, python))
    print(
        f"{len(paths)} pages: newsvane {len(paths) / min(ours):.0f} pages/s, trafilatura {len(paths) / min(theirs):.0f} pages/s, "
        f"ratio {min(theirs) / min(ours):.1f} (median of rounds {statistics.median(theirs) / statistics.median(ours):.1f})"
    )


if __name__ == "__main__":
    main()
