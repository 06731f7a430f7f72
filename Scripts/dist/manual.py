"""Writes the manual pages of a bertft program: one for it, one for each of its commands.

usage: python3 Scripts/dist/manual.py PROGRAM DIRECTORY

What stands in them is what the program says of itself (`--experimental-dump-help`).
"""
import json
import pathlib
import re
import subprocess
import sys


def escaped(text):
    """Text as roff takes it: no escapes, no requests, hyphens that can be searched for."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in text.split("\n"))


def name(argument):
    """How an option is typed, or what stands at a positional's place."""
    if argument["kind"] == "positional":
        return f"\\fI{escaped(argument['valueName'])}\\fR"
    marks = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    names = ", ".join(f"\\fB{escaped(marks[n['kind']] + n['name'])}\\fR" for n in argument["names"])
    return names if argument["kind"] == "flag" else f"{names} \\fI{escaped(argument['valueName'])}\\fR"


def synopsis(argument):
    text = name(argument)
    if argument.get("isRepeating"):
        text += " ..."
    return f"[{text}]" if argument.get("isOptional") else text


def page(command, path, version):
    """One page. An option's section is the title under which the help lists it."""
    title = "-".join(path)
    shown = [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]
    commands = [c for c in command.get("subcommands", []) if c.get("shouldDisplay", True) and c["commandName"] != "help"]
    lines = [f'.TH "{escaped(title.upper())}" 1 "" "bertft {escaped(version)}"', ".SH NAME"]
    lines.append(f"{escaped(title)} \\- {escaped(command.get('abstract', '').rstrip('.'))}")
    lines += [".SH SYNOPSIS", f"\\fB{escaped(' '.join(path))}\\fR"]
    lines += [synopsis(a) for a in shown if a["kind"] == "positional" or not a.get("isOptional")]
    lines += ["[\\fIoptions\\fR]"] + (["\\fIcommand\\fR"] if commands else [])
    if command.get("discussion"):
        lines.append(".SH DESCRIPTION")
        for paragraph in command["discussion"].split("\n\n"):
            lines += [".PP", escaped(paragraph).replace("\n", "\n.br\n")]
    sections = {}
    for argument in shown:
        default = "ARGUMENTS" if argument["kind"] == "positional" else "OPTIONS"
        sections.setdefault(argument.get("sectionTitle", default), []).append(argument)
    for section, arguments in sections.items():
        lines.append(f".SH {escaped(section.upper())}")
        for argument in arguments:
            text = argument.get("abstract", "")
            if argument.get("defaultValue") and "(default" not in text:
                text += f" (default: {argument['defaultValue']})"
            lines += [".TP", name(argument), escaped(text)]
    if commands:
        lines.append(".SH COMMANDS")
        for child in commands:
            lines += [".TP", f"\\fB{escaped('-'.join(path + [child['commandName']]))}\\fR(1)", escaped(child["abstract"])]
    if len(path) > 1:
        lines += [".SH SEE ALSO", f"\\fB{escaped('-'.join(path[:-1]))}\\fR(1)"]
    return "\n".join(line for line in lines if line) + "\n"


def write(command, path, version, folder):
    (folder / ("-".join(path) + ".1")).write_text(page(command, path, version), encoding="utf-8")
    for child in command.get("subcommands", []):
        if child["commandName"] != "help":
            write(child, path + [child["commandName"]], version, folder)


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    said = subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True).stdout
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    folder.mkdir(parents=True, exist_ok=True)
    write(json.loads(said)["command"], ["bertft"], re.sub(r"\s.*", "", version), folder)


if __name__ == "__main__":
    main()
