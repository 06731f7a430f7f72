"""Figures of learning several labels a text and a number in transformers and PyTorch, for BertTuningTests.

    python task_steps.py TUNING_GOLDEN_DIRECTORY

The losses are those that transformers chooses by `problem_type`, save for the weights of positive labels, which its classes
do not take. Small random models as in encoder.py, whose `fill` makes the weights from the tensors' names.
"""

import json
import pathlib
import sys

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification

from encoder import flat, sampled, sequence
from encoder_family import NO_DROPOUT, VOCABULARY, inputs, set_weights, ten_steps

LENGTHS = [1, 2, 17, 128, 31]
BERT = dict(hidden_size=60, num_hidden_layers=2, num_attention_heads=5, intermediate_size=100, max_position_embeddings=160)
ROBERTA = BERT | dict(pad_token_id=1, max_position_embeddings=162, type_vocab_size=1)
DISTILBERT = dict(dim=48, n_layers=2, n_heads=4, hidden_dim=37, max_position_embeddings=160)

# name: model type, sizes, problem, outputs, weights of positive labels
CASES = {
    "bert-multi-label": ("bert", BERT, "multi_label_classification", 3, None),
    "bert-multi-label-weighted": ("bert", BERT, "multi_label_classification", 3, [0.5, 2.0, 3.5]),
    "roberta-multi-label": ("roberta", ROBERTA, "multi_label_classification", 4, None),
    "bert-number": ("bert", BERT, "regression", 1, None),
    "distilbert-number": ("distilbert", DISTILBERT, "regression", 1, None),
}


def case(kind, sizes, problem, outputs, weights):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=outputs, problem_type=problem, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    set_weights(model)
    model.eval()
    types = 1 if kind == "distilbert" else config.type_vocab_size
    sequences = [sequence(n, VOCABULARY, types, 5 + k) for k, n in enumerate(LENGTHS)]
    if problem == "regression":
        targets = [[1.5 * k - 2.25] for k in range(len(LENGTHS))]
    else:
        targets = [[float((k + c) % 2 == 0 or k == c) for c in range(outputs)] for k in range(len(LENGTHS))]

    def loss_of(indices):
        wanted = torch.tensor([targets[i] for i in indices])
        answer = model(**inputs(model, [sequences[i] for i in indices]), labels=wanted)
        if weights is None:
            return answer.loss
        return torch.nn.functional.binary_cross_entropy_with_logits(
            answer.logits, wanted, pos_weight=torch.tensor(weights))

    with torch.no_grad():
        logits = [flat(model(**inputs(model, [s])).logits) for s in sequences]
    loss = loss_of(range(len(sequences)))
    loss.backward()
    gradients = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters()}
    model.zero_grad()
    training = ten_steps(model, len(sequences), loss_of)
    known = config.to_dict()
    return {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "shapes": {n: list(p.shape) for n, p in model.named_parameters()}, "outputs": outputs, "problem": problem,
        "weights": weights, "sequences": [{"ids": i, "types": t} for i, t in sequences], "targets": targets,
        "logits": logits, "loss": loss.item(), "gradients": gradients,
        "training": training}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "script": "Scripts/golden/task_steps.py"}
    figures = {"made_with": versions, "cases": {name: case(*arguments) for name, arguments in CASES.items()}}
    (pathlib.Path(sys.argv[1]) / "task-steps.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
