"""Ids, states and vectors of the catalogue's encoders, for BertExportTests.

    python catalogue_models.py GOLDEN_DIRECTORY NAME=MODEL_DIRECTORY...

Each directory is what `bertft models path NAME` prints. Ids are AutoTokenizer's, states those of transformers' AutoModel
(every layer, sampled), vectors those of sentence-transformers for each text alone. Needs sentence-transformers (6.2.0 when the
committed figures were made) beside the packages of Scripts/oracles. Writes GOLDEN_DIRECTORY/catalogue-NAME.json.
"""

import json
import pathlib
import sys

import sentence_transformers
import torch
import transformers
from sentence_transformers import SentenceTransformer
from transformers import AutoModel, AutoTokenizer

TEXTS = [
    "The screen was awful.", "good", "", " ", "  two  spaces, a\ttab,\na line  ", "A caf\u00e9, na\u00efve: 42 \u20ac!",
    "O relat\u00f3rio n\u00e3o est\u00e1 pronto; a reuni\u00e3o \u00e9 amanh\u00e3 de manh\u00e3.",
    "Na\u0303o, amanha\u0303 e\u0301 cedo. A\u030angstro\u0308m",  # decomposed
    "Wie viel Eiwei\u00df am Tag? Das h\u00e4ngt von Gr\u00f6\u00dfe und Alter ab.",
    "\u041c\u043e\u0441\u043a\u0432\u0430 \u2014 \u0441\u0442\u043e\u043b\u0438\u0446\u0430 \u0420\u043e\u0441\u0441\u0438\u0438.",
    "\u4eca\u65e5\u306f\u5929\u6c17\u304c\u3044\u3044\u3067\u3059\u306d\u3002\u6771\u4eac\u30bf\u30ef\u30fc",
    "\u5317\u4eac\u662f\u4e2d\u56fd\u7684\u9996\u90fd\uff0c\u4eba\u53e3\u8d85\u8fc7\u4e24\u5343\u4e07\u3002",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645", "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e",
    "\ud55c\uad6d\uc5b4 \ubb38\uc7a5\uc785\ub2c8\ub2e4.", "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
    "\U0001f600\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f \U0001f1e7\U0001f1f7",
    "\uff26\uff35\uff2c\uff2c width \u2460 \u00bd \ufb01ne \u2122 \u33a1 \u3000 wide",
    "zero\u200bwidth \u00ad soft \u202f narrow\u00a0no-break \ufeff \x07 bell",
    "query: how much protein should a female eat per day", "passage: The capital of Brazil is Bras\u00edlia.",
    "It was good. " * 200, "muito obrigado pela ajuda " * 60, "a" * 300, "https://example.org/a?b=c&d=%20 user@example.org",
    "\u00c9\u00c8\u00ca NOT GOOD \u0130stanbul \u1e9e \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2", "@#$%^&*()_+-=[]{}|;':\",./<>?`~\\",
]
PAIRS = [("good", "bad"), (TEXTS[6], TEXTS[8]), ("", "x")]


def sample(tensor, stride, digits=8):
    return [float(f"{value:.{digits}g}") for value in tensor.flatten()[::stride].tolist()]


def figures(directory):
    tokenizer, model = AutoTokenizer.from_pretrained(directory), AutoModel.from_pretrained(directory).eval()
    embedder = SentenceTransformer(directory, device="cpu")
    longest = embedder.max_seq_length
    encode = lambda *texts: tokenizer(*texts, truncation=True, max_length=longest)
    ids = [encode(text)["input_ids"] for text in TEXTS]
    states = []
    with torch.no_grad():
        for text in TEXTS[:9]:
            layers = model(**{k: torch.tensor([v]) for k, v in encode(text).items()}, output_hidden_states=True).hidden_states
            states.append([sample(layer, 97) for layer in layers])
    plain = torch.stack([embedder.encode(text, convert_to_tensor=True, prompt="") for text in TEXTS])
    prompts = {}
    for name in embedder.prompts:
        if embedder.prompts[name]:
            prompts[name] = [sample(embedder.encode(text, convert_to_tensor=True, prompt_name=name), 11) for text in TEXTS]
    return {"max_length": longest, "dimensions": plain.shape[1], "ids": ids,
            "pairs": [encode(*pair)["input_ids"] for pair in PAIRS],
            "state_stride": 97, "states": states, "vector_stride": 11, "vectors": [sample(v, 11) for v in plain],
            "prompts": prompts}


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    made = {"transformers": transformers.__version__, "sentence_transformers": sentence_transformers.__version__,
            "torch": torch.__version__, "script": "Scripts/golden/catalogue_models.py"}
    for argument in sys.argv[2:]:
        name, directory = argument.split("=", 1)
        content = {"made_with": made, "texts": TEXTS, "text_pairs": PAIRS} | figures(directory)
        target = pathlib.Path(sys.argv[1]) / f"catalogue-{name}.json"
        target.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n")
