"""Gradient x input of the logits in PyTorch and transformers, for BertEncoderTests.

    python attributions.py ENCODER_GOLDEN_DIRECTORY

Reads the models' configurations and sequences from the files that encoder.py and encoder_family.py wrote, and adds
attributions.json.
"""

import json
import pathlib
import sys

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification

import encoder_family
from encoder import flat

MODELS = ["hidden60", "hidden48-tanh", "distilbert", "roberta", "electra", "albert", "mpnet", "gpt2", "xlnet", "deberta",
          "modernbert", "modernbert-biases"]


def attributions(golden):
    config = AutoConfig.for_model(**golden["config"], num_labels=golden["classes"])
    model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager").eval()
    encoder_family.set_weights(model)
    table = model.get_input_embeddings()
    kept = {}

    def keep(module, arguments, output):
        output.retain_grad()
        kept["words"] = output

    table.register_forward_hook(keep)
    result = []
    for index, sequence in enumerate(golden["sequences"]):
        if len(sequence["ids"]) > 130:
            continue
        label = index % golden["classes"]
        inputs = encoder_family.inputs(model, [(sequence["ids"], sequence["types"])])
        logits = model(**inputs).logits
        expected = torch.tensor(golden["forward"][index]["logits"])
        assert torch.allclose(logits[0], expected, atol=2e-5), (config.model_type, logits, expected)
        logits[0, label].backward()
        words = kept["words"]
        scores = (words.grad * words).sum(-1).flatten()
        result.append({"sequence": index, "label": label, "scores": flat(scores)})
    return result


if __name__ == "__main__":
    directory = pathlib.Path(sys.argv[1])
    figures = {"made_with": {"torch": torch.__version__, "script": "Scripts/golden/attributions.py"}, "models": {}}
    for name in MODELS:
        figures["models"][name] = attributions(json.loads((directory / f"{name}.json").read_text()))
    (directory / "attributions.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
