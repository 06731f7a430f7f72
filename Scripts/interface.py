"""Holds the public declarations of the library against the list that is kept, Documentation/Interface.txt.

usage: python3 Scripts/interface.py DIRECTORY [--write]

DIRECTORY is what Scripts/symbols.sh made. A line that the list loses is a break for whoever uses the library; --write
brings the list up to date, so that a change of it is seen in review.
"""
import difflib
import json
import pathlib
import sys

# What every type has without a word of ours.
IMPLICIT = {"Swift.Copyable", "Swift.Escapable", "Swift.SendableMetatype"}
kept = pathlib.Path(__file__).resolve().parent.parent / "Documentation" / "Interface.txt"


def declarations(module):
    """A line for each public symbol of a module, and for each protocol that a type of it conforms to."""
    lines = set()
    for path in module.glob("*.symbols.json"):
        graph = json.loads(path.read_text(encoding="utf-8"))
        names = {}
        for symbol in graph["symbols"]:
            name = ".".join(symbol["pathComponents"])
            names[symbol["identifier"]["precise"]] = name
            text = " ".join("".join(part["spelling"] for part in symbol["declarationFragments"]).split())
            owner = name.rpartition(".")[0]
            lines.add(f"{module.name} {owner + ': ' if owner else ''}{text}")
        for edge in graph["relationships"]:
            if edge["kind"] == "conformsTo" and edge["source"] in names:
                protocol = names.get(edge["target"]) or edge["targetFallback"]
                if protocol not in IMPLICIT:
                    lines.add(f"{module.name} {names[edge['source']]}: {protocol.removeprefix('Swift.')}")
    return sorted(lines)


def main():
    folders = sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.is_dir())
    found = [line for folder in folders for line in declarations(folder)]
    if "--write" in sys.argv[2:]:
        kept.write_text("\n".join(found) + "\n", encoding="utf-8")
        return 0
    listed = kept.read_text(encoding="utf-8").splitlines()
    changes = list(difflib.unified_diff(listed, found, "Documentation/Interface.txt", "found", n=0, lineterm=""))
    for line in changes:
        print(line, file=sys.stderr)
    if changes:
        print("interface: the public interface is another; where that is meant, `make interface` lists it anew, and the "
              "changelog says what is gone", file=sys.stderr)
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
