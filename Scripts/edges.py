"""Compares what the targets import with what Package.swift declares.

usage: python3 Scripts/edges.py

Each import of a module must be an edge of its own, though another edge might bring the module along, and each edge
must be used. The compiler's own check lets pass what comes along.
"""
import json
import pathlib
import re
import subprocess
import sys

TOOLCHAIN = {
    "CoreFoundation", "CryptoKit", "Darwin", "Dispatch", "Foundation", "FoundationNetworking", "Glibc", "Musl",
    "Synchronization", "Testing", "XCTest",
}
IMPORT = re.compile(
    r"^(?:  )?(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)", re.MULTILINE)


def declared(target):
    """The modules that a target depends on; a product here has the name of its module."""
    return {next(iter(edge.values()))[0] for edge in target["dependencies"]}


def imported(target):
    """The modules that a target's Swift files import."""
    folder = target.get("path") or ("Tests/" if target["type"] == "test" else "Sources/") + target["name"]
    left_out = [pathlib.Path(folder, name) for name in target.get("exclude", [])]
    modules = {}
    for file in sorted(pathlib.Path(folder).rglob("*.swift")):
        if not any(file.is_relative_to(place) for place in left_out):
            for module in IMPORT.findall(file.read_text(encoding="utf-8")):
                modules.setdefault(module, file)
    return modules


def main():
    package = json.loads(subprocess.run(["swift", "package", "dump-package"], check=True, capture_output=True).stdout)
    programs = {target["name"] for target in package["targets"] if target["type"] == "executable"}
    faults = []
    for target in package["targets"]:
        edges, modules = declared(target), imported(target)
        if not modules:
            continue  # C and system libraries
        for module, file in modules.items():
            if module not in TOOLCHAIN | edges | {target["name"]}:
                faults.append(f"{file}: {target['name']} does not declare {module}")
        for edge in sorted(edges - programs - set(modules)):
            faults.append(f"Package.swift: {target['name']} declares {edge} and does not import it")
    print("\n".join(faults) or "every import is declared, every edge is used")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
