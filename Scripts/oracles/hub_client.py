"""Asks a running service with the Hub's own client, by the routes of text-embeddings-inference.

    hub_client.py URL DIRECTORY TEXT TEXT TEXT

Prints what the client makes of the answers, and what transformers computes with the same classifier: mean-pooled vectors
of length 1, their cosines with the first, and the softmax of the outputs; and the statuses of two requests that are refused.
"""

import json
import sys

import torch
from huggingface_hub import InferenceClient, constants
from huggingface_hub.errors import HfHubHTTPError
from transformers import AutoModelForSequenceClassification, AutoTokenizer

url, directory, *texts = sys.argv[1:]
# Offline the client refuses every address, that of this machine too.
was_offline, constants.HF_HUB_OFFLINE = constants.HF_HUB_OFFLINE, False


def client(path):
    return InferenceClient(model=url + path, provider="hf-inference", token="none")


found = {
    "vectors": client("/embed").feature_extraction(texts).tolist(),
    "similarities": client("/similarity").sentence_similarity(texts[0], texts[1:]),
    # The client takes the first of the rows: one that holds a row gives its list of labels.
    "labels": [
        [{"label": e.label, "score": e.score} for e in client("/predict").text_classification([[text]])] for text in texts
    ],
    "root": [{"label": e.label, "score": e.score} for e in client("/").text_classification([[texts[0]]])],
    "top": [{"label": e.label, "score": e.score} for e in client("/predict").text_classification([[texts[0]]], top_k=1)],
}
found["errors"] = []
for parameters in ({"normalize": False}, {"truncate": False}):
    try:
        client("/embed").feature_extraction(" ".join(texts * 30), **parameters)
        found["errors"].append("none")
    except HfHubHTTPError as error:
        found["errors"].append(str(error.response.status_code))

constants.HF_HUB_OFFLINE = was_offline
tokenizer = AutoTokenizer.from_pretrained(directory)
model = AutoModelForSequenceClassification.from_pretrained(directory).eval()
vectors, scores = [], []
with torch.no_grad():
    for text in texts:
        output = model(**tokenizer(text, return_tensors="pt"), output_hidden_states=True)
        vectors.append(torch.nn.functional.normalize(output.hidden_states[-1][0].mean(0), dim=0))
        scores.append(output.logits[0].softmax(0))
found["expected_vectors"] = [v.tolist() for v in vectors]
found["expected_similarities"] = [float(vectors[0] @ v) for v in vectors[1:]]
found["expected_labels"] = [{model.config.id2label[i]: float(p) for i, p in enumerate(row)} for row in scores]
print(json.dumps(found))
