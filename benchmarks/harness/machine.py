"""What was measured on what."""

import importlib.metadata
import os
import pathlib
import platform
import subprocess
import time

from harness.processes import ROOT

PACKAGES = ["torch", "transformers", "tokenizers", "sentence-transformers", "onnxruntime", "ctranslate2", "openvino",
            "numpy", "scikit-learn"]


def output(*command):
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def processor():
    """Name, family and model, and which vectors it has."""
    if platform.system() == "Darwin":
        return output("sysctl", "-n", "machdep.cpu.brand_string")
    fields = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        key, _, value = line.partition(":")
        fields.setdefault(key.strip(), value.strip())
    flags = fields.get("flags", "").split()
    vectors = [label for flag, label in [("avx2", "AVX2"), ("avx512f", "AVX-512"), ("avx512_vnni", "VNNI")]
               if flag in flags]
    return (f"{fields.get('model name', platform.machine())} (family {fields.get('cpu family', '?')}, model "
            f"{fields.get('model', '?')}; {', '.join(vectors)})")


def has_avx512():
    cpus = pathlib.Path("/proc/cpuinfo")
    return cpus.exists() and "avx512f" in cpus.read_text()


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


def facts():
    swift = output("swift", "--version").splitlines()
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {
        "machine": f"{processor()}, {cores()} cores, {memory_gib():.0f} GiB, {system()}",
        "swift": swift[0] if swift else "", "python": platform.python_version(), "versions": versions,
        "commit": commit(), "date": time.strftime("%Y-%m-%d %H:%M"),
        "load": [round(value, 2) for value in os.getloadavg()]}
