"""Exact search in a million vectors, beside NumPy and faiss."""

import json
import tempfile

from harness import ceiling, kernels, pictures, report
from harness.processes import reference
from harness.rounds import median, paired, ratio

ROUNDS = 3
ROWS, DIMENSIONS = 1_000_000, 384
BYTES = {"float32": 4 * DIMENSIONS, "int8": DIMENSIONS, "binary": DIMENSIONS // 8}

INTRODUCTION = f"""## Exact search

The 10 nearest of {ROWS:,} vectors of {DIMENSIONS} dimensions to one query, milliseconds, files in the page cache. faiss: IndexFlatIP,
IndexScalarQuantizer with 8 bits, IndexBinaryFlat; NumPy: a product and `argpartition`. For bits ours are scored anew with
the query's values, faiss' are not. GB/s is the rows' bytes over the time; the ceiling's triad writes too."""
HEADER = ["rows", "threads", "bertft", "GB/s", "faiss", "ratio", "numpy", "ratio"]


def measure(rounds=None):
    figures, ceilings = {}, {}
    with tempfile.TemporaryDirectory(dir="/var/tmp") as directory:
        reference("search_vectors.py", "prepare", directory, "--rows", ROWS, "--dimensions", DIMENSIONS, threads=1)
        for threads in [1, 2]:
            ceilings[threads] = ceiling.measured(threads)
            programs = {
                "bertft": lambda: kernels.measure(
                    "Search", f"search/.*/{threads}", {"BERTFT_BENCHMARK_VECTORS": directory}),
                "peers": lambda: json.loads(
                    reference("search_vectors.py", "measure", directory, threads=threads).output)["figures"]}
            for name, cases in paired(programs, rounds or ROUNDS, f"{threads} threads, ").items():
                figures.setdefault(name, {}).update(cases)
    return {"figures": figures, "ceilings": ceilings}


def render(measured, draw):
    ours, theirs = measured["figures"]["bertft"], measured["figures"]["peers"]
    peaks = {threads: ceiling.Ceiling(*values) for threads, values in measured["ceilings"].items()}
    rows, groups = [], {}
    for kind, size in BYTES.items():
        for threads in [1, 2]:
            mine = ours[f"search/{kind}/{threads}"]
            row = [kind, threads, f"{median(mine) / 1e3:.1f}", f"{ROWS * size / median(mine) / 1e3:.1f}"]
            group = groups.setdefault(f"{kind}, {report.threads(threads)}", {"bertft": median(mine) / 1e3})
            for peer in ["faiss", "numpy"]:
                other = theirs.get(f"{peer}/{kind}/{threads}")
                row += [f"{median(other) / 1e3:.1f}", f"{ratio(other, mine):.2f}"] if other else ["", ""]
                if other:
                    group[peer] = median(other) / 1e3
            rows.append(row)
    picture = draw("search", "search", pictures.bars(
        "Exact search in a million rows", "milliseconds, less is better", groups))
    return "\n".join([
        INTRODUCTION, "", " ".join(peaks[str(threads)].sentence(threads) for threads in [1, 2]), "",
        report.markdown_table(HEADER, rows), "", picture])
