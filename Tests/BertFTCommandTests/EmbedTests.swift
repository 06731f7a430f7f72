import Foundation
import Testing
import _TestSupport

/// `bertft embed`: what it writes, what it says, and what it leaves behind.
struct EmbedTests {
  /// A header of 128 bytes, then rows of 32 values of 4 bytes.
  private static func size(rows: Int) -> Int { 128 + rows * TinyModel.hidden * 4 }

  private func embed(_ data: String, _ out: String, _ more: String..., input: Data? = nil) throws -> Program.Outcome {
    try Program.run(
      ["embed", data, "--out", out, "--model", try Fixture.encoder.get(), "--threads", "1"] + more, input: input)
  }

  private func names(_ folder: Folder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  @Test(.enabled(if: Oracle.isAvailable)) func arrayAndResultAgree() throws {
    struct Read: Decodable {
      var shape: [Int]
      var dtype: String
      var values: [Double]
    }
    let folder = try Folder(), out = folder.path("out.npy")
    let outcome = try embed(try Fixture.reviews.get(), out, "--json", "--quiet")
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    let result = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any], "\(outcome)")
    #expect(
      Set(result.keys) == [
        "out", "format", "rows", "resumed", "encoded", "dimensions", "tokens", "truncated", "seconds",
        "rows_per_second",
      ])
    #expect(result["rows"] as? Int == 60 && result["dimensions"] as? Int == 32)
    #expect(result["out"] as? String == out && result["format"] as? String == "npy")
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/read_npy.py")
    let read = try JSONDecoder().decode(Read.self, from: Data(try Oracle.run(script: script, arguments: [out]).utf8))
    #expect(read.shape == [60, 32] && read.dtype == "<f4")
    for row in 0..<60 {
      let length = read.values[row * 32..<(row + 1) * 32].reduce(0) { $0 + $1 * $1 }
      #expect(abs(length - 1) < 1e-5)
    }
  }

  @Test func rowsKeepTheirOrderWhereverTheyComeFrom() throws {
    let folder = try Folder()
    let texts = (0..<300).map { "book \($0 % 50) \($0 % 7 == 0 ? "good" : "bad")" }
    let csv = try folder.write(
      "id,text\n" + texts.enumerated().map { "\($0.offset),\($0.element)\n" }.joined(), as: "a.csv")
    let whole = folder.path("whole"), piped = folder.path("piped"), reversed = folder.path("reversed")
    #expect(try embed(csv, whole, "--threads", "2").status == 0)
    let lines = Data((texts.joined(separator: "\n") + "\n").utf8)
    #expect(try embed("-", piped, "--input-format", "txt", input: lines).status == 0)
    let backwards = try folder.write(texts.reversed().joined(separator: "\n") + "\n", as: "b.txt")
    #expect(try embed(backwards, reversed).status == 0)
    let forward = try Data(contentsOf: URL(fileURLWithPath: whole))
    #expect(try Data(contentsOf: URL(fileURLWithPath: piped)) == forward)
    #expect(forward.count == Self.size(rows: 300))
    let back = try Data(contentsOf: URL(fileURLWithPath: reversed))
    for row in 0..<300 {
      let here = Self.size(rows: row), there = Self.size(rows: 299 - row)
      #expect(forward[here..<here + 128] == back[there..<there + 128], "row \(row)")
    }
  }

  @Test func mistakesHaveTheirExitCodes() throws {
    let folder = try Folder(), data = try folder.write("text\ngood\nbad\n", as: "data.csv")
    let out = folder.path("out.npy"), before = try Data(contentsOf: URL(fileURLWithPath: data))
    let empty = try folder.write("text,label\ngood,1\n,2\n", as: "empty.csv")
    let header = try folder.write("text\n", as: "header.csv")
    let blank = try folder.write("text,label\n,2\n", as: "blank.csv")
    let ranges = try folder.write("{}", as: "ranges.json")
    let cases: [(Int32, String, [String])] = [
      (64, "--out", [data]), (64, "directory", [data, "--out", folder.url.path]),
      (64, "input", [data, "--out", data, "--format", "npy"]), (64, "regular", [data, "--out", "/dev/null"]),
      (64, "--max-length", [data, "--out", out, "--max-length", "65"]),
      (64, "pooling", [data, "--out", out, "--pooling", "median"]),
      (64, "--prompt-name", [data, "--out", out, "--prompt-name", "topic"]),
      (64, "--prompt", [data, "--out", out, "--prompt-name", "query", "--prompt", "a"]),
      (64, "--text-column", [data, "--out", out, "--text-column", "body"]),
      (64, "--input-format", ["-", "--out", out]),
      (64, "format", [data, "--out", out, "--format", "parquet"]),
      (64, "vectors.parquet", [data, "--out", folder.path("vectors.parquet")]),
      (64, "--format", [data, "--out", folder.path("vectors.npz")]),
      (64, "--ranges", [data, "--out", out, "--ranges", out]),
      (66, "none.npy", [data, "--out", out, "--quantize", "int8", "--ranges", folder.path("none.npy")]),
      (65, "int8", [data, "--out", out, "--quantize", "int8", "--ranges", ranges]),
      (64, "--shard", [data, "--out", out, "--shard", "3/2"]),
      (64, "--carry", [data, "--out", out, "--carry", "title"]),
      (64, "twice", [data, "--out", out, "--carry", "text,text"]),
      (64, "--postgres", [data]), (64, "--table", [data, "--postgres", "host=/none"]),
      (64, "fvecs", [data, "--out", folder.path("out.fvecs"), "--quantize", "int8"]),
      (64, "pgvector", [data, "--out", folder.path("out.pgcopy"), "--quantize", "int8"]),
      (65, "line 2", [data, "--out", out, "--id-column", "text", "--id-type", "integer"]),
      (69, "connection", [data, "--postgres", "host=/none", "--table", "docs"]),
      (65, "line 3", [empty, "--out", out]), (65, "header.csv", [header, "--out", out]),
      (65, "blank.csv", [blank, "--out", out, "--bad-rows", "skip"]),
      (66, "none.csv", [folder.path("none.csv"), "--out", out]),
      (74, "none/out.npy", [data, "--out", folder.path("none/out.npy")]),
      (74, "header.csv/out", [data, "--out", header + "/out"]),
    ]
    for (status, word, arguments) in cases {
      let outcome = try Program.run(["embed"] + arguments + ["--model", try Fixture.encoder.get()])
      #expect(outcome.status == status, "\(arguments): \(outcome)")
      #expect(outcome.errors.contains(word), "\(arguments): \(outcome)")
      // A word that is none of several is answered with the list of them.
      #expect(
        ["pooling", "format"].contains(word) || (1...2).contains(outcome.errorLines.count), "\(arguments): \(outcome)")
      #expect(outcome.output.isEmpty)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: data)) == before)
    #expect(try names(folder) == ["blank.csv", "data.csv", "empty.csv", "header.csv", "ranges.json"])
  }

  /// Standard input cannot be read twice: the second row of an id is refused when it comes, and no file appears.
  @Test(arguments: ["out.sqlite", "out.pgcopy"]) func idsOfAPipeMustDiffer(_ name: String) throws {
    let folder = try Folder(), out = folder.path(name)
    func piped(_ rows: String, _ more: String...) throws -> Program.Outcome {
      let arguments = ["embed", "-", "--out", out, "--model", try Fixture.encoder.get(), "--input-format", "csv"]
      return try Program.run(arguments + ["--id-column", "id", "--threads", "1"] + more, input: Data(rows.utf8))
    }
    let twice = try piped("id,text\na,good\nb,bad\na,book\n")
    #expect(
      twice.status == 65 && twice.errors.contains("standard input:4: the id \"a\" is already in line 2"), "\(twice)")
    // Far behind the first window of 4,096 rows, of which some are kept and said to be unfinished.
    let late = try piped("id,text\n" + (0..<9000).map { "\($0),book\n" }.joined() + "17,good\n")
    #expect(
      late.status == 65 && late.errors.contains("standard input:9002: the id \"17\" is already in line 19"), "\(late)")
    #expect(late.errors.contains("--resume") && late.output.isEmpty)
    let numbers = try piped("id,text\n1,good\n01,bad\n", "--id-type", "integer")
    #expect(numbers.status == 65 && numbers.errors.contains("standard input:3: the id 1 "), "\(numbers)")
    #expect(try names(folder).filter { !$0.hasSuffix(".partial") }.isEmpty)
    // Ids are compared byte for byte, as both databases do.
    let forms = try piped("id,text\n\u{E9},good\ne\u{301},bad\nE,book\n")
    #expect(forms.status == 0, "\(forms)")
    #expect(try names(folder).contains(name))
  }

  /// A file at standard input can be read once only: what a shard or the ranges of int8 would read first is not lost.
  @Test func aFileAtStandardInputIsReadOnce() throws {
    let folder = try Folder(), rows = Data(Reviews.csv(rows: 60).utf8)
    let outs = [folder.path("piped.npy"), folder.path("file.npy")]
    let piped = try embed("-", outs[0], "--input-format", "csv", "--quantize", "int8", input: rows)
    #expect(piped.status == 0, "\(piped)")
    let file = try embed(Fixture.reviews.get(), outs[1], "--quantize", "int8")
    #expect(file.status == 0, "\(file)")
    let bytes = try outs.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    #expect(bytes[0] == bytes[1])
    let shard = try embed("-", folder.path("shard.npy"), "--input-format", "csv", "--shard", "1/2", input: rows)
    #expect(shard.status == 64 && shard.errors.contains("pipe"), "\(shard)")
  }

  @Test func emptyTextsAreLeftOutWhereThatIsAllowed() throws {
    let folder = try Folder(), out = folder.path("out.npy")
    let data = try folder.write("text,label\ngood,1\n,2\nbad,3\n", as: "data.csv")
    let outcome = try embed(data, out, "--bad-rows", "skip", "--json")
    #expect(outcome.status == 0 && outcome.errors.contains("line 3"), "\(outcome)")
    #expect(outcome.output.contains("\"rows\":2,"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: out)).count == Self.size(rows: 2))
  }

  /// A limit on the size of files stands for a full disk.
  @Test func fullDiskLeavesTheOldFile() throws {
    let folder = try Folder(), out = try folder.write("old", as: "out.npy")
    let data = try folder.write(Reviews.csv(rows: 2000), as: "data.csv")
    // Units of 512 bytes, 20 KB of 256 KB.
    let outcome = try Program.shell(
      "ulimit -f 40; exec \"$BERTFT\" embed '\(data)' --out '\(out)' --force --model \"$MODEL\" --threads 1",
      environment: ["MODEL": try Fixture.encoder.get()])
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("out.npy") && (1...2).contains(outcome.errorLines.count), "\(outcome)")
    #expect(try String(contentsOfFile: out, encoding: .utf8) == "old")
    #expect(try names(folder) == ["data.csv", "out.npy"])
  }

  /// The limit is reached behind the first windows: their rows are kept, and gone on from when there is room.
  @Test(arguments: ["npy", "sqlite"]) func fullDiskIsGoneOnFrom(form: String) throws {
    let folder = try Folder(), out = folder.path("out.\(form)"), whole = folder.path("whole.\(form)")
    let text = "text\n" + (0..<20_000).map { "book \($0)\n" }.joined()
    let data = try folder.write(text, as: "data.csv")
    // Units of 512 bytes: 2 MB of 2.6 MB.
    let command = "embed '\(data)' --out '\(out)' --model \"$MODEL\" --threads 1 --quiet"
    let environment = ["MODEL": try Fixture.encoder.get()]
    let outcome = try Program.shell("ulimit -f 4000; exec \"$BERTFT\" \(command)", environment: environment)
    #expect(outcome.status == 74 && outcome.errors.contains("--resume"), "\(outcome)")
    #expect(try names(folder) == ["data.csv", "out.\(form).partial"])
    let again = try Program.shell("exec \"$BERTFT\" \(command) --resume --json", environment: environment)
    #expect(again.status == 0 && again.output.contains("\"rows\":20000,"), "\(again)")
    #expect(!again.output.contains("\"resumed\":0,"), "\(again)")
    #expect(try embed(data, whole).status == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == Data(contentsOf: URL(fileURLWithPath: whole)))
  }

  #if os(Linux)
    @Test func readOnlyFileSystem() throws {
      let outcome = try embed(try Fixture.reviews.get(), "/proc/bertft.npy")
      #expect(outcome.status == 74 && outcome.errors.contains("/proc"), "\(outcome)")
    }
  #endif

  /// While it waits for input that does not come: before a window is whole nothing is left, afterwards its rows are.
  @Test(arguments: [SIGINT, SIGTERM], [10, 5000]) func interruptionKeepsWholeWindows(signal: Int32, rows: Int) throws {
    let folder = try Folder(), out = try folder.write("old", as: "out.npy"), data = folder.path("data.csv")
    let text = "text\n" + (0..<rows).map { "book \($0)\n" }.joined()
    #expect(mkfifo(data, 0o600) == 0)
    let running = try Program.start(
      ["embed", data, "--out", out, "--force", "--model", try Fixture.encoder.get(), "--threads", "1"])
    // The pipe stays open until the end of the test.
    let pipe = try #require(FileHandle(forWritingAtPath: data))
    try pipe.write(contentsOf: Data(text.utf8))
    let keeps = rows > 4096
    let sign = folder.path("out.npy.partial") + (keeps ? "/state.json" : "/vectors")
    let deadline = Date(timeIntervalSinceNow: 20)
    while !FileManager.default.fileExists(atPath: sign), Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
    kill(running.process.processIdentifier, signal)
    let outcome = try running.wait()
    try pipe.close()
    #expect(outcome.status == 130 && outcome.output.isEmpty, "\(outcome)")
    #expect(outcome.errors.contains("4,096 rows") == keeps, "\(outcome)")
    #expect(outcome.errors.contains("--resume") == keeps, "\(outcome)")
    #expect(try names(folder) == ["data.csv", "out.npy"] + (keeps ? ["out.npy.partial"] : []))
    #expect(try String(contentsOfFile: out, encoding: .utf8) == "old")
  }

  #if os(Linux)
    /// Three times the rows, the same memory: windows of 4,096 rows go through, and the vectors kept for texts that come
    /// again are bounded. Allowed is what a heap that is used again and again may gain by fragmentation; the vectors of
    /// the further rows would be 26 MB.
    @Test func memoryDoesNotGrowWithTheData() throws {
      let folder = try Folder()
      func peak(rows: Int) throws -> Int {
        var text = "text\n"
        for row in 0..<rows { text += "book \(row)\n" }
        let data = try folder.write(text, as: "data.csv"), out = folder.path("out.npy")
        let running = try Program.start(
          ["embed", data, "--out", out, "--model", try Fixture.encoder.get(), "--threads", "1", "--quiet"])
        var kilobytes = 0
        while running.process.isRunning {
          let status =
            (try? String(contentsOfFile: "/proc/\(running.process.processIdentifier)/status", encoding: .utf8)) ?? ""
          let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
          kilobytes = max(kilobytes, line?.split(separator: " ").compactMap { Int($0) }.first ?? 0)
          Thread.sleep(forTimeInterval: 0.005)
        }
        #expect(try running.wait().status == 0)
        let size = try FileManager.default.attributesOfItem(atPath: out)[.size] as? Int
        #expect(size == Self.size(rows: rows))
        return kilobytes
      }
      let small = try peak(rows: 100_000), large = try peak(rows: 300_000)
      #expect(small > 1000 && large < small + 6000, "\(small) kB for 100,000 rows, \(large) kB for 300,000")
    }
  #endif
}
