"""Memory of `bertft embed` while the input grows to millions of rows."""

import os
import random
import tempfile

from harness import report
from harness.processes import bertft, note
from harness.rounds import median

SIZES = [50_000, 500_000, 5_000_000]
DISTINCT = 3_000

INTRODUCTION = """## Memory of an export

`bertft embed` over generated files of growing size into float32 with an id column, peak memory of the process. The
texts are short and come again soon, so that the largest file ends within minutes; windows, journal and the memory of vectors
seen lately are those of any export."""
HEADER = ["rows", "input, MB", "output, MB", "peak MiB", "rows/s"]


def write(path, rows):
    generator = random.Random(1)
    words = ["good", "bad", "odd", "film", "book", "screen", "cable", "very", "not", "the"]
    texts = [" ".join(generator.choices(words, k=generator.randint(2, 6))) for _ in range(DISTINCT)]
    with open(path, "w") as file:
        file.write("id,text\n")
        for row in range(rows):
            file.write(f"{row},{texts[generator.randrange(DISTINCT)]}\n")


def measure(rounds=None):
    figures = {}
    # Not in memory, where /tmp may be.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as work:
        for size in SIZES:
            data, out = f"{work}/data.csv", f"{work}/out.npy"
            note(f"writing {size} rows")
            write(data, size)
            finished = bertft("embed", data, "--out", out, "--id-column", "id", "--id-type", "integer", "--quiet")
            figures[str(size)] = {
                "input": os.path.getsize(data) / 1e6, "output": os.path.getsize(out) / 1e6,
                "peak": [finished.peak_mib], "rate": size / finished.seconds}
            os.remove(out)
    return {"figures": figures}


def render(measured, draw):
    rows = [[f"{int(size):,}", f"{case['input']:.0f}", f"{case['output']:.0f}", f"{median(case['peak']):.0f}",
             f"{case['rate']:,.0f}"] for size, case in measured["figures"].items()]
    return "\n".join([INTRODUCTION, "", report.markdown_table(HEADER, rows)])
