"""What was measured on what."""

import contextlib
import importlib.metadata
import os
import pathlib
import platform
import re
import subprocess
import time
from typing import NamedTuple

from harness.processes import ROOT

PACKAGES = ["torch", "transformers", "tokenizers", "sentence-transformers", "onnxruntime", "ctranslate2", "openvino",
            "nncf", "numpy", "scikit-learn"]
UNITS = {"avx2": "AVX2", "avx512f": "AVX-512", "avx512_vnni": "AVX-512 VNNI", "avx512_bf16": "AVX-512 BF16",
         "avx512_fp16": "AVX-512 FP16", "amx_bf16": "AMX BF16", "amx_int8": "AMX INT8"}
"""By Linux's names of them."""
CORES = {("AMD", 25, 1): "Zen 3", ("AMD", 25, 17): "Zen 4", ("AMD", 26, 2): "Zen 5", ("Intel", 6, 85): "Cascade Lake or Skylake",
         ("Intel", 6, 106): "Ice Lake", ("Intel", 6, 143): "Sapphire Rapids", ("Intel", 6, 207): "Emerald Rapids",
         ("Intel", 6, 173): "Granite Rapids"}
"""What the makers call servers' processors of a family and model."""


def output(*command):
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


class Processor(NamedTuple):
    maker: str
    family: int
    """-1 where the system does not tell."""
    model: int
    name: str
    units: list[str]

    def kind(self):
        """Names the directory of what was measured on processors of this family and model: amd-26-2."""
        if self.family < 0:
            return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")
        return f"{self.maker.lower()}-{self.family}-{self.model}"

    def title(self):
        core = CORES.get((self.maker, self.family, self.model))
        numbers = "" if self.family < 0 else f", family {self.family}, model {self.model}"
        return f"{self.name}{numbers}" + (f" ({core})" if core else "")

    def sentence(self):
        return f"{self.title()}; units: {', '.join(self.units) or 'not told'}"


def processor():
    if platform.system() == "Darwin":
        return Processor("Apple", -1, -1, output("sysctl", "-n", "machdep.cpu.brand_string"), ["NEON"])
    fields = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        key, _, value = line.partition(":")
        fields.setdefault(key.strip(), value.strip())
    flags = fields.get("flags", "").split()
    makers = {"AuthenticAMD": "AMD", "GenuineIntel": "Intel"}
    return Processor(
        makers.get(fields.get("vendor_id"), "other"), int(fields.get("cpu family", -1)), int(fields.get("model", -1)),
        re.sub(r"\((R|TM)\)", "", fields.get("model name", platform.machine())).replace(" Processor", ""),
        [label for flag, label in UNITS.items() if flag in flags])


def has_avx512():
    return "AVX-512" in processor().units


def system():
    release = pathlib.Path("/etc/os-release")
    if release.exists():
        for line in release.read_text().splitlines():
            if line.startswith("PRETTY_NAME="):
                return line.partition("=")[2].strip('"')
    return platform.platform()


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def memory_gib():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)


def commit():
    """The commit that is measured; what the benchmarks themselves write does not make it dirty."""
    changed = output("git", "status", "--porcelain", "--", "Sources", "Package.swift", "benchmarks/Benchmarks")
    return output("git", "rev-parse", "--short", "HEAD") + (" with local changes" if changed else "")


def versions():
    found = {}
    for name in PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def facts():
    swift = output("swift", "--version").splitlines()
    return {
        "processor": processor()._asdict(), "machine": f"{cores()} cores, {memory_gib():.0f} GiB, {system()}",
        "swift": swift[0] if swift else "", "python": platform.python_version(), "versions": versions(),
        "commit": commit(), "date": time.strftime("%Y-%m-%d %H:%M"),
        "load": [round(value, 2) for value in os.getloadavg()]}
