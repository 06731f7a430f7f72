import BertData
import BertExport
import BertInference
import Foundation
import Testing
import _TestSupport

/// What each form's own reader finds in it.
struct SinkTests {
  private static let rows = 1100
  private static let columns = ExportColumns(id: "key", carried: ["note", "tags"])

  /// Texts with ids and columns, some of the texts twice.
  private static func data(_ scratch: Scratch) throws -> URL {
    let lines = (0..<rows).map { row in
      let note = row % 3 == 0 ? "null" : "\"a \\\"b\\\" ü \(row)\""
      return "{\"text\":\"book \(row % 700) is good\",\"key\":\"k\(row)\",\"note\":\(note),\"tags\":[\(row), 2.50]}\n"
    }
    return try scratch.write(lines.joined(), as: "data.jsonl")
  }

  /// Writes a file of the data, and the same as a NumPy array to compare with.
  private func files(
    _ scratch: Scratch, _ name: String, _ element: VectorElement = .float32, columns: ExportColumns = columns
  ) throws -> (file: URL, values: [Float]) {
    let all = try GoldenEmbeddings.load(), data = try Self.data(scratch)
    let embedder = try TextEmbedder(contentsOf: scratch.model(all, all.cases[0].files), threads: 2)
    let file = scratch.url.appendingPathComponent(name)
    let options = try ExportOptions(format: .of(file), element: element, model: "small")
    var input = try ExportInput(.file(data), reading: ReadingOptions(needsLabels: false), columns: columns)
    let export = EmbeddingExport(embedder: embedder, options: options, window: .init(rows: 300, bytes: 1 << 20))
    let report = try export.run(&input, to: file)
    // Each different text once, although equal ones stand in different windows.
    #expect(report.rows == Self.rows && report.encoded == 700)
    let texts = (0..<Self.rows).map { "book \($0 % 700) is good" }
    return (file, try embedder.embed(texts).values)
  }

  private func read<Value: Decodable>(_ type: Value.Type, _ arguments: String...) throws -> Value {
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/read_vectors.py")
    return try JSONDecoder().decode(type, from: Data(try Oracle.run(script: script, arguments: arguments).utf8))
  }

  private struct Tensors: Decodable {
    struct Tensor: Decodable {
      var shape: [Int]
      var dtype: String
      var values: [Float]
    }
    var tensors: [String: Tensor]
    var metadata: [String: String]
  }

  @Test(.enabled(if: Oracle.isAvailable)) func safetensorsReadsTensors() throws {
    let scratch = try Scratch()
    let (file, values) = try files(scratch, "out.safetensors")
    let read = try read(Tensors.self, "safetensors", file.path)
    #expect(read.tensors.keys.sorted() == ["embeddings"])
    let tensor = try #require(read.tensors["embeddings"])
    #expect(tensor.shape == [Self.rows, 24] && tensor.dtype == "float32" && tensor.values == values)
    #expect(read.metadata["bertft"]?.contains("\"model\":\"small\"") == true)
    let lines = try String(
      contentsOf: scratch.url.appendingPathComponent("out.safetensors.rows.jsonl"), encoding: .utf8
    )
    .split(separator: "\n")
    #expect(lines.count == Self.rows)
    #expect(lines[1] == #"{"id":"k1","note":"a \"b\" ü 1","tags":[1, 2.50]}"#)
    #expect(lines[3].contains("\"note\":null"))
  }

  /// sentence-transformers' `quantize_embeddings` gives (x - minimum) / step - 128, cut towards zero; ours is rounded.
  @Test(.enabled(if: Oracle.isAvailable)) func codesAreStepsBetweenTheRanges() throws {
    let scratch = try Scratch()
    let (file, values) = try files(scratch, "out.safetensors", .int8)
    let tensors = try read(Tensors.self, "safetensors", file.path).tensors
    let ranges = try #require(tensors["ranges"]), codes = try #require(tensors["embeddings"])
    #expect(ranges.shape == [2, 24] && codes.shape == [Self.rows, 24] && codes.dtype == "int8")
    for column in 0..<24 {
      let own = stride(from: column, to: values.count, by: 24).map { values[$0] }
      // Fewer rows than the sample: the ranges are those of all.
      #expect(ranges.values[column] == own.min() && ranges.values[24 + column] == own.max())
      let step = (ranges.values[24 + column] - ranges.values[column]) / 255
      for (row, value) in own.enumerated() {
        let code = codes.values[row * 24 + column]
        #expect(abs((value - ranges.values[column]) / step - 128 - code) <= 0.5001)
      }
    }
  }

