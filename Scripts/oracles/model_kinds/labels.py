"""What config.json says of labels."""
from .parts import bert_files, classify, configure, network, of, refusal, save, write


def labelled(directory, proper, count=2, names=None, may_refuse=False, refused=(), **changes):
    """A classifier of so many outputs, whose labels config.json gives in another form; `names` are the right ones."""
    bert_files(directory)
    config, state = network(num_labels=count)
    save(directory, config, state)
    configure(directory, config, **changes)
    if refused:
        return refusal(*refused, command=("predict", "evaluate"))
    if names:
        bert_files(proper)
        config.id2label = dict(enumerate(names))
        save(proper, config, state)
    return classify(may_refuse=may_refuse)


def several(directory, _, count, problem):
    """Heads of other problems: several labels, a number."""
    bert_files(directory)
    config, state = network(num_labels=count)
    config.problem_type = problem
    save(directory, config, state)
    # What `evaluate` gives for several labels is no accuracy.
    return {"ask": ["ids", "logits", "scores"]} | ({"leave": ["accuracy"]} if problem == "multi_label_classification" else {})


def reranker(directory, _, **changes):
    """A cross-encoder of one output, whose config.json names what stands behind it."""
    bert_files(directory)
    config, state = network(num_labels=1)
    save(directory, config, state)
    configure(directory, config, **changes)
    return {"ask": ["ids", "logits", "pair_scores"]}


def least_config(directory, _):
    """The least that config.json can hold: everything else is the reference's default, or asked for."""
    bert_files(directory)
    config, state = network(intermediate_size=3072, num_attention_heads=12, hidden_size=36, num_hidden_layers=12, max_position_embeddings=512)
    save(directory, config, state)
    write(directory / "config.json", {"model_type": "bert", "vocab_size": config.vocab_size, "hidden_size": 36})
    return classify(may_refuse=True)


ELEVEN = [f"shade {i}" for i in range(11)]
KINDS = {
    "labels-count-alone": of(labelled, 3, id2label=None, label2id=None, num_labels=3),
    "labels-none-at-all": of(labelled, 2, ["LABEL_0", "LABEL_1"], id2label=None, label2id=None),
    "labels-null": of(labelled, 2, None, True, id2label=None),
    "labels-list": of(labelled, 2, ["calm", "loud"], True, id2label=["calm", "loud"], label2id={"calm": 0, "loud": 1}),
    "labels-numbers": of(labelled, 3, ["1", "2", "3"], id2label={"0": 1, "1": 2, "2": 3}, label2id={"1": 0, "2": 1, "3": 2}),
    # The reference gives the number itself; these are the names that Python writes it with.
    "labels-floats": of(labelled, 3, [str(x) for x in (0.5, 1.0, 1e-07)], id2label={"0": 0.5, "1": 1.0, "2": 1e-07}, label2id=None),
    "labels-mixed-numbers": of(labelled, 3, [str(x) for x in (1.0, 2, 1e20)], id2label={"0": 1.0, "1": 2, "2": 1e20}, label2id=None),
    "labels-truths": of(labelled, 2, None, True, id2label={"0": False, "1": True}, label2id=None),
    "labels-empty-name": of(labelled, 2, None, True, id2label={"0": "", "1": "loud"}, label2id=None),
    "labels-null-name": of(labelled, 2, refused=["id2label"], id2label={"0": None, "1": "loud"}, label2id=None),
    "labels-unsorted": of(labelled, 3, id2label={"2": "c", "0": "a", "1": "b"}, label2id={"c": 2, "a": 0, "b": 1}),
    "labels-eleven": of(labelled, 11, id2label={str(i): name for i, name in enumerate(ELEVEN)}, label2id=None),
    "labels-gap": of(labelled, 2, refused=["id2label"], id2label={"0": "calm", "2": "loud"}, label2id=None),
    "labels-too-many": of(labelled, 2, refused=["classifier"], id2label={"0": "a", "1": "b", "2": "c"}, label2id=None),
    "labels-twice": of(labelled, 3, None, True, id2label={"0": "a", "1": "b", "2": "a"}, label2id=None),
    "labels-differ-in-space": of(labelled, 2, None, True, id2label={"0": "loud", "1": "loud "}, label2id=None),
    "labels-against-each-other": of(labelled, 2, None, True, id2label={"0": "calm", "1": "loud"}, label2id={"calm": 1, "loud": 0}),
    "labels-only-the-other-way": of(labelled, 2, None, True, id2label=None, label2id={"calm": 0, "loud": 1}),
    "labels-one-output": of(several, 1, None),
    "labels-number": of(several, 1, "regression"),
    "labels-several": of(several, 3, "multi_label_classification"),
    "labels-said-single": of(several, 3, "single_label_classification"),
    "labels-one-of-one": of(labelled, 1, refused=["problem"], problem_type="single_label_classification"),
    "labels-several-numbers": of(labelled, 3, refused=["regression"], problem_type="regression"),
    "labels-other-problem": of(labelled, 2, refused=["ranking"], problem_type="ranking"),
    "labels-reranker": of(reranker),
    "labels-reranker-sigmoid": of(reranker, sentence_transformers={"activation_fn": "torch.nn.modules.activation.Sigmoid"}),
    "labels-reranker-identity": of(reranker, sentence_transformers={"activation_fn": "torch.nn.modules.linear.Identity"}),
    "labels-reranker-old-identity": of(reranker, sbert_ce_default_activation_function="torch.nn.modules.linear.Identity"),
    "labels-reranker-tanh": of(labelled, 1, refused=["Tanh"], sentence_transformers={"activation_fn": "torch.nn.modules.activation.Tanh"}),
    "labels-least-config": least_config,
}
