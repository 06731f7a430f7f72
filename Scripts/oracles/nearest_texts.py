"""What a bundle that appends the nearest labelled text should answer, by transformers and scikit-learn.

usage: python nearest_texts.py BUNDLE FORM MAX_LENGTH STRENGTH ROWS.json

FORM is label, text or both; STRENGTH is that of the head's penalty. ROWS.json is {"training": [[text, label], ...], "labels": [...],
"texts": [...]}. The vector of a text is the mean of the token states below the bundle's last layer, which takes that mean,
less the mean of its own numbers, at length one. Prints {"appended": [...], "learnt": [...], "logits": [[...], ...], "refitted":
[[...], ...]}: what is appended to each text, and to each training text, which is not its own neighbour; the bundle's logits of the
texts; and those of a LogisticRegression on the training texts with what is appended to them.
"""
import json
import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.preprocessing import StandardScaler
from transformers import AutoModelForSequenceClassification, AutoTokenizer

bundle, form, max_length, strength = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
rows = json.load(open(sys.argv[5]))
names, known = rows["labels"], [text for text, _ in rows["training"]]
y = np.array([label for _, label in rows["training"]])
tokenizer = AutoTokenizer.from_pretrained(bundle)
model = AutoModelForSequenceClassification.from_pretrained(bundle).eval()
seen = []
model.classifier.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0][0].double().numpy()))


def run(*texts):
    """The logits, the features before the classifier, and the vector."""
    batch = tokenizer(*texts, truncation=True, max_length=max_length, return_tensors="pt")
    with torch.no_grad():
        output = model(**batch, output_hidden_states=True)
    mean = output.hidden_states[-2][0].mean(0).double().numpy()
    centred = mean - mean.mean()
    return output.logits[0].double().numpy(), seen.pop(), centred / np.linalg.norm(centred)


def appended(distances):
    if form == "both":
        nearest = [sorted((min((distances[row, place], place) for place in np.flatnonzero(y == label))
                           for label in np.unique(y)), key=lambda found: found[0]) for row in range(len(distances))]
        return [" ".join(f"{names[y[place]]} {distance:.2f} {known[place]}" for distance, place in found if distance < np.inf)
                for found in nearest]
    nearest = distances.argmin(1)
    words = [f"{names[y[place]]} {distances[row, place]:.2f}" for row, place in enumerate(nearest)]
    return words if form == "label" else [f"{word} {known[place]}" for word, place in zip(words, nearest)]


learnt = np.stack([run(text)[2] for text in known])
between = euclidean_distances(learnt)
np.fill_diagonal(between, np.inf)
of_training = appended(between)
of_texts = appended(euclidean_distances(np.stack([run(text)[2] for text in rows["texts"]]), learnt))
logits, features = [], []
for text, more in zip(rows["texts"], of_texts):
    answer = run(text, more)
    logits.append(answer[0])
    features.append(answer[1])
training = np.stack([run(text, more)[1] for text, more in zip(known, of_training)])
scaler = StandardScaler().fit(training)
head = LogisticRegression(C=strength, tol=1e-10, max_iter=20000).fit(scaler.transform(training), y)
refitted = head.decision_function(scaler.transform(np.stack(features)))
json.dump({"appended": of_texts, "learnt": of_training, "logits": np.stack(logits).tolist(),
           "refitted": refitted.tolist()}, sys.stdout)
