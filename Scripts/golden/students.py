"""Figures of learning from a teacher in PyTorch and transformers, and the cuts of pruned tokenizers, for BertTuningTests.

    python students.py TUNING_GOLDEN_DIRECTORY

The losses are those of transformers' research project "distillation" (DistilBERT) written out: KLDivLoss(reduction="batchmean")
times T squared, and CosineEmbeddingLoss of the last hidden states, here the mean over texts of the mean over their tokens. Of
several labels the divergence of each label's two probabilities takes the place of the first, of a number MSELoss, of vectors
CosineEmbeddingLoss of the means. Small random models as in encoder.py, whose `fill` makes the weights from the tensors' names;
those of the teacher are half as large again.
"""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification

from encoder import sampled, sequence
from encoder_family import NO_DROPOUT, VOCABULARY, inputs, set_weights, ten_steps

LENGTHS = [3, 2, 17, 31, 9]
BERT = dict(hidden_size=60, num_attention_heads=5, intermediate_size=100, max_position_embeddings=160)
DISTILBERT = dict(dim=48, n_heads=4, hidden_dim=37, max_position_embeddings=160)
# name: model type, sizes, field of the layers, teacher's layers, student's, kind, outputs, temperature, weight of the states
CASES = {
    "bert-one-label": ("bert", BERT, "num_hidden_layers", 3, 2, "oneLabel", 3, 2.0, 1.0),
    "bert-no-states": ("bert", BERT, "num_hidden_layers", 3, 1, "oneLabel", 4, 3.5, 0.0),
    "distilbert-several-labels": ("distilbert", DISTILBERT, "n_layers", 3, 2, "severalLabels", 3, 2.0, 0.5),
    "bert-number": ("bert", BERT, "num_hidden_layers", 2, 1, "number", 1, 2.0, 1.0),
    "bert-vector": ("bert", BERT, "num_hidden_layers", 3, 2, "vector", 60, 2.0, 1.0),
}


def model_of(kind, sizes, field, layers, outputs, is_vector):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=outputs, **{field: layers}, **sizes)
    for name in NO_DROPOUT:
        if getattr(config, name, None) is not None:
            setattr(config, name, 0.0)
    if is_vector:
        model = AutoModel.from_config(config, attn_implementation="eager", add_pooling_layer=False)
    else:
        model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    set_weights(model)
    return config, model.eval()


def apart(model):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1.5)


def answers(model, sequences, is_vector):
    """The outputs, and the last states with the places that hold tokens."""
    batch = inputs(model, sequences)
    mask = batch["attention_mask"].bool()
    if is_vector:
        states = model(**batch).last_hidden_state
        return torch.stack([s[m].mean(0) for s, m in zip(states, mask)]), states, mask
    told = model(**batch, output_hidden_states=True)
    return told.logits, told.hidden_states[-1], mask


def output_loss(kind, s, t, temperature):
    if kind == "oneLabel":
        return F.kl_div(F.log_softmax(s / temperature, -1), F.softmax(t / temperature, -1),
                        reduction="batchmean") * temperature ** 2
    if kind == "severalLabels":
        wanted = torch.sigmoid(t / temperature)
        bce = F.binary_cross_entropy_with_logits
        return (bce(s / temperature, wanted) - bce(t / temperature, wanted)) * temperature ** 2
    if kind == "number":
        return F.mse_loss(s, t)
    return F.cosine_embedding_loss(s, t, torch.ones(len(s)))


def state_loss(s, t, mask):
    return torch.stack([
        F.cosine_embedding_loss(a[m], b[m], torch.ones(int(m.sum()))) for a, b, m in zip(s, t, mask)]).mean()


def case(kind, sizes, field, teacher_layers, layers, what, outputs, temperature, weight):
    is_vector = what == "vector"
    config, student = model_of(kind, sizes, field, layers, outputs, is_vector)
    teacher_config, teacher = model_of(kind, sizes, field, teacher_layers, outputs, is_vector)
    apart(teacher)
    sequences = [sequence(n, VOCABULARY, 1 if kind == "distilbert" else 2, 5 + k) for k, n in enumerate(LENGTHS)]
    with torch.no_grad():
        targets = [answers(teacher, [s], is_vector)[0][0].double().tolist() for s in sequences]

    def loss_of(indices):
        chosen = [sequences[i] for i in indices]
        with torch.no_grad():
            wanted, wanted_states, _ = answers(teacher, chosen, is_vector)
        found, states, mask = answers(student, chosen, is_vector)
        loss = output_loss(what, found, wanted, temperature)
        return loss + weight * state_loss(states, wanted_states, mask) if weight else loss

    loss = loss_of(range(len(sequences)))
    loss.backward()
    gradients = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in student.named_parameters()}
    student.zero_grad()
    training = ten_steps(student, len(sequences), loss_of)
    training["weights"] = {n: sampled(p.detach(), max(1, p.numel() // 48) | 1) for n, p in student.named_parameters()}

    def described(config, model):
        known = config.to_dict()
        return {"config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
                "shapes": {n: list(p.shape) for n, p in model.named_parameters()}}

    return {"student": described(config, student), "teacher": described(teacher_config, teacher), "kind": what,
            "outputs": outputs, "temperature": temperature, "weight": weight, "targets": targets,
            "sequences": [{"ids": i, "types": t} for i, t in sequences], "loss": loss.item(), "gradients": gradients,
            "training": training}


def places():
    """transformers' `make_student.py` and DistilBERT take these; numpy's rounding of evenly spaced places gives them."""
    published = {(12, 6): [0, 2, 4, 7, 9, 11], (12, 3): [0, 6, 11], (6, 3): [0, 2, 5], (6, 2): [0, 5], (12, 1): [0]}
    found = {}
    for layers in range(1, 25):
        for count in range(1, layers + 1):
            found[f"{layers} {count}"] = np.rint(np.arange(count) * (layers - 1) / max(1, count - 1)).astype(int).tolist()
    for (layers, count), places in published.items():
        assert found[f"{layers} {count}"] == places, (layers, count)
    return found


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "script": "Scripts/golden/students.py"}
    figures = {"made_with": versions, "cases": {name: case(*arguments) for name, arguments in CASES.items()},
               "places": places()}
    (pathlib.Path(sys.argv[1]) / "students.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
