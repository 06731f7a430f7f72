"""Our side's kernels and encoder: the Swift package in benchmarks/, which stands on ordo-one/benchmark."""

import json
import pathlib
import statistics
import tempfile

from harness import ceiling
from harness.processes import ROOT, reference, run
from harness.rounds import paired


def measure(target, pattern, environment=None):
    """Median microseconds of each benchmark of TARGET whose whole name matches PATTERN, by name."""
    with tempfile.TemporaryDirectory() as directory:
        run(["swift", "package", "--package-path", ROOT / "benchmarks", "--disable-sandbox", "benchmark", "run",
             "--target", target, "--filter", pattern, "--no-progress", "--format", "jmh", "--path", directory],
            environment)
        figures = {}
        for path in pathlib.Path(directory).iterdir():
            for entry in json.loads(path.read_text()):
                name = entry["benchmark"].removeprefix(f"package.benchmark.{target}.")
                [[*samples]] = entry["secondaryMetrics"]["Time (wall clock)"]["rawData"]
                figures[name] = statistics.median(samples)
        if not figures:
            raise ValueError(f"no benchmark of {target} matches {pattern}")
        return figures


def beside_torch(pattern, script, rounds):
    """Our kernels whose names match PATTERN, those of the peer's SCRIPT, and the machine's ceilings, on one thread and on
    two: {program: {case: figures}}."""
    figures = {}
    for threads in [1, 2]:
        programs = {"bertft": lambda: measure("Kernels", f"({pattern}).*/{threads}"),
                    "torch": lambda: json.loads(reference(script, threads=threads).output)["figures"],
                    "machine": lambda: ceiling.figures(threads)}
        for name, cases in paired(programs, rounds, f"{threads} threads, ").items():
            figures.setdefault(name, {}).update(cases)
    return figures
