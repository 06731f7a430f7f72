"""Measures beside the peers' best settings what is to be reached, in one go, and says what is.

    Scripts/bench.sh --targets OUT.json [--parts minilm,base,embedding,int8,seeds] [--rounds 3] [--rows 640]
                                [--base-rows 160] [--seeds 5]

The parts are runs of the tables fine-tuning, fine-tuning-base, embedding and embedding-int8 at two threads, with the peers
that may be the fastest; `seeds` trains on all rows with several seeds, bertft alone. About 25 minutes on two quiet cores with
tiles of bf16; fewer rounds, rows or parts take less. OUT.json is written after each part, and has every figure of every
round; the tables and the list of targets are printed.
"""

import argparse
import json
import pathlib
import statistics
import time

from harness import ceiling, machine, report
from harness.processes import note
from harness.rounds import fastest_of, ratio
from tables.embedding import OURS as OUR_PRECISIONS
from tables.embedding import Embedding
from tables.fine_tuning import GROUPED_BF16, OURS, USUAL, Base, FineTuning, MiniLM, Run

PARTS = ["minilm", "base", "embedding", "int8", "seeds"]
FAST_EMBEDDING = ["torch, bf16 autocast", "torch, bf16 weights", "ONNX Runtime", "CTranslate2", "CTranslate2, bfloat16",
                  "OpenVINO, as installed", "OpenVINO, bf16"]
HEADER = ["target", "wanted", "median", "rounds", "reached"]


def part(name, options):
    """What measures a part."""
    def fine_tuning(table, *runs):
        return FineTuning(table.title, table.encoder, table.rate, runs, table.targets)

    if name == "minilm":
        return fine_tuning(MiniLM, Run("minilm-2", 2, options.rows, 1, options.rounds,
                                       peers=(USUAL, *GROUPED_BF16), ours=tuple(OURS)))
    if name == "base":
        return fine_tuning(Base, Run("base-2", 2, options.base_rows, 1, options.rounds, peers=GROUPED_BF16, ours=tuple(OURS)))
    if name == "seeds":
        return fine_tuning(MiniLM, Run("seeds", 2, None, 2, options.seeds, peers=()))
    if name == "embedding":
        return Embedding("fp32", [(2, "length", 4, options.rounds)], FAST_EMBEDDING)
    return Embedding("int8", [(2, "length", 4, options.rounds)])


def row(target, wanted, values, reached, form="{:.2f}"):
    """VALUES: of the rounds."""
    middle = statistics.median(values)
    return [target, wanted, form.format(middle), ", ".join(form.format(value) for value in values),
            "yes" if reached(middle) else "no"]


def speeds(what, figures, mine, peers, wanted):
    """Speed over the fastest of PEERS."""
    fastest = fastest_of(figures, peers, "seconds")
    values = [a / b for a, b in zip(figures[fastest]["seconds"], figures[mine]["seconds"])]
    return row(f"{what}, {mine}: times the speed of {fastest}", f"{wanted}", values, lambda value: value >= wanted)


def share(what, entry, name, kind):
    """Share of the measured peak of the unit that a program multiplies with."""
    peak = ceiling.Ceiling(*entry["peak"]).of(kind) * 1e9
    values = [entry["flops"] / seconds / peak for seconds in entry["figures"][name]["seconds"]]
    return [f"{what}, {name}: share of the measured peak", "", f"{statistics.median(values):.0%}",
            ", ".join(f"{value:.0%}" for value in values), ""]


def judged(name, measured):
    """The list of what is reached in a part."""
    [entry] = measured.values()
    figures, rows = entry["figures"], []
    if name == "seeds":
        accuracies = {mine: figures[mine]["accuracy"] for mine in figures}
        for mine, values in accuracies.items():
            rows.append([f"accuracy, {mine}", "", f"{statistics.mean(values):.4f} ± {statistics.stdev(values):.4f}"
                         if len(values) > 1 else f"{values[0]:.4f}", ", ".join(f"{value:.3f}" for value in values), ""])
        if "bertft, bf16" in accuracies and len(accuracies["bertft"]) > 1:
            mean = {mine: statistics.mean(values) for mine, values in accuracies.items()}
            deviation = statistics.stdev(accuracies["bertft"])
            apart = mean["bertft, bf16"] - mean["bertft"]
            rows.append(["accuracy of bf16 less that of fp32, in fp32's standard deviations", "at most 1 apart",
                         f"{apart / deviation:.2f}", "", "yes" if abs(apart) <= deviation else "no"])
        return rows
    known = OUR_PRECISIONS["int8" if name == "int8" else "fp32"] if name in ["embedding", "int8"] else OURS
    ours = [mine for mine in known if mine in figures]
    peers = [program for program in figures if program not in ours]
    titles = {"minilm": "fine-tuning MiniLM", "base": "fine-tuning at BERT-base's sizes", "embedding": "embedding",
              "int8": "embedding in int8"}
    for mine in ours:
        what, kind = titles[name], "int8" if name == "int8" else "bf16" if "bf16" in mine else "fp32"
        quickest = [peer for peer in peers if peer != USUAL]
        rows.append(speeds(what, figures, mine, quickest, 3 if name in ["minilm", "base"] else 2))
        if USUAL in peers:
            rows.append(speeds(what, figures, mine, [USUAL], 10))
        if name == "base":
            fastest = fastest_of(figures, quickest, "seconds")
            rows.append(row(f"{what}, {mine}: share of the memory of {fastest}", "at most 40%",
                            [a / b for a, b in zip(figures[mine]["MiB"], figures[fastest]["MiB"])],
                            lambda value: value <= 0.4, "{:.0%}"))
        if "agreement" in entry and kind != "fp32":
            wanted = {"int8": 0.995, "bf16": 0.9995}[kind]
            rows.append(row(f"{what}, {mine}: worst cosine", f"{wanted}", [entry["agreement"][mine][0]],
                            lambda value: value >= wanted, "{:.5f}"))
        rows.append(share(what, entry, mine, kind))
    if "bertft, bf16" in ours:
        rows.append([f"{titles[name]}: bertft, bf16: times the speed of its fp32", "",
                     f"{ratio(figures['bertft']['seconds'], figures['bertft, bf16']['seconds']):.2f}", "", ""])
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=640)
    parser.add_argument("--base-rows", type=int, default=160)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    names = options.parts.split(",")
    if unknown := [name for name in names if name not in PARTS]:
        parser.error(f"no part {', '.join(unknown)}")
    measured, rows = {}, []
    for name in names:
        begin = time.perf_counter()
        table = part(name, options)
        measured[name] = table.measure()
        note(f"{name}: {time.perf_counter() - begin:.0f} s")
        options.out.write_text(json.dumps({"facts": machine.facts(), "parts": measured}, indent=1) + "\n")
        reached = judged(name, measured[name])
        rows += reached
        print(table.render(measured[name], lambda *_: ""), report.markdown_table(HEADER, reached), sep="\n\n", flush=True)
    facts = machine.facts()
    print(f"\n## Targets\n\n{report.markdown_table(HEADER, rows)}\n\n{report.provenance(facts)}")


if __name__ == "__main__":
    main()
