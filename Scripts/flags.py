"""Looks for flags of the command line in what the libraries say.

usage: python3 Scripts/flags.py

A program that calls a library sets properties and types no flags, so that no string there may have two hyphens before a
word. A message that speaks of an option is a Wording, which the program bertft alone prints with the hyphens.
"""
import pathlib
import re
import sys

# Outside of strings and comments Swift has no two hyphens before a letter.
FLAG = re.compile(r"(?<![\w-])--[a-z][\w-]*")
COMMENT = re.compile(r"(?:^|\s)//.*")

# Where else two hyphens come from: the file or folder, what may stand there, and the reason.
ALLOWED = [
    ("BertReport", re.compile(r"--(?!\w+-)\w+"), "custom properties of CSS"),
    ("BertServer/Page", re.compile(r"--(?!\w+-)\w+"), "custom properties of CSS"),
    ("BertHub/PackageFetcher.swift", re.compile(r"--[\w-]+"), "arguments of pip"),
    ("BertData/DataError+Description.swift", re.compile(r"--long"), "an option of zstd"),
    ("BertBaselines/Vectors/VectorFileError+Description.swift", re.compile(r"--long"), "an option of zstd"),
]


def main():
    sources, used, faults = pathlib.Path("Sources"), set(), []
    for file in sorted(sources.rglob("*.swift")):
        path = file.relative_to(sources)
        if path.parts[0] == "BertFTCommand":
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            for flag in FLAG.findall(COMMENT.sub("", line)):
                entry = next((e for e in ALLOWED if path.is_relative_to(e[0]) and e[1].fullmatch(flag)), None)
                if entry:
                    used.add(entry[0])
                else:
                    faults.append(f"{file}:{number}: {flag} is a flag of the command line; write \\(option: …) in a Wording")
    faults += [f"Scripts/flags.py: nothing needs {place} ({reason})" for place, _, reason in ALLOWED if place not in used]
    print("\n".join(faults) or "no library speaks of flags")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
