"""Figures of a head that learns together with its encoder in setfit and PyTorch, for BertTuningTests.

    PYTHONPATH=SETFIT python joint_head_steps.py TUNING_GOLDEN_DIRECTORY

SETFIT is where setfit 1.2 lies. The head is its `SetFitHead` without what is added to the temperature; loss, optimizer and rates are those of
`SetFitModel.fit` with `end_to_end=True`, the decay being for matrices alone. What the head sees is the mean of the token states
as a layer gives it that adds the first state to a thousand times the mean and normalizes that twice, at length one. Small
random models as in encoder.py, whose `fill` makes the weights from the tensors' names.
"""

import json
import pathlib
import sys

import torch
from setfit.modeling import SetFitHead
from transformers import AutoConfig, AutoModel

from encoder import fill, flat, sampled, sequence
from encoder_family import NO_DROPOUT, VOCABULARY, inputs, norms, set_weights
from pair_steps import BERT, DISTILBERT, LENGTHS

CASES = {"bert": ("bert", BERT), "distilbert": ("distilbert", DISTILBERT)}
CLASSES, LABELS = 3, [0, 2, 1, 1, 0, 2]
HEAD_RATE, BODY_RATE, EPOCH = 1e-2, 1e-4, 2


class Classifier(torch.nn.Module):
    def __init__(self, model, width):
        super().__init__()
        self.model = model
        self.head = SetFitHead(in_features=width, out_features=CLASSES, eps=0.0, device="cpu")
        with torch.no_grad():
            self.head.linear.weight.copy_(fill("unit.weight", (CLASSES, width), 0.15))
            self.head.linear.bias.copy_(fill("unit.bias", (CLASSES,), 0.1))

    def forward(self, features):
        states = self.model(**features).last_hidden_state
        mask = features["attention_mask"].unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        width = states.shape[-1:]
        norm = lambda x: torch.nn.functional.layer_norm(x, width, eps=1e-12)
        return self.head(norm(norm(1000 * mean + states[:, 0])) / width[0] ** 0.5)[0]


def case(kind, sizes):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModel.from_config(config, attn_implementation="eager", **({} if kind == "distilbert" else {"add_pooling_layer": False}))
    set_weights(model)
    model.eval()
    types = 1 if kind == "distilbert" else config.type_vocab_size
    sequences = [sequence(n, VOCABULARY, types, 5 + k) for k, n in enumerate(LENGTHS)]
    classifier = Classifier(model, config.hidden_size)
    criterion = classifier.head.get_loss_fn()

    def loss_of(indices):
        return criterion(classifier(inputs(model, [sequences[i] for i in indices])), torch.tensor([LABELS[i] for i in indices]))

    with torch.no_grad():
        logits = [flat(classifier(inputs(model, [s]))) for s in sequences]
    whole = loss_of(range(len(sequences)))
    whole.backward()
    body, head = list(model.named_parameters()), classifier.head.linear
    gradients = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in body if p.grad is not None}
    gradients |= {f"unit.{n}": sampled(p.grad, 1) for n, p in head.named_parameters()}
    classifier.zero_grad()

    spared = norms(model) | {n for n, _ in body if n.endswith("bias")}
    groups = [([p for n, p in body if n not in spared], BODY_RATE, 0.01), ([p for n, p in body if n in spared], BODY_RATE, 0.0),
              ([head.weight], HEAD_RATE, 0.01), ([head.bias], HEAD_RATE, 0.0)]
    optimizer = torch.optim.AdamW([{"params": p, "lr": r, "weight_decay": d} for p, r, d in groups])
    # An epoch of two steps, so that the ten of them see a halving.
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
    batches, losses, rates = [[(2 * k + j) % len(sequences) for j in range(2)] for k in range(10)], [], []
    for k, indices in enumerate(batches):
        rates.append(optimizer.param_groups[2]["lr"])
        optimizer.zero_grad()
        loss = loss_of(indices)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if k % EPOCH == EPOCH - 1:
            scheduler.step()
    known = config.to_dict()
    return {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "shapes": {n: list(p.shape) for n, p in body},
        "sequences": [{"ids": i, "types": t} for i, t in sequences],
        "labels": LABELS, "logits": logits, "loss": whole.item(), "gradients": gradients,
        "training": {"rates": rates, "body": BODY_RATE / HEAD_RATE, "batches": batches, "losses": losses}}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "setfit": "1.2.0", "script": "Scripts/golden/joint_head_steps.py"}
    figures = {"made_with": versions, "cases": {name: case(*arguments) for name, arguments in CASES.items()}}
    (pathlib.Path(sys.argv[1]) / "joint-head-steps.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
