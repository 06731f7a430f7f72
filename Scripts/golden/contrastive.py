"""Figures of learning sentence vectors in sentence-transformers and PyTorch, for BertTuningTests and BertDataTests.

    python contrastive.py TUNING_GOLDEN_DIRECTORY

Needs the package datasets beside those of Scripts/oracles.

The losses are sentence-transformers' `MultipleNegativesRankingLoss`, with `MatryoshkaLoss` around it or around
`CosineSimilarityLoss`, over each of its poolings. Small random models as in encoder.py, whose `fill` makes the weights from
the tensors' names. The figures of a search are those of `InformationRetrievalEvaluator`, and the hard negatives those of
`mine_hard_negatives`, both with vectors that the script draws.
"""

import json
import pathlib
import sys

import datasets.arrow_dataset
import numpy as np
import torch
from datasets import Dataset
from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator
from sentence_transformers.sentence_transformer.losses import CosineSimilarityLoss, MatryoshkaLoss, MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Pooling
from sentence_transformers.util import cos_sim, mine_hard_negatives, pairwise_cos_sim
from transformers import AutoConfig, AutoModel

from encoder import flat, sampled, sequence
from encoder_family import NO_DROPOUT, VOCABULARY, inputs, set_weights, ten_steps

LENGTHS = [3, 2, 17, 40, 31, 9, 12, 5, 7]
BERT = dict(hidden_size=60, num_hidden_layers=2, num_attention_heads=5, intermediate_size=100, max_position_embeddings=64)
MPNET = BERT | dict(pad_token_id=1, max_position_embeddings=66)
DISTILBERT = dict(dim=48, n_layers=2, n_heads=4, hidden_dim=37, max_position_embeddings=64)

# Texts of each row by their numbers: pairs, or with a negative; or two texts and their score.
PAIRS = [(0, 3), (1, 2), (4, 5), (6, 7)]
TRIPLETS = [(0, 3, 6), (1, 2, 7), (4, 5, 8)]
SCORED = [(0, 3, 0.9), (1, 2, 0.1), (4, 5, 0.5), (6, 7, 0.3)]
CASES = {
    "pairs": ("bert", BERT, ["mean"], PAIRS, None, False),
    "triplets": ("mpnet", MPNET, ["mean"], TRIPLETS, None, False),
    "nested": ("bert", BERT, ["cls"], PAIRS, [60, 24, 7], False),
    "nested scored": ("distilbert", DISTILBERT, ["mean"], SCORED, [48, 16], True),
    "max": ("bert", BERT, ["max"], PAIRS, None, False),
    "square root": ("bert", BERT, ["mean_sqrt_len_tokens"], PAIRS, None, False),
    "weighted": ("bert", BERT, ["weightedmean"], PAIRS, None, False),
    "last and cls": ("bert", BERT, ["cls", "lasttoken"], PAIRS, None, False),
}


class Encoder(torch.nn.Module):
    """Gives the loss what a `SentenceTransformer` gives it."""

    def __init__(self, model, modes):
        super().__init__()
        self.model = model
        width = getattr(model.config, "hidden_size", None) or model.config.dim
        self.width = width * len(modes)
        self.pooling = Pooling(width, pooling_mode=modes if len(modes) > 1 else modes[0])

    def get_embedding_dimension(self):
        return self.width

    def forward(self, features):
        states = self.model(**features).last_hidden_state
        pooled = self.pooling({"token_embeddings": states, "attention_mask": features["attention_mask"]})
        return {"sentence_embedding": pooled["sentence_embedding"]}


