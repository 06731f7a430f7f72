"""Training and embedding at the sizes of today's encoders, beside torch: tokens a second and memory.

    python encoder_shapes.py BERTFT OUT_DIRECTORY [--rounds 3] [--threads 2] [--shapes minilm-l6,ettin-17m,...] [--rows 256]
                             [--long]

Each encoder has random weights at the sizes of a published one and the tokenizer of all-MiniLM-L6-v2, since speed does not depend
on the values; so a table of word embeddings is of 30,522 rows and not of 50,368 or 128,100. All programs read the same rows of the
Amazon snippets, batch 32, at most 128 tokens. bertft, in fp32 and with `--precision bf16`, cuts its batches itself; torch gets
lengths grouped in training and sorted in embedding, in fp32 and in bfloat16 (training: autocast; embedding: weights). In a
round each program runs once, in an order that rotates. With --long it embeds instead one text of 512, 2,048 and 8,192 tokens
twice. It writes results.json after each run and prints a table of medians.
"""

import argparse
import csv
import json
import pathlib
import shutil
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from harness import ceiling, machine, report  # noqa: E402
from harness.processes import reference, run  # noqa: E402

OURS = {"bertft": [], "bertft, bf16": ["--precision", "bf16"]}

SHAPES = {
    "minilm-l6": lambda: bert(384, 6, 12, 1536),
    "ettin-17m": lambda: modernbert(256, 7, 4, 384),
    "modernbert-base": lambda: modernbert(768, 22, 12, 1152),
    "deberta-v3-xsmall": lambda: deberta(384, 12, 6, 1536),
    "deberta-v3-base": lambda: deberta(768, 12, 12, 3072),
}


def bert(hidden, layers, heads, intermediate):
    import transformers
    return transformers.BertConfig(
        vocab_size=30522, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=intermediate)


def modernbert(hidden, layers, heads, intermediate):
    import transformers
    return transformers.ModernBertConfig(
        vocab_size=30522, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=intermediate,
        pad_token_id=0, cls_token_id=101, sep_token_id=102, bos_token_id=101, eos_token_id=102)


def deberta(hidden, layers, heads, intermediate):
    import transformers
    return transformers.DebertaV2Config(
        vocab_size=30522, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, intermediate_size=intermediate,
        relative_attention=True, position_buckets=256, norm_rel_ebd="layer_norm", share_att_key=True, pos_att_type="p2c|c2p",
        position_biased_input=False, type_vocab_size=0, layer_norm_eps=1e-7, max_position_embeddings=512,
        max_relative_positions=-1, pooler_dropout=0, pooler_hidden_act="gelu", pad_token_id=0)


def make(name, directory):
    """An encoder of these sizes with random weights."""
    import torch
    import transformers
    torch.manual_seed(1)
    transformers.AutoModel.from_config(SHAPES[name]()).save_pretrained(directory)


def made(name, tokenizer, out):
    """The directory of such an encoder with a tokenizer; a process of its own makes it, since the peak memory of one that is begun
    from here is never less than what this one holds."""
    directory = out / name
    if not (directory / "model.safetensors").exists():
        run([sys.executable, __file__, "--make", name, directory])
        for file in ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"]:
            if (tokenizer / file).exists():
                shutil.copy(tokenizer / file, directory)
    return directory


def write(path, rows, header):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


class Programs:
    def __init__(self, options, model, out):
        self.options, self.model, self.out = options, model, out

    def bertft_train(self, *extra):
        bundle = self.out / "bundle"
        shutil.rmtree(bundle, ignore_errors=True)
        finished = run([self.options.bertft, "train", self.out / "train.csv", "--labels", "pos,neg,neu", "--model", self.model,
                        "--method", "finetune", "--validation", self.out / "few.csv", "--epochs", "1", "--batch-size", "32",
                        "--max-length", "128", "--out", bundle, "--threads", self.options.threads, "--quiet", *extra])
        lines = (bundle / "metrics.jsonl").read_text().splitlines()
        return sum(json.loads(line)["seconds"] for line in lines), finished.peak_mib

    def torch_train(self, *extra):
        finished = reference("train_transformers.py", self.model, self.out / "train.csv", self.out / "few.csv", "--labels",
                             "pos,neg,neu", "--epochs", "1", "--length-grouping", *extra, threads=self.options.threads)
        answer = json.loads(finished.output.splitlines()[-1])
        return answer["train_seconds"], answer["peak_rss_mib"]

    def bertft_embed(self, *extra):
        def seconds(data):
            finished = run([self.options.bertft, "embed", self.out / data, "--model", self.model, "--pooling", "mean", "--out",
                            self.out / "vectors.npy", "--max-length", self.options.length, "--threads", self.options.threads,
                            "--quiet", *extra])
            (self.out / "vectors.npy").unlink()
            return finished
        whole = seconds("sorted.csv")
        return whole.seconds - seconds("one.csv").seconds, whole.peak_mib

    def torch_embed(self, *extra):
        finished = reference("embed_torch.py", self.model, self.out / "sorted.csv", "--tokenizer", self.model / "tokenizer.json",
                             "--max-length", self.options.length, *extra, threads=self.options.threads)
        return json.loads(finished.output.splitlines()[-1])["seconds"], finished.peak_mib


