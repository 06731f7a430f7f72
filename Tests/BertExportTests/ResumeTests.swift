import BertData
import BertExport
import BertInference
import BertStorage
import Foundation
import Testing
import _TestSupport

/// A run that ended early and is taken up ends with the same bytes as one that was never broken.
struct ResumeTests {
  private static let rows = 250

  private static func data(_ scratch: Scratch, changing changed: Int? = nil) throws -> URL {
    let lines = (0..<rows).map { "{\"text\":\"book \($0 == changed ? 999 : $0) is good\",\"n\":\($0)}\n" }
    return try scratch.write(lines.joined(), as: "data.jsonl")
  }

  private let embedder: TextEmbedder
  private let scratch: Scratch

  init() throws {
    let all = try GoldenEmbeddings.load()
    scratch = try Scratch()
    embedder = try TextEmbedder(contentsOf: scratch.model(all, all.cases[0].files), threads: 2)
  }

  private func export(
    _ data: URL, to name: String, _ element: VectorElement = .float32, resumes: Bool = true, shard: ExportShard? = nil,
    columns: ExportColumns = ExportColumns(carried: ["n"]), endsAfter calls: Int = .max,
    ranges: RecordedRanges? = nil
  ) throws -> ExportReport {
    let file = scratch.url.appendingPathComponent(name)
    var input = try ExportInput(
      .file(data), reading: ReadingOptions(needsLabels: false), columns: columns, shard: shard)
    var asked = 0
    return try EmbeddingExport(
      embedder: embedder,
      options: ExportOptions(
        format: .of(file), element: element, resumes: resumes, model: "small", ranges: ranges),
      window: .init(rows: 16, bytes: 1 << 20, calibration: 40)
    ).run(
      &input, to: file,
      isCancelled: {
        asked += 1
        return asked > calls
      })
  }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: scratch.url.appendingPathComponent(name)) }

  @Test(arguments: ["npy", "safetensors", "jsonl", "fvecs", "pgcopy", "sqlite"]) func brokenRunsEndAlike(
    form: String
  ) throws {
    let data = try Self.data(scratch)
    let element: VectorElement = form == "safetensors" ? .int8 : form == "npy" ? .binary : .float32
    #expect(try export(data, to: "whole.\(form)", element).resumed == 0)
    // Each run gets a little further.
    var ends = 0, kept = 0
    while true {
      do {
        let report = try export(data, to: "broken.\(form)", element, endsAfter: 4)
        #expect(report.rows == Self.rows && report.resumed == kept)
        break
      } catch let error as ExportError {
        guard case .unfinished(.interrupted, let rows, _) = error else { throw error }
        #expect(rows > kept && rows < Self.rows)
        (ends, kept) = (ends + 1, rows)
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("broken.\(form)").path))
      }
    }
    #expect(ends > 2)
    #expect(try bytes("broken.\(form)") == bytes("whole.\(form)"))
    if ["npy", "safetensors", "fvecs"].contains(form) {
      #expect(try bytes("broken.\(form).rows.jsonl") == bytes("whole.\(form).rows.jsonl"))
    }
    #expect(!scratch.names.contains { $0.hasSuffix(".partial") })
  }

  @Test func anotherMakingIsNotGoneOnWith() throws {
    let data = try Self.data(scratch)
    func begin() { _ = try? export(data, to: "out.npy", endsAfter: 4) }
    func isMismatch(_ error: any Error) -> Bool {
      if case ExportError.resumeMismatch? = error as? ExportError { true } else { false }
    }
    begin()
    #expect(scratch.names.contains("out.npy.partial"))
    #expect { try export(data, to: "out.npy", .binary) } throws: { isMismatch($0) }
    #expect { try export(data, to: "out.npy", columns: ExportColumns()) } throws: { isMismatch($0) }
    let shard = try #require(ExportShard(index: 1, of: 2))
    #expect { try export(data, to: "out.npy", shard: shard) } throws: { isMismatch($0) }
    let changed = try Self.data(scratch, changing: 3)
    #expect { try export(changed, to: "out.npy") } throws: { isMismatch($0) }
    // A change behind the place is another matter; and what was refused is still there.
    let later = try Self.data(scratch, changing: Self.rows - 1)
    #expect(try export(later, to: "out.npy").resumed > 0)
    // Without the option it begins anew.
    _ = try Self.data(scratch)
    begin()
    #expect(try export(data, to: "out.npy", resumes: false).resumed == 0)
  }

  /// A journal that no run has written so: out of bounds, or of other rows than the files hold.
  @Test(arguments: [
    #"{"rows":1000000000000000000}"#, #"{"rows":-16}"#, #"{"rows":12}"#, #"{"read":-1}"#, #"{"tokens":-7}"#,
    #"{"sizes":{"rows":0,"vectors":0}}"#, #"{"sizes":{"rows":-1,"vectors":-1}}"#,
  ]) func aJournalOfNoRunIsRefused(change: String) throws {
    let data = try Self.data(scratch)
    _ = try? export(data, to: "out.npy", endsAfter: 4)
    let journal = scratch.url.appendingPathComponent("out.npy.partial/state.json")
    func object(_ data: Data) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
    let changed = try object(Data(contentsOf: journal)).merging(object(Data(change.utf8))) { $1 }
    try JSONSerialization.data(withJSONObject: changed).write(to: journal)
    #expect(throws: ExportError.self) { try export(data, to: "out.npy") }
    #expect(!scratch.names.contains("out.npy"))
  }

  /// What was killed among its last moves is moved by the next run, whatever that does.
  @Test func movesThatWereCutShortAreDone() throws {
    let data = try Self.data(scratch)
    func place(_ name: String) -> URL { scratch.url.appendingPathComponent(name) }
    let names = ["out.npy", "out.npy.rows.jsonl", "out.npy.json"]
    _ = try export(data, to: "out.npy")
    let whole = try names.map { try bytes($0) }
    let aside = place("out.npy.partial")
    for moved in 0..<3 {
      try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: true)
      // As it is when the description, then the rows are moved, the vectors last, over those of another export.
      let parts = [("out.npy.json", "description"), ("out.npy.rows.jsonl", "rows"), ("out.npy", "vectors")]
      for (name, part) in parts[moved...] {
        try FileManager.default.moveItem(at: place(name), to: aside.appendingPathComponent(part))
      }
      let state =
        #"{"making":"x","rows":250,"read":250,"texts":1,"tokens":1,"truncated":0,"encoded":1,"sizes":{},"isFinishing":true,"companions":["rows","description"]}"#
      try Data(state.utf8).write(to: aside.appendingPathComponent("state.json"))
      try Data("old".utf8).write(to: place("out.npy"))
      // It ends before its first rows.
      _ = try? export(data, to: "out.npy", resumes: false, endsAfter: 0)
      #expect(try names.map { try bytes($0) } == whole)
    }
  }

  @Test func idsOfAnEarlierExportDoNotStayBesideNewVectors() throws {
    let data = try Self.data(scratch)
    _ = try export(data, to: "out.npy")
    #expect(scratch.names.contains("out.npy.rows.jsonl"))
    _ = try export(data, to: "out.npy", columns: ExportColumns())
    #expect(!scratch.names.contains("out.npy.rows.jsonl"))
    // A file of the user's by that name is not replaced.
    for name in ["out.npy.rows.jsonl", "out.npy.json"] {
      let file = try scratch.write("mine", as: name)
      #expect {
        try export(data, to: "out.npy", columns: ExportColumns())
      } throws: {
        if case .output(let error)? = $0 as? ExportError { error.fault == .notOurs } else { false }
      }
      #expect(try bytes(name) == Data("mine".utf8))
      try FileManager.default.removeItem(at: file)
    }
  }

  @Test(arguments: [VectorElement.float32, .int8]) func shardsEndToEndAreTheWhole(element: VectorElement) throws {
    let data = try Self.data(scratch)
    _ = try export(data, to: "whole.npy", element)
    var vectors = Data(), lines = Data()
    for index in 1...7 {
      let shard = try #require(ExportShard(index: index, of: 7))
      _ = try export(data, to: "part.npy", element, shard: shard)
      vectors += try bytes("part.npy").dropFirst(128)
      lines += try bytes("part.npy.rows.jsonl")
    }
    #expect(try vectors == bytes("whole.npy").dropFirst(128))
    #expect(try lines == bytes("whole.npy.rows.jsonl"))
    #expect(ExportShard(index: 0, of: 3) == nil && ExportShard(index: 4, of: 3) == nil)
  }

  /// Parts that are found by bytes, whose rows have ids, one without rows among them.
  @Test(arguments: ["npy", "jsonl"]) func partsOfLinesEndToEndAreTheWhole(form: String) throws {
    let data = try scratch.write(
      (0..<40).map { "{\"text\":\"book \($0)\",\"k\":\"k\($0)\"}\r\n" }.joined()
        + "{\"text\":\"\(String(repeating: "good ", count: 300))\",\"k\":\"last\"}\r\n", as: "data.jsonl")
    let columns = ExportColumns(id: "k", carried: ["k"])
    _ = try export(data, to: "whole.\(form)", .int8, columns: columns)
    let header = form == "npy" ? 128 : 0
    var vectors = Data(), lines = Data(), rows: [Int] = []
    for index in 1...9 {
      let shard = try #require(ExportShard(index: index, of: 9))
      rows.append(try export(data, to: "part.\(form)", .int8, shard: shard, columns: columns).rows)
      vectors += try bytes("part.\(form)").dropFirst(header)
      if form == "npy" { lines += try bytes("part.npy.rows.jsonl") }
      #expect(try !String(decoding: bytes("part.\(form).json"), as: UTF8.self).contains("first_row"))
    }
    #expect(rows.reduce(0, +) == 41 && rows.contains(0), "\(rows)")
    #expect(try vectors == bytes("whole.\(form)").dropFirst(header))
    if form == "npy" { #expect(try lines == bytes("whole.npy.rows.jsonl")) }
  }

  /// Files that were split beforehand fit together by the ranges of one; without them their codes differ.
  @Test func recordedRangesMakeSplitFilesFitTogether() throws {
    let data = try Self.data(scratch), rows = try String(contentsOf: data, encoding: .utf8).split(separator: "\n")
    let halves = try [rows.prefix(120), rows.suffix(130)].enumerated().map { index, half in
      try scratch.write(half.joined(separator: "\n") + "\n", as: "half\(index).jsonl")
    }
    _ = try export(data, to: "whole.npy", .int8)
    let whole = try bytes("whole.npy").dropFirst(128)
    func joined(_ ranges: RecordedRanges?) throws -> Data {
      var vectors = Data()
      for half in halves {
        _ = try export(half, to: "half.npy", .int8, ranges: ranges)
        vectors += try bytes("half.npy").dropFirst(128)
      }
      return vectors
    }
    #expect(try joined(nil) != whole)
    _ = try export(data, to: "whole.safetensors", .int8)
    for name in ["whole.npy", "whole.npy.json", "whole.safetensors"] {
      #expect(try joined(RecordedRanges(contentsOf: scratch.url.appendingPathComponent(name))) == whole, "\(name)")
    }
    let bare = try scratch.write("{\"minimum\":[0,1],\"maximum\":[1,2]}", as: "bare.json")
    let two = try RecordedRanges(contentsOf: bare)
    #expect { try export(data, to: "half.npy", .int8, ranges: two) } throws: { "\($0)".contains("dimensions 2") }
    #expect { try export(data, to: "half.npy", ranges: two) } throws: { "\($0)".contains("int8") }
    for broken in ["{\"minimum\":[1],\"maximum\":[0]}", "{\"minimum\":[0],\"maximum\":[0,1]}", "{}", "["] {
      let url = try scratch.write(broken, as: "broken.json")
      #expect(throws: ExportError.self) { try RecordedRanges(contentsOf: url) }
    }
  }

  @Test func twoRunsDoNotWriteOneFile() throws {
    let data = try Self.data(scratch)
    var input = try ExportInput(.file(data), reading: ReadingOptions(needsLabels: false))
    let file = scratch.url.appendingPathComponent("out.npy")
    var refusals = 0, calls = 0
    let report = try EmbeddingExport(embedder: embedder).run(
      &input, to: file,
      progress: { _ in
        calls += 1
        // Twice: who is refused must not let go of what the first run holds.
        for _ in 0..<2 {
          do {
            _ = try export(data, to: "out.npy")
          } catch ExportError.outputBusy {
            refusals += 1
          } catch {
            Issue.record(error)
          }
        }
      })
    #expect(calls > 0 && refusals == 2 * calls)
    #expect(report.rows == Self.rows && !scratch.names.contains { $0.hasSuffix(".partial") })
  }
}
