"""Logits of GTE, Nomic's BERT and EuroBERT under the names of the models' own code, for BertEncoderTests.

    python former_names.py ENCODER_GOLDEN_DIRECTORY

Small random models: tensors under the former names, whose values `fill` makes from these names, are loaded by transformers'
own conversion of names; the angles of GTE's NTK scaling, which transformers does not have, come from its formula, as
modeling.py of Alibaba-NLP/new-impl states it.
"""

import json
import pathlib
import sys
import tempfile

import torch
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification

from encoder import fill, flat, sequence

VOCABULARY = 61
LENGTHS = [1, 2, 33, 70]
OWN_CODE = {"AutoConfig": "someone/else--configuration.Config"}

NEW = {
    "model_type": "new", "architectures": ["NewForSequenceClassification"], "auto_map": OWN_CODE,
    "vocab_size": VOCABULARY, "hidden_size": 40, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": 27, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.0,
    "max_position_embeddings": 96, "type_vocab_size": 0, "layer_norm_type": "layer_norm", "layer_norm_eps": 1e-12,
    "pad_token_id": 0, "position_embedding_type": "rope", "rope_theta": 200.0,
    "rope_scaling": {"type": "ntk", "factor": 8.0}, "pack_qkv": True, "unpad_inputs": False,
    "use_memory_efficient_attention": False, "logn_attention_scale": False, "logn_attention_clip1": False,
}
NOMIC = {
    "model_type": "nomic_bert", "architectures": ["NomicBertForSequenceClassification"], "auto_map": OWN_CODE,
    "vocab_size": VOCABULARY, "n_embd": 36, "n_layer": 2, "n_head": 3, "n_inner": 41, "n_positions": 96,
    "activation_function": "swiglu", "layer_norm_epsilon": 1e-5, "resid_pdrop": 0.0, "attn_pdrop": 0.0,
    "embd_pdrop": 0.0, "rotary_emb_base": 500, "rotary_emb_fraction": 1.0, "rotary_emb_interleaved": False,
    "rotary_emb_scale_base": None, "rotary_scaling_factor": None, "prenorm": False, "parallel_block": False,
    "parallel_block_tied_norm": False, "qkv_proj_bias": False, "mlp_fc1_bias": False, "mlp_fc2_bias": False,
    "use_rms_norm": False, "causal": False, "type_vocab_size": 2, "pad_token_id": 0, "fused_bias_fc": True,
    "fused_dropout_add_ln": True, "use_flash_attn": True, "use_xentropy": True, "dense_seq_output": True,
    "pad_vocab_size_multiple": 1, "max_trained_positions": 48,
}
EURO = {
    "model_type": "eurobert", "architectures": ["EuroBertForSequenceClassification"], "auto_map": OWN_CODE,
    "vocab_size": VOCABULARY, "hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 6,
    "num_key_value_heads": 2, "intermediate_size": 37, "hidden_act": "silu", "max_position_embeddings": 96,
    "rms_norm_eps": 1e-5, "rope_theta": 2500, "rope_scaling": None, "attention_bias": False, "mlp_bias": False,
    "attention_dropout": 0.0, "hidden_dropout": 0.0, "clf_pooling": "mean", "pad_token_id": 3, "bos_token_id": 1,
    "eos_token_id": 2, "mask_token_id": 4, "tie_word_embeddings": False,
}


def pair(shapes, name, rows, columns, bias=True):
    shapes[name + ".weight"] = [rows, columns]
    if bias:
        shapes[name + ".bias"] = [rows]


def norm(shapes, name, width, bias=True):
    shapes[name + ".weight"] = [width]
    if bias:
        shapes[name + ".bias"] = [width]


def new_shapes(c):
    h, f, shapes = c["hidden_size"], c["intermediate_size"], {}
    shapes["new.embeddings.word_embeddings.weight"] = [VOCABULARY, h]
    norm(shapes, "new.embeddings.LayerNorm", h)
    for layer in range(c["num_hidden_layers"]):
        start = f"new.encoder.layer.{layer}."
        pair(shapes, start + "attention.qkv_proj", 3 * h, h)
        pair(shapes, start + "attention.o_proj", h, h)
        pair(shapes, start + "mlp.up_gate_proj", 2 * f, h, bias=False)
        pair(shapes, start + "mlp.down_proj", h, f)
        norm(shapes, start + "attn_ln", h)
        norm(shapes, start + "mlp_ln", h)
    pair(shapes, "new.pooler.dense", h, h)
    pair(shapes, "classifier", 3, h)
    return shapes


def nomic_shapes(c):
    h, f, shapes = c["n_embd"], c["n_inner"], {}
    shapes["bert.embeddings.word_embeddings.weight"] = [VOCABULARY, h]
    shapes["bert.embeddings.token_type_embeddings.weight"] = [2, h]
    norm(shapes, "bert.emb_ln", h)
    for layer in range(c["n_layer"]):
        start = f"bert.encoder.layers.{layer}."
        pair(shapes, start + "attn.Wqkv", 3 * h, h, bias=False)
        pair(shapes, start + "attn.out_proj", h, h, bias=False)
        pair(shapes, start + "mlp.fc11", f, h, bias=False)
        pair(shapes, start + "mlp.fc12", f, h, bias=False)
        pair(shapes, start + "mlp.fc2", h, f, bias=False)
        norm(shapes, start + "norm1", h)
        norm(shapes, start + "norm2", h)
    pair(shapes, "bert.pooler.dense", h, h)
    pair(shapes, "classifier", 3, h)
    return shapes


