"""What Python's json reads out of small documents, and which it refuses: the truth for the one JSON reader.

    python3 Scripts/golden/json_documents.py > Tests/BertStorageTests/Golden/documents.jsonl

Needs Python's standard library alone. Three rules are ours, and the script says so by `ours`: `NaN` and `Infinity` are
refused, as RFC 8259 has them; a number beyond floating point, which Python reads as infinite; and half of a surrogate
pair, which Python keeps and UTF-8 cannot hold.
"""
import json
import math
import random
import struct
import sys

WHOLE = [
    'null', 'true', 'false', '0', '-0', '7', '-7', '123456789012345678', '9223372036854775807', '-9223372036854775808',
    '0.5', '-0.0', '1e5', '1E+5', '1e-5', '12.5e2', '5e-324', '1.7976931348623157e308', '0.1', '3.141592653589793',
    '""', '"a"', '"\\""', '"\\\\"', '"\\/"', '"\\b\\f\\n\\r\\t"', '"\\u0041"', '"\\u00e9"', '"\\uD83D\\uDE00"',
    '"\\ud83d\\ude00x"', '"é"', '"e\u0301"', '"日本"', '"\U0001F600"', '"\\u0000"', '"a\\u007fb"',
    '[]', '[ ]', '[1]', '[1,2]', '[ 1 , 2 ]', '[[],[[]]]', '{}', '{ }', '{"a":1}', '{"a":1,"b":[2,{"c":null}]}',
    '{"a":1,"a":2}', '{"é":1,"e\u0301":2}', '{"":0}', ' \t\r\n1\n', '[1,2.0,"x",null,true]', '{"a" : { } }',
    '[' * 100 + ']' * 100,
]
BROKEN = [
    '', ' ', 'nul', 'tru', 'truee', 'True', '01', '-', '-01', '+1', '.5', '1.', '1.e5', '1e', '1e+', '0x1', '1 2',
    '"', '"a', '"\\x"', '"\\u12"', '"\\u12g4"', '"\\', "'a'", '"a\nb"', '"a\tb"', '[', '[1', '[1,', '[1,]', '[,1]', '[1 2]',
    ']', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{,}', '{a:1}', '{"a" 1}', '{"a":1 "b":2}', '{"a":1}}',
    '{1:2}', '[1}', '{"a":1]', '// x\n1', '[1] x', '\u00a01', '"\\U0041"', '--1', '1-', '1e5.5', '[1,,2]',
]
OURS = ['NaN', '[Infinity]', '{"a":-Infinity}', '"\\ud800"', '"\\udc00"', '"\\ud800x"', '"\\ud800\\u0041"']


def pairs(members):
    return {"object": [[key, value] for key, value in members]}


def tree(value):
    if isinstance(value, dict):
        return {"object": [[key, tree(member)] for key, member in value["object"]]}
    if isinstance(value, list):
        return {"array": [tree(member) for member in value]}
    if isinstance(value, float):
        if math.isinf(value):
            raise OverflowError(value)
        return {"double": struct.pack(">d", value).hex()}
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    # What 64 bits do not hold is the nearest floating-point number here.
    return {"integer": value} if -2**63 <= value < 2**63 else tree(float(value))


def refuse(literal):
    raise ValueError(literal)


def read(text):
    try:
        return tree(json.loads(text, object_pairs_hook=pairs, parse_constant=refuse))
    except ValueError:
        return "refused"


def main():
    cases = [(text, False) for text in WHOLE + BROKEN] + [(text, True) for text in OURS]
    # Sound documents with one character taken out, doubled or exchanged.
    random.seed(1)
    for _ in range(300):
        text = random.choice(WHOLE[:-1])
        place = random.randrange(len(text))
        change = random.choice(["", text[place] * 2, random.choice('{}[],:"\\0e-. ')])
        mutated = text[:place] + change + text[place + 1:]
        if "\\ud" not in mutated.lower():
            cases.append((mutated, False))
    for text, ours in cases:
        try:
            found = "refused" if ours else read(text)
        except OverflowError:
            found, ours = "refused", True
        line = {"text": text, "reads": found != "refused"}
        if found != "refused":
            line["value"] = found
        if ours:
            line["ours"] = True
        sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
