"""How the encoder's cost grows with batch, length, layers and threads, with torch beside it."""

import json

from harness import ceiling, kernels, pictures, report
from harness.processes import bertft, reference
from harness.rounds import median, paired, ratio

ROUNDS = 2
AXES = {"batch": 0, "length": 1, "layers": 2}
"""Which of the three sizes grows."""

INTRODUCTION = """## How the cost grows

One batch through all-MiniLM-L6-v2 in fp32, milliseconds, all sequences of one length; one size grows while the others
stay at 8 sequences of 128 tokens, 6 layers. Floor: the products' operations, attention's square term among them, at
the measured rate of multiply-adds."""
HEADER = ["grows", "batch × length", "bertft, 1 thread", "torch", "ratio", "floor", "bertft, 2 threads", "torch",
          "ratio", "floor", "second thread gives"]


def measure(rounds=None):
    model = bertft("models", "path", "all-MiniLM-L6-v2").output.strip()
    figures, ceilings = {}, {}
    for threads in [1, 2]:
        ceilings[threads] = ceiling.measured(threads)
        programs = {
            "bertft": lambda: kernels.measure("Encoder", f"encoder/.*/{threads}", {"BERTFT_BENCHMARK_MODEL": model}),
            "torch": lambda: json.loads(reference("encoder_torch.py", model, threads=threads).output)["figures"]}
        for name, cases in paired(programs, rounds or ROUNDS, f"{threads} threads, ").items():
            figures.setdefault(name, {}).update(cases)
    return {"figures": figures, "ceilings": ceilings}


def render(measured, draw):
    ours, theirs = measured["figures"]["bertft"], measured["figures"]["torch"]
    peaks = {threads: ceiling.Ceiling(*values) for threads, values in measured["ceilings"].items()}
    rows, panels = [], {axis: {} for axis in AXES}
    for axis, place in AXES.items():
        for name in (name for name in theirs if name.startswith(f"encoder/{axis}/") and name.endswith("/1")):
            sizes = [int(part) for part in name.split("/")[2].split("x")]
            batch, length, layers = sizes
            flops = ceiling.MINILM._replace(layers=layers).forward_flops([length] * batch)
            row = [axis, f"{batch} × {length}, {layers} layers"]
            for threads in [1, 2]:
                other = name.removesuffix("1") + str(threads)
                mine, torch = median(ours[other]), median(theirs[other])
                floor = flops / peaks[str(threads)].gflops / 1e3
                row += [f"{mine / 1e3:.2f}", f"{torch / 1e3:.2f}", f"{ratio(theirs[other], ours[other]):.2f}",
                        f"{floor / 1e3:.2f}"]
                for program, value in [("bertft", mine), ("torch", torch)]:
                    series = f"{program}, {report.threads(threads)}"
                    panels[axis].setdefault(series, []).append((sizes[place], value / 1e3))
            row.append(f"{median(ours[name]) / median(ours[name.removesuffix('1') + '2']):.2f}")
            rows.append(row)
    picture = draw("growth", "growth", pictures.lines("Cost of one batch", "milliseconds, less is better", panels))
    return "\n".join([
        INTRODUCTION, "",
        " ".join(peaks[str(threads)].sentence(threads) for threads in [1, 2]), "",
        report.markdown_table(HEADER, rows), "", picture])