def paired(programs, rounds, results, save, **what):
    names = list(programs)
    for number in range(rounds):
        for name in names[number % len(names):] + names[:number % len(names)]:
            seconds, mib = programs[name]()
            results.append({**what, "program": name, "round": number, "seconds": seconds, "MiB": mib})
            save()


def table(results):
    ours = [program for program in OURS if any(r["program"] == program for r in results)]
    header = ["work", "encoder", "program", "tokens/s", *(f"{mine}: times its speed" for mine in ours), "peak MiB"]
    rows = []
    for work, shape in dict.fromkeys((r["work"], r["shape"]) for r in results):
        mine = [r for r in results if (r["work"], r["shape"]) == (work, shape)]
        seconds = {(r["program"], r["round"]): r["seconds"] for r in mine}
        for program in dict.fromkeys(r["program"] for r in mine):
            own = [r for r in mine if r["program"] == program]
            rate = statistics.median(r["tokens"] / r["seconds"] for r in own)
            ratios = [[r["seconds"] / seconds[one, r["round"]] for r in own if (one, r["round"]) in seconds] for one in ours]
            rows.append([work, shape, program, f"{rate:.0f}",
                         *(f"{statistics.median(values):.2f}" if values else "" for values in ratios),
                         f"{max(r['MiB'] for r in own):.0f}"])
    return report.markdown_table(header, rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bertft")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--rows", type=int, default=256)
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    options.length = 8192 if options.long else 128
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = pathlib.Path(run([options.bertft, "models", "path", "all-MiniLM-L6-v2"]).output.strip())
    corpus = run([options.bertft, "corpora", "path", "amazon-reviews"]).output.strip()
    with open(corpus, newline="", encoding="utf-8") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file) if row["text"].strip()]

    def tokens(texts):
        return sum(ceiling.token_lengths(tokenizer, texts, limit=options.length))

    train, few = rows[:options.rows], rows[options.rows:options.rows + 30]
    write(options.out / "train.csv", train, ["text", "label"])
    write(options.out / "few.csv", few, ["text", "label"])
    write(options.out / "one.csv", [(few[0][0],)], ["text"])
    results = []

    def has_bf16(command):
        return "bf16" in run([options.bertft, command, "--help"]).output

    def save():
        (options.out / "results.json").write_text(json.dumps(results, indent=1) + "\n")

    for shape in options.shapes.split(","):
        model = made(shape, tokenizer, options.out)
        programs = Programs(options, model, options.out)
        trains = {name: (lambda extra=extra: programs.bertft_train(*extra)) for name, extra in OURS.items()
                  if has_bf16("train") or not extra}
        embeds = {name: (lambda extra=extra: programs.bertft_embed(*extra)) for name, extra in OURS.items()
                  if has_bf16("embed") or not extra}
        trains |= {"torch": lambda: programs.torch_train(), "torch, bf16": lambda: programs.torch_train("--precision", "autocast")}
        embeds |= {"torch": lambda: programs.torch_embed(), "torch, bf16": lambda: programs.torch_embed("--precision", "bf16")}
        if options.long:
            for length in [512, 2048, 8192]:
                texts = [" ".join(["good"] * (length - 2))] * 2
                write(options.out / "sorted.csv", [(text,) for text in texts], ["text"])
                paired(embeds, options.rounds, results, save, work=f"embed {length}", shape=shape, tokens=tokens(texts))
            continue
        texts = sorted((text for text, _ in train), key=len)
        write(options.out / "sorted.csv", [(text,) for text in texts], ["text"])
        paired(trains, options.rounds, results, save, work="train", shape=shape, tokens=tokens(texts))
        paired(embeds, options.rounds, results, save, work="embed", shape=shape, tokens=tokens(texts))
    print(f"{machine.processor().sentence()}\n\n{table(results)}")


if sys.argv[1:2] == ["--make"]:
    make(*sys.argv[2:])
else:
    main()
