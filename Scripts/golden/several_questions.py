"""Figures of several questions on one encoder in PyTorch and transformers, for BertTuningTests.

    python several_questions.py TUNING_GOLDEN_DIRECTORY

Small random models as in encoder.py, whose `fill` makes the weights from the tensors' names. Each question has a class of
transformers of its own, all on the modules of one encoder; the dense layers before the classifiers begin as copies of one.
"""

import json
import pathlib
import sys

import torch
import torch.nn.functional as F
from transformers import AutoConfig, AutoModelForSequenceClassification

from encoder import fill, flat, sampled, sequence
from encoder_family import NO_DROPOUT, VOCABULARY, inputs

QUESTIONS = [("topic", "label", 3), ("flags", "labels", 2), ("stars", "number", 1)]
LENGTHS = [1, 2, 17, 128, 31, 9]
# None: the row has no answer to the question.
ANSWERS = {
    "topic": [0, None, 2, 1, None, 0],
    "flags": [[1, 0], [0, 0], None, None, [1, 1], None],
    "stars": [None, 4.5, 1.0, None, 2.5, 3.0],
}
SHARES = {"topic": 0.5, "flags": 0.3, "stars": 0.2}
CLASS_WEIGHTS = [1.0, 0.5, 2.0]
# name: model type, sizes, what the dense layer before the classifier is called
CASES = {
    "bert": ("bert", dict(hidden_size=60, num_hidden_layers=2, num_attention_heads=5, intermediate_size=100,
                          max_position_embeddings=160), "bert.pooler."),
    "distilbert": ("distilbert", dict(dim=48, n_layers=2, n_heads=4, hidden_dim=37, max_position_embeddings=160),
                   "pre_classifier."),
    "roberta": ("roberta", dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=50,
                                max_position_embeddings=162, type_vocab_size=1, pad_token_id=1), "classifier.dense."),
}


def share_encoder(model, base, prefix):
    """Puts the modules of one encoder into a model; its pooler, where it has one, stays its own."""
    encoder, shared = getattr(model, prefix), getattr(base, prefix)
    for name, module in shared.named_children():
        if name != "pooler":
            setattr(encoder, name, module)


def factors(weights_of):
    """What a question's summed loss counts: its share of the mean over all rows; a number in units of its variance."""
    out = {}
    for name, kind, _ in QUESTIONS:
        given = [a for a in ANSWERS[name] if a is not None]
        weight = sum(weights_of(name, a) for a in given)
        spread = torch.tensor(given, dtype=torch.double).var(unbiased=False).item() if kind == "number" else 1.0
        out[name] = SHARES[name] * len(LENGTHS) / (weight * spread)
    return out


def joint_loss(logits, rows, factor, class_weights):
    """The mean over the rows of the questions' losses, each times its factor; 0 where a row has no answer."""
    total = 0
    for name, kind, _ in QUESTIONS:
        for place, row in enumerate(rows):
            answer, x = ANSWERS[name][row], logits[name][place]
            if answer is None:
                continue
            if kind == "label":
                loss = F.cross_entropy(x[None], torch.tensor([answer]))
                loss = loss * (class_weights[answer] if class_weights else 1)
            elif kind == "labels":
                loss = F.binary_cross_entropy_with_logits(x, torch.tensor(answer, dtype=x.dtype))
            else:
                loss = F.mse_loss(x[0], torch.tensor(answer, dtype=x.dtype))
            total = total + factor[name] * loss
    return total / len(rows)


def losses():
    """The loss alone, in double precision, with and without weights of the classes."""
    torch.manual_seed(5)
    cases = []
    for spread in [1, 12]:
        for weights in [None, CLASS_WEIGHTS]:
            x = (torch.randn(len(LENGTHS), 6) * spread).float().double().requires_grad_()
            logits, column = {}, 0
            for name, _, classes in QUESTIONS:
                logits[name] = x[:, column:column + classes]
                column += classes
            factor = factors(lambda name, a: weights[a] if weights and name == "topic" else 1.0)
            loss = joint_loss(logits, range(len(LENGTHS)), factor, weights)
            loss.backward()
            cases.append({"outputs": x.detach().flatten().tolist(), "weights": weights, "loss": loss.item(),
                          "factors": [factor[n] for n, _, _ in QUESTIONS], "gradient": x.grad.flatten().tolist()})
    return cases


