"""What hybrid search and an index find, beside what the formulas say.

usage: python hybrid_search.py sqlite FILE SQL             the database that bertft embed --with-search words wrote
       python hybrid_search.py postgres URL PSQL TABLE SQL the same of a table of a running PostgreSQL
       python hybrid_search.py recall URL PSQL TABLE EF K  the recall of the table's index, each row looked for

SQL is what --print-sql printed. Words are ranked by BM25 as SQLite's page on FTS5 has it, or by the sums of PostgreSQL's
calc_rank_or (tsrank.c); the answers must be the reciprocal rank fusion of that and of the order of the vectors. Texts that
mean something to a query language must find what their words find, or nothing. Prints the number of queries.
"""
import json, math, re, struct, subprocess, sys

COMPARED = ["good book", "the very good screen", "AND good NOT (bad", 'great "battery', "love* OR hate:", "book book cable",
            "BOOK\tgood\nsize", "'poor", "back\\slash page", "nothing of it", "zzz", "", " ", '"', "*", "AND (", '"" ""', "(:|&!)"]
HOSTILE = ["good " * 2000, " ".join("w%d" % i for i in range(1700)), "a\\'b:*", "http://good.example/book?x='1", "-- good; /*",
           "good-bad ^book NEAR(a b, 2) {c} + d", "$1 %s ?1 :text", "\u202egood\u0301 \U0001F600"]
CONSTANT, CANDIDATES, ANSWERS = 60, 60, 10


def tokens(text):
    return re.findall(r"[^\W_]+", text.lower())


def fuse(by_words, by_vectors):
    score = {}
    for ranking in (by_words, by_vectors):
        for rank, id in enumerate(ranking, 1):
            score[id] = score.get(id, 0) + 1 / (CONSTANT + rank)
    return sorted(score.items(), key=lambda item: (-round(item[1], 12), item[0]))[:ANSWERS]


def compare(query, found, expected):
    assert [id for id, _ in found] == [id for id, _ in expected], (query, found, expected)
    assert all(abs(a - b) < 1e-9 for (_, a), (_, b) in zip(found, expected)), (query, found, expected)


def cosine_distance(a, b):
    length = math.sqrt(sum(x * x for x in a) * sum(x * x for x in b))
    return 1 - sum(x * y for x, y in zip(a, b)) / length


def nearest(found, vectors, query):
    """The engine's order, whose distances must be right, and no row outside of it much nearer."""
    exact = {id: cosine_distance(vector, query) for id, vector in vectors.items()}
    assert all(abs(distance - exact[id]) < 1e-5 for id, distance in found)
    assert len(found) == min(CANDIDATES, len(vectors))
    limit = sorted(exact.values())[len(found) - 1] + 1e-5
    assert sum(exact[id] <= limit for id, _ in found) >= 0.9 * len(found)
    return [id for id, _ in sorted(found, key=lambda row: (row[1], row[0]))]


def queries(vectors):
    ids = sorted(vectors)
    for number, text in enumerate(COMPARED + HOSTILE):
        yield text, [x + 0.01 * (i % 3) for i, x in enumerate(vectors[ids[number * 7 % len(ids)]])], text in COMPARED


def count(phrase, words):
    return sum(words[i:i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1)) if phrase else 0


def bm25(query, rows):
    """Ids of rows (number, id, text), the best first. Each word between spaces is a phrase."""
    phrases = [tokens(word) for word in query.split()]
    words = [tokens(text) for _, _, text in rows]
    average, scored = sum(map(len, words)) / len(words), []
    hits = [sum(count(phrase, own) > 0 for own in words) for phrase in phrases]
    for (number, id, _), own in zip(rows, words):
        found = [count(phrase, own) for phrase in phrases]
        if not any(found):
            continue
        score = 0.0
        for frequency, hit in zip(found, hits):
            idf = max(math.log((len(rows) - hit + 0.5) / (hit + 0.5)), 0) or 1e-6
            score -= idf * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * len(own) / average))
        scored.append((round(score, 9), number, id))
    best = sorted(scored)[:CANDIDATES]
    return [id for _, _, id in sorted(best, key=lambda row: (row[0], row[2]))]


