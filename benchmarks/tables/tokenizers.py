"""Text to ids, beside Hugging Face's tokenizers and SentencePiece, on one thread."""

import json
import pathlib
import tempfile

from harness import kernels, report
from harness.processes import bertft, reference
from harness.rounds import median, paired, ratio

ROUNDS = 3
TARGETS = {"wordpiece-uncased": 20, "byte-level": 3, "byte-level-split": None, "unigram": 2, "sentencepiece-bpe": None}
LABELS = {"wordpiece-uncased": "WordPiece, uncased BERT", "byte-level": "byte-level BPE (RoBERTa)",
          "byte-level-split": "byte-level BPE behind GPT-4's expression", "unigram": "unigram (XLM-R's pipeline)",
          "sentencepiece-bpe": "SentencePiece BPE (Llama 2's pipeline)"}

INTRODUCTION = """## Tokenizers

Megabytes of text a second on one thread, median of the rounds: three megabytes of WikiText-2, line by line, to ids;
vocabularies of 8,000 entries trained on the labelled corpora. Hugging Face's tokenizers take a thousand lines at once
(`encode_batch_fast`), SentencePiece all of them. Targets: 20 times Hugging Face's for WordPiece, 3 for byte-level BPE, 2
for unigram."""

HEADER = ["vocabulary", "bertft", "Hugging Face", "times", "target", "SentencePiece", "times"]


def measure(rounds=None):
    corpora = pathlib.Path(bertft("corpora", "path", "wikitext-2").output.strip()).parent
    with tempfile.TemporaryDirectory() as directory:
        reference("tokenizers_reference.py", "prepare", corpora, directory, threads=1)
        size = (pathlib.Path(directory) / "texts.txt").stat().st_size
        programs = {
            "bertft": lambda: kernels.measure(
                "Tokenizers", "tokenizers/.*", {"BERTFT_BENCHMARK_VOCABULARIES": directory}),
            "peers": lambda: json.loads(
                reference("tokenizers_reference.py", "measure", directory, threads=1).output)["figures"]}
        return {"size": size, "figures": paired(programs, rounds or ROUNDS)}


def render(measured, draw):
    ours, theirs, size = measured["figures"]["bertft"], measured["figures"]["peers"], measured["size"]
    rows = []
    for name, target in TARGETS.items():
        case = f"tokenizers/{name}/1"
        row = [LABELS[name], f"{size / median(ours[case]):.1f}", f"{size / median(theirs[case]):.1f}",
               f"{ratio(theirs[case], ours[case]):.1f}", target or ""]
        other = theirs.get(f"sentencepiece/{name}/1")
        row += [f"{size / median(other):.1f}", f"{ratio(other, ours[case]):.1f}"] if other else ["", ""]
        rows.append(row)
    return "\n".join([INTRODUCTION, "", report.markdown_table(HEADER, rows)])
