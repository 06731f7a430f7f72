"""Golden sizes of the catalogue's encoders: transformers' own models of their published configurations, without weights.

usage: python catalogue_shapes.py > Tests/BertFTCommandTests/Golden/catalogue-shapes.json

The fields are those of each model's config.json on the Hub, so far as they bear on sizes. `published` is the count of
millions that its authors state; a configuration that misses it by more than 2 % is not that of the model.

`parameters` counts the encoder with its embeddings and without pooler and head. `layer_products` are the multiply-adds
of one token in products with weights: those of the layers and of the projection of narrow embeddings. `text_products`
is what PyTorch counts for one text of 100 tokens, attention included; it is null for DeBERTa, whose reference computes
all distances, and not only those that a text has.
"""
import json
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import AutoConfig, AutoModel

BERT = dict(model_type="bert", vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12,
            intermediate_size=1536, max_position_embeddings=512, type_vocab_size=2)
BASE = dict(hidden_size=768, num_hidden_layers=12, num_attention_heads=12, intermediate_size=3072)
ROBERTA = dict(BASE, model_type="roberta", vocab_size=50265, max_position_embeddings=514, type_vocab_size=1,
               layer_norm_eps=1e-5, pad_token_id=1, bos_token_id=0, eos_token_id=2)
DEBERTA = dict(BASE, model_type="deberta-v2", vocab_size=128100, max_position_embeddings=512, type_vocab_size=0,
               relative_attention=True, position_buckets=256, norm_rel_ebd="layer_norm", share_att_key=True,
               pos_att_type="p2c|c2p", max_relative_positions=-1, position_biased_input=False, layer_norm_eps=1e-7)
MODERN = dict(model_type="modernbert", vocab_size=50368, hidden_size=768, num_hidden_layers=22, num_attention_heads=12,
              intermediate_size=1152, max_position_embeddings=8192, global_attn_every_n_layers=3, local_attention=128)
MULTILINGUAL_MODERN = dict(MODERN, vocab_size=256000, pad_token_id=0, bos_token_id=2, eos_token_id=1, cls_token_id=1,
                           sep_token_id=1)
GTE = dict(BASE, model_type="gte", vocab_size=250048, max_position_embeddings=8192, type_vocab_size=1, pad_token_id=1,
           position_embedding_type="rope", rope_theta=160000)
NOMIC = dict(model_type="nomic_bert", vocab_size=30528, n_embd=768, n_layer=12, n_head=12, n_inner=3072,
             n_positions=8192, type_vocab_size=2, activation_function="swiglu", rotary_emb_base=1000,
             rotary_emb_fraction=1.0, rotary_emb_interleaved=False, prenorm=False, qkv_proj_bias=False,
             mlp_fc1_bias=False, mlp_fc2_bias=False, layer_norm_epsilon=1e-12, pad_token_id=0)
EURO = dict(BASE, model_type="eurobert", vocab_size=128256, num_key_value_heads=12, head_dim=64, hidden_act="silu",
            max_position_embeddings=8192, rms_norm_eps=1e-5, rope_theta=250000, pad_token_id=128001,
            bos_token_id=128000, eos_token_id=128001)

