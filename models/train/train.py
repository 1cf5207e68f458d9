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
import wordfreq
from safetensors.torch import load_file
from tokenizers import Tokenizer
from tqdm import tqdm
from transformers import BertModel

import body
import calibrate
import examples
import export
import finetune
import gold
import linear
import public
import scores
from classifier import Encoded, build, predict

# Shares that are tried on the dev part.
SHARES = [0.0, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9]
LEXICON_SHARES = [0.0, 0.1, 0.2, 0.3]


def bar(iterable, **options):
    return tqdm(iterable, ascii=True, mininterval=5, dynamic_ncols=True, **options)


class Log:
    """Facts of the run for the model card."""

    def __init__(self, work: Path):
        self.path = work / "log.json"
        self.facts = json.loads(self.path.read_text()) if self.path.exists() else {}

    def note(self, name: str, value) -> None:
        self.facts[name] = value
        self.path.write_text(json.dumps(self.facts, indent=1, ensure_ascii=False))
        print(f"{name}: {json.dumps(value, ensure_ascii=False)}", flush=True)


# Weights of the texts that choose the pieces, beside documentation: words by frequency in general language, the authored
# sentences, and the words of opinion.
GENERAL_WORDS = 300_000
GENERAL_MOST = 30_000
AUTHORED_WEIGHT = 4.0
OPINION_WEIGHT = 4.0
CHARACTERS = 1_200_000
# wordfreq has one list for both scripts of Chinese, in simplified characters.
WORDFREQ = {"zh-Hans": "zh"}


def vocabulary_texts(args) -> dict[str, list[tuple[str, float]]]:
    """Weighted texts by language."""
    pairs = public.parallel(args.data)
    rng = random.Random(args.seed)
    texts: dict[str, list[tuple[str, float]]] = {}
    for lang in public.LANGS:
        rows = [other for _, other in pairs.get(lang, [])] if lang != "en" else \
            [english for rows in pairs.values() for english, _ in rows[:6000]]
        rng.shuffle(rows)
        size, texts[lang] = 0, []
        for text in rows:
            if size >= CHARACTERS:
                break
            texts[lang].append((text, 1.0))
            size += len(text)
        if lang != "zh-Hant":
            code = WORDFREQ.get(lang, lang)
            words = sorted(wordfreq.get_frequency_dict(code, "best").items(), key=lambda row: -row[1])[:GENERAL_MOST]
            texts[lang] += [(word, GENERAL_WORDS * frequency) for word, frequency in words]
    for name in ("newsmtsc-train", "finentity-all", "rusentne2023-train", "chabsa-all"):
        for row in public.labelled(args.data, name):
            texts[row["lang"]].append((row["text"], 1.0))
    for row in gold.sentences("train"):
        texts[row["lang"]].append((row["text"], AUTHORED_WEIGHT))
    for lang, words in gold.opinion().items():
        texts[lang] += [(phrase, OPINION_WEIGHT) for phrase, _, _ in words]
    return texts


def goes_on_from_folder(args) -> bool:
    return args.start is not None and args.start.is_dir()


def encoder(args, log: Log) -> tuple[Tokenizer, BertModel]:
    """The body with the pieces that our languages use."""
    start = time.time()
    whole = body.read(body.path())
    path = args.work / "pieces.json"
    if not path.exists() and goes_on_from_folder(args):
        path.write_text(json.dumps(body.kept_by(whole, args.start / "tokenizer.json")))
    elif not path.exists():
        kept = body.choose(whole, vocabulary_texts(args), args.pieces)
        path.write_text(json.dumps(kept))
        log.note("vocabulary", {"pieces": len(kept), "of": len(whole.pieces), "seconds": round(time.time() - start)})
    return body.make(whole, json.loads(path.read_text()))


