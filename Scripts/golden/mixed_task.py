"""Figures of learning a task and masked tokens with one encoder in PyTorch and transformers, for BertTuningTests.

    python mixed_task.py TUNING_GOLDEN_DIRECTORY

UDALM (Karouzos, Paraskevopoulos and Potamianos 2021): L = l * task(source) + (1 - l) * masked tokens(target), l = n / (n + m). One of
transformers' models classifies, another predicts masked tokens; the second has the first's encoder, and its decoder reads the
word embeddings of that. The masks are given: no text here is masked by chance.

A balanced step makes the masked tokens count less where their gradient in the encoder is longer than the task's.
"""

import json
import pathlib
import sys

import torch
import torch.nn.functional as F
from transformers import AutoConfig, AutoModelForMaskedLM, AutoModelForSequenceClassification

from deep_domains import BERT, DISTILBERT, LABELS, SOURCE, TARGET, Reversal, mmd, ramp, weighted
from encoder import sampled, sequence
from encoder_family import NO_DROPOUT, VOCABULARY, inputs, set_weights, ten_steps

# name: model type, sizes, n, m, whether the vectors of both domains are compared too, weights of the classes
CASES = {
    "mlm": ("bert", BERT, 90, 30, False, [1.0, 2.5, 0.5]),
    "few-labels": ("distilbert", DISTILBERT, 7, 300, False, None),
    "together": ("bert", BERT, 40, 60, True, None),
}
WEIGHT = 0.75


def case(kind, sizes, labelled, unlabelled, compares, classes):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=3, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    masked = AutoModelForMaskedLM.from_config(config, attn_implementation="eager")
    encoder = getattr(model, kind)
    setattr(masked, kind, encoder)
    # The same names as in a checkpoint that has both heads; the encoder is registered once.
    if kind == "bert":
        masked.cls.predictions.decoder.weight = encoder.embeddings.word_embeddings.weight
        model.cls = masked.cls
    else:
        masked.vocab_projector.weight = encoder.embeddings.word_embeddings.weight
        model.vocab_transform, model.vocab_layer_norm = masked.vocab_transform, masked.vocab_layer_norm
        model.vocab_projector = masked.vocab_projector
    if compares:
        hidden = config.hidden_size
        model.domain = torch.nn.ModuleDict({"inner": torch.nn.Linear(hidden, 100), "outer": torch.nn.Linear(100, 1)})
    set_weights(model)
    model.eval(), masked.eval()
    types = 1 if kind == "distilbert" else config.type_vocab_size
    source = [sequence(n, VOCABULARY, types, 5 + k) for k, n in enumerate(SOURCE)]
    target = [sequence(n, VOCABULARY, types, 31 + k) for k, n in enumerate(TARGET)]
    # About a third of the tokens are predicted.
    truth = [[(3 * i + 11 * k) % VOCABULARY if (i * i + k) % 3 == 0 else -100 for i in range(n)]
             for k, n in enumerate(TARGET)]
    share = labelled / (labelled + unlabelled)
    seen = []
    model.classifier.register_forward_pre_hook(lambda _, given: seen.append(given[0]))

    def task(indices, progress):
        seen.clear()
        logits = model(**inputs(model, [source[i] for i in indices])).logits
        loss = weighted(logits, torch.tensor([LABELS[i] for i in indices]), torch.ones(len(indices)), classes)
        if compares:
            own = seen[0]
            model(**inputs(model, [target[i] for i in indices]))
            loss = loss + WEIGHT * mmd(own, seen[1])
            both = Reversal.apply(torch.cat([own, seen[1]]), WEIGHT * ramp(progress))
            domain = model.domain["outer"](torch.relu(model.domain["inner"](both)))[:, 0]
            known = torch.tensor([0.0] * len(indices) + [1.0] * len(indices))
            loss = loss + F.binary_cross_entropy_with_logits(domain, known)
        return loss

    def words(indices):
        batch = inputs(model, [target[i] for i in indices])
        longest = batch["input_ids"].shape[1]
        wanted = torch.tensor([truth[i] + [-100] * (longest - len(truth[i])) for i in indices])
        return masked(**batch, labels=wanted).loss

    def loss_of(indices, progress):
        return share * task(indices, progress) + (1 - share) * words(indices)

    everything = list(range(len(source)))
    loss = loss_of(everything, 0.5)
    loss.backward()
    gradients = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters()}
    model.zero_grad()

    def of_encoder():
        # Without the pooler, which no masked token reads.
        grads = [p.grad for n, p in encoder.named_parameters() if p.grad is not None and not n.startswith("pooler.")]
        return sum(float((g.double() ** 2).sum()) for g in grads) ** 0.5

    parts = []
    for part in (share * task(everything, 0.5), (1 - share) * words(everything)):
        part.backward()
        parts.append((of_encoder(), {n: p.grad.clone() if p.grad is not None else torch.zeros_like(p)
                                     for n, p in model.named_parameters()}))
        model.zero_grad()
    factor = min(1.0, parts[0][0] / parts[1][0])
    balanced = {n: sampled(own + factor * parts[1][1][n], max(1, own.numel() // 12) | 1) for n, own in parts[0][1].items()}
    steps = iter(range(10))
    training = ten_steps(model, len(source), lambda indices: loss_of(indices, next(steps) / 10))
    after = {n: sampled(p, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters()}
    known = config.to_dict()
    return {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "shapes": {n: list(p.shape) for n, p in model.named_parameters() if not n.startswith("domain.")},
        "labelled": labelled, "unlabelled": unlabelled, "share": share, "compares": compares, "weight": WEIGHT,
        "classWeights": classes, "labels": LABELS, "truth": truth,
        "source": [{"ids": i, "types": t} for i, t in source], "target": [{"ids": i, "types": t} for i, t in target],
        "loss": loss.item(), "gradients": gradients,
        "balanced": {"task": parts[0][0], "masked": parts[1][0], "factor": factor, "gradients": balanced},
        "training": training, "after": after}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "script": "Scripts/golden/mixed_task.py"}
    figures = {"made_with": versions, "cases": {name: case(*arguments) for name, arguments in CASES.items()}}
    (pathlib.Path(sys.argv[1]) / "mixed-task.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
