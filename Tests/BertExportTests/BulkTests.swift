import BertData
import BertExport
import BertInference
import Foundation
import Testing
import _TestSupport

/// The bulk form of Elasticsearch and OpenSearch, in one file and in several, and runs of it that ended early.
struct BulkTests {
  private static let rows = 250

  private let embedder: TextEmbedder
  private let scratch: Scratch
  private let data: URL

  init() throws {
    let all = try GoldenEmbeddings.load()
    scratch = try Scratch()
    embedder = try TextEmbedder(contentsOf: scratch.model(all, all.cases[0].files), threads: 2)
    let lines = (0..<Self.rows).map {
      "{\"text\":\"book \($0)\\n\\\"good\\\" ü\",\"key\":\"k\($0)\",\"tags\":[\($0), 2.50]}\n"
    }
    data = try scratch.write(lines.joined(), as: "data.jsonl")
  }

  private func export(
    _ name: String, splitting: Int? = nil, columns: ExportColumns = ExportColumns(id: "key", carried: ["tags"]),
    words: WordSearch? = nil, endsAfter calls: Int = .max
  ) throws -> ExportReport {
    let file = scratch.url.appendingPathComponent(name)
    var options = try ExportOptions(format: .of(file), resumes: true, model: "small")
    if options.format == .bulk { options.index = "docs" }
    options.splitBytes = splitting
    options.words = words
    var input = try ExportInput(.file(data), reading: ReadingOptions(needsLabels: false), columns: columns)
    var asked = 0
    return try EmbeddingExport(embedder: embedder, options: options, window: .init(rows: 16, bytes: 1 << 20)).run(
      &input, to: file,
      isCancelled: {
        asked += 1
        return asked > calls
      })
  }

  private func lines(_ name: String) throws -> [Substring] {
    try String(contentsOf: scratch.url.appendingPathComponent(name), encoding: .utf8).split(separator: "\n")
  }

  @Test func aRowIsAnActionAndADocument() throws {
    #expect(try export("out.bulk").rows == Self.rows)
    let lines = try lines("out.bulk")
    #expect(lines.count == 2 * Self.rows && lines[6] == #"{"index":{"_index":"docs","_id":"k3"}}"#)
    #expect(lines[7].hasPrefix(#"{"text":"book 3\n\"good\" ü","tags":[3, 2.50],"embedding":["#))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(lines[7].utf8)) as? [String: Any])
    let texts = ["book 3\n\"good\" ü"]
    #expect((object["embedding"] as? [Double])?.map(Float.init) == (try embedder.embed(texts).values))
    // Numbered rows have their numbers as ids, which are texts there.
    _ = try export("numbered.bulk", columns: ExportColumns())
    #expect(try self.lines("numbered.bulk")[6] == #"{"index":{"_index":"docs","_id":"3"}}"#)
    let mapping = try JSONDecoder().decode(Mapping.self, from: Data(try self.lines("out.bulk.mapping.json")[0].utf8))
    let vector = try #require(mapping.mappings.properties["embedding"])
    #expect(vector.type == "dense_vector" && vector.dims == embedder.dimensions && vector.similarity == "dot_product")
    let other = try JSONDecoder().decode(
      Mapping.self, from: Data(try self.lines("out.bulk.mapping-opensearch.json")[0].utf8))
    #expect(
      other.settings?.index.knn == true && other.mappings.properties["embedding"]?.dimension == embedder.dimensions)
    #expect(other.mappings.properties["text"]?.type == "text")
  }

  private struct Mapping: Decodable {
    struct Field: Decodable {
      var type: String
      var dims: Int?
      var similarity: String?
      var dimension: Int?
    }
    struct Properties: Decodable { var properties: [String: Field] }
    struct Index: Decodable { var knn: Bool }
    struct Settings: Decodable { var index: Index }
    var settings: Settings?
    var mappings: Properties
  }

  /// Files of a bounded size end to end are the one file, and a run in many parts writes the same ones.
  @Test func brokenRunsWriteTheSameFiles() throws {
    _ = try export("whole.bulk")
    let limit = 5000
    // It is asked for each id first.
    var ends = 0
    while true {
      do {
        _ = try export("parts.bulk", splitting: limit, endsAfter: Self.rows + 4)
        break
      } catch ExportError.unfinished(.interrupted, let rows, _) {
        #expect(rows < Self.rows && !scratch.names.contains("parts.bulk"))
        ends += 1
        // What came behind the last whole window before a sudden end is no part of it.
        _ = try scratch.write("{}\n", as: "parts.bulk.partial/files/part-000099.ndjson")
      }
    }
    #expect(ends > 2)
    let folder = scratch.url.appendingPathComponent("parts.bulk")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("part") }
      .sorted()
    #expect(names.count > 10 && names == (1...names.count).map { "part-\(String("00000\($0)".suffix(6))).ndjson" })
    let parts = try names.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
    #expect(parts.allSatisfy { $0.count <= limit && $0.count > limit / 2 || $0 == parts.last })
    #expect(parts.reduce(Data(), +) == (try Data(contentsOf: scratch.url.appendingPathComponent("whole.bulk"))))
    #expect(!scratch.names.contains { $0.hasSuffix(".partial") })
    // A row that is longer has a file of its own.
    _ = try export("rows.bulk", splitting: 1)
    let rows = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appendingPathComponent("rows.bulk").path)
    #expect(rows.count { $0.hasPrefix("part") } == Self.rows)
  }

  @Test func anIDMayHave512Bytes() throws {
    let text = String(repeating: "é", count: 256)
    for (more, isRefused) in [("", false), ("x", true)] {
      _ = try scratch.write("{\"text\":\"book\",\"key\":\"\(text)\(more)\",\"tags\":1}\n", as: "data.jsonl")
      do {
        _ = try export("out.bulk")
        #expect(!isRefused)
      } catch ExportError.badID(let line, let column, _, let rule) {
        #expect(isRefused && line == 1 && column == "key" && rule.contains("512"))
      }
    }
  }

  /// Texts and their words come back from a run in many parts as from one.
  @Test func brokenRunsWriteTheSameWords() throws {
    _ = try export("whole.sqlite", words: WordSearch())
    var ends = 0
    while true {
      do {
        _ = try export("broken.sqlite", words: WordSearch(), endsAfter: Self.rows + 4)
        break
      } catch ExportError.unfinished(.interrupted, _, _) {
        ends += 1
      }
    }
    let bytes = try ["whole", "broken"].map { try Data(contentsOf: scratch.url.appendingPathComponent("\($0).sqlite")) }
    #expect(ends > 2 && bytes[0] == bytes[1])
  }
}
