"""Figures of LoRA and BitFit in PEFT 0.21.0, PyTorch and transformers, for BertTuningTests.

    python lora.py TUNING_GOLDEN_DIRECTORY

Needs peft==0.21.0 beside the packages of Scripts/oracles/requirements.txt. Small random models as in encoder.py, whose
`fill` makes the weights from the tensors' names; so it does A and B, of which B would begin at zero otherwise.
"""

import json
import pathlib
import sys
import tempfile

import peft
import torch
from safetensors import safe_open
from transformers import AutoConfig, AutoModelForSequenceClassification

from encoder import fill, flat, sampled, sequence
from encoder_family import DEBERTA, MODERN, NO_DROPOUT, UNTYPED, VOCABULARY, fields, inputs, norms, set_weights

BERT = dict(hidden_size=60, num_hidden_layers=3, num_attention_heads=5, intermediate_size=100, max_position_embeddings=160)
LINEAR = {
    "bert": {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
             "o": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense"},
    "distilbert": {"q": "attention.q_lin", "k": "attention.k_lin", "v": "attention.v_lin", "o": "attention.out_lin",
                   "up": "ffn.lin1", "down": "ffn.lin2"},
    "albert": {"q": "attention.query", "k": "attention.key", "v": "attention.value", "o": "attention.dense",
               "up": "ffn", "down": "ffn_output"},
    "gpt2": {"q": "attn.c_attn", "k": "attn.c_attn", "v": "attn.c_attn", "o": "attn.c_proj", "up": "mlp.c_fc",
             "down": "mlp.c_proj"},
    "xlnet": {"up": "ff.layer_1", "down": "ff.layer_2"},
    "deberta-v2": {"q": "attention.self.query_proj", "k": "attention.self.key_proj", "v": "attention.self.value_proj"},
    # A gate is made from the states too.
    "eurobert": {"q": "self_attn.q_proj", "k": "self_attn.k_proj", "v": "self_attn.v_proj", "o": "self_attn.o_proj",
                 "up": "mlp.gate_proj mlp.up_proj", "down": "mlp.down_proj"},
    "modernbert": {"q": "attn.Wqkv", "k": "attn.Wqkv", "v": "attn.Wqkv", "o": "attn.Wo", "up": "mlp.Wi",
                   "down": "mlp.Wo"},
}
# What stands before these in a module's name, behind the number of the layer.
LAYER = {"bert": "bert.encoder.layer.", "distilbert": "distilbert.transformer.layer.", "gpt2": "transformer.h.",
         "albert": "albert.encoder.albert_layer_groups.0.albert_layers.", "xlnet": "transformer.layer.",
         "deberta-v2": "deberta.encoder.layer.", "eurobert": "model.layers.", "modernbert": "model.layers."}
ALL = ["q", "k", "v", "o", "up", "down"]
LENGTHS = [1, 2, 17, 128, 31]

# name: model type, sizes, targets (none for BitFit), rank, alpha, modules that are new beside the classifier
CASES = {
    "bert-all": ("bert", BERT, ALL, 8, 16, []),
    "bert-q-v": ("bert", BERT, ["q", "v"], 3, 5, []),
    "bert-attention-pooler": ("bert", BERT, ["q", "k", "v", "o"], 4, 4, ["pooler"]),
    "bert-bitfit": ("bert", BERT, None, 0, 0, []),
    "distilbert-all": ("distilbert", dict(dim=48, n_layers=2, n_heads=4, hidden_dim=37, max_position_embeddings=160), ALL, 5,
                       16, ["pre_classifier"]),
    "albert-all": ("albert", dict(embedding_size=16, hidden_size=48, num_hidden_layers=3, num_attention_heads=4,
                                  intermediate_size=52, max_position_embeddings=160), ALL, 4, 16, []),
    "gpt2-all": ("gpt2", dict(n_embd=40, n_layer=2, n_head=4, n_positions=160, pad_token_id=0), ALL, 4, 8, []),
    "xlnet-up-down": ("xlnet", dict(d_model=32, n_layer=2, n_head=2, d_inner=45), ["up", "down"], 4, 8,
                      ["logits_proj"]),
    "deberta-q-k-v": ("deberta-v2", DEBERTA | dict(position_buckets=8), ["q", "k", "v"], 4, 8, ["pooler"]),
    "eurobert-all": ("eurobert", dict(hidden_size=48, num_hidden_layers=2, num_attention_heads=6, num_key_value_heads=2,
                                      intermediate_size=37, max_position_embeddings=160, pad_token_id=3), ALL, 4, 8, []),
    "modernbert-all": ("modernbert", dict(hidden_size=40, num_hidden_layers=2, num_attention_heads=4,
                                          intermediate_size=33, local_attention=12, max_position_embeddings=160,
                                          **MODERN), ALL, 4, 8, []),
}


def ours(name):
    """A parameter's name without what PEFT puts around it; None for the copies of modules that are trained."""
    if ".original_module." in name:
        return None
    for piece in ("base_model.model.", ".modules_to_save.default", ".default", ".base_layer"):
        name = name.replace(piece, "." if piece.endswith(".") and not name.startswith(piece) else "", 1)
    return name


def targets(model, kind, wanted):
    endings = {ending for t in wanted for ending in LINEAR[kind][t].split()}
    return [n for n, _ in model.named_modules()
            if n.startswith(LAYER[kind]) and n[len(LAYER[kind]):].split(".", 1)[-1] in endings]


def adapted(model, kind, wanted, rank, alpha, new):
    config = peft.LoraConfig(task_type="SEQ_CLS", r=rank, lora_alpha=alpha, target_modules=targets(model, kind, wanted),
                             modules_to_save=new or None, fan_in_fan_out=kind == "gpt2")
    model = peft.get_peft_model(model, config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if ".lora_A." in name or ".lora_B." in name:
                parameter.copy_(fill(ours(name), parameter.shape, 0.15))
    return model


def saved(model):
    """Names and shapes of the tensors that PEFT writes, and its settings."""
    with tempfile.TemporaryDirectory() as directory:
        model.save_pretrained(directory)
        with safe_open(pathlib.Path(directory) / "adapter_model.safetensors", "pt") as file:
            tensors = {n: list(file.get_slice(n).get_shape()) for n in file.keys()}
        settings = json.loads((pathlib.Path(directory) / "adapter_config.json").read_text())
    kept = ("peft_type", "task_type", "r", "lora_alpha", "target_modules", "modules_to_save", "bias", "fan_in_fan_out",
            "lora_dropout", "use_dora", "use_rslora")
    settings = {k: sorted(settings[k]) if isinstance(settings[k], list) else settings[k] for k in kept}
    return {"tensors": tensors, "settings": settings}


def case(kind, sizes, wanted, rank, alpha, new):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=3, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    set_weights(model)
    shapes = {n: list(p.shape) for n, p in model.named_parameters() if n != "transformer.mask_emb"}
    spared = norms(model) | {n for n in shapes if n.endswith("bias")}
    sequences = [sequence(n, VOCABULARY, 1 if kind in UNTYPED else 2, 5 + k) for k, n in enumerate(LENGTHS)]
    if kind == "xlnet":
        sequences = [(ids, types[:-1] + [2]) for ids, types in sequences]
    labels = [k % 3 for k in range(len(LENGTHS))]
    plain, out = model, {}
    if wanted is None:
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(name.endswith(".bias") or name.startswith("classifier."))
    else:
        model = adapted(model, kind, wanted, rank, alpha, new)
        out["saved"] = saved(model)
    model.eval()
    criterion = torch.nn.CrossEntropyLoss()

    def loss_of(indices):
        logits = model(**inputs(plain, [sequences[i] for i in indices])).logits
        return criterion(logits, torch.tensor([labels[i] for i in indices]))

    trained = [(ours(n), p) for n, p in model.named_parameters() if p.requires_grad and ours(n)]
    with torch.no_grad():
        out["logits"] = [flat(model(**inputs(plain, [s])).logits) for s in sequences]
    loss_of(range(len(sequences))).backward()
    out["gradients"] = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in trained}
    model.zero_grad()
    steps = torch.optim.AdamW(
        [{"params": [p for n, p in trained if n not in spared], "weight_decay": 0.01},
         {"params": [p for n, p in trained if n in spared], "weight_decay": 0.0}],
        lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    batches = [[(k + j) % len(sequences) for j in range(3)] for k in range(10)]
    losses = []
    for indices in batches:
        loss = loss_of(indices)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in trained], 1.0)
        steps.step()
        steps.zero_grad()
        losses.append(loss.item())
    merged = model.merge_and_unload() if wanted is not None else model
    out["training"] = {"rate": 1e-3, "batches": batches, "losses": losses}
    out["merged"] = {n: sampled(p, max(1, p.numel() // 48) | 1) for n, p in merged.named_parameters() if n in shapes}
    return out | {
        "config": fields(config),
        "classes": 3, "shapes": shapes, "targets": wanted, "rank": rank, "alpha": alpha, "new": new,
        "sequences": [{"ids": i, "types": t} for i, t in sequences], "labels": labels}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "peft": peft.__version__, "script": "Scripts/golden/lora.py"}
    figures = {"made_with": versions, "cases": {name: case(*arguments) for name, arguments in CASES.items()}}
    (pathlib.Path(sys.argv[1]) / "lora.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