def public_examples(args):
    """Training and validation examples of the public sets. A tenth of RuSentNE's training part is held out by sentence."""
    parts = {}
    rows = public.labelled(args.data, "rusentne2023-train")
    held = set(random.Random(args.seed).sample(sorted({row["text"] for row in rows}), 650))
    parts["rusentne held out"] = [row for row in rows if row["text"] in held]
    chabsa = random.Random(args.seed).sample(public.labelled(args.data, "chabsa-all"), 2500)
    train = [[row for row in rows if row["text"] not in held], public.labelled(args.data, "newsmtsc-train"),
             public.labelled(args.data, "finentity-all"), chabsa]
    parts["newsmtsc dev"] = public.labelled(args.data, "newsmtsc-dev-rw") + public.labelled(args.data, "newsmtsc-dev-mt")
    return {"train": [example for rows in train for example in examples.public(rows)]} \
        | {name: examples.public(rows) for name, rows in parts.items()}


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
    model = build(encoder, dropout=0.1)
    path = work / "public.pt"
    if not path.exists() and not args.start:
        start = time.time()
        data = Encoded(sets["train"], tokenizer)
        average = finetune.finetune(model, data, args.public_epochs, work / "public.checkpoint", args.seed, bar)
        torch.save(average.state_dict(), path)
        (work / "public.checkpoint").unlink()
        log.note("public sets", public_scores(average, sets, tokenizer) | {"rows": len(data), "seconds": round(time.time() - start)})
    if goes_on_from_folder(args):
        model.load_state_dict(load_file(args.start / "model.safetensors"))
    else:
        model.load_state_dict(torch.load(args.start or path, weights_only=True))

    path = work / "classifier.pt"
    dev = Encoded(examples.authored(gold.sentences("dev"), args.newsvane), tokenizer)
    if not path.exists():
        start = time.time()
        rows = [row for row in gold.sentences("train") if not args.languages or row["lang"] in args.languages]
        groups = sorted({row["group"] for row in rows})
        seen = set(json.loads(args.seen.read_text())) if args.seen else set(groups)
        if args.share < 1:
            old = [group for group in groups if group in seen]
            kept = set(random.Random(args.seed).sample(old, int(len(old) * args.share))) | (set(groups) - seen)
            rows = [row for row in rows if row["group"] in kept]
        (work / "groups.json").write_text(json.dumps(groups))
        train = examples.authored(rows, args.newsvane)
        mixed = random.Random(args.seed).sample(sets["train"], min(len(sets["train"]), int(len(train) * args.public_share)))

        def after(epoch, average):
            log.note(f"dev after epoch {epoch}", finetune.report(predict(average, dev), dev))
        # The authored corpus is small: gentler rates than on the public sets, and few passes.
        average = finetune.finetune(model, Encoded(train + mixed, tokenizer), args.epochs, work / "classifier.checkpoint", args.seed, bar,
                                    body=args.rate, embeddings=args.rate, head=10 * args.rate, after=after)
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
    parser.add_argument("--pieces", type=int, default=47_400, help="pieces of the vocabulary that are kept")
    parser.add_argument("--public-epochs", type=int, default=1, help="passes over the public labelled sets")
    parser.add_argument("--epochs", type=int, default=2, help="passes over the authored corpus")
    parser.add_argument("--public-share", type=float, default=0.15, help="public rows mixed in, as a share of the authored ones")
    parser.add_argument("--share", type=float, default=1.0, help="share of the training groups (for a learning curve)")
    parser.add_argument("--linear", action="store_true", help="try a linear model on n-grams beside the encoder too (minutes a language)")
    parser.add_argument("--rate", type=float, default=1e-4, help="the highest rate of learning on the authored corpus")
    parser.add_argument("--languages", nargs="+", help="of the authored corpus only these languages (for a learning curve)")
    parser.add_argument("--start", type=Path, help="weights to go on from in place of those after the public sets, as more groups came: "
                        "a folder as this recipe exports it, whose pieces are kept, or classifier.pt of a run with the same pieces")
    parser.add_argument("--seen", type=Path, help="groups.json of that run: of these groups --share is taken, of others all")
    parser.add_argument("--newsvane", type=Path, default=gold.ROOT / "target" / "release" / "newsvane", help="the built tool")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves the choice to PyTorch")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    args.work.mkdir(parents=True, exist_ok=True)
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    log = Log(args.work)
    tokenizer, multilingual = encoder(args, log)
    model, dev = classifier(args, log, tokenizer, multilingual)
    logits = predict(model, dev)
    log.note("dev, encoder alone", finetune.report(logits, dev))
    beside, other, linear_shares = None, logits, [0.0]
    if args.linear:
        train = examples.authored(gold.sentences("train"), args.newsvane)
        beside = linear.Linear().fit(train, lambda rows: bar(rows, desc="linear model"))
        other, linear_shares = beside.predict(dev.examples), SHARES
        log.note("dev, linear model alone", finetune.report(other, dev))
    tried = {(share, lexicon): finetune.report(linear.mixed(logits, other, share, dev.examples, lexicon), dev)["all"]
             for share in linear_shares for lexicon in LEXICON_SHARES}
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
    if beside and chosen[0] > 0:
        beside.save(args.out / "linear.safetensors")
    log.note("sha256", export.export(model, tokenizer, calibration, args.out))


if __name__ == "__main__":
    main()
