"""Makes Tests/BertBaselinesTests/Golden/word_vector_steps.json: python word_vector_steps.py OUTPUT.json

Needs torch and numpy (made with torch 2.13.0). Single steps of training by autograd, the cost of Huffman's trees by a heap,
and co-occurrences counted naively.
"""
import heapq
import json
import sys

import torch

torch.manual_seed(3)
steps = []
for dimensions, inputs, outputs, labels in [
    (5, [2], [0, 3, 1], [1, 0, 0]), (8, [0], [2], [1]), (19, [1, 3, 0], [4, 0, 2, 1], [0, 1, 1, 0]), (32, [3, 2], [1, 0], [0, 0])]:
    w, v = torch.randn(4, dimensions, requires_grad=True), torch.randn(5, dimensions, requires_grad=True)
    before = [w.detach().flatten().tolist(), v.detach().flatten().tolist()]
    # word2vec's inputs each take the whole gradient of the mean.
    mean = w[inputs].mean(dim=0).detach().requires_grad_()
    scores = v[outputs] @ mean
    torch.nn.functional.binary_cross_entropy_with_logits(
        scores, torch.tensor(labels, dtype=torch.float32), reduction="sum").backward()
    with torch.no_grad():
        v -= 0.1 * v.grad
        for row in inputs:
            w[row] -= 0.1 * mean.grad
    steps.append({"dimensions": dimensions, "inputs": inputs, "outputs": outputs, "labels": labels, "rate": 0.1,
                  "before": before, "after": [w.detach().flatten().tolist(), v.detach().flatten().tolist()]})

# GloVe: autograd's gradients of the weighted squared error over 2, moved by glove.c's AdaGrad.
words, dimensions, rate = 3, 6, 0.05
tables = [torch.randn(words, dimensions) * 0.5 for _ in range(2)] + [torch.randn(words) * 0.5 for _ in range(2)]
for table in tables:
    table.requires_grad_()
squares = [torch.ones_like(table) for table in tables]
before = [table.detach().flatten().tolist() for table in tables]
entries = [(0, 1, 3.5), (1, 2, 250.0), (0, 1, 0.5), (2, 2, 40.0), (1, 0, 7.0)]
for i, j, x in entries:
    w, v, b, c = tables
    error = w[i] @ v[j] + b[i] + c[j] - torch.log(torch.tensor(x))
    loss = min(1.0, (x / 100) ** 0.75) * error ** 2 / 2
    gradients = torch.autograd.grad(loss, tables)
    with torch.no_grad():
        for table, square, gradient in zip(tables, squares, gradients):
            gradient = gradient * rate
            table -= gradient / square.sqrt()
            square += gradient ** 2
glove = {"words": words, "dimensions": dimensions, "rate": rate, "before": before, "entries": entries,
         "after": [table.detach().flatten().tolist() for table in tables]}

trees = []
for counts in [[7], [5, 5], [9, 4, 3, 1], [100, 50, 20, 10, 5, 5, 5, 2, 1, 1], [1] * 13]:
    heap, cost = list(counts), 0
    heapq.heapify(heap)
    while len(heap) > 1:
        both = heapq.heappop(heap) + heapq.heappop(heap)
        cost += both
        heapq.heappush(heap, both)
    trees.append({"counts": counts, "cost": cost})

text = ["a b c a d a", "b b c", "e", "d c b a e f g h i j k a b"]
pairs = {}
for line in text:
    found = line.split()
    for i, left in enumerate(found):
        for j in range(i + 1, min(len(found), i + 4)):
            for pair in [(left, found[j]), (found[j], left)]:
                pairs[" ".join(pair)] = pairs.get(" ".join(pair), 0) + 1 / (j - i)
json.dump({"steps": steps, "glove": glove, "trees": trees, "text": text, "window": 3, "pairs": pairs}, open(sys.argv[1], "w"))