def case(kind, sizes, modes, rows, dimensions, is_scored):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModel.from_config(config, attn_implementation="eager", **({} if kind == "distilbert" else {"add_pooling_layer": False}))
    set_weights(model)
    model.eval()
    types = 1 if kind in ("distilbert", "mpnet") else config.type_vocab_size
    sequences = [sequence(n, VOCABULARY, types, 5 + k) for k, n in enumerate(LENGTHS)]
    encoder = Encoder(model, modes)
    texts = 2 if is_scored else len(rows[0])
    loss = CosineSimilarityLoss(encoder) if is_scored else MultipleNegativesRankingLoss(encoder)
    if dimensions:
        loss = MatryoshkaLoss(encoder, loss, dimensions)

    def loss_of(chosen):
        sides = [inputs(model, [sequences[row[side]] for row in chosen]) for side in range(texts)]
        return loss(sides, torch.tensor([row[2] for row in chosen]) if is_scored else None)

    with torch.no_grad():
        vectors = [flat(encoder(inputs(model, [s]))["sentence_embedding"]) for s in sequences]
    whole = loss_of(rows)
    whole.backward()
    gradients = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters() if p.grad is not None}
    model.zero_grad()
    training = ten_steps(model, len(rows), lambda indices: loss_of([rows[i] for i in indices]))
    after = {n: sampled(p, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters()}
    known = config.to_dict()
    return {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "shapes": {n: list(p.shape) for n, p in model.named_parameters()},
        "sequences": [{"ids": i, "types": t} for i, t in sequences], "poolings": modes, "dimensions": dimensions,
        "rows": [list(row[:texts]) for row in rows], "scores": [row[2] for row in rows] if is_scored else None,
        "vectors": vectors, "loss": whole.item(), "gradients": gradients, "training": training, "after": after}


class Drawn:
    """Stands for a `SentenceTransformer` whose vectors are given by text."""

    device = "cpu"
    similarity_fn_name = "cosine"

    def __init__(self, vectors):
        self.vectors = vectors
        self.model_card_data = type("Card", (), {"set_evaluation_metrics": lambda *a, **k: None, "base_model": None})()

    def encode(self, sentences, **kwargs):
        array = np.stack([self.vectors[s] for s in sentences]).astype(np.float32)
        array /= np.linalg.norm(array, axis=1, keepdims=True)
        return array if kwargs.get("convert_to_numpy") else torch.from_numpy(array)

    encode_query = encode_document = encode

    def similarity(self, a, b):
        return cos_sim(a, b)

    def similarity_pairwise(self, a, b):
        return pairwise_cos_sim(a, b)


def retrieval():
    generator = np.random.default_rng(3)
    queries, texts = [f"q{i}" for i in range(12)], [f"t{i}" for i in range(60)]
    vectors = {name: generator.normal(size=6) for name in queries + texts}
    relevant = {}
    for i, query in enumerate(queries):
        own = [5 * i % 60, (7 * i + 1) % 60, (i * i + 2) % 60][: 1 + i % 3]
        relevant[query] = {f"t{k}" for k in own}
        for k in own:
            vectors[f"t{k}"] = vectors[f"t{k}"] * (1 if i % 4 == 0 else 0.6) + 0.5 * vectors[query]
    evaluator = InformationRetrievalEvaluator(
        {q: q for q in queries}, {t: t for t in texts}, relevant, precision_recall_at_k=[1, 5, 10], mrr_at_k=[10],
        ndcg_at_k=[10], write_csv=False, score_functions={"cosine": cos_sim})
    figures = evaluator(Drawn(vectors))
    unit = {n: v / np.linalg.norm(v) for n, v in vectors.items()}
    found = [[texts.index(t) for t in sorted(texts, key=lambda t: -float(unit[q] @ unit[t]))[:12]] for q in queries]
    names = {"recall_at_1": "recall@1", "recall_at_5": "recall@5", "recall_at_10": "recall@10", "mrr_at_10": "mrr@10", "ndcg_at_10": "ndcg@10"}
    return {
        "found": found, "relevant": [sorted(texts.index(t) for t in relevant[q]) for q in queries], "texts": len(texts),
        "figures": {ours: figures[f"cosine_{theirs}"] for ours, theirs in names.items()}}


def negatives():
    generator = np.random.default_rng(4)
    queries, texts = [f"q{i}" for i in range(10)], [f"t{i}" for i in range(25)]
    vectors = {name: generator.normal(size=8).astype(np.float32) for name in queries + texts}
    # The first and the last query have two texts each.
    pairs = [(q, q) for q in range(10)] + [(0, 20), (9, 21)]
    for q, t in pairs:
        vectors[f"t{t}"] = (vectors[f"t{t}"] + 1.2 * vectors[f"q{q}"]).astype(np.float32)
    pairs += [(3, 22), (4, 23), (5, 24)]
    data = Dataset.from_dict({"anchor": [f"q{q}" for q, _ in pairs], "positive": [f"t{t}" for _, t in pairs]})
    mined = mine_hard_negatives(
        data, Drawn(vectors), num_negatives=2, relative_margin=0.05, sampling_strategy="top", range_max=20,
        output_format="n-tuple", verbose=False)
    rows = {(int(r["anchor"][1:]), int(r["positive"][1:])): [int(r["negative_1"][1:]), int(r["negative_2"][1:])] for r in mined}
    return {
        "queries": [vectors[q].tolist() for q in queries], "texts": [vectors[t].tolist() for t in texts], "pairs": pairs,
        # Rows with fewer than two are left out there.
        "negatives": [rows.get(pair) for pair in pairs], "count": 2, "margin": 0.05}


if __name__ == "__main__":
    # Pickles classes of pyarrow, which some releases cannot; the name of a cache file is not needed.
    datasets.arrow_dataset.generate_fingerprint = lambda *arguments: "none"
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "script": "Scripts/golden/contrastive.py"}
    figures = {"made_with": versions, "cases": {name: case(*arguments) for name, arguments in CASES.items()},
               "retrieval": retrieval(), "negatives": negatives()}
    (pathlib.Path(sys.argv[1]) / "contrastive.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
