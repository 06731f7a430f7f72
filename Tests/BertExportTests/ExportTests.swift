import BertData
import BertExport
import BertInference
import BertStorage
import Foundation
import Testing
import _TestSupport

/// From a stream of texts to a file.
struct ExportTests {
  /// What the reference reads from a file.
  private struct Read: Decodable {
    var shape: [Int]
    var dtype: String
    var c_order: Bool
    var header_bytes: Int
    var trailing_bytes: Int
    var values: [Float]
  }

  private static func read(_ url: URL) throws -> Read {
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/read_npy.py")
    return try JSONDecoder().decode(Read.self, from: Data(try Oracle.run(script: script, arguments: [url.path]).utf8))
  }

  private static func texts(_ count: Int) -> [String] {
    (0..<count).map { "book \($0) is \($0 % 3 == 0 ? "good" : "bad")" }
  }

  private func export(
    _ texts: [String], _ scratch: Scratch, window: Int, to name: String, isCancelled: () -> Bool = { false }
  ) throws -> (ExportReport, TextEmbedder) {
    let all = try GoldenEmbeddings.load()
    let embedder = try TextEmbedder(contentsOf: scratch.model(all, all.cases[0].files), threads: 2)
    let data = try scratch.write(texts.joined(separator: "\n") + "\n", as: "data.txt")
    var input = try ExportInput(.file(data), reading: ReadingOptions(needsLabels: false))
    let export = EmbeddingExport(embedder: embedder, window: .init(rows: window, bytes: 1 << 20))
    let report = try export.run(&input, to: scratch.url.appendingPathComponent(name), isCancelled: isCancelled)
    return (report, embedder)
  }

  @Test(.enabled(if: Oracle.isAvailable)) func numpyReadsTheVectorsInOrder() throws {
    let scratch = try Scratch(), texts = Self.texts(103)
    let (report, embedder) = try export(texts, scratch, window: 10, to: "out.npy")
    #expect(report.rows == 103 && report.dimensions == 24)
    let read = try Self.read(scratch.url.appendingPathComponent("out.npy"))
    #expect(read.shape == [103, 24] && read.dtype == "<f4" && read.c_order)
    // Aligned as NumPy aligns, so that it can be mapped.
    #expect(read.header_bytes.isMultiple(of: 64) && read.trailing_bytes == 0)
    #expect(read.values == (try embedder.embed(texts).values))
  }

  @Test func windowsDoNotShow() throws {
    let scratch = try Scratch(), texts = Self.texts(64)
    for (window, name) in [(1, "a"), (7, "b"), (64, "c"), (1000, "d")] {
      _ = try export(texts, scratch, window: window, to: name)
    }
    let files = try ["a", "b", "c", "d"].map { try Data(contentsOf: scratch.url.appendingPathComponent($0)) }
    #expect(Set(files).count == 1 && files[0].count == 128 + 64 * 24 * 4)
  }

  @Test func interruptionLeavesWhatWasThere() throws {
    let scratch = try Scratch()
    _ = try scratch.write("old", as: "out.npy")
    #expect {
      try export(Self.texts(50), scratch, window: 100, to: "out.npy", isCancelled: { true })
    } throws: { ($0 as? ExportError)?.code == .interrupted }
    #expect(try String(contentsOf: scratch.url.appendingPathComponent("out.npy"), encoding: .utf8) == "old")
    #expect(scratch.names == ["data.txt", "model", "out.npy"])
  }

  @Test func headerHoldsTheLargestShape() throws {
    for (rows, dimensions) in [(0, 1), (Int.max, Int(Int32.max)), (5_000_000, 384)] {
      let header = NPYFormat.header(rows: rows, columns: dimensions)
      #expect(header.count == 128 && header.last == UInt8(ascii: "\n"))
      #expect(String(decoding: header[10...], as: UTF8.self).contains("(\(rows), \(dimensions)), }"))
    }
  }
}
