"""Small BERT models, the weights of one under the names that wrappers and training programs give them.

usage: python wrapped_models.py DIRECTORY

Writes DIRECTORY/NAME/ with config.json and weights for each kind and prints {"sequences": [[id, ...], ...],
"models": {NAME: {"prefix": ..., "logits": [[...], ...]}}}. The logits are those of the plain model.
"""
import argparse
import json
import pathlib
import sys

import safetensors.torch
import torch
from transformers import BertConfig, BertForSequenceClassification, RobertaConfig, RobertaForSequenceClassification

SIZES = dict(vocab_size=40, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24,
             max_position_embeddings=32, num_labels=3)
SEQUENCES = [[2, 5, 9, 3], [2, 17, 33, 21, 8, 39, 3], [2, 3]]


class Classifier(torch.nn.Module):
    """A module of one's own around an encoder and a linear layer."""

    def __init__(self, model):
        super().__init__()
        self.backbone = model.base_model
        self.classifier = model.classifier


class Teacher(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model


def states(model, prefix):
    state = model.state_dict()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0, momentum=0.9)
    model(input_ids=torch.tensor([SEQUENCES[0]]), labels=torch.tensor([1])).loss.backward()
    optimizer.step()
    beside = {"epoch": 3, "optimizer": optimizer.state_dict(), "args": argparse.Namespace(rate=0.1),
              "random": torch.get_rng_state()}
    parallel = torch.nn.DataParallel(model).state_dict()
    compiled = torch.compile(model).state_dict()
    own = Classifier(model).state_dict()
    nested = Teacher(model).state_dict()
    return {
        "plain": ("", state), "data parallel": ("module.", parallel), "compiled": ("_orig_mod.", compiled),
        "own module": ("backbone.", own), "module in a module": ("model.", nested),
        "compiled in parallel": ("module._orig_mod.", {"module." + k: v for k, v in compiled.items()}),
        "nested": ("state_dict.", {"state_dict": state, **beside}),
        "nested, parallel": ("model_state_dict.module.", {"model_state_dict": parallel, **beside}),
        "nested, model": ("model.", {"model": state, **beside}),
        "nested, module": ("module.", {"module": state, **beside}),
        "half the names": ("", {k.replace(prefix, "", 1) if "embeddings" in k else k: v for k, v in state.items()}),
    }


if __name__ == "__main__":
    torch.manual_seed(0)
    target = pathlib.Path(sys.argv[1])
    models = {}
    for kind, model in {
        "bert": BertForSequenceClassification(BertConfig(**SIZES, initializer_range=0.3)),
        "roberta": RobertaForSequenceClassification(RobertaConfig(**SIZES, initializer_range=0.3, pad_token_id=1)),
    }.items():
        model.eval()
        with torch.no_grad():
            logits = [model(input_ids=torch.tensor([ids])).logits[0].tolist() for ids in SEQUENCES]
        for name, (prefix, state) in states(model, kind + ".").items():
            is_nested = any(isinstance(value, dict) for value in state.values())
            for form in ["pickled"] if is_nested else ["pickled", "safetensors"]:
                folder = target / f"{kind}, {name}, {form}"
                folder.mkdir(parents=True)
                model.config.save_pretrained(folder)
                if form == "pickled":
                    torch.save(state, folder / "pytorch_model.bin")
                else:
                    safetensors.torch.save_file({k: v.clone() for k, v in state.items()}, folder / "model.safetensors")
                models[folder.name] = {"prefix": prefix, "logits": logits}
    print(json.dumps({"sequences": SEQUENCES, "models": models}))
