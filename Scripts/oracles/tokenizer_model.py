"""Tiny encoders with random weights and tokenizers that Hugging Face's own trainers made of a corpus.

usage: python tokenizer_model.py CORPUS.txt DIRECTORY MODEL_TYPE...

roberta gets a byte-level BPE vocabulary; xlm-roberta, camembert and albert a unigram one, each with its steps. Writes into
DIRECTORY/MODEL_TYPE what `save_pretrained` writes: config.json, model.safetensors without a head, tokenizer.json and tokenizer_config.json.
"""
import pathlib
import sys

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoConfig, AutoModel, PreTrainedTokenizerFast



def make(kind, corpus, directory):
    torch.manual_seed(11)
    names = {"unk_token": "<unk>", "pad_token": "<pad>"}
    if kind == "albert":
        names |= {"cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
        special = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"]
    else:
        names |= {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "mask_token": "<mask>"}
        special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]

    if kind == "roberta":
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=400, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    else:
        tokenizer = Tokenizer(models.Unigram())
        steps = [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
        if kind == "albert":
            steps = [normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(),
                     normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Replace(Regex(" {2,}"), " ")]
        tokenizer.normalizer = normalizers.Sequence(steps)
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
        tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
        trainer = trainers.UnigramTrainer(
            vocab_size=150, special_tokens=special, unk_token="<unk>", show_progress=False)
    tokenizer.train([corpus], trainer)
    ids = {name: tokenizer.token_to_id(name) for name in special}
    if kind == "albert":
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
            special_tokens=[("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])])
    elif kind == "roberta":
        tokenizer.post_processor = processors.RobertaProcessing(("</s>", ids["</s>"]), ("<s>", ids["<s>"]))
    else:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>",
            special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])])

    sizes = {"vocab_size": tokenizer.get_vocab_size(), "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
             "intermediate_size": 64, "max_position_embeddings": 66, "pad_token_id": ids["<pad>"], "bos_token_id": None,
             "eos_token_id": None}
    if kind == "albert":
        sizes |= {"embedding_size": 16, "type_vocab_size": 2}
    else:
        sizes |= {"type_vocab_size": 1}
    model = AutoModel.from_config(AutoConfig.for_model(kind, **sizes)).eval()
    # Logits of the usual beginning, small weights, hardly depend on the text.
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * (0.1 if parameter.dim() == 1 else 0.4))
    model.save_pretrained(directory)
    inputs = ["input_ids", "token_type_ids", "attention_mask"] if kind == "albert" else ["input_ids", "attention_mask"]
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=64, model_input_names=inputs, **names).save_pretrained(directory)


for kind in sys.argv[3:]:
    make(kind, sys.argv[1], pathlib.Path(sys.argv[2]) / kind)
