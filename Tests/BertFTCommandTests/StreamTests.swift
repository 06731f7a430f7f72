import BertArrow
import Foundation
import Testing
import _TestSupport

/// `--stream` and `--out -`: answers as the questions come, and nothing but answers on standard output.
struct StreamTests {
  private func object(_ line: Substring) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }

  private func lines(_ text: String?) throws -> [Substring] {
    try #require(text).split(separator: "\n", omittingEmptySubsequences: true)
  }

  private func predicting(_ more: String..., model: String? = nil) throws -> Conversation {
    try Conversation(["predict", try model ?? Fixture.classifier.get(), "-", "--threads", "1"] + more)
  }

  @Test func batchesAreAnsweredAtOnceInTheirOrder() throws {
    let stream = try predicting("--stream", "jsonl")
    let texts = ["good", "bad"]
    try stream.send("{\"id\":1.50,\"text\":\"good\"}\n{\"text\": \"bad\", \"id\": [1, {\"a\":null}]}\n\n")
    let first = try lines(stream.receive(upTo: "\n\n"))
    #expect(first.count == 2 && stream.isRunning)
    // Members that came are as they were written.
    #expect(first[0].hasPrefix("{\"id\":1.50,\"text\":\"good\",\"label\":"))
    #expect(first[1].hasPrefix("{\"text\":\"bad\",\"id\":[1, {\"a\":null}],\"label\":"))
    let plain = try Program.run(
      ["predict", try Fixture.classifier.get(), "--threads", "1"] + texts.flatMap { ["--text", $0] })
    for (line, expected) in zip(first, plain.outputLines) {
      #expect(line.hasSuffix(expected.split(separator: ",", maxSplits: 1)[1]), "\(line)")
    }
    // An empty batch has an empty answer; the end of the input ends a batch too.
    try stream.send("\n")
    #expect(stream.receive(upTo: "\n") == "\n")
    try stream.send("{\"text\":\"good\",\"label\":\"mine\",\"error\":\"old\"}")
    let rest = try stream.finish()
    #expect(rest.status == 0 && rest.output.hasSuffix("}\n\n"), "\(rest)")
    let last = try object(try #require(try lines(rest.output).first))
    #expect(Set(last.keys) == ["text", "label", "scores"] && last["label"] as? String != "mine")
  }

  @Test func rowsThatCannotBeUsedSayWhy() throws {
    let stream = try predicting("--stream", "jsonl", "--text-column", "review")
    try stream.send(
      "{\"id\":1}\n[1]\n{\"id\":3,\"review\":\"\"}\n{\"id\":4,\"review\":\"good\"}\n{\"id\":5,\"review\":[]}\n")
    try stream.send(
      Array("{\"id\":6,\"review\":\"a".utf8) + [0xFF] + Array("\"}\n{\"id\":7,\"review\":\"\\u0000\"}\n\n".utf8))
    let rows = try lines(stream.receive(upTo: "\n\n")).map(object)
    #expect(rows.map { $0["id"] as? Int } == [1, nil, 3, 4, 5, 6, 7])
    #expect(rows.map { $0["error"] is String } == [true, true, true, false, true, true, true])
    #expect(rows[3]["text"] as? String == "good" && rows[3]["review"] as? String == "good")
    #expect((rows[0]["error"] as? String)?.contains("--text-column") == true)
    #expect(try stream.finish().status == 0)

    let strict = try Program.run(
      ["predict", try Fixture.classifier.get(), "-", "--stream", "jsonl", "--bad-rows", "error"],
      input: Data("{\"text\":\"good\"}\n\n{\"text\":\"\"}\n\n".utf8))
    #expect(strict.status == 65 && strict.errors.contains("standard input:3"), "\(strict)")
    #expect(strict.outputLines.count == 1)
  }

  /// Rows that only the model finds it has no answer to stand alone; the others have the answers they have without them.
  @Test func rowsThatTheModelCannotReadLeaveTheOthersTheirAnswers() throws {
    let folder = try Folder()
    // The last token of the vocabulary, ##9, has no embedding.
    let model = try TinyModel.write(
      to: folder.url.appendingPathComponent("model"), vocabularySize: TinyModel.vocabulary.count - 1,
      labels: ["pos", "neg"])
    let texts = ["good", "good a9", "bad", "book", "b9", "good book"], unreadable = [1, 4]
    let input = texts.map { "{\"text\":\"\($0)\"}\n" }.joined()
    let outcome = try Program.run(["predict", model, "-", "--stream", "jsonl", "--quiet"], input: Data(input.utf8))
    #expect(outcome.status == 0, "\(outcome)")
    let readable = texts.indices.filter { !unreadable.contains($0) }
    let plain = try Program.run(["predict", model, "--quiet"] + readable.flatMap { ["--text", texts[$0]] })
    #expect(outcome.outputLines.count == texts.count && plain.outputLines.count == readable.count, "\(plain)")
    for (row, line) in zip(readable, plain.outputLines) { #expect(outcome.outputLines[row] == line) }
    for row in unreadable { #expect(outcome.outputLines[row].contains("\"error\":")) }
  }

  @Test func wordsAreTagged() throws {
    let outcome = try Program.run(
      ["predict", try Fixture.tagger.get(), "-", "--stream", "jsonl"],
      input: Data("{\"id\":1,\"tokens\":[\"good\",\"book\"]}\n{\"id\":2,\"text\":\"good book\"}\n{\"id\":3}\n".utf8))
    #expect(outcome.status == 0, "\(outcome)")
    let rows = try lines(outcome.output).map(object)
    #expect(rows.count == 3 && rows[0]["text"] as? String == "good book")
    #expect(rows[0]["entities"] is [Any] && rows[1]["entities"] is [Any] && rows[2]["error"] is String)
  }

  @Test func vectorsAreThoseOfTheFile() throws {
    let folder = try Folder(), model = try Fixture.encoder.get()
    let data = try folder.write("{\"text\":\"good\"}\n{\"text\":\"bad book\"}\n", as: "data.jsonl")
    let common = ["--model", model, "--threads", "1", "--quiet"]
    let out = folder.path("out.jsonl"), array = folder.path("out.npy")
    for place in [out, array] { #expect(try Program.run(["embed", data, "--out", place] + common).status == 0) }
    let content = try Data(contentsOf: URL(fileURLWithPath: data))
    let written = try String(contentsOfFile: out, encoding: .utf8)
    let streamed = try Program.run(["embed", "-", "--stream", "jsonl"] + common, input: content)
    #expect(streamed.status == 0, "\(streamed)")
    func vectors(_ text: String) throws -> [[Double]] {
      try lines(text).map { try #require(try object($0)["embedding"] as? [Double]) }
    }
    #expect(try vectors(streamed.output) == vectors(written))

    let writer = ArrowStreamWriter([ArrowField("id", .int32), ArrowField("text", .utf8)])
    let stream = try Conversation(["embed", "-", "--stream", "arrow"] + common)
    try stream.send(writer.schema(metadata: []))
    // The schema comes before any row.
    let head = try #require(stream.receive(bytes: 8)), size = head[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
    let metadata = try #require(stream.receive(bytes: size))
    for word in ["vector", "error", "making", "pooling", "mean"] {
      #expect(String(decoding: metadata, as: UTF8.self).contains(word))
    }
    try stream.send(writer.batch([ArrowValues(.int32([1, 2])), ArrowValues(["good", "bad book"])]))
    let values = try Data(contentsOf: URL(fileURLWithPath: array)).dropFirst(128)
    let found = try #require(stream.receive(bytes: 8)), length = found[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
    let answer = try #require(stream.receive(bytes: length + values.count))
    #expect(Data(answer).range(of: values) != nil && stream.isRunning)
    try stream.send(ArrowStreamWriter.end)
    #expect(try stream.finish().status == 0)
  }

  /// Batches of all types of columns around the text, as pyarrow writes them.
  @Test func recordBatchesAreAnsweredWithLabelsAndErrors() throws {
    struct Golden: Decodable {
      struct Stream: Decodable { let name: String, stream: Data, column: String, batches: [[Data?]] }
      let good: [Stream]
    }
    let golden = try _TestSupport.Golden.load(Golden.self, "streams.json", target: "BertArrowTests")
    for name in ["columns of all types", "empty batches", "not UTF-8", "no batch"] {
      let stream = try #require(golden.good.first { $0.name == name })
      let folder = try Folder()
      try stream.stream.write(to: folder.url.appendingPathComponent("in"))
      let outcome = try Program.shell(
        "\"$BERTFT\" predict \"$MODEL\" - --stream arrow --text-column text < in > out",
        environment: [
          "MODEL": try Fixture.classifier.get()
        ], directory: folder.url)
      #expect(outcome.status == 0, "\(name): \(outcome)")
      let output = try [UInt8](Data(contentsOf: folder.url.appendingPathComponent("out")))
      #expect(output.suffix(8) == [255, 255, 255, 255, 0, 0, 0, 0])
      let labels = try texts(output, "label"), errors = try texts(output, "error")
      #expect(labels.map(\.count) == stream.batches.map(\.count), "\(name)")
      for (batch, texts) in stream.batches.enumerated() {
        for (row, text) in texts.enumerated() {
          let isUsable = text.map { !$0.isEmpty && String(validating: $0, as: UTF8.self) != nil } ?? false
          #expect((labels[batch][row] != nil) == isUsable && (errors[batch][row] == nil) == isUsable, "\(name)")
        }
      }
    }
  }

  private func texts(_ stream: [UInt8], _ column: String) throws -> [[String?]] {
    struct Memory: ArrowInput {
      var rest: ArraySlice<UInt8>
      mutating func read(_ count: Int) throws(ArrowError) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
    }
    var reader = ArrowStreamReader(Memory(rest: stream[...]), limit: 1 << 20)
    let schema = try #require(try reader.schema())
    let found = try #require(schema.columns.first { $0.name == column })
    var batches: [[String?]] = []
    while let batch = try reader.next() {
      let texts = try batch.texts(found)
      batches.append((0..<texts.count).map { texts.with($0) { $0.map { String(decoding: $0, as: UTF8.self) } } })
    }
    return batches
  }

  @Test func streamsThatBreakRulesEndWith65() throws {
    let writer = ArrowStreamWriter([ArrowField("text", .utf8)])
    let whole = writer.schema(metadata: []) + writer.batch([ArrowValues(["good"])])
    let numbers = ArrowStreamWriter([ArrowField("text", .float32)]).schema(metadata: [])
    let model = try Fixture.classifier.get()
    let cases: [(String, [UInt8], [String])] = [
      ("ends within", Array(whole.dropLast(3)), ["arrow"]), ("0xFFFFFFFF", Array("{\"text\":1}\n".utf8), ["arrow"]),
      ("cast it", numbers, ["arrow"]), ("--max-batch-bytes", whole, ["arrow", "--max-batch-bytes", "150b"]),
      (
        "--max-batch-bytes", Array("{\"text\":\"good\"}\n{\"text\":\"bad\"}\n".utf8),
        ["jsonl", "--max-batch-bytes", "20b"]
      ),
    ]
    for (words, input, more) in cases {
      let outcome = try Program.run(["predict", model, "-", "--stream"] + more, input: Data(input))
      #expect(outcome.status == 65 && outcome.errors.contains(words), "\(more): \(outcome)")
    }
    let empty = try Program.run(["predict", model, "-", "--stream", "arrow"])
    #expect(empty.status == 0 && empty.output.isEmpty, "\(empty)")
  }

  @Test func flagsThatSayNothingOfAStreamAre64() throws {
    let model = try Fixture.classifier.get(), encoder = try Fixture.encoder.get()
    let predict = ["predict", model, "-", "--stream", "jsonl"]
    let embed = ["embed", "-", "--model", encoder, "--stream", "jsonl"]
    let cases: [(String, [String])] = [
      ("give -", ["predict", model, try Fixture.reviews.get(), "--stream", "jsonl"]),
      ("--text ", predict + ["--text", "good"]), ("--format", predict + ["--format", "csv"]),
      ("--bad-rows", predict + ["--bad-rows", "skip"]), ("--input-format", predict + ["--input-format", "jsonl"]),
      ("--top", ["predict", model, "-", "--stream", "arrow", "--top", "1"]),
      ("--max-batch-bytes", ["predict", model, "-", "--max-batch-bytes", "1MB"]),
      ("--out", embed + ["--out", "a.npy"]), ("--quantize", embed + ["--quantize", "binary"]),
      ("--carry", embed + ["--carry", "id"]), ("--resume", embed + ["--resume"]),
      ("stream", ["embed", "-", "--model", encoder, "--stream", "csv"]),
    ]
    for (words, arguments) in cases {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 64 && outcome.errors.contains(words), "\(arguments): \(outcome)")
    }
  }

  @Test func signalsAndReadersThatLeaveEndAStream() throws {
    let stopped = try predicting("--stream", "jsonl")
    try stopped.send("{\"text\":\"good\"}\n\n")
    #expect(stopped.receive(upTo: "\n\n") != nil)
    stopped.signal(SIGTERM)
    #expect(try stopped.wait().status == 130)

    let left = try predicting("--stream", "jsonl")
    try left.send("{\"text\":\"good\"}\n\n")
    #expect(left.receive(upTo: "\n\n") != nil)
    try left.stopReading()
    try left.send("{\"text\":\"good\"}\n\n")
    #expect(try left.finish().status == 0)
  }

  /// Who types a line without `--stream` has its answer before the next.
  @Test(arguments: ["jsonl", "txt", "csv"]) func linesAreAnsweredWhenNoMoreWait(format: String) throws {
    let stream = try predicting("--input-format", format)
    if format == "csv" { try stream.send("text\n") }
    for text in ["a", "good"] {
      try stream.send(format == "jsonl" ? "{\"text\":\"\(text)\"}\n" : "\(text)\n")
      let line = try #require(stream.receive(upTo: "\n"), "\(format)")
      #expect(line.hasPrefix("{\"text\":\"\(text)\",") && stream.isRunning)
    }
    #expect(try stream.finish().status == 0)
  }

  @Test func vectorsGoToStandardOutputWhereTheFormatAllows() throws {
    let folder = try Folder(), model = try Fixture.encoder.get(), data = try Fixture.reviews.get()
    let common = ["embed", data, "--model", model, "--threads", "1"]
    for format in ["jsonl", "fvecs", "pgvector"] {
      let out = folder.path("out.\(format)")
      #expect(try Program.run(common + ["--out", out, "--format", format]).status == 0)
      let outcome = try Program.shell(
        "\"$BERTFT\" embed \"$DATA\" --model \"$MODEL\" --threads 1 --out - --format \(format) > piped.\(format)",
        environment: ["DATA": data, "MODEL": model], directory: folder.url)
      #expect(outcome.status == 0, "\(outcome)")
      #expect(
        try Data(contentsOf: folder.url.appendingPathComponent("piped.\(format)"))
          == Data(contentsOf: URL(fileURLWithPath: out)))
    }
    let cases: [(String, [String])] = [
      ("--format jsonl", []), ("number of rows", ["--format", "npy"]), ("database", ["--format", "sqlite"]),
      ("ranges", ["--format", "jsonl", "--quantize", "int8"]), ("fvecs", ["--format", "fvecs", "--carry", "label"]),
      ("--resume", ["--format", "jsonl", "--resume"]), ("--json", ["--format", "jsonl", "--json"]),
    ]
    for (words, more) in cases {
      let outcome = try Program.run(common + ["--out", "-"] + more, directory: folder.url)
      #expect(outcome.status == 64 && outcome.errors.contains(words), "\(more): \(outcome)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("-")))
    let left = try Program.shell(
      "{ \"$BERTFT\" embed \"$DATA\" --model \"$MODEL\" --out - --format jsonl --quiet; echo status $? >&2; } | head -c 1",
      environment: ["DATA": data, "MODEL": model])
    #expect(left.errors == "status 0\n", "\(left)")
  }
}
