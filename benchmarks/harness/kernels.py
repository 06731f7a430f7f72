"""Our side's kernels and encoder: the Swift package in benchmarks/, which stands on ordo-one/benchmark."""

import functools
import json
import pathlib
import statistics
import tempfile

from harness import ceiling
from harness.processes import ROOT, note, reference, run
from harness.rounds import paired


def package(target, *words, environment=None):
    """Calls the benchmarks' plugin. The kernels are built by themselves, which takes a few minutes; with the rest of bertft it
    is a quarter of an hour."""
    alone = target == "Kernels"
    run(["swift", "package", "--package-path", ROOT / "benchmarks", "--scratch-path",
         ROOT / "benchmarks" / (".build-kernels" if alone else ".build"), "--disable-sandbox", "benchmark", *words],
        {**(environment or {}), **({"BERTFT_KERNELS_ONLY": "1"} if alone else {})})


@functools.cache
def build(target):
    note(f"building the benchmarks with {target} (several minutes the first time)")
    # Listing them builds them too, and the plugin that runs them.
    package(target, "list")


def measure(target, pattern, environment=None):
    """Median microseconds of each benchmark of TARGET whose whole name matches PATTERN, by name."""
    build(target)
    with tempfile.TemporaryDirectory() as directory:
        package(target, "run", "--target", target, "--filter", pattern, "--no-progress", "--format", "jmh", "--path",
                directory, environment=environment)
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
