"""The texts that every directory is asked about, and a corpus from which vocabularies are trained."""

TEXTS = [
    "Good morning, small river!",
    "the light room is warm and quiet",
    "Crème brûlée für Zürich; naïve Ångström",
    "İzmir IŞIK ıssız ΣΊΣΥΦΟΣ straße",
    "水の音 café 山河 がっこう 한국",
    "say [MASK] <mask> now , [SEP] </s> end",
    "NewTok newtok xNewTok [X9] <ent> 3,141 and 9,8,7",
    "  two\u00a0 spaces\tand\u3000wide\nlines  ``quoted'' \u2581mark ",
    "ＦＵＬＬ ﬁne ① 👩\u200d👧 e\u0301 zz",
]
PAIRS = [["Good morning", "warm room"], ["the quiet river [MASK] is café", "Small NewTok"]]

_SUBJECTS = ["the river", "a small room", "the light", "my neighbour", "the old train", "this coffee", "a quiet street"]
_VERBS = ["is", "was", "seems", "stays", "turned", "looks"]
_WORDS = ["warm", "quiet", "bright", "slow", "good", "clean", "cold", "wonderful", "broken", "late"]
#: Plain sentences, then the hard texts, so that their characters are in the vocabularies in part.
CORPUS = [
    f"{_SUBJECTS[i % 7]} {_VERBS[i % 6]} {_WORDS[i % 10]} and {_WORDS[(i * 3 + 1) % 10]} in the morning, number {i}"
    for i in range(60)
] + TEXTS[:5] * 2

_PIECES = "abcdefghijklmnopqrstuvwxyz"
#: An own WordPiece vocabulary of BERT's form.
WORDPIECE = (
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    + [",", ".", "!", ";", "[", "]", "<", ">", "/", "`", "'"]
    + "the light room is warm and quiet good Good morning small Small river say now end two spaces wide".split()
    + ["fine", "full", "Cr", "cr", "##ème", "##eme", "café", "cafe", "naïve", "naive", "Zürich", "zurich", "izmir", "ISIK"]
    + ["水", "の", "音", "山", "##山", "河", "##河", "が", "か", "##っ", "New", "new", "##Tok", "##tok", "##1", "##σ", "σ", "strasse", "M", "##ASK"]
    + ["mask", "##asked", "quoted", "mark", "I", "I\u0307", "i", "Å"]
    + list("0123456789") + list(_PIECES[:8] + _PIECES[9:]) + ["##" + letter for letter in _PIECES] + ["S", "##S", "F", "Z"]
)
assert len(WORDPIECE) == len(set(WORDPIECE)) and 100 <= len(WORDPIECE) <= 200, sorted(w for w in WORDPIECE if WORDPIECE.count(w) > 1)
