"""Draws labelled commands in several languages from the templates of the package home-assistant-intents.

usage: python home_commands.py WHEEL DIRECTORY

WHEEL is home_assistant_intents-2026.10.27-py3-none-any.whl (Apache-2.0), fetched by
`python3 -m pip download --no-deps home-assistant-intents==2026.10.27`. Its templates are written by speakers of each
language and labelled by what is asked for. For English (en) and Portuguese (pt) those kinds are kept that both have,
that are told apart by the words alone and not by what a home names (a list, a vacuum cleaner), and that have more texts
than a few.

Written: DIRECTORY/en.csv (90 rows a label), DIRECTORY/pt.csv (30) and DIRECTORY/pt-train.csv (90), columns
`text` and `label`; no text of pt.csv stands in pt-train.csv. The draws have a fixed seed: the same wheel, the same
files. What a home would fill in (rooms, devices, things to buy) is listed below, in each language.
"""
import csv
import json
import pathlib
import random
import sys
import zipfile

KINDS = {
    "HassCancelTimer": "timer-cancel", "HassDecreaseTimer": "timer-decrease", "HassIncreaseTimer": "timer-increase",
    "HassPauseTimer": "timer-pause", "HassStartTimer": "timer-start", "HassTimerStatus": "timer-status",
    "HassUnpauseTimer": "timer-resume", "HassClimateGetTemperature": "temperature-ask",
    "HassClimateSetTemperature": "temperature-set",
    "HassGetWeather": "weather", "HassLightSet": "light-set", "HassMediaNext": "media-next",
    "HassMediaPause": "media-pause", "HassMediaPrevious": "media-previous", "HassSetVolume": "volume",
    "HassShoppingListAddItem": "shopping", "HassTurnOff": "turn-off", "HassTurnOn": "turn-on",
}
GIVEN = {
    "en": {
        "area": ["kitchen", "bedroom", "living room", "bathroom", "hall", "garage", "office", "dining room"],
        "floor": ["ground", "first", "upper"],
        "name": ["lamp", "fan", "heater", "coffee machine", "television", "desk light", "Lisbon", "Porto"],
        "shopping_list_item": ["milk", "bread", "two onions", "olive oil", "apples", "coffee", "soap", "rice"],
        "timer_name": ["pasta", "pizza", "laundry", "tea", "bread"],
        "timer_command": ["turn off the lights", "open the blinds", "turn on the heater"],
    },
    "pt": {
        "area": ["cozinha", "quarto", "sala", "casa de banho", "corredor", "garagem", "escritório", "sala de jantar"],
        "floor": ["térreo", "primeiro", "superior"],
        "name": ["candeeiro", "ventoinha", "aquecedor", "máquina de café", "televisão", "luz da secretária", "Lisboa",
                 "Porto"],
        "shopping_list_item": ["leite", "pão", "duas cebolas", "azeite", "maçãs", "café", "sabonete", "arroz"],
        "timer_name": ["massa", "pizza", "roupa", "chá", "pão"],
        "timer_command": ["apagar as luzes", "abrir os estores", "ligar o aquecedor"],
    },
}


class Templates:
    """The grammar of one language: [a|b] may be left out, (a|b) is one of them, (a;b) both in any order, <rule>
    another template, {list:slot} a value of a list."""

    def __init__(self, language, document, generator):
        self.rules, self.lists = document["expansion_rules"], document["lists"]
        self.given, self.random = GIVEN[language], generator

    def draw(self, template):
        text, rest = self.sequence(template, 0, "")
        assert rest == len(template), template
        return " ".join(text.split())

    def sequence(self, template, at, ends):
        parts = []
        while at < len(template) and template[at] not in ends:
            character = template[at]
            if character in "([":
                text, at = self.group(template, at)
                parts.append(text)
            elif character in "<{":
                end = template.index(">" if character == "<" else "}", at)
                name = template[at + 1:end]
                parts.append(self.draw(self.rules[name]) if character == "<" else self.value(name.split(":")[0]))
                at = end + 1
            else:
                parts.append(character)
                at += 1
        return "".join(parts), at

    def group(self, template, at):
        opening = template[at]
        closing = ")" if opening == "(" else "]"
        choices, orders, at = [], False, at + 1
        while True:
            text, at = self.sequence(template, at, "|;" + closing)
            choices.append(text)
            if template[at] == closing:
                break
            orders = orders or template[at] == ";"
            at += 1
        if orders:
            self.random.shuffle(choices)
            text = " ".join(choices)
        else:
            text = self.random.choice(choices)
        if opening == "[" and self.random.random() < 0.5:
            text = ""
        return text, at + 1

    def value(self, name):
        if name in self.given:
            return self.random.choice(self.given[name])
        values = self.lists[name]
        if "range" in values:
            limits = values["range"]
            return str(self.random.randrange(limits["from"], limits["to"] + 1, limits.get("step", 1)))
        # A choice at the top stands without parentheses.
        return self.draw("(" + self.random.choice(values["values"])["in"] + ")")


def drawn(language, document, each, seed, without=()):
    """So many different texts of each label, or as many as there are."""
    generator = random.Random(seed)
    templates = Templates(language, document, generator)
    found = []
    for intent, label in KINDS.items():
        sentences = [s for data in document["intents"][intent]["data"] for s in data["sentences"]]
        texts = set()
        for _ in range(200 * each):
            text = templates.draw(generator.choice(sentences))
            if text not in without:
                texts.add(text)
            if len(texts) == each:
                break
        found += [(text, label) for text in sorted(texts)]
    generator.shuffle(found)
    return found


def write(wheel, folder):
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        documents = {language: json.loads(archive.read(f"home_assistant_intents/data/{language}.json"))
                     for language in GIVEN}
    target = drawn("pt", documents["pt"], 30, 2)
    files = {
        "en": drawn("en", documents["en"], 90, 1), "pt": target,
        "pt-train": drawn("pt", documents["pt"], 90, 3, without={text for text, _ in target}),
    }
    for name, rows in files.items():
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["text", "label"])
            writer.writerows(rows)
        print(f"{name}.csv: {len(rows)} rows, {len({label for _, label in rows})} labels", file=sys.stderr)


if __name__ == "__main__":
    write(sys.argv[1], pathlib.Path(sys.argv[2]))
