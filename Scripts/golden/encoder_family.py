"""Figures of the other architectures' classifiers in PyTorch and transformers, for BertEncoderTests and BertTuningTests.

    python encoder_family.py ENCODER_GOLDEN_DIRECTORY [NAME …]

Small random models as in encoder.py, whose `fill` makes the weights from the tensors' names.
"""

import json
import pathlib
import sys

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification

from encoder import fill, flat, gradients, sampled, sequence

LAYERS = ("TransformerBlock", "RobertaLayer", "CamembertLayer", "XLMRobertaLayer", "ElectraLayer", "AlbertLayer",
          "MPNetLayer", "GPT2Block", "XLNetLayer", "ModernBertEncoderLayer",
          "GteLayer", "NomicBertLayer", "EuroBertDecoderLayer", "DebertaV2Layer")
CLASSIFIERS = ("classifier.out_proj", "classifier", "score", "logits_proj")
NO_DROPOUT = ("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout", "classifier_dropout_prob",
              "dropout", "attention_dropout", "seq_classif_dropout", "resid_pdrop", "embd_pdrop", "attn_pdrop",
              "summary_last_dropout", "embedding_dropout", "mlp_dropout", "cls_dropout", "pooler_dropout")
# Classes whose tokens have no types.
UNTYPED = ("distilbert", "mpnet", "gpt2", "modernbert", "eurobert")
VOCABULARY = 97
MODERN = dict(pad_token_id=3, bos_token_id=1, cls_token_id=1, eos_token_id=2, sep_token_id=2)

DEBERTA = dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=2, intermediate_size=31, relative_attention=True,
               pos_att_type=["p2c", "c2p"], share_att_key=True, norm_rel_ebd="layer_norm", position_biased_input=False,
               max_relative_positions=-1)

