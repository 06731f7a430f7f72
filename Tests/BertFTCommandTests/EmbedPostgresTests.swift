import Foundation
import Testing
import _TestSupport

/// `bertft embed --postgres` with a real server.
struct EmbedPostgresTests {
  /// Runs a shell script in which `$PGURL` is a new server's address and `$BERTFT` the program.
  private func withServer(_ script: String, _ folder: Folder) throws -> String {
    let file = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/postgres.py")
    let model = try Fixture.encoder.get()
    let head =
      "cd '\(folder.url.path)'; BERTFT='\(Program.url.path)'; "
      + "embed() { \"$BERTFT\" embed \"$@\" --model '\(model)' --threads 1 --quiet --json; }\n"
      + "ask() { \"$PSQL\" \"$PGURL\" -XAtq -c \"$1\"; }\n"
    return try Oracle.run(script: file, arguments: [head + script])
  }

  @Test(.enabled(if: Oracle.hasDatabases)) func rowsAreInsertedAndReplaced() throws {
    let folder = try Folder()
    try folder.write("key,text,note\n1,book,a\n2,good,\n3,bad,c\n", as: "first.csv")
    try folder.write("key,text,note\n3,film,new\n4,odder,last\n", as: "second.csv")
    try folder.write("key,text,note\n5,odd,d\n5,odder,e\n", as: "twice.csv")
    let output = try withServer(
      """
      embed first.csv --postgres "$PGURL" --table docs --id-column key --id-type integer --carry note,text
      embed second.csv --postgres "$PGURL" --table docs --id-column key --id-type integer --carry note,text
      embed first.csv --out first.jsonl > /dev/null
      ask "SELECT id, note, text, vector_dims(embedding) FROM docs ORDER BY id"
      ask "SELECT embedding FROM docs WHERE id = 2"
      embed twice.csv --postgres "$PGURL" --table docs --id-column key --id-type integer 2> /dev/null; echo "status $?"
      embed first.csv --postgres "$PGURL" --table docs --id-column key --id-type integer --carry nothing 2>&1; echo "status $?"
      embed first.csv --postgres "$PGURL" --table none.docs 2>&1; echo "status $?"
      """, folder)
    let lines = output.split(separator: "\n").map(String.init)
    try #require(lines.count == 13, "\(output)")
    #expect(lines[0].contains("\"rows\":3,") && lines[1].contains("\"rows\":2,"))
    #expect(Array(lines[2...5]) == ["1|a|book|32", "2||good|32", "3|new|film|32", "4|last|odder|32"], "\(output)")
    #expect(lines[7] == "status 65", "\(output)")
    let stored = lines[6].dropFirst().dropLast().split(separator: ",").compactMap { Float($0) }
    let second = try String(contentsOfFile: folder.path("first.jsonl"), encoding: .utf8).split(separator: "\n")[1]
    let object = try JSONSerialization.jsonObject(with: Data(second.utf8)) as? [String: Any]
    #expect(stored == (object?["embedding"] as? [Double])?.map(Float.init))
    #expect(output.contains("nothing") && lines.contains("status 64"))
    #expect(output.contains("schema \"none\" does not exist") && lines.last == "status 74", "\(output)")
  }

  /// The server is stopped in the middle, starts again, and the run goes on; and kills in between change nothing.
  @Test(.enabled(if: Oracle.hasDatabases)) func aServerThatGoesAwayIsGoneOnWith() throws {
    let folder = try Folder()
    var text = "key,text\n"
    for row in 0..<40_000 { text += "k\(row),book \(row)\n" }
    try folder.write(text, as: "data.csv")
    let output = try withServer(
      """
      run() { embed data.csv --postgres "$PGURL" --table docs --id-column key --carry text "$@"; }
      embed data.csv --postgres "$PGURL" --table whole --id-column key --carry text > /dev/null
      run > /dev/null 2> errors & job=$!
      until [ "$(ask "SELECT count(*) > 0 FROM docs" 2> /dev/null)" = t ]; do sleep 0.02; done
      "$PGBIN/pg_ctl" -D "$PGDATA" -m immediate stop > /dev/null 2>&1 || su pgserver -s /bin/sh -c "\\"$PGBIN/pg_ctl\\" -D \\"$PGDATA\\" -m immediate stop" > /dev/null
      wait $job; echo "status $?"; cat errors
      start="\\"$PGBIN/pg_ctl\\" -D \\"$PGDATA\\" -o \\"-k $PGDATA -h ''\\" -l \\"$PGDATA/log2\\" -w start"
      sh -c "$start" > /dev/null 2>&1 || su pgserver -s /bin/sh -c "$start" > /dev/null
      run --resume > /dev/null & job=$!; sleep 0.3; kill -9 $job; wait $job 2> /dev/null
      run --resume
      ask "SELECT count(*), count(DISTINCT id) FROM docs"
      ask "SELECT count(*) FROM docs JOIN whole USING (id, text, embedding)"
      """, folder)
    let lines = output.split(separator: "\n").map(String.init)
    #expect(lines.first == "status 69" && output.contains("--resume"), "\(output)")
    #expect(lines.suffix(2) == ["40000|40000", "40000"], "\(output)")
    #expect(lines[lines.count - 3].contains("\"rows\":40000,") && !output.contains("\"resumed\":0,"), "\(output)")
  }
}