def sqlite(path, sql):
    import apsw, sqlite_vec
    db = apsw.Connection(path)
    db.enable_load_extension(True)
    db.load_extension(sqlite_vec.loadable_path())
    hybrid = open(sql).read().split("-- Words and vectors.\n")[1]
    rows = db.execute("SELECT number, id, text FROM texts").fetchall()
    vectors = {id: struct.unpack("<%df" % (len(blob) // 4), blob) for id, blob in db.execute("SELECT id, embedding FROM vectors")}
    checked = 0
    for text, vector, is_compared in queries(vectors):
        blob = struct.pack("<%df" % len(vector), *vector)
        found = [(id, score) for id, _, _, _, score in db.execute(hybrid, {"text": text, "vector": blob})]
        assert len(found) == ANSWERS
        near = db.execute("SELECT id, distance FROM vectors WHERE embedding MATCH ? AND k = 60", (blob,)).fetchall()
        if is_compared:
            compare(text, found, fuse(bm25(text, rows), nearest(near, vectors, vector)))
        checked += 1
    assert len(db.execute(hybrid, {"text": "a\0b good", "vector": blob}).fetchall()) == ANSWERS
    # The index follows changes of the texts, by what the database brings along.
    assert db.execute("INSERT INTO words(words, rank) VALUES ('integrity-check', 1)").fetchall() == []
    db.execute("DELETE FROM texts WHERE number = (SELECT min(number) FROM texts)")
    db.execute("INSERT INTO texts SELECT max(number) + 1, 'new', 'a quixotic text' FROM texts")
    db.execute("UPDATE texts SET text = text || ' sesquipedalian' WHERE id = 'new'")
    db.execute("INSERT INTO words(words, rank) VALUES ('integrity-check', 1)")
    assert db.execute("SELECT count(*) FROM words WHERE words MATCH 'quixotic AND sesquipedalian'").fetchone() == (1,)
    return checked


class Session:
    """Statements that one psql runs; each answers with its rows."""

    def __init__(self, psql, url):
        self.command = [psql, url, "-XAtq", "-v", "ON_ERROR_STOP=1"]

    def run(self, statements):
        done = subprocess.run(self.command, input="\n\\echo =====\n".join(statements), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [[line.split("|") for line in part.split("\n") if line] for part in done.stdout.split("=====\n")]


def literal(vector):
    return "'[" + ",".join(map(repr, vector)) + "]'"


def ts_rank(query, rows):
    """Ids of rows (id, text), the best first: ts_rank of one of the words, divided by the logarithm of the length."""
    from numpy import float32
    wanted, scored = sorted(set(tokens(query))), []
    for id, text in rows:
        words, score = tokens(text), float32(0)
        if not set(wanted) & set(words):
            continue
        for word in wanted:
            if n := words.count(word):
                score += float32(sum(float32(0.1) / float32((i + 1) ** 2) for i in range(n)) / float32(1.64493406685))
        score = float32(score / float32(len(wanted))) / float32(math.log(len(words) + 1) / math.log(2))
        scored.append((-round(float(score), 6), id))
    return [id for _, id in sorted(scored)[:CANDIDATES]]


def table(session, name):
    rows, vectors = session.run([f"SELECT id, text FROM {name};", f"SELECT id, embedding FROM {name};"])
    return rows, {id: json.loads(vector) for id, vector in vectors}


def postgres(url, psql, name, sql):
    session = Session(psql, url)
    rows, vectors = table(session, name)
    script, asked = open(sql).read(), list(queries(vectors))
    # A table of a few rows is read from its start to its end otherwise.
    statements = ["SET enable_seqscan = off;\n" + script]
    for text, vector, _ in asked:
        quoted = "'" + text.replace("'", "''") + "'"
        statements.append(f"EXECUTE hybrid({quoted}, {literal(vector)});")
        statements.append(f"SELECT id, embedding <=> {literal(vector)} FROM {name} ORDER BY embedding <=> {literal(vector)} LIMIT 60;")
    statements.append(f"EXPLAIN EXECUTE hybrid('good', {literal(asked[0][1])});")
    _, *answers, plan = session.run(statements)
    for (text, vector, is_compared), found, near in zip(asked, answers[::2], answers[1::2]):
        assert len(found) == ANSWERS
        near = [(id, float(distance)) for id, distance in near]
        if is_compared:
            found = [(row[0], float(row[-1])) for row in found]
            compare(text, found, fuse(ts_rank(text, rows), nearest(near, vectors, vector)))
    plan = "\n".join(line[0] for line in plan)
    assert f"Index Scan using {name}_embedding" in plan and f"Bitmap Index Scan on {name}_words" in plan, plan
    return len(asked)


def recall(url, psql, name, ef, k):
    session, k = Session(psql, url), int(k)
    rows, vectors = table(session, name)
    settings = f"SET enable_seqscan = off; SET hnsw.ef_search = {ef};"
    ids = sorted(vectors)
    _, *answers = session.run([settings] + [
        f"SELECT id FROM {name} ORDER BY embedding <=> {literal(vectors[id])} LIMIT {k + 1};" for id in ids])
    total = 0
    for id, answer in zip(ids, answers):
        distance = {other: cosine_distance(vectors[id], vectors[other]) for other in ids if other != id}
        limit = sorted(distance.values())[k - 1] + 1e-6
        found = [other for other, in answer if other != id][:k]
        total += sum(distance[other] <= limit for other in found) / k
    return total / len(ids)


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    print(json.dumps({"sqlite": sqlite, "postgres": postgres, "recall": recall}[kind](*arguments)))
