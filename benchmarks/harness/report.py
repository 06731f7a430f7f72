"""RESULTS.md and the measurements behind it."""

import json
import re

from harness import machine
from harness.processes import ROOT

RESULTS = ROOT / "benchmarks/RESULTS.md"
MEASURED = ROOT / "benchmarks/measured"
PICTURES = ROOT / "benchmarks/pictures"


def save(table, figures):
    """Keeps a table's measurements with what they were taken on; writes them aside first."""
    MEASURED.mkdir(exist_ok=True)
    path = MEASURED / f"{table}.json"
    aside = path.with_suffix(".aside")
    aside.write_text(json.dumps({"facts": machine.facts(), "figures": figures}, indent=1, ensure_ascii=False) + "\n")
    aside.replace(path)


def load(table):
    """What was measured, or None."""
    path = MEASURED / f"{table}.json"
    return json.loads(path.read_text()) if path.exists() else None


def markdown_table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def threads(count):
    return f"{count} thread" if int(count) == 1 else f"{count} threads"


def provenance(facts):
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    load = facts.get("load", [0])[0]
    return (f"<sub>{facts['date']}, commit {facts['commit']}. {facts['machine']}; load at the end {load}. "
            f"{facts['swift']}; Python {facts['python']}; {versions}.</sub>")


def write_section(table, text):
    """Replaces what stands between the table's markers in RESULTS.md, or adds the section at its end."""
    begin, end = f"<!-- begin {table} -->", f"<!-- end {table} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    old = RESULTS.read_text()
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    new = pattern.sub(lambda _: section, old) if pattern.search(old) else old.rstrip() + "\n\n" + section + "\n"
    aside = RESULTS.with_suffix(".aside")
    aside.write_text(new)
    aside.replace(RESULTS)


def write_picture(name, svg):
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.svg").write_text(svg)