def case(kind, sizes, dense):
    models, prefix = {}, None
    for name, _, classes in QUESTIONS:
        config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=classes, **sizes)
        for field in NO_DROPOUT:
            if getattr(config, field, None) is not None:
                setattr(config, field, 0.0)
        models[name] = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager").eval()
        prefix = models[name].base_model_prefix
    base = models[QUESTIONS[0][0]]
    shapes, parameters = {}, []
    for name, _, _ in QUESTIONS:
        if models[name] is not base:
            share_encoder(models[name], base, prefix)
        for own, parameter in models[name].named_parameters():
            isShared = own.startswith(prefix + ".") and not own.startswith(dense)
            full = own if isShared else f"heads.{name}.{own}"
            # The dense layers begin as the one that a checkpoint of the encoder has.
            origin = own if own.startswith(dense) else full
            if full in dict(parameters):
                continue
            parameters.append((full, parameter))
            shapes[origin] = list(parameter.shape)
            with torch.no_grad():
                if "LayerNorm." in origin or "layer_norm." in origin:
                    scale, offset = (0.3, 1.0) if origin.endswith("weight") else (0.1, 0.0)
                else:
                    scale, offset = (0.1 if parameter.dim() == 1 else 0.15), 0.0
                parameter.copy_(fill(origin, parameter.shape, scale, offset))
    sequences = [sequence(n, VOCABULARY, 2 if kind == "bert" else 1, 5 + k) for k, n in enumerate(LENGTHS)]
    factor = factors(lambda *_: 1.0)

    def logits_of(rows):
        return {n: m(**inputs(m, [sequences[i] for i in rows])).logits for n, m in models.items()}

    out = {"logits": flat(torch.cat(list(logits_of(range(len(LENGTHS))).values()), 1))}
    loss = joint_loss(logits_of(range(len(LENGTHS))), range(len(LENGTHS)), factor, None)
    out["loss"] = loss.item()
    loss.backward()
    out["gradients"] = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in parameters}
    for _, parameter in parameters:
        parameter.grad = None
    spared = {n for n, _ in parameters if n.endswith("bias") or "LayerNorm" in n or "layer_norm" in n}
    steps = torch.optim.AdamW(
        [{"params": [p for n, p in parameters if n not in spared], "weight_decay": 0.01},
         {"params": [p for n, p in parameters if n in spared], "weight_decay": 0.0}],
        lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    batches = [[(k + j) % len(LENGTHS) for j in range(4)] for k in range(10)]
    values = []
    for rows in batches:
        loss = joint_loss(logits_of(rows), rows, factor, None)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in parameters], 1.0)
        steps.step()
        steps.zero_grad()
        values.append(loss.item())
    known = base.config.to_dict()
    return out | {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "shapes": shapes, "factors": [factor[n] for n, _, _ in QUESTIONS],
        "sequences": [{"ids": i, "types": t} for i, t in sequences],
        "training": {"rate": 1e-3, "batches": batches, "losses": values}}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    figures = {
        "made_with": {"torch": torch.__version__, "script": "Scripts/golden/several_questions.py"},
        "questions": [{"name": n, "kind": k, "classes": c} for n, k, c in QUESTIONS],
        "answers": [{n: ANSWERS[n][row] for n, _, _ in QUESTIONS} for row in range(len(LENGTHS))],
        "shares": [SHARES[n] for n, _, _ in QUESTIONS],
        "losses": losses(), "cases": {name: case(*arguments) for name, arguments in CASES.items()}}
    (pathlib.Path(sys.argv[1]) / "several_questions.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