# name: (configuration, published millions)
MODELS = {
    "all-MiniLM-L6-v2": (BERT, 22.7),
    "paraphrase-MiniLM-L3-v2": (dict(BERT, num_hidden_layers=3), 17.4),
    "all-mpnet-base-v2": (dict(BASE, model_type="mpnet", vocab_size=30527, max_position_embeddings=514,
                               layer_norm_eps=1e-5, pad_token_id=1), 109),
    "multilingual-e5-small": (dict(BERT, vocab_size=250002, num_hidden_layers=12), 118),
    "multilingual-e5-small-enpt": (dict(BERT, vocab_size=47284, num_hidden_layers=12), 39.7),
    "all-MiniLM-L12-v2": (dict(BERT, num_hidden_layers=12), 33.4),
    "MiniLM-L12-H384-uncased": (dict(BERT, num_hidden_layers=12), 33.4),
    "electra-small": (dict(BERT, model_type="electra", embedding_size=128, hidden_size=256, num_hidden_layers=12,
                           num_attention_heads=4, intermediate_size=1024), 13.5),
    "distilbert-base-uncased": (dict(model_type="distilbert", vocab_size=30522, dim=768, n_layers=6, n_heads=12,
                                     hidden_dim=3072, max_position_embeddings=512), 66.4),
    "bert-base-uncased": (dict(BERT, **BASE), 109),
    "roberta-base": (ROBERTA, 124.6),
    "deberta-v3-xsmall": (dict(DEBERTA, hidden_size=384, num_attention_heads=6, intermediate_size=1536), 70.7),
    "deberta-v3-small": (dict(DEBERTA, num_hidden_layers=6), 141.3),
    "deberta-v3-base": (DEBERTA, 184),
    "ettin-encoder-17m": (dict(MODERN, hidden_size=256, num_hidden_layers=7, num_attention_heads=4,
                               intermediate_size=384), 17),
    "ettin-encoder-32m": (dict(MODERN, hidden_size=384, num_hidden_layers=10, num_attention_heads=6,
                               intermediate_size=576), 32),
    "ettin-encoder-68m": (dict(MODERN, hidden_size=512, num_hidden_layers=19, num_attention_heads=8,
                               intermediate_size=768), 68),
    "ettin-encoder-150m": (MODERN, 150),
    "ModernBERT-base": (MODERN, 149),
    "ModernBERT-large": (dict(MODERN, hidden_size=1024, num_hidden_layers=28, num_attention_heads=16,
                              intermediate_size=2624), 395),
    "xlm-roberta-base": (dict(ROBERTA, model_type="xlm-roberta", vocab_size=250002), 278),
    "mdeberta-v3-base": (dict(DEBERTA, vocab_size=251000), 278),
    "mmBERT-small": (dict(MULTILINGUAL_MODERN, hidden_size=384, num_attention_heads=6), 140),
    "mmBERT-base": (MULTILINGUAL_MODERN, 307),
    "EuroBERT-210m": (EURO, 212),
    "bge-small-en-v1.5": (dict(BERT, num_hidden_layers=12), 33.4),
    "bge-base-en-v1.5": (dict(BERT, **BASE), 109),
    "gte-base-en-v1.5": (dict(GTE, vocab_size=30528, type_vocab_size=0, pad_token_id=0, rope_theta=500000), 137),
    "gte-modernbert-base": (MODERN, 149),
    "nomic-embed-text-v1.5": (NOMIC, 137),
    "granite-embedding-small-english-r2": (dict(MODERN, hidden_size=384, num_hidden_layers=12, num_attention_heads=12,
                                                intermediate_size=1536), 47.6),
    "granite-embedding-english-r2": (MODERN, 149),
    "multilingual-e5-small-fp32": (dict(BERT, vocab_size=250037, num_hidden_layers=12), 118),
    "paraphrase-multilingual-MiniLM-L12-v2": (dict(BERT, vocab_size=250037, num_hidden_layers=12), 118),
    "gte-multilingual-base": (GTE, 305),
    "snowflake-arctic-embed-m-v2.0": (GTE, 305),
}
TOKENS = 100


def model(fields):
    fields = dict(fields)
    config = AutoConfig.for_model(fields.pop("model_type"), **fields)
    with torch.device("meta"):
        return AutoModel.from_config(config, attn_implementation="eager").eval()


def is_pooler(name):
    return name.split(".")[0] in ("pooler",)


def counted(name, fields, published):
    encoder = model(fields)
    parameters = sum(p.numel() for n, p in encoder.named_parameters() if not is_pooler(n))
    assert abs(parameters / 1e6 - published) < 0.02 * published, (name, parameters, published)
    products = sum(m.weight.numel() for n, m in encoder.named_modules()
                   if isinstance(m, torch.nn.Linear) and not is_pooler(n))
    text = None
    if fields["model_type"] != "deberta-v2":
        ids = torch.zeros(1, TOKENS, dtype=torch.long, device="meta")
        pooler = [m for n, m in encoder.named_modules() if n == "pooler"]
        counter = FlopCounterMode(display=False)
        with counter, torch.no_grad():
            encoder(input_ids=ids)
        text = counter.get_total_flops() // 2 - sum(p.numel() for m in pooler for p in m.parameters() if p.dim() == 2)
    return {"config": fields, "parameters": parameters, "layer_products": products, "text_products": text}


lines = [f"{json.dumps(name)}: {json.dumps(counted(name, *of))}" for name, of in MODELS.items()]
sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")
