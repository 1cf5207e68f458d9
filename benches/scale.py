#!/usr/bin/env python3
"""End to end: articles per second and peak memory of `newsvane analyze` on the sample dump repeated many times, with
the lexicon engine: what surrounds the model.

    python3 benches/scale.py [--articles 20000 100000] [--keep FOLDER]

Each round of the sample gets addresses of its own (the ending of the invented hosts is replaced by one of the same
length, so that WARC and HTTP lengths stay true), which makes its articles other articles for the tool. The Parquet and
Zstandard files are left out, because Python's own library does not write them. Standard library only.
"""

import argparse
import csv
import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpora" / "sample"
PLAIN = {".html", ".jsonl", ".csv", ".warc"}


def rounds_of(folder: pathlib.Path, rounds: int) -> None:
    meta_rows = []
    with open(SAMPLE / "meta.csv", newline="", encoding="utf-8") as file:
        meta = list(csv.DictReader(file))
    files = [path for path in sorted(SAMPLE.iterdir()) if path.is_file() and path.name != "meta.csv"]
    for number in range(rounds):
        ending = f".x{number:06d}".encode()
        below = folder / f"r{number:06d}"
        below.mkdir(parents=True)

        def renamed(content: bytes) -> bytes:
            return content.replace(b".example", ending)

        for path in files:
            to = below / path.name
            if path.suffix == ".txt":
                # Without an address the text is the identity: a closing paragraph makes it another one.
                to.write_bytes(path.read_bytes().rstrip() + b"\n\nRound %d of the repetition.\n" % number)
            elif path.suffix in PLAIN:
                to.write_bytes(renamed(path.read_bytes()))
            elif path.suffix == ".gz":
                to.write_bytes(gzip.compress(renamed(gzip.decompress(path.read_bytes())), 1))
        for row in meta:
            meta_rows.append({**row, "file": f"{below.name}/{row['file']}",
                              "url": renamed(row["url"].encode()).decode()})
    with open(folder / "meta.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(meta_rows[0]))
        writer.writeheader()
        writer.writerows(meta_rows)


def config_of(work: pathlib.Path) -> pathlib.Path:
    """The sample's speakers without its outlets, whose rules would read the same article ids out of every round."""
    registry = work / "registry"
    registry.mkdir(exist_ok=True)
    shutil.copy(SAMPLE / "registry" / "speakers.toml", registry)
    config = work / "newsvane.toml"
    config.write_text('registry = ["registry"]\n')
    return config


def measure(binary: pathlib.Path, config: pathlib.Path, dump: pathlib.Path, out: pathlib.Path) -> dict:
    command = [binary, "analyze", "--engine", "lexicon", dump, "--meta", dump / "meta.csv", "--config", config, "--out", out]
    # A process of its own, so that the peak is of this run alone.
    code = (
        "import resource, subprocess, sys, time; t = time.monotonic();"
        "c = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode;"
        "print(c, time.monotonic() - t, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *map(str, command)], capture_output=True, text=True, check=True)
    exit_code, seconds, peak_kib = done.stdout.split()
    if int(exit_code) not in (0, 2):
        sys.exit(f"newsvane failed with {exit_code}")
    manifest = json.loads((out / "manifest.json").read_text())
    return {
        "articles": manifest["rows"]["articles"],
        "stances": manifest["rows"]["stances"],
        "seconds": float(seconds),
        "peak_mib": int(peak_kib) / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--keep", type=pathlib.Path, help="keep the dumps in this folder")
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "target" / "release" / "newsvane")
    arguments = parser.parse_args()
    work = arguments.keep or pathlib.Path(tempfile.mkdtemp(prefix="newsvane-scale-"))
    results = []
    try:
        work.mkdir(exist_ok=True)
        config = config_of(work)
        once = work / "once"
        if not once.exists():
            rounds_of(once, 1)
        in_a_round = measure(arguments.binary, config, once, work / "out-once")["articles"]
        shutil.rmtree(work / "out-once")
        for wanted in arguments.articles:
            dump = work / f"dump-{wanted}"
            if not dump.exists():
                rounds_of(dump, -(-wanted // in_a_round))
            out = work / f"out-{wanted}"
            result = measure(arguments.binary, config, dump, out)
            shutil.rmtree(out)
            results.append(result)
            print(f"{result['articles']:>8} articles  {result['stances']:>8} stances  {result['seconds']:7.1f} s  "
                  f"{result['articles'] / result['seconds']:7.0f} articles/s  peak {result['peak_mib']:6.0f} MiB", flush=True)
    finally:
        if not arguments.keep:
            shutil.rmtree(work)
    if len(results) > 1:
        print(f"peak memory grows by a factor of {results[-1]['peak_mib'] / results[0]['peak_mib']:.3f}")


if __name__ == "__main__":
    main()
