"""Takes the Swift snippets out of pages, for a compiler to judge them.

    python snippets.py DIRECTORY PAGE...     (Markdown, or sources with snippets in their documentation comments)

What a reader types stands in blocks that begin with ```swift. The blocks of a page become one function of a package in
DIRECTORY, each within the block before it, so that it sees what was declared before and may declare a name again;
imports go to the head of the file. A block that begins with `// swift-tools-version` becomes the manifest of the package.
The compiler is told where each line comes from, so its errors name page and line.
"""

import pathlib
import sys


def blocks(page):
    """Each block of a page: the number of its first line, and its lines."""
    start, lines = None, []
    for number, line in enumerate(page.read_text().splitlines(), 1):
        text = line.strip()
        if page.suffix == ".swift":
            if not text.startswith("///"):
                continue
            line = text[3:].removeprefix(" ")
            text = line.strip()
        if start is None and text == "```swift":
            start, lines = number + 1, []
        elif start is not None and text == "```":
            yield start, lines
            start = None
        elif start is not None:
            lines.append(line)
    if start is not None:
        sys.exit(f"{page}:{start - 1}: the block has no end")


def place(page, number):
    return f'#sourceLocation(file: "{page}", line: {number})'


out = pathlib.Path(sys.argv[1])
sources = out / "Sources" / "Reviews"
sources.mkdir(parents=True)
sources.joinpath("main.swift").write_text("// Nothing runs: the snippets are only compiled.\n")
count = 0
for name in sys.argv[2:]:
    head, body, ends = [], [], []
    for start, lines in blocks(pathlib.Path(name)):
        count += 1
        if lines and lines[0].startswith("// swift-tools-version"):
            out.joinpath("Package.swift").write_text("\n".join(lines) + "\n")
            continue
        body += ["do {", place(name, start)]
        ends.append("}")
        for number, line in enumerate(lines, start):
            is_import = line.startswith("import ")
            if is_import:
                head += [place(name, number), line]
            body.append("" if is_import else line)
        body.append("#sourceLocation()")
    if ends:
        stem = "".join(c if c.isalnum() else "_" for c in name)
        text = [*head, "#sourceLocation()", f"func {stem}() async throws {{", *body, *ends, "}"]
        sources.joinpath(f"{stem}.swift").write_text("\n".join(text) + "\n")
if not count:
    sys.exit("snippets: the pages have none")
