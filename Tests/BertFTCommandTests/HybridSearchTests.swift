import Foundation
import Testing
import _TestSupport

/// `bertft embed --with-search words` and `--print-sql` with the real engines, and `bertft search --check`.
struct HybridSearchTests {
  private static let rows = 200
  private let oracle = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/hybrid_search.py")

  /// Rows with ids, written as `data.csv`.
  private func data(_ folder: Folder) throws -> String {
    let lines = Reviews.csv(rows: Self.rows).split(separator: "\n").dropFirst()
    let rows = lines.enumerated().map { "k\($0.offset),\($0.element)\n" }
    return try folder.write("key,text,label\n" + rows.joined(), as: "data.csv")
  }

  private func embed(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["embed"] + arguments + ["--model", try Fixture.encoder.get(), "--threads", "1", "--quiet"])
  }

  @Test(.enabled(if: Oracle.hasDatabases)) func sqliteFindsWordsAndVectors() throws {
    let folder = try Folder(), data = try data(folder), out = folder.path("out.sqlite")
    let written = try embed(data, "--out", out, "--with-search", "words", "--id-column", "key")
    #expect(written.status == 0, "\(written)")
    let sql = try embed(
      data, "--out", folder.path("none.sqlite"), "--with-search", "words", "--id-column", "key", "--print-sql")
    #expect(sql.status == 0 && !FileManager.default.fileExists(atPath: folder.path("none.sqlite")), "\(sql)")
    let file = try folder.write(sql.output, as: "search.sql")
    #expect(try Oracle.run(script: oracle, arguments: ["sqlite", out, file]) == "26\n")
  }

  @Test(.enabled(if: Oracle.hasDatabases)) func postgresFindsWordsAndVectors() throws {
    let folder = try Folder(), python = try #require(Oracle.python)
    _ = try data(folder)
    let output = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/postgres.py"),
      arguments: [
        """
        cd '\(folder.url.path)'
        bertft() { '\(Program.url.path)' "$@" --threads 1 --quiet; }
        embed() { bertft embed data.csv --id-column key --model '\(try Fixture.encoder.get())' "$@"; }
        oracle() { kind=$1; shift; '\(python.path)' '\(oracle.path)' $kind "$PGURL" "$PSQL" "$@"; }
        ask() { "$PSQL" "$PGURL" -XAtq -c "$1"; }
        embed --table docs --with-search words --print-sql > search.sql; echo "status $?"
        embed --postgres "$PGURL" --table docs --with-search words > out; echo "status $?"
        oracle postgres docs search.sql 2>&1
        embed --postgres "$PGURL" --table docs --with-search words > out; echo "status $?"
        ask "SELECT count(*), count(words) FROM docs"
        embed --out docs.pgcopy --with-search words > out; echo "status $?"
        grep -o '"create_table":"[^"]*"' docs.pgcopy.json | cut -d '"' -f 4 > make.sql
        ask "$(cat make.sql)" && ask "\\\\copy vectors FROM 'docs.pgcopy' WITH (FORMAT binary)"
        ask "SELECT count(*) FROM vectors JOIN docs USING (id, text, embedding, words)"
        embed --postgres "$PGURL" --table part --with-search words --shard 1/2 > out; echo "status $?"
        ask "SELECT count(*) FROM pg_indexes WHERE tablename = 'part'"
        embed --postgres "$PGURL" --table none --with-search words --search-language klingon 2>&1; echo "status $?"
        ask "CREATE TABLE coarse AS SELECT id, text, embedding FROM docs; ALTER TABLE coarse ADD PRIMARY KEY (id);
          CREATE INDEX coarse_index ON coarse USING hnsw (embedding vector_cosine_ops) WITH (m = 2, ef_construction = 4)"
        bertft search --check "$PGURL" --table coarse -k 5 --ef 6,200 --rows 1000 --json; echo "status $?"
        oracle recall coarse 6 5 2>&1
        embed --out docs.npy > out; bertft embed data.csv --out other.npy --model '\(try Fixture.classifier.get())' > out
        bertft search docs.npy --check "$PGURL" --table coarse -k 5 --ef 6 --rows 1000 --json; echo "status $?"
        bertft search other.npy --check "$PGURL" --table coarse 2>&1; echo "status $?"
        bertft search --check "$PGURL" --table docs --ef 200; echo "status $?"
        bertft search --check "$PGURL" --table nowhere 2>&1; echo "status $?"
        ask "CREATE TABLE bare (id int PRIMARY KEY, x text); CREATE TABLE open (id int PRIMARY KEY, embedding vector(3));
          INSERT INTO open SELECT n, '[1,2,3]' FROM generate_series(1, 20) AS n"
        bertft search --check "$PGURL" --table bare 2>&1; echo "status $?"
        bertft search --check "$PGURL" --table open 2>&1; echo "status $?"
        ask "CREATE INDEX ON open USING hnsw (embedding vector_cosine_ops); DELETE FROM open WHERE id > 9"
        bertft search --check "$PGURL" --table open 2>&1; echo "status $?"
        ask "SET client_min_messages = error; DROP EXTENSION vector CASCADE"
        bertft search --check "$PGURL" --table docs 2>&1; echo "status $?"
        """
      ])
    let lines = output.split(separator: "\n").map(String.init)
    try #require(lines.count == 35, "\(output)")
    #expect(Array(lines[0...4]) == ["status 0", "status 0", "26", "status 0", "200|200"], "\(output)")
    #expect(Array(lines[5...8]) == ["status 0", "200", "status 0", "1"], "\(output)")
    #expect(lines[9].contains("--search-language klingon") && lines[10] == "status 64")
    let check = try JSONDecoder().decode(Check.self, from: Data(lines[11].utf8))
    #expect(check.rows == 200 && check.sampled == 200 && check.k == 5 && check.index == "coarse_index")
    let own = try #require(check.measures.first), oracle = try #require(Double(lines[13]), "\(output)")
    // Such an index misses many; with all rows as candidates it finds more.
    #expect(abs(own.recall - oracle) < 0.002 && own.recall < 0.99 && own.standard_error > 0, "\(output)")
    #expect(check.measures.map(\.ef) == [6, 200] && check.measures[1].recall >= own.recall)
    // The same by our own exact search in a file of the rows.
    let filed = try JSONDecoder().decode(Check.self, from: Data(lines[14].utf8))
    #expect(abs((filed.measures.first?.recall ?? 0) - oracle) < 0.002 && lines[15] == "status 0", "\(output)")
    #expect(lines[16].contains("it lacks rows of the file") && lines[17] == "status 65", "\(output)")
    #expect(lines[18].hasPrefix("ef") && lines[19].hasPrefix("200") && lines[19].contains(" 1.0000"), "\(output)")
    #expect(lines[21...23] == ["recall 0.95: reached with ef 200", "recall 0.99: reached with ef 200", "status 0"])
    #expect(lines[24].contains("--table nowhere: the database has no such table") && lines[25] == "status 64")
    #expect(lines[26].contains("no column of vectors") && lines[27] == "status 65")
    #expect(lines[29] == "CREATE INDEX ON \"open\" USING hnsw (\"embedding\" vector_cosine_ops)", "\(output)")
    #expect(lines[30] == "status 65" && lines[31].contains("it has 9 rows") && lines[32] == "status 65", "\(output)")
    #expect(lines[33].contains("CREATE EXTENSION vector") && lines[34] == "status 69", "\(output)")
  }

  private struct Check: Decodable {
    struct Measure: Decodable {
      var ef: Int
      var recall: Double
      var standard_error: Double
      var median_ms: Double
    }
    var index: String
    var rows: Int
    var sampled: Int
    var k: Int
    var measures: [Measure]
  }

  @Test func bulkFilesAndTheirMappingsLieTogether() throws {
    let folder = try Folder(), data = try data(folder), out = folder.path("out")
    let outcome = try embed(
      data, "--out", out, "--format", "bulk", "--index", "reviews", "--id-column", "key", "--carry", "label",
      "--split-bytes", "20KB", "--json")
    #expect(outcome.status == 0 && outcome.output.contains("\"format\":\"bulk\""), "\(outcome)")
    let names = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
    #expect(
      Array(names.prefix(4)) == ["description.json", "mapping-opensearch.json", "mapping.json", "part-000001.ndjson"])
    var ids: [String] = []
    for name in names.dropFirst(3) {
      let lines = try String(contentsOfFile: out + "/" + name, encoding: .utf8).split(separator: "\n")
      for line in stride(from: 0, to: lines.count, by: 2) {
        let action = try JSONSerialization.jsonObject(with: Data(lines[line].utf8)) as? [String: [String: String]]
        ids.append(action?["index"]?["_id"] ?? "")
        #expect(action?["index"]?["_index"] == "reviews")
      }
    }
    #expect(names.count > 5 && ids == (0..<Self.rows).map { "k\($0)" })
    // What is there is not replaced by fewer files, between which the rest of the old ones would stay.
    let again = try embed(data, "--out", out, "--format", "bulk", "--index", "reviews", "--split-bytes", "20KB")
    #expect(again.status == 64 && again.errors.contains("not empty"), "\(again)")
  }

  @Test func mistakesHaveTheirExitCodes() throws {
    let folder = try Folder(), data = try data(folder), out = folder.path("out.bulk")
    let sqlite = folder.path("out.sqlite"), words = ["--with-search", "words"]
    let cases: [(String, [String])] = [
      ("--index", ["--out", out]), ("--index is", ["--out", sqlite, "--index", "a"]),
      ("--index Big", ["--out", out, "--index", "Big"]), ("--index _a", ["--out", out, "--index", "_a"]),
      ("--index a b", ["--out", out, "--index", "a b"]),
      ("--carry text", ["--out", out, "--index", "a", "--carry", "text"]),
      ("--quantize int8", ["--out", out, "--index", "a", "--quantize", "int8"]),
      ("--split-bytes is", ["--out", sqlite, "--split-bytes", "1MB"]),
      ("--with-search words", ["--out", folder.path("out.npy")] + words),
      ("--with-search words", ["--out", sqlite, "--quantize", "binary"] + words),
      ("--search-language german", ["--out", sqlite, "--search-language", "german"] + words),
      ("--search-language is", ["--out", sqlite, "--search-language", "english"]),
      ("--carry text", ["--out", folder.path("o.pgcopy"), "--carry", "text"] + words),
      ("--format npy", ["--out", folder.path("out.npy"), "--print-sql"]), ("--postgres", ["--print-sql"]),
    ]
    for (word, arguments) in cases {
      let outcome = try Program.run(["embed", data] + arguments + ["--model", try Fixture.encoder.get()])
      #expect(outcome.status == 64 && outcome.errors.contains(word), "\(arguments): \(outcome)")
      #expect((1...2).contains(outcome.errorLines.count) && outcome.output.isEmpty, "\(arguments): \(outcome)")
    }
    let checks: [(Int32, String, [String])] = [
      (64, "--table", ["--check", "host=/none"]), (64, "--ef is", ["a.npy", "x", "--ef", "40"]),
      (64, "--seed is", ["a.npy", "x", "--seed", "1"]),
      (64, "--text", ["a.npy", "--text", "x", "--check", "host=/none", "--table", "a"]),
      (66, "a.npy", [folder.path("a.npy"), "--check", "host=/none", "--table", "a"]),
      (64, "--ef takes", ["--check", "host=/none", "--table", "a", "--ef", "40,"]),
      (64, "--ef 10", ["--check", "host=/none", "--table", "a", "--ef", "10"]),
      (64, "--ef 1001", ["--check", "host=/none", "--table", "a", "--ef", "1001"]),
      (64, "--rows", ["--check", "host=/none", "--table", "a", "--rows", "0"]),
      (69, "connection", ["--check", "host=/none", "--table", "a"]), (64, "vectors", []),
    ]
    for (status, word, arguments) in checks {
      let outcome = try Program.run(["search"] + arguments)
      #expect(outcome.status == status && outcome.errors.contains(word), "\(arguments): \(outcome)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["data.csv"])
  }
}
