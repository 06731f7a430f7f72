"""Labels that were never learnt, by sentence-transformers and by transformers' zero-shot pipeline, for BertInferenceTests.

    python zero_shot.py GOLDEN_DIRECTORY

GOLDEN_DIRECTORY is Tests/BertInferenceTests/Golden. Needs sentence-transformers (6.2.0 when the committed figures were made)
beside the packages of Scripts/oracles. The models are small; their text files are stored, their weights are made from the
tensors' names, here and in the tests' `GoldenWeights`.
"""

import json
import pathlib
import sys
import tempfile

import numpy as np
import sentence_transformers
import torch
import transformers
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification, BertTokenizerFast, pipeline

from embeddings import VOCABULARY, encoder, files
from encoder import set_weights

TEXTS = ["good", "The screen was awful.", "A very good book, and not a bad film!", "xyzzy 42 cafe naive",
         "this is the page that was in the book of the film " * 4, "it was a fine cable and a great screen"]
LABELS = {"pos": ["it is very good and great", "a fine film"], "neg": ["it is awful and not good"],
          "page": ["the page of a book"]}
HEADS = [["CONTRADICTION", "neutral", "Entailment"], ["entailment", "neutral", "contradiction"],
         ["not_entailment", "entailment"]]
CLASSIFIER_SCALE = 4


def figures(values):
    return [[float(f"{v:.8g}") for v in row] for row in values]


def shapes(model):
    return {name: list(parameter.shape) for name, parameter in model.named_parameters()}


def softmax(logits):
    return torch.softmax(torch.tensor(np.asarray(logits), dtype=torch.float64), dim=-1).numpy()


def by_cosine(model, templates, temperature, prompt_name=None, weights=None):
    def encode(texts):
        return model.encode(texts, prompt_name=prompt_name, convert_to_tensor=True, normalize_embeddings=True).double()

    centres = []
    for descriptions in LABELS.values():
        mean = encode([t.replace("{}", d) for d in descriptions for t in templates]).mean(dim=0)
        centres.append(mean / mean.norm())
    cosines = sentence_transformers.util.cos_sim(encode(TEXTS), torch.stack(centres)).numpy()
    scores = softmax(cosines / temperature)
    if weights:
        scores = scores / scores.mean(axis=0) * (np.array(weights) / sum(weights))
        scores = scores / scores.sum(axis=1, keepdims=True)
    return {"templates": templates, "temperature": temperature, "weights": weights, "scores": figures(scores)}


def cosines():
    with tempfile.TemporaryDirectory() as folder:
        base = encoder(folder)
        tensors = shapes(base.auto_model if hasattr(base, "auto_model") else base.model)
        cases = []
        for prompts, default, used in [(None, None, None), ({"query": "query: "}, None, "query"),
                                       ({"query": "query: ", "sort": "the film of "}, "sort", "sort")]:
            SentenceTransformer(modules=[base, Pooling(24), Normalize()], prompts=prompts, default_prompt_name=default,
                                device="cpu").save(folder, create_model_card=False)
            model = SentenceTransformer(folder, device="cpu")
            asked = [by_cosine(model, ["{}"], 0.05, used), by_cosine(model, ["it was {}.", "a {} film"], 0.2, used),
                     by_cosine(model, ["{}"], 0.05, used, [1, 1, 1]), by_cosine(model, ["{}"], 0.3, used, [5, 3, 2])]
            cases.append({"files": files(folder), "shapes": tensors, "asked": asked})
        return cases


def by_entailment(labels):
    with tempfile.TemporaryDirectory() as folder:
        config = BertConfig(vocab_size=len(VOCABULARY), hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
                            intermediate_size=40, max_position_embeddings=64, type_vocab_size=2,
                            id2label=dict(enumerate(labels)), label2id={name: i for i, name in enumerate(labels)})
        model = BertForSequenceClassification(config).eval()
        set_weights(model)
        # Outputs that are further apart tell more.
        with torch.no_grad():
            model.classifier.weight.mul_(CLASSIFIER_SCALE)
        model.save_pretrained(folder)
        BertTokenizerFast(vocab={token: i for i, token in enumerate(VOCABULARY)}, do_lower_case=True,
                          model_max_length=64).save_pretrained(folder)
        asked = []
        for template in [None, "the film was {}"]:
            for several in [False, True]:
                ask = pipeline("zero-shot-classification", model=model, tokenizer=AutoTokenizer.from_pretrained(folder),
                               device="cpu")
                names = [descriptions[0] for descriptions in LABELS.values()]
                # The pipeline parts a list of labels at commas.
                extra = {"hypothesis_template": template} if template else {}
                rows = []
                for text in TEXTS:
                    found = ask(text, [name.replace(",", "") for name in names], multi_label=several, **extra)
                    scores = dict(zip(found["labels"], found["scores"]))
                    rows.append([scores[name.replace(",", "")] for name in names])
                asked.append({"template": template, "multi_label": several, "scores": figures(rows)})
        return {"files": files(folder), "shapes": shapes(model), "asked": asked}


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    made = {"sentence_transformers": sentence_transformers.__version__, "transformers": transformers.__version__,
            "torch": torch.__version__, "script": "Scripts/golden/zero_shot.py"}
    by_vectors, by_heads = cosines(), [by_entailment(labels) for labels in HEADS]
    shared = by_vectors[0]["files"]
    for case in by_vectors[1:] + by_heads:
        case["removed"] = [path for path in shared if path not in case["files"]]
        case["files"] = {path: text for path, text in case["files"].items() if shared.get(path) != text}
    document = {"made_with": made, "texts": TEXTS, "labels": list(LABELS), "descriptions": list(LABELS.values()),
                "classifier_scale": CLASSIFIER_SCALE, "shared": shared, "cosines": by_vectors, "entailment": by_heads}
    target = pathlib.Path(sys.argv[1]) / "zero_shot.json"
    target.write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n")
