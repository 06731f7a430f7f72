"""Figures of BertForSequenceClassification in PyTorch and transformers, for BertEncoderTests and BertTuningTests.

    python encoder.py MODEL_DIRECTORY ENCODER_GOLDEN_DIRECTORY

MODEL_DIRECTORY holds all-MiniLM-L6-v2. The weights of the small models, and of the heads, are not stored: `fill` makes
them from the tensor's name, here and in the tests' `GoldenWeights`.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from transformers import BertConfig, BertForSequenceClassification

MASK = (1 << 64) - 1


def fill(name, shape, scale, offset=0.0):
    """Uniform numbers in [-scale, scale) + offset from a linear congruential generator seeded by the name (FNV-1a)."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = ((state ^ byte) * 0x100000001B3) & MASK
    count = int(np.prod(shape))
    values = np.empty(count, dtype=np.float32)
    for i in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) & MASK
        values[i] = (state >> 40) / 8388608 - 1
    return torch.from_numpy(values.reshape(shape) * np.float32(scale) + np.float32(offset))


def set_weights(model, names=None):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if names is not None and name not in names:
                continue
            if name.endswith("LayerNorm.weight"):
                parameter.copy_(fill(name, parameter.shape, 0.3, 1.0))
            elif parameter.dim() == 1:
                parameter.copy_(fill(name, parameter.shape, 0.1))
            else:
                parameter.copy_(fill(name, parameter.shape, 0.15))


def sequence(length, vocabulary, types, salt):
    ids = [(7 * i * i + 13 * i + salt) % vocabulary for i in range(length)]
    type_ids = [0 if types == 1 or i < (length + 1) // 2 else 1 for i in range(length)]
    return ids, type_ids


def flat(tensor, digits=9):
    return [float(f"{v:.{digits}g}") for v in tensor.detach().double().flatten().tolist()]


def sampled(tensor, stride):
    return {"stride": stride, "count": tensor.numel(), "values": flat(tensor.flatten()[::stride]),
            "norm": float(tensor.detach().double().norm())}


def gradients(model):
    out = {}
    for name, parameter in model.named_parameters():
        gradient = parameter.grad if parameter.grad is not None else torch.zeros_like(parameter)
        out[name] = sampled(gradient, max(1, gradient.numel() // 48) | 1)
    return out


def padded(sequences):
    longest = max(len(ids) for ids, _ in sequences)
    ids = torch.tensor([i + [0] * (longest - len(i)) for i, _ in sequences])
    types = torch.tensor([t + [0] * (longest - len(t)) for _, t in sequences])
    mask = torch.tensor([[1] * len(i) + [0] * (longest - len(i)) for i, _ in sequences])
    return {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}


def optimizer(model, rate):
    decayed = [p for n, p in model.named_parameters() if not (n.endswith("bias") or "LayerNorm" in n)]
    others = [p for n, p in model.named_parameters() if n.endswith("bias") or "LayerNorm" in n]
    return torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}], lr=rate,
        betas=(0.9, 0.999), eps=1e-8)


def describe(model, sequences, labels, weights, rate, batches, stride):
    model.eval()
    out = {"sequences": [{"ids": i, "types": t} for i, t in sequences], "labels": labels,
           "class_weights": weights, "forward": []}
    with torch.no_grad():
        for ids, types in sequences:
            result = model(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types]),
                           output_hidden_states=True)
            hidden = result.hidden_states
            pooled = model.bert(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types])).pooler_output
            step = 1 if len(ids) * hidden[0].shape[-1] <= 1100 else stride
            out["forward"].append({"hidden": [sampled(h, step) for h in hidden], "pooled": flat(pooled),
                                   "logits": flat(result.logits)})
    criterion = torch.nn.CrossEntropyLoss(weight=None if weights is None else torch.tensor(weights))
    model.zero_grad()
    loss = criterion(model(**padded(sequences)).logits, torch.tensor(labels))
    loss.backward()
    out["loss"] = float(loss)
    out["gradients"] = gradients(model)
    model.zero_grad()
    steps = optimizer(model, rate)
    losses, norms = [], []
    for indices in batches:
        chosen = [sequences[i] for i in indices]
        loss = criterion(model(**padded(chosen)).logits, torch.tensor([labels[i] for i in indices]))
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)))
        steps.step()
        steps.zero_grad()
        losses.append(float(loss))
    out["training"] = {"rate": rate, "batches": batches, "losses": losses, "norms": norms,
                       "weights": {n: sampled(p, max(1, p.numel() // 16) | 1) for n, p in model.named_parameters()}}
    return out


def small(hidden, heads, layers, inner, activation, classes, lengths, weights):
    config = BertConfig(vocab_size=97, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
                        intermediate_size=inner, hidden_act=activation, max_position_embeddings=512,
                        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, num_labels=classes)
    model = BertForSequenceClassification._from_config(config, attn_implementation="eager")
    set_weights(model)
    sequences = [sequence(n, 97, 2, 5 + k) for k, n in enumerate(lengths)]
    labels = [k % classes for k in range(len(lengths))]
    count = len(lengths)
    batches = [[(k + j) % count for j in range(3)] for k in range(10)]
    out = describe(model, sequences, labels, weights, 1e-3, batches, 29)
    out["config"] = {k: v for k, v in config.to_dict().items() if k in (
        "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "hidden_act",
        "max_position_embeddings", "type_vocab_size", "layer_norm_eps", "hidden_dropout_prob",
        "attention_probs_dropout_prob", "initializer_range", "pad_token_id", "model_type")}
    out["classes"] = classes
    return out


def real(directory):
    config = BertConfig.from_pretrained(directory, num_labels=3, hidden_dropout_prob=0.0,
                                        attention_probs_dropout_prob=0.0)
    model = BertForSequenceClassification.from_pretrained(directory, config=config, attn_implementation="eager")
    set_weights(model, {"classifier.weight", "classifier.bias"})
    lengths = [3, 17, 40, 128, 9, 23, 31, 12]
    sequences = []
    for k, n in enumerate(lengths):
        ids, types = sequence(n, 28000, 1, 31 * k)
        sequences.append(([101] + [1000 + i for i in ids[:-2]] + [102], types))
    labels = [k % 3 for k in range(len(lengths))]
    batches = [[(2 * k + j) % len(lengths) for j in range(4)] for k in range(10)]
    return describe(model, sequences, labels, None, 5e-5, batches, 211) | {"classes": 3}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    model_directory, target = sys.argv[1], pathlib.Path(sys.argv[2])
    cases = {
        "hidden60.json": small(60, 5, 3, 100, "gelu", 3, [1, 2, 17, 128, 512], [1.0, 2.5, 0.5]),
        "hidden48-tanh.json": small(48, 4, 2, 33, "gelu_new", 2, [5, 1, 64, 31], None),
        "minilm.json": real(model_directory),
    }
    for name, figures in cases.items():
        figures["made_with"] = {"torch": torch.__version__, "script": "Scripts/golden/encoder.py"}
        (target / name).write_text(json.dumps(figures, separators=(",", ":")) + "\n")