def euro_shapes(c):
    h, f, shapes = c["hidden_size"], c["intermediate_size"], {}
    narrow = h // c["num_attention_heads"] * c["num_key_value_heads"]
    shapes["model.embed_tokens.weight"] = [VOCABULARY, h]
    for layer in range(c["num_hidden_layers"]):
        start = f"model.layers.{layer}."
        for name, rows in [("q", h), ("k", narrow), ("v", narrow), ("o", h)]:
            pair(shapes, start + f"self_attn.{name}_proj", rows, h, bias=False)
        pair(shapes, start + "mlp.gate_proj", f, h, bias=False)
        pair(shapes, start + "mlp.up_proj", f, h, bias=False)
        pair(shapes, start + "mlp.down_proj", h, f, bias=False)
        norm(shapes, start + "input_layernorm", h, bias=False)
        norm(shapes, start + "post_attention_layernorm", h, bias=False)
    norm(shapes, "model.norm", h, bias=False)
    pair(shapes, "dense", h, h)
    pair(shapes, "out_proj", 3, h)
    return shapes


def is_norm(name):
    return any(part in f".{name}".lower() for part in ("norm.", "norm1.", "norm2.", "_ln.", ".ln_"))


def values(shapes):
    made = {}
    for name, shape in shapes.items():
        if is_norm(name) and name.endswith(".weight"):
            made[name] = fill(name, shape, 0.3, 1.0)
        else:
            made[name] = fill(name, shape, 0.1 if len(shape) == 1 else 0.15)
    return made


# The configuration in transformers' form, and what the file's names begin with there.
def modern(config):
    kind = config["model_type"]
    if kind == "new":
        kept = ("vocab_size hidden_size num_hidden_layers num_attention_heads intermediate_size hidden_act "
                "max_position_embeddings type_vocab_size layer_norm_eps pad_token_id").split()
        return {k: config[k] for k in kept} | {"model_type": "gte"}, ("new.", "new.")
    if kind == "nomic_bert":
        return {
            "model_type": kind, "vocab_size": VOCABULARY, "hidden_size": config["n_embd"],
            "num_hidden_layers": config["n_layer"], "num_attention_heads": config["n_head"],
            "intermediate_size": config["n_inner"], "max_position_embeddings": config["n_positions"],
            "layer_norm_eps": config["layer_norm_epsilon"], "pad_token_id": 0,
            "rope_parameters": {"rope_type": "default", "rope_theta": float(config["rotary_emb_base"])},
        }, ("bert.", "nomic_bert.")
    dropped = ("auto_map", "clf_pooling")
    return {k: v for k, v in config.items() if k not in dropped} | {"classifier_pooling": config["clf_pooling"]}, \
        ("out_proj.", "classifier.")


def case(config, shapes):
    theirs, (before, after) = modern(config)
    theirs["id2label"] = {str(i): str(i) for i in range(3)}
    theirs.pop("architectures", None)
    tensors = {after + n[len(before):] if n.startswith(before) else n: t for n, t in values(shapes).items()}
    with tempfile.TemporaryDirectory() as directory:
        save_file(tensors, directory + "/model.safetensors", {"format": "pt"})
        pathlib.Path(directory, "config.json").write_text(json.dumps(theirs))
        model, info = AutoModelForSequenceClassification.from_pretrained(
            directory, attn_implementation="eager", output_loading_info=True)
    assert not info["missing_keys"] and not info["unexpected_keys"], info
    model.eval()
    if config["model_type"] == "new":
        size, factor = config["hidden_size"] // config["num_attention_heads"], config["rope_scaling"]["factor"]
        base = config["rope_theta"] * factor
        angles = 1.0 / (base ** (torch.arange(0, size, 2).float() / size))
        model.base_model.rotary_emb.inv_freq.copy_(angles / factor ** (2 / size))
    sequences = [sequence(n, VOCABULARY, 2 if config.get("type_vocab_size") == 2 else 1, 5 + k)
                 for k, n in enumerate(LENGTHS)]
    logits = []
    with torch.no_grad():
        for ids, types in sequences:
            batch = {"input_ids": torch.tensor([ids])}
            if config.get("type_vocab_size") == 2:
                batch["token_type_ids"] = torch.tensor([types])
            logits.append(flat(model(**batch).logits))
    return {"config": config, "shapes": shapes, "sequences": [{"ids": i, "types": t} for i, t in sequences],
            "logits": logits}


if __name__ == "__main__":
    cases = {"new": case(NEW, new_shapes(NEW)), "nomic": case(NOMIC, nomic_shapes(NOMIC)),
             "eurobert": case(EURO, euro_shapes(EURO))}
    figures = {"cases": cases, "made_with": {"torch": torch.__version__, "script": "Scripts/golden/former_names.py"}}
    target = pathlib.Path(sys.argv[1], "former-names.json")
    target.write_text(json.dumps(figures, separators=(",", ":")) + "\n")
