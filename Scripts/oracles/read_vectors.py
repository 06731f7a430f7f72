"""What the real readers find in a file of vectors.

usage: python read_vectors.py safetensors|fvecs FILE
       python read_vectors.py sqlite FILE ROW…      the nearest rows to those rows, and the table after changes
       python read_vectors.py pgvector FILE DESCRIPTION

Prints JSON; the values of safetensors are as its own library gives them, rows of sqlite come from sqlite-vec through
queries with MATCH, rows of pgvector from a PostgreSQL of its own that has read the file with COPY.
"""
import json, struct, sys


def safetensors(path):
    from safetensors import safe_open
    with safe_open(path, "np") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
        return {"metadata": file.metadata(),
                "tensors": {name: {"shape": t.shape, "dtype": str(t.dtype), "values": t.ravel().tolist()}
                            for name, t in tensors.items()}}


def fvecs(path):
    import numpy as np
    # As the TEXMEX corpus' own fvecs_read and faiss' contrib/vecs_io.py.
    words = np.fromfile(path, dtype="<i4")
    rows = words.reshape(-1, words[0] + 1)
    assert (rows[:, 0] == words[0]).all()
    return {"shape": rows[:, 1:].shape, "values": rows[:, 1:].copy().view("<f4").ravel().tolist()}


def sqlite(path, *numbers):
    import apsw, shutil, sqlite_vec
    copy = path + ".copy"
    shutil.copyfile(path, copy)
    db = apsw.Connection(copy)
    db.enable_load_extension(True)
    db.load_extension(sqlite_vec.loadable_path())
    sql, = db.execute("SELECT sql FROM sqlite_master WHERE name = 'vectors'").fetchone()
    read = {"float": "", "int8": "vec_int8", "bit": "vec_bit"}["int8" if " int8[" in sql else "bit" if " bit[" in sql else "float"]
    columns = [row[1] for row in db.execute("PRAGMA table_info(vectors)") if row[1] not in ("vectors", "distance", "k")]
    carried = [name for name in columns if name not in ("id", "embedding")]
    rows = db.execute("SELECT %s FROM vectors" % ", ".join('"%s"' % c for c in ["id"] + carried)).fetchall()
    nearest = []
    for number in numbers:
        id = rows[int(number)][0]
        vector, = db.execute("SELECT embedding FROM vectors WHERE id = ?", (id,)).fetchone()
        found = db.execute(f"SELECT id, distance FROM vectors WHERE embedding MATCH {read}(?) AND k = 5 ORDER BY distance",
                           (vector,)).fetchall()
        nearest.append({"id": id, "vector": vector.hex(), "found": found})
    # sqlite-vec goes on with the table as with one of its own.
    first = rows[0][0]
    vector, = db.execute("SELECT embedding FROM vectors WHERE id = ?", (first,)).fetchone()
    db.execute("DELETE FROM vectors WHERE id = ?", (first,))
    new = "new" if isinstance(first, str) else 1 << 40
    db.execute(f"INSERT INTO vectors(id, embedding) VALUES (?, {read}(?))", (new, vector))
    found = db.execute(f"SELECT id FROM vectors WHERE embedding MATCH {read}(?) AND k = 1", (vector,)).fetchall()
    return {"integrity": db.execute("PRAGMA integrity_check").fetchall()[0][0], "rows": rows, "nearest": nearest,
            "description": json.loads(db.execute("SELECT value FROM bertft").fetchone()[0]),
            "keys": [k for k, in db.execute("SELECT key FROM bertft")],
            "count_after_changes": db.execute("SELECT count(*) FROM vectors").fetchone()[0],
            "first_is_gone": not db.execute("SELECT id FROM vectors WHERE id = ?", (first,)).fetchall(),
            "found_after_changes": found[0][0]}


def pgvector(path, description):
    from postgres import server
    with server() as (uri, run):
        table = json.load(open(description))
        run("CREATE EXTENSION vector")
        run(table["create_table"])
        run(f"\\copy vectors FROM '{path}' WITH (FORMAT binary)")
        return json.loads(run("SELECT json_agg(v) FROM (SELECT * FROM vectors ORDER BY id) v", tuples=True))


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    json.dump({"safetensors": safetensors, "fvecs": fvecs, "sqlite": sqlite, "pgvector": pgvector}[kind](*arguments),
              sys.stdout)
