"""Checkpoints of other tasks and checkpoints with parts missing: a head that was not trained never answers."""
import transformers

from .parts import bert_files, classify, configure, network, of, refusal, save, tokenizer_of, vectors, write

ALL = ("predict", "evaluate", "serve", "quantize")


def other_task(directory, _, kind, name, *missing, command=("predict",)):
    """A checkpoint of another task: the error names what is absent and what the checkpoint is for."""
    tokenizer_of(kind, directory)
    save(directory, *network(kind, getattr(transformers, name)))
    return refusal(name, *missing, command=command)


def without(directory, _, kind, prefix, *names, command=("predict",)):
    """A classifier whose tensors of a prefix are missing."""
    tokenizer_of(kind, directory)
    config, state = network(kind)
    kept = {name: value for name, value in state.items() if not name.startswith(prefix)}
    assert len(kept) < len(state), prefix
    save(directory, config, kept)
    return refusal(*(names or (prefix,)), command=command)


def encoder_alone(directory, _):
    """The bare encoder is for sentence vectors, not for labels."""
    bert_files(directory)
    config, state = network(head=None)
    config.architectures = None
    save(directory, config, state)
    return refusal("classifier")


def encoder_without_pooler(directory, _):
    """The pooler is no part of a sentence vector."""
    bert_files(directory)
    config, state = network(head=None)
    save(directory, config, {name: value for name, value in state.items() if not name.startswith("pooler")})
    return vectors(arguments={"embed": ["--no-normalize"]})


def encoder_under_another_head(directory, _):
    """A masked language model gives sentence vectors all the same."""
    bert_files(directory)
    save(directory, *network(head=transformers.BertForMaskedLM))
    return vectors(arguments={"embed": ["--no-normalize"]})


def two_heads(directory, _):
    """A classifier beside the heads of pretraining, which are not used and told."""
    bert_files(directory)
    config, state = network()
    more = network(head=transformers.BertForPreTraining)[1]
    save(directory, config, more | state)
    return classify(says={"inspect": ["cls.predictions"]})


def fewer_layers(directory, _):
    """config.json asks for fewer layers than the file has; the rest is not used and told."""
    tokenizer_of("roberta", directory)
    config, state = network("roberta", num_hidden_layers=3)
    config.num_hidden_layers = 2
    save(directory, config, state)
    return classify(says={"inspect": ["unused", "layer.2"], "predict": ["unused", "layer.2"]})


def more_layers(directory, _):
    """config.json asks for a layer that the file does not have."""
    bert_files(directory)
    config, state = network()
    config.num_hidden_layers = 3
    save(directory, config, state)
    return refusal("layer.2", command=("predict", "serve"))


def another_width(directory, _):
    """config.json has three labels, the classifier two rows."""
    bert_files(directory)
    config, state = network()
    save(directory, config, state)
    configure(directory, config, id2label={"0": "a", "1": "b", "2": "c"}, label2id={"a": 0, "b": 1, "c": 2})
    return refusal("classifier", command=("predict", "evaluate"))


def one_choice(directory, _):
    """A head for multiple choice whose shapes would fit a classifier of one output."""
    bert_files(directory)
    save(directory, *network(head=transformers.BertForMultipleChoice, num_labels=1))
    return refusal("BertForMultipleChoice")


def pooled_token_labels(directory, _):
    """A token classifier saved together with the pooler: by names it could be a sequence classifier."""
    bert_files(directory)
    config, state = network(head=transformers.BertForTokenClassification)
    pooler = {name: value for name, value in network()[1].items() if "pooler" in name}
    save(directory, config, state | pooler)
    return {"says": {"inspect": ["token classification", "BertForTokenClassification"]}}


def trained_anew(directory, _, kind, name, *drawn):
    """Training may draw a head, and says which."""
    tokenizer_of(kind, directory)
    save(directory, *network(kind, getattr(transformers, name)))
    return {"says": {"train": list(drawn)}}


KINDS = {
    # Other classifiers of tokens: taggers.py.
    "head-bert-ner-with-pooler": pooled_token_labels,
    "head-roberta-mlm": of(other_task, "roberta", "RobertaForMaskedLM", "classifier", command=ALL),
    "head-distilbert-mlm": of(other_task, "distilbert", "DistilBertForMaskedLM", "classifier"),
    "head-mpnet-mlm": of(other_task, "mpnet", "MPNetForMaskedLM", "classifier"),
    "head-albert-mlm": of(other_task, "albert", "AlbertForMaskedLM", "classifier"),
    "head-bert-nsp": of(other_task, "bert", "BertForNextSentencePrediction", "classifier"),
    "head-bert-pretraining": of(other_task, "bert", "BertForPreTraining", "classifier"),
    "head-bert-qa": of(other_task, "bert", "BertForQuestionAnswering", "classifier"),
    "head-bert-multiple-choice": of(other_task, "bert", "BertForMultipleChoice", "classifier"),
    "head-bert-one-choice": one_choice,
    "head-electra-discriminator": of(other_task, "electra", "ElectraForPreTraining", "classifier"),
    "head-xlnet-lm": of(other_task, "xlnet", "XLNetLMHeadModel", "logits_proj"),
    "head-gpt2-lm": of(other_task, "gpt2", "GPT2LMHeadModel", "score"),
    "head-encoder-alone": encoder_alone,
    "head-encoder-without-pooler": encoder_without_pooler,
    "head-encoder-of-mlm": encoder_under_another_head,
    "head-no-classifier-bias": of(without, "bert", "classifier.bias", command=ALL),
    "head-no-pooler-bias": of(without, "bert", "bert.pooler.dense.bias", "pooler.dense.bias"),
    "head-albert-no-pooler": of(without, "albert", "albert.pooler", "pooler"),
    "head-roberta-no-dense": of(without, "roberta", "classifier.dense"),
    "head-distilbert-no-pre-classifier": of(without, "distilbert", "pre_classifier"),
    "head-xlnet-no-summary": of(without, "xlnet", "sequence_summary"),
    "head-two-heads": two_heads,
    "head-fewer-layers": fewer_layers,
    "head-more-layers": more_layers,
    "head-another-width": another_width,
    "head-train-on-mlm": of(trained_anew, "bert", "BertForMaskedLM", "classifier"),
    "head-train-on-ner": of(trained_anew, "roberta", "RobertaForTokenClassification", "classifier"),
}