# name: model type, sizes, classes, lengths, weights of the classes
CASES = {
    "distilbert": ("distilbert", dict(dim=48, n_layers=2, n_heads=4, hidden_dim=37, max_position_embeddings=160),
                   3, [1, 2, 17, 128, 160], [1.0, 2.5, 0.5]),
    "roberta": ("roberta", dict(hidden_size=60, num_hidden_layers=2, num_attention_heads=5, intermediate_size=71,
                                hidden_act="relu", max_position_embeddings=162, type_vocab_size=1, pad_token_id=1),
                2, [1, 2, 17, 128, 160], None),
    "camembert": ("camembert", dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=50,
                                    hidden_act="gelu_new", max_position_embeddings=70, pad_token_id=5),
                  3, [3, 64, 20], None),
    "xlm-roberta": ("xlm-roberta", dict(hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
                                        intermediate_size=45, hidden_act="silu", max_position_embeddings=70),
                    3, [3, 68, 20], None),
    "electra": ("electra", dict(embedding_size=24, hidden_size=44, num_hidden_layers=2, num_attention_heads=4,
                                intermediate_size=51, max_position_embeddings=160), 3, [1, 2, 17, 128, 160], None),
    "electra-unprojected": ("electra", dict(embedding_size=32, hidden_size=32, num_hidden_layers=1,
                                            num_attention_heads=2, intermediate_size=33, hidden_act="tanh",
                                            max_position_embeddings=40), 2, [5, 40, 1], None),
    "albert": ("albert", dict(embedding_size=16, hidden_size=48, num_hidden_layers=3, num_attention_heads=4,
                              intermediate_size=52, max_position_embeddings=160), 3, [1, 2, 17, 128, 160], None),
    "albert-groups": ("albert", dict(embedding_size=32, hidden_size=32, num_hidden_layers=5, num_hidden_groups=2,
                                     inner_group_num=2, num_attention_heads=2, intermediate_size=40,
                                     hidden_act="gelu_pytorch_tanh", max_position_embeddings=40), 2, [5, 40, 1], None),
    "mpnet": ("mpnet", dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=41,
                            max_position_embeddings=302), 3, [1, 2, 17, 128, 300], None),
    "gpt2": ("gpt2", dict(n_embd=40, n_layer=2, n_head=4, n_positions=300, pad_token_id=0), 3,
             [1, 2, 17, 128, 300], None),
    "gpt2-scaled": ("gpt2", dict(n_embd=24, n_layer=3, n_head=2, n_inner=50, n_positions=40, pad_token_id=3,
                                 activation_function="relu", scale_attn_by_inverse_layer_idx=True,
                                 scale_attn_weights=False), 2, [5, 40, 1], None),
    "xlnet": ("xlnet", dict(d_model=32, n_layer=2, n_head=2, d_inner=45), 3, [1, 2, 17, 128, 300], None),
    "xlnet-clamped": ("xlnet", dict(d_model=36, n_layer=2, n_head=3, d_inner=30, ff_activation="relu", clamp_len=9,
                                    summary_use_proj=False), 2, [5, 40, 1], None),
    # Layers 0 and 3 see everything, 1 and 2 what is at most 8 away: lengths at the window's edges.
    "modernbert": ("modernbert", dict(hidden_size=48, num_hidden_layers=4, num_attention_heads=4, intermediate_size=37,
                                      local_attention=16, max_position_embeddings=160, **MODERN), 3,
                   [1, 2, 9, 10, 17, 65, 130], [1.0, 2.5, 0.5]),
    "modernbert-biases": ("modernbert", dict(
        hidden_size=36, num_hidden_layers=3, num_attention_heads=2, intermediate_size=41, local_attention=9,
        max_position_embeddings=66, attention_bias=True, mlp_bias=True, norm_bias=True, classifier_bias=True,
        classifier_pooling="mean", hidden_activation="silu", classifier_activation="relu", norm_eps=1e-4,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        rope_parameters={"full_attention": {"rope_type": "default", "rope_theta": 700.0},
                         "sliding_attention": {"rope_type": "default", "rope_theta": 90.0}}, **MODERN),
        2, [5, 66, 1, 2], None),
    # The fields of files that transformers wrote before 5.0.
    "modernbert-old": ("modernbert", dict(
        hidden_size=24, num_hidden_layers=3, num_attention_heads=3, intermediate_size=20, local_attention=128,
        max_position_embeddings=1100, global_attn_every_n_layers=2, global_rope_theta=5000.0, local_rope_theta=300.0,
        **MODERN), 2, [66, 1030, 512], None),
    "deberta": ("deberta-v2", DEBERTA | dict(hidden_size=48, num_attention_heads=4, position_buckets=6,
                                             max_relative_positions=20), 3, [1, 2, 17, 66, 130], [1.0, 2.5, 0.5]),
    "deberta-apart": ("deberta-v2", DEBERTA | dict(
        hidden_size=36, num_attention_heads=3, embedding_size=20, position_buckets=7, share_att_key=False,
        norm_rel_ebd="none", position_biased_input=True, max_position_embeddings=40, type_vocab_size=2,
        hidden_act="gelu_new", pooler_hidden_act="tanh"), 3, [5, 40, 1], None),
    "deberta-queries": ("deberta-v2", DEBERTA | dict(
        pos_att_type=["c2p"], position_buckets=-1, max_relative_positions=9, type_vocab_size=1, hidden_act="relu",
        pooler_hidden_act="relu"), 2, [5, 40, 1], None),
    "deberta-keys": ("deberta-v2", DEBERTA | dict(
        pos_att_type=["p2c"], position_buckets=2, share_att_key=False, embedding_size=16, position_biased_input=True,
        max_position_embeddings=40), 2, [5, 40, 1], None),
    "deberta-positions": ("deberta-v2", DEBERTA | dict(
        relative_attention=False, norm_rel_ebd="none", position_biased_input=True, max_position_embeddings=66),
        2, [5, 65, 1], None),
    "deberta-long": ("deberta-v2", DEBERTA | dict(
        hidden_size=16, num_hidden_layers=1, position_buckets=256), 2, [512, 1030, 65], None),
    "gte": ("gte", dict(hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=37,
                        max_position_embeddings=160, type_vocab_size=2, pad_token_id=3,
                        rope_parameters={"rope_type": "default", "rope_theta": 700.0}), 3, [1, 2, 17, 65, 130],
            [1.0, 2.5, 0.5]),
    # What files of GTE's own code call NTK scaling by 8: frequencies of θ·8 divided by 8^(2/20).
    "gte-scaled": ("gte", dict(hidden_size=40, num_hidden_layers=2, num_attention_heads=2, intermediate_size=33,
                               max_position_embeddings=512, type_vocab_size=0, pad_token_id=0, hidden_act="gelu_new",
                               rope_parameters={"rope_type": "linear", "rope_theta": 1600.0, "factor": 8 ** (2 / 20)}),
                   2, [5, 66, 1, 300], None),
    "nomic-bert": ("nomic_bert", dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=41,
                                      max_position_embeddings=160, layer_norm_eps=1e-5), 3, [1, 2, 17, 65, 130], None),
    # Three heads of queries share one of keys.
    "eurobert": ("eurobert", dict(hidden_size=48, num_hidden_layers=2, num_attention_heads=6, num_key_value_heads=2,
                                  intermediate_size=37, max_position_embeddings=160, pad_token_id=3,
                                  rope_parameters={"rope_type": "default", "rope_theta": 2500.0}), 3,
                 [1, 2, 17, 65, 130], [1.0, 2.5, 0.5]),
    "eurobert-mean": ("eurobert", dict(hidden_size=36, num_hidden_layers=1, num_attention_heads=2,
                                       num_key_value_heads=1, intermediate_size=41, max_position_embeddings=66,
                                       attention_bias=True, mlp_bias=True, classifier_pooling="mean", pad_token_id=3,
                                       rms_norm_eps=1e-4), 2, [5, 66, 1, 2], None),
    "eurobert-bos": ("eurobert", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=20,
                                      max_position_embeddings=66, classifier_pooling="bos", hidden_act="relu",
                                      pad_token_id=3), 2, [5, 66, 1, 2], None),
}
# Fields that only some configuration classes keep, as files had them; the figures' configuration has these and no others.
OLD_FORM = {"modernbert-old": ("global_attn_every_n_layers", "global_rope_theta", "local_rope_theta")}
NEW_FORM = ("layer_types", "rope_parameters")


