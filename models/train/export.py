"""Writes the folder that ships: config.json, tokenizer.json, model.safetensors (16 bits), calibration.json."""

import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from classifier import MAX_TOKENS


def rounded(weights: torch.Tensor) -> torch.Tensor:
    """As float16 with the seven bits of mantissa that bfloat16 has, in which they were trained. The lowest three are noise that
    no compression takes out, and every version of the weights stays in the repository's history."""
    bits = weights.to(torch.float16).view(torch.int16).to(torch.int32)
    return ((bits + 4) & ~7).to(torch.int16).view(torch.float16)


def export(model, tokenizer: Tokenizer, calibration: dict, out: Path) -> dict[str, str]:
    """Returns the files' sha256."""
    out.mkdir(parents=True, exist_ok=True)
    config = model.config.to_dict()
    # What transformers needs and no more; no path of this machine.
    keep = ["attention_probs_dropout_prob", "classifier_dropout", "hidden_act", "hidden_dropout_prob", "hidden_size", "id2label",
            "initializer_range", "intermediate_size", "label2id", "layer_norm_eps", "max_position_embeddings", "model_type",
            "num_attention_heads", "num_hidden_layers", "pad_token_id", "position_embedding_type", "type_vocab_size", "vocab_size"]
    config = {"architectures": ["BertForSequenceClassification"], **{name: config[name] for name in keep}, "torch_dtype": "float16"}
    (out / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    state = {name: rounded(value).contiguous() for name, value in model.state_dict().items() if "position_ids" not in name}
    save_file(state, str(out / "model.safetensors"), metadata={"format": "pt"})
    (out / "calibration.json").write_text(json.dumps(calibration, indent=1) + "\n", encoding="utf-8")
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest()
            for name in ("config.json", "tokenizer.json", "model.safetensors", "linear.safetensors", "calibration.json")
            if (out / name).exists()}