  @Test(.enabled(if: Oracle.isAvailable)) func fvecsHoldTheirDimensionsInEachRow() throws {
    let scratch = try Scratch()
    struct Rows: Decodable {
      var shape: [Int]
      var values: [Float]
    }
    let (file, values) = try files(scratch, "out.fvecs")
    let read = try read(Rows.self, "fvecs", file.path)
    #expect(read.shape == [Self.rows, 24] && read.values == values)
  }

  @Test func linesAreObjectsWithTheirColumns() throws {
    let scratch = try Scratch()
    let (file, values) = try files(scratch, "out.jsonl")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == Self.rows)
    for row in [0, 1, 299, 300, 1099] {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(lines[row].utf8)) as? [String: Any])
      #expect(object["id"] as? String == "k\(row)" && (object["tags"] as? [Double])?.first == Double(row))
      #expect(object["note"] as? String == (row % 3 == 0 ? nil : "a \"b\" ü \(row)"))
      #expect((object["embedding"] as? [Double])?.map(Float.init) == Array(values[row * 24..<(row + 1) * 24]))
    }
  }

  private struct Table: Decodable {
    struct Nearest: Decodable {
      var vector: String
      var found: [[JSONScalar]]
    }
    var integrity: String
    var rows: [[JSONScalar]]
    var nearest: [Nearest]
    var keys: [String]
    var count_after_changes: Int
    var first_is_gone: Bool
    var found_after_changes: JSONScalar
  }

  @Test(.enabled(if: Oracle.hasDatabases), arguments: VectorElement.allCases) func sqliteVecFindsRows(
    element: VectorElement
  ) throws {
    let scratch = try Scratch()
    let (file, values) = try files(scratch, "out.sqlite", element)
    let table = try read(Table.self, "sqlite", file.path, "0", "650", "1099")
    #expect(table.integrity == "ok" && table.keys == ["description"] && table.rows.count == Self.rows)
    #expect(table.rows[1] == [.text("k1"), .text("a \"b\" ü 1"), .text("[1, 2.50]")] && table.rows[3][1] == .null)
    for (row, nearest) in zip([0, 650, 1099], table.nearest) {
      #expect(nearest.found.count == 5)
      // The row itself, or its twin 700 rows away, at no distance.
      let twins = [row, row + 700, row - 700].map { JSONScalar.text("k\($0)") }
      // Of 24 bits many other rows have the same.
      #expect(element == .binary || twins.contains(nearest.found[0][0]), "\(nearest.found)")
      guard case .number(let distance) = nearest.found[0][1] else { throw CocoaError(.coderInvalidValue) }
      #expect(abs(distance) < 1e-6)
      let own = values[row * 24..<(row + 1) * 24]
      if element == .float32 {
        let bytes = own.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) } }
        #expect(nearest.vector == bytes.map { String(format: "%02x", $0) }.joined())
      } else if element == .binary {
        // sqlite-vec's vec_quantize_binary has the first value in the lowest bit.
        let bytes = (0..<3).map { byte in
          (0..<8).reduce(UInt8(0)) { $0 | (own[own.startIndex + byte * 8 + $1] > 0 ? 1 << UInt8($1) : 0) }
        }
        #expect(nearest.vector == bytes.map { String(format: "%02x", $0) }.joined())
      }
    }
    // sqlite-vec itself deletes a row and inserts another one.
    #expect(table.count_after_changes == Self.rows && table.first_is_gone)
    #expect(element == .binary || [.text("new"), .text("k700")].contains(table.found_after_changes))
  }

  /// Told from a pass over the ids, before a row is encoded; nothing is left behind.
  @Test(arguments: ["out.sqlite", "out.pgcopy"]) func idsMustDiffer(name: String) throws {
    let scratch = try Scratch()
    let columns = ExportColumns(id: "text", carried: [])
    #expect { try files(scratch, name, columns: columns) } throws: {
      guard case ExportError.duplicateIDs(_, let id, let lines)? = $0 as? ExportError else { return false }
      return id.contains("book") && lines.count == 2 && lines[0] < lines[1]
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
    #expect(!left.contains { $0.hasPrefix("out") })
  }

  /// The rows of a JSON array may all be on one line, where the line alone does not tell them apart.
  @Test func idsOnOneLineMustDiffer() throws {
    let scratch = try Scratch()
    let rows = ["1", "2", "3", "2"].map { #"{"text":"book \#($0)","key":"\#($0)"}"# }
    let all = try GoldenEmbeddings.load()
    let data = try scratch.write("[\(rows.joined(separator: ","))]", as: "data.json")
    let embedder = try TextEmbedder(contentsOf: scratch.model(all, all.cases[0].files), threads: 2)
    var input = try ExportInput(
      .file(data), reading: ReadingOptions(needsLabels: false), columns: ExportColumns(id: "key"))
    let options = ExportOptions(format: .sqlite, model: "small")
    #expect {
      try EmbeddingExport(embedder: embedder, options: options).run(
        &input, to: scratch.url.appendingPathComponent("out.sqlite"))
    } throws: {
      guard case ExportError.duplicateIDs(_, let id, let lines)? = $0 as? ExportError else { return false }
      return id == "\"2\"" && lines == [1, 1]
    }
  }

  /// Of columns that differ in case alone, and of more columns than it has, sqlite-vec could not open the table.
  @Test(arguments: [["ID"], ["note", "Note"], ["Embedding"], ["a b"], (0...16).map { "column\($0)" }])
  func sqliteRefusesColumns(carried: [String]) throws {
    let scratch = try Scratch(), all = try GoldenEmbeddings.load()
    let embedder = try TextEmbedder(contentsOf: scratch.model(all, all.cases[0].files), threads: 2)
    let export = EmbeddingExport(embedder: embedder, options: ExportOptions(format: .sqlite, model: "small"))
    _ = try export.sql(columns: ExportColumns(id: "key", carried: ["note", "tags"]))
    #expect {
      try export.sql(columns: ExportColumns(id: "key", carried: carried))
    } throws: {
      guard case ExportError.option("carry", _, let rule)? = $0 as? ExportError else { return false }
      return rule.hasPrefix("sqlite-vec takes")
    }
  }

  @Test func sqliteStores8192Dimensions() throws {
    try EmbeddingFormat.sqlite.check(.float32, dimensions: 8192)
    #expect(throws: ExportError.self) { try EmbeddingFormat.sqlite.check(.float32, dimensions: 8200) }
  }

  /// Where no table has the ids as its key, they may come again.
  @Test func idsMayComeAgainInLines() throws {
    let scratch = try Scratch()
    _ = try files(scratch, "out.jsonl", columns: ExportColumns(id: "text", carried: []))
  }

  @Test(.enabled(if: Oracle.hasDatabases)) func postgresCopiesRows() throws {
    let scratch = try Scratch()
    struct Row: Decodable {
      var id: String
      var note: String?
      var tags: String
      var embedding: String
    }
    let (file, values) = try files(scratch, "out.pgcopy")
    let rows = try read([Row].self, "pgvector", file.path, file.path + ".json")
    #expect(rows.count == Self.rows)
    for row in rows {
      let number = try #require(Int(row.id.dropFirst()))
      #expect(row.tags == "[\(number), 2.50]" && row.note == (number % 3 == 0 ? nil : "a \"b\" ü \(number)"))
      let found = row.embedding.dropFirst().dropLast().split(separator: ",").compactMap { Float($0) }
      #expect(found == Array(values[number * 24..<(number + 1) * 24]))
    }
  }
}

/// A value of a table's row.
enum JSONScalar: Decodable, Equatable {
  case null
  case number(Double)
  case text(String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }
}