def names(model):
    return [(n, p) for n, p in model.named_parameters() if n != "transformer.mask_emb"]


def norms(model):
    return {f"{n}.{p}" for n, m in model.named_modules()
            if isinstance(m, torch.nn.LayerNorm) or type(m).__name__.endswith("RMSNorm") for p, _ in m.named_parameters()}


def set_weights(model):
    normalizing = norms(model)
    with torch.no_grad():
        for name, parameter in names(model):
            if name in normalizing and name.endswith("weight"):
                parameter.copy_(fill(name, parameter.shape, 0.3, 1.0))
            else:
                parameter.copy_(fill(name, parameter.shape, 0.1 if parameter.dim() == 1 else 0.15))


def ten_steps(model, count, loss_of):
    """Ten steps of AdamW on three of `count` items each, as the optimizer here takes them; the gradients begin at zero.

    `loss_of` takes the numbers of the items.
    """
    spared = norms(model) | {n for n, _ in model.named_parameters() if n.endswith("bias")}
    steps = torch.optim.AdamW(
        [{"params": [p for n, p in model.named_parameters() if n not in spared], "weight_decay": 0.01},
         {"params": [p for n, p in model.named_parameters() if n in spared], "weight_decay": 0.0}],
        lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    batches = [[(k + j) % count for j in range(3)] for k in range(10)]
    losses = []
    for indices in batches:
        step = loss_of(indices)
        step.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        steps.step()
        steps.zero_grad()
        losses.append(step.item())
    return {"rate": 1e-3, "batches": batches, "losses": losses}


def inputs(model, sequences):
    """A padded batch; XLNet's padding stands in front, since its last token is what is read."""
    kind, pad = model.config.model_type, model.config.pad_token_id
    longest = max(len(ids) for ids, _ in sequences)

    def row(values, filler):
        rest = [filler] * (longest - len(values))
        return rest + values if kind == "xlnet" else values + rest

    batch = {"input_ids": torch.tensor([row(i, pad) for i, _ in sequences]),
             "attention_mask": torch.tensor([row([1] * len(i), 0) for i, _ in sequences])}
    if kind not in UNTYPED:
        batch["token_type_ids"] = torch.tensor([row(t, 0) for _, t in sequences])
    return batch


def forward(model, ids, types):
    """Embeddings, each layer's output, what the classifier sees, and logits."""
    states, seen, hooks = [], [], []
    for module in model.modules():
        if type(module).__name__ in LAYERS:
            hooks.append(module.register_forward_pre_hook(
                lambda m, a, k: states.append(a[0] if a else k["hidden_states"]) if not states else None,
                with_kwargs=True))
            hooks.append(module.register_forward_hook(
                lambda m, a, out: states.append(out[0] if isinstance(out, tuple) else out)))
    modules = dict(model.named_modules())
    last = next(modules[n] for n in CLASSIFIERS if isinstance(modules.get(n), torch.nn.Linear))
    hooks.append(last.register_forward_hook(lambda m, a, out: seen.append(a[0])))
    hooks.append(model.base_model.register_forward_hook(lambda m, a, out: states.append(out[0])))
    logits = model(**inputs(model, [(ids, types)])).logits
    for hook in hooks:
        hook.remove()
    # The base model's result is the last layer's, perhaps normalized.
    states = states[:-2] + states[-1:]
    count, width = len(ids), states[0].shape[-1]
    # GPT-2's classifier runs on all tokens; the last that is not padding counts.
    rows = seen[0].reshape(-1, width)
    if model.config.model_type == "eurobert":
        # The mean of the tokens' logits is that of their mean, and of one row the row.
        rows = rows.mean(0, keepdim=True)
    kept = max([i for i, t in enumerate(ids) if t != model.config.pad_token_id], default=0) if len(rows) > 1 else 0
    return [s.reshape(count, width) for s in states], rows[kept], logits


def describe(model, sequences, labels, weights):
    model.eval()
    out = {"sequences": [{"ids": i, "types": t} for i, t in sequences], "labels": labels, "class_weights": weights,
           "shapes": {n: list(p.shape) for n, p in names(model)}, "forward": []}
    with torch.no_grad():
        for ids, types in sequences:
            states, pooled, logits = forward(model, ids, types)
            out["forward"].append({
                "hidden": [sampled(s, max(1, s.numel() // 96) | 1) for s in states], "pooled": flat(pooled),
                "logits": flat(logits)})
    criterion = torch.nn.CrossEntropyLoss(weight=None if weights is None else torch.tensor(weights))

    def loss_of(indices):
        batch = inputs(model, [sequences[i] for i in indices])
        return criterion(model(**batch).logits, torch.tensor([labels[i] for i in indices]))

    model.zero_grad()
    loss = loss_of(range(len(sequences)))
    loss.backward()
    out["loss"] = loss.item()
    out["gradients"] = {n: g for n, g in gradients(model).items() if n != "transformer.mask_emb"}
    model.zero_grad()
    spared = norms(model) | {n for n, _ in names(model) if n.endswith("bias")}
    steps = torch.optim.AdamW(
        [{"params": [p for n, p in names(model) if n not in spared], "weight_decay": 0.01},
         {"params": [p for n, p in names(model) if n in spared], "weight_decay": 0.0}],
        lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    batches = [[(k + j) % len(sequences) for j in range(3)] for k in range(10)]
    losses, clipped = [], []
    for indices in batches:
        loss = loss_of(indices)
        loss.backward()
        clipped.append(float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)))
        steps.step()
        steps.zero_grad()
        losses.append(loss.item())
    out["training"] = {"rate": 1e-3, "batches": batches, "losses": losses, "norms": clipped,
                       "weights": {n: sampled(p, max(1, p.numel() // 16) | 1) for n, p in names(model)}}
    return out


def case(kind, sizes, classes, lengths, weights, old=()):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=classes, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    config._attn_implementation = "eager"
    model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    set_weights(model)
    types = 1 if kind in UNTYPED else max(1, getattr(config, "type_vocab_size", 2))
    sequences = [sequence(n, VOCABULARY, types, 5 + k) for k, n in enumerate(lengths)]
    if kind == "xlnet":
        # The classification token stands last and has a type of its own.
        sequences = [(ids, types[:-1] + [2]) for ids, types in sequences]
    out = describe(model, sequences, [k % classes for k in range(len(lengths))], weights)
    out["config"] = fields(config, {k: sizes[k] for k in old if k in sizes})
    out["classes"] = classes
    return out


def fields(config, old=None):
    """The fields of a configuration that figures hold; `old` ones in the place of those that say the same today."""
    known = config.to_dict()
    kept = {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"
            or k == "pos_att_type" and v}
    return kept | (old or {k: known[k] for k in NEW_FORM if known.get(k)})


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    target = pathlib.Path(sys.argv[1])
    for name, arguments in CASES.items():
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        figures = case(*arguments, OLD_FORM.get(name, ()))
        figures["made_with"] = {"torch": torch.__version__, "script": "Scripts/golden/encoder_family.py"}
        (target / f"{name}.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
