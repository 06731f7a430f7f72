"""Names the public symbols of a module that have no comment; ends with 1 where there are any.

    python undocumented.py DIRECTORY     (of symbol graphs)

Left out are cases that say themselves what they are, and what a protocol of another module demands.
"""

import json
import pathlib
import sys

missing = []
for path in pathlib.Path(sys.argv[1]).glob("*.symbols.json"):
    graph = json.loads(path.read_text())
    inherited = {edge["source"] for edge in graph["relationships"]
                 if edge.get("sourceOrigin") or edge["kind"] in ("defaultImplementationOf", "overrides")}
    for symbol in graph["symbols"]:
        if "docComment" not in symbol and symbol["identifier"]["precise"] not in inherited:
            place = symbol.get("location", {})
            line = place.get("position", {}).get("line", -1) + 1
            missing.append((place.get("uri", "?").rpartition("/Sources/")[2], line, symbol["kind"]["identifier"],
                            ".".join(symbol["pathComponents"])))
for uri, line, kind, name in sorted(missing):
    print(f"{uri}:{line}: {kind} {name} has no comment", file=sys.stderr)
sys.exit(1 if missing else 0)
