"""Makes the tokenizer: the English pieces of the body's own vocabulary and new pieces for the other languages.

New pieces are learnt by a unigram model for each language by itself, so that a language with little text still gets
its frequent words whole; their scores are log-probabilities within that language, and the English ones within English.
"""

import json
import math
import re
from collections import Counter
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

# Marks round the target in the sentence; see examples.py.
MARKS = ["<t>", "</t>", "<s>"]

# New pieces by language. Scripts of their own need more than languages that share words with English.
QUOTA = {"ru": 5500, "uk": 3000, "zh-Hans": 5000, "zh-Hant": 2500, "ko": 4500, "ja": 4500, "es": 2800, "pt": 2800,
         "tr": 3200, "vi": 2000, "id": 2200, "fr": 2800, "de": 3200}

# How many characters of a language's text a unigram model learns from; more changes little and costs minutes.
CHARACTERS = 1_200_000
ENGLISH_PIECES = 12_000
SPACE = "▁"


def normalizer():
    return normalizers.Sequence([
        normalizers.NFKC(),
        normalizers.Lowercase(),
        # A capital dotted I, lowered, leaves a combining dot behind.
        normalizers.Replace("i\u0307", "i"),
        normalizers.Replace(Regex(r"[\u200b-\u200f\u2060\ufeff\u00ad]"), ""),
        normalizers.Replace(Regex(r"[\u2018\u2019\u02bc]"), "'"),
        normalizers.Replace(Regex(r"\p{Cc}"), " "),
    ])


def pre_tokenizer():
    return pre_tokenizers.Sequence([
        pre_tokenizers.BertPreTokenizer(),
        pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always"),
    ])


def learn(texts: list[str], size: int) -> list[tuple[str, float]]:
    """The pieces of one language with their log-probabilities."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizer()
    trainer = trainers.UnigramTrainer(vocab_size=size, shrinking_factor=0.75, n_sub_iterations=2, max_piece_length=14,
                                      special_tokens=["[UNK]"], unk_token="[UNK]", show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    pieces = json.loads(tokenizer.to_str())["model"]["vocab"]
    return [(piece, score) for piece, score in pieces if piece != "[UNK]"]


def english_pieces(body: Path, texts: list[str]) -> list[tuple[str, float]]:
    """The pieces of the body's word piece vocabulary that English text uses, with log-probabilities."""
    tokenizer = Tokenizer.from_file(str(body / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    counts = Counter()
    for start in range(0, len(texts), 2000):
        for encoding in tokenizer.encode_batch(texts[start:start + 2000], add_special_tokens=False):
            counts.update(encoding.tokens)
    vocabulary = tokenizer.get_vocab()
    # The ids of the body's vocabulary follow frequency in general English: the first thousands are kept unseen.
    for piece, number in vocabulary.items():
        if number < ENGLISH_PIECES + 1000 and not re.fullmatch(r"\[.*\]", piece):
            counts[piece] += 0.5
    total = sum(counts.values())
    result = []
    for piece, count in counts.items():
        if piece in SPECIAL:
            continue
        word = piece[2:] if piece.startswith("##") else SPACE + piece
        result.append((word, math.log(count / total)))
    return sorted(result, key=lambda row: -row[1])


def make(body: Path, texts: dict[str, list[str]], path: Path, progress) -> None:
    """Writes tokenizer.json. `texts` holds the training text by language, `en` among them."""
    scores: dict[str, float] = {}
    for piece, score in english_pieces(body, texts["en"]):
        scores[piece] = max(score, scores.get(piece, -1e9))
    for lang in progress([lang for lang in texts if lang != "en"]):
        for piece, score in learn(texts[lang], QUOTA[lang]):
            scores[piece] = max(score, scores.get(piece, -1e9))
    # Single characters of all texts, so that nothing that occurs is unknown.
    characters = Counter(character for lang in texts for text in texts[lang] for character in
                         normalizer().normalize_str(text))
    floor = min(scores.values()) - 2.0
    for character, count in characters.items():
        if count >= 2 and not character.isspace():
            scores.setdefault(character, floor)
    scores.setdefault(SPACE, floor)
    vocabulary = [(token, 0.0) for token in SPECIAL + MARKS]
    vocabulary += sorted(scores.items(), key=lambda row: (-row[1], row[0]))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=SPECIAL.index("[UNK]")))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizer()
    tokenizer.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in SPECIAL])
    tokenizer.add_tokens([AddedToken(token, normalized=False) for token in MARKS])
    ids = {token: SPECIAL.index(token) for token in ("[CLS]", "[SEP]")}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(token, number) for token, number in ids.items()])
    tokenizer.save(str(path))
