"""RESULTS.md and the measurements behind it, one set for each kind of processor."""

import json
import re

from harness import machine
from harness.processes import ROOT

RESULTS = ROOT / "benchmarks/RESULTS.md"
MEASURED = ROOT / "benchmarks/measured"
PICTURES = ROOT / "benchmarks/pictures"


def save(kind, table, figures):
    """Keeps a table's measurements with what they were taken on; writes them aside first."""
    path = MEASURED / kind / f"{table}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".aside")
    aside.write_text(json.dumps({"facts": machine.facts(), "figures": figures}, indent=1, ensure_ascii=False) + "\n")
    aside.replace(path)


def load(kind, table):
    """What was measured, or None."""
    path = MEASURED / kind / f"{table}.json"
    return json.loads(path.read_text()) if path.exists() else None


def kinds():
    """The kinds of processor that something was measured on."""
    return sorted(path.name for path in MEASURED.iterdir() if path.is_dir())


def markdown_table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def threads(count):
    return f"{count} thread" if int(count) == 1 else f"{count} threads"


def processor(facts):
    return machine.Processor(**facts["processor"])


def provenance(facts):
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    load = facts.get("load", [0])[0]
    return (f"<sub>{facts['date']}, commit {facts['commit']}. {processor(facts).sentence()}; {facts['machine']}; load at the "
            f"end {load}. {facts['swift']}; Python {facts['python']}; {versions}.</sub>")


def section(name, command, text, facts):
    """A table as it stands in RESULTS.md: below its title the processor and how it is made, at its end what it was
    measured with."""
    title, _, rest = re.sub("^#", "##", text.strip(), flags=re.MULTILINE).partition("\n")
    return f"{title}\n\n{processor(facts).sentence()}. `{command}`\n{rest}\n\n{provenance(facts)}"


def write_section(kind, title, table, order, text):
    """Replaces what stands between the markers of this KIND of processor and TABLE in RESULTS.md. A section that is not
    there yet is put where ORDER, the names of all tables, has it, and a kind that is not there after the others under TITLE."""
    old = RESULTS.read_text()
    new = replaced(old, kind, title, table, order, text)
    aside = RESULTS.with_suffix(".aside")
    aside.write_text(new)
    aside.replace(RESULTS)


def replaced(old, kind, title, table, order, text):
    first, last = f"<!-- begin {kind} -->", f"<!-- end {kind} -->"
    if first not in old:
        end = "<!-- end of the kinds -->"
        if end not in old:
            raise ValueError(f"RESULTS.md has no line {end}")
        old = old.replace(end, f"{first}\n## {title}\n{last}\n\n{end}")
    before, rest = old.split(first, 1)
    inside, after = rest.split(last, 1)

    def markers(name):
        return f"<!-- begin {kind} {name} -->", f"<!-- end {kind} {name} -->"

    begin, end = markers(table)
    section = f"{begin}\n{text.strip()}\n{end}"
    if begin in inside:
        inside = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: section, inside, flags=re.DOTALL)
    else:
        later = order[order.index(table) + 1:]
        following = next((markers(name)[0] for name in later if markers(name)[0] in inside), None)
        if following:
            inside = inside.replace(following, f"{section}\n\n{following}")
        else:
            inside = f"{inside.rstrip()}\n\n{section}\n"
    return before + first + inside + last + after


class Pictures:
    """Where the pictures of one kind of processor lie."""

    def __init__(self, kind):
        self.kind = kind

    def __call__(self, title, name, svg):
        """Writes a picture and gives the line of Markdown that shows it."""
        directory = PICTURES / self.kind
        directory.mkdir(parents=True, exist_ok=True)
        (directory / f"{name}.svg").write_text(svg)
        return f"![{title}](pictures/{self.kind}/{name}.svg)"
