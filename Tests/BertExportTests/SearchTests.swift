import BertData
import BertExport
import Foundation
import Testing
import _TestSupport

/// Stored vectors searched by another implementation and by ours.
struct SearchTests {
  /// What NumPy finds by sorting all products.
  private struct Found: Decodable {
    var queries: [[Float]]
    var rows: [[Int]]
    var scores: [[Float]]
  }

  private func find(_ kind: String, _ file: URL) throws -> Found {
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/search_vectors.py")
    let output = try Oracle.run(script: script, arguments: [kind, file.path])
    return try JSONDecoder().decode(Found.self, from: Data(output.utf8))
  }

  @Test(.enabled(if: Oracle.isAvailable), arguments: ["float32", "int8", "binary"], [8, 104, 384])
  func nearestRowsAreNumPys(kind: String, dimensions: Int) throws {
    let scratch = try Scratch()
    let file = scratch.url.appendingPathComponent("\(dimensions).npy")
    let found = try find(kind, file)
    for threads in [1, 3] {
      let search = try VectorSearch(contentsOf: file, threads: threads)
      #expect(search.count == 3001 && search.dimensions == dimensions && search.element.rawValue == kind)
      for (index, query) in found.queries.enumerated() {
        let hits = try search.nearest(to: query, count: 20)
        #expect(hits.map(\.row) == found.rows[index], "query \(index), \(threads) threads")
        for (hit, score) in zip(hits, found.scores[index]) { #expect(abs(hit.score - score) < 1e-4) }
      }
    }
  }

  @Test(.enabled(if: Oracle.isAvailable)) func bitsAreScoredAnewWithTheirRows() throws {
    let scratch = try Scratch()
    let bits = scratch.url.appendingPathComponent("384.npy")
    let found = try find("rescored", bits)
    let search = try VectorSearch(contentsOf: bits, threads: 2)
    let fine = try VectorSearch(contentsOf: scratch.url.appendingPathComponent("384.npy.fine.npy"), threads: 2)
    for (index, query) in found.queries.enumerated() {
      let hits = try search.nearest(to: query, count: 20, rescoring: fine)
      #expect(hits.map(\.row) == found.rows[index])
      for (hit, score) in zip(hits, found.scores[index]) { #expect(abs(hit.score - score) < 1e-4) }
    }
  }

  @Test func damagedFilesAreRefused() throws {
    let scratch = try Scratch()
    let whole = [UInt8](NPYFormat.header(rows: 4, columns: 8)) + [UInt8](repeating: 0, count: 128)
    let cases: [(String, [UInt8])] = [
      ("short.npy", Array(whole.dropLast())), ("empty.npy", []), ("magic.npy", [1] + whole.dropFirst()),
      ("header.npy", Array(whole.prefix(100))), ("none.npy", NPYFormat.header(rows: 0, columns: 8)),
      ("int8.npy", NPYFormat.header(rows: 4, columns: 8, element: .int8) + [UInt8](repeating: 0, count: 32)),
      ("order.npy", whole.map { $0 == UInt8(ascii: "F") ? UInt8(ascii: "T") : $0 }),
      ("size.fvecs", [2, 0, 0, 0, 1, 2, 3, 4]), ("none.fvecs", []),
      ("huge.npy", NPYFormat.header(rows: Int.max, columns: 8)),
      ("a.safetensors", Array("{}".utf8)),
      ("wide.safetensors", Self.noRows(columns: Int.max / 4 + 1)),
      ("described.npy", whole),
    ]
    try Self.describe(
      scratch.url.appendingPathComponent("described.npy.json"), firstRow: Int.max - 3)
    for (name, bytes) in cases {
      let file = scratch.url.appendingPathComponent(name)
      try Data(bytes).write(to: file)
      #expect(throws: ExportError.self, "\(name)") {
        try VectorSearch(contentsOf: file).nearest(to: [Float](repeating: 1, count: 8), count: 1)
      }
    }
    let good = scratch.url.appendingPathComponent("good.npy")
    try Data(whole).write(to: good)
    let search = try VectorSearch(contentsOf: good)
    // Rows of zeros are at no angle to anything; of equal scores the first rows come first.
    let hits = try search.nearest(to: [Float](repeating: 1, count: 8), count: 9)
    #expect(hits.map(\.row) == [0, 1, 2, 3] && hits.allSatisfy { $0.score == 0 })
    #expect(throws: ExportError.self) { try search.nearest(to: [1, 2], count: 1) }
  }

  /// A safetensors file with a matrix without rows.
  private static func noRows(columns: Int) -> [UInt8] {
    let header = Array(#"{"embeddings":{"dtype":"F32","shape":[0,\#(columns)],"data_offsets":[0,0]}}"#.utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header
  }

  /// A description of vectors of eight values each.
  private static func describe(_ file: URL, firstRow: Int) throws {
    let description = #"""
      {"columns":[],"dimensions":8,"element":"float32","first_row":\#(firstRow),"format":"npy","id_type":"integer",
      "max_length":128,"model":"small","normalized":false,"pooling":["mean"],"prompt":"","rows":4,"version":1}
      """#
    try Data(description.utf8).write(to: file)
  }

  @Test func rowsAreNumberedFromTheFirst() throws {
    let scratch = try Scratch()
    let file = scratch.url.appendingPathComponent("rows.npy")
    try Data(NPYFormat.header(rows: 2, columns: 8) + Self.rows([1, 2])).write(to: file)
    try Self.describe(scratch.url.appendingPathComponent("rows.npy.json"), firstRow: 70)
    let search = try VectorSearch(contentsOf: file)
    let hits = try search.nearest(to: [Float](repeating: 1, count: 8), count: 2)
    #expect(try search.members(of: hits) == ["\"id\":70", "\"id\":71"])
  }

  /// Vectors of eight values each.
  private static func rows(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in (0..<8).flatMap { _ in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) } }
  }

  @Test func rowsThatAreNoNumbersAreNotFound() throws {
    let scratch = try Scratch()
    let query = [Float](repeating: 1, count: 8)
    for (name, values, expected) in [
      ("some", [1, Float.nan, -1, .infinity], [0, 2]), ("one", [Float.nan, .nan, .nan, 3], [3]),
    ] {
      let file = scratch.url.appendingPathComponent(name + ".npy")
      try Data(NPYFormat.header(rows: 4, columns: 8) + Self.rows(values)).write(to: file)
      let search = try VectorSearch(contentsOf: file)
      #expect(try search.nearest(to: query, count: .max).map(\.row) == expected)
      #expect(try search.nearest(to: query, count: 1, rescoring: search).map(\.row) == [expected[0]])
      #expect(try search.nearest(to: query, count: 0).isEmpty)
      #expect(throws: ExportError.self) {
        try search.nearest(to: [Float](repeating: .nan, count: 8), count: 1)
      }
    }
    let damaged = scratch.url.appendingPathComponent("all.npy")
    try Data(NPYFormat.header(rows: 2, columns: 8) + Self.rows([.nan, .nan])).write(to: damaged)
    let search = try VectorSearch(contentsOf: damaged)
    #expect(throws: ExportError.self) { try search.nearest(to: query, count: 1) }
  }

  @Test func everyCountIsAnsweredForBitsToo() throws {
    let scratch = try Scratch()
    let file = scratch.url.appendingPathComponent("bits.npy")
    try Data(NPYFormat.header(rows: 3, columns: 1, element: .binary) + [0xFF, 0x0F, 0x00]).write(to: file)
    let search = try VectorSearch(contentsOf: file)
    let query = [Float](repeating: 1, count: 8)
    #expect(try search.nearest(to: query, count: .max).map(\.row) == [0, 1, 2])
    #expect(try search.nearest(to: query, count: 2).map(\.row) == [0, 1])
    #expect(try search.nearest(to: query, count: .min).isEmpty)
  }

  @Test func rowsOfSeveralLengthsAreRefused() throws {
    let scratch = try Scratch()
    let file = scratch.url.appendingPathComponent("rows.fvecs")
    let row: [UInt8] = [1, 0, 0, 0, 0, 0, 128, 63]
    try Data(row + row + row).write(to: file)
    #expect(try VectorSearch(contentsOf: file).nearest(to: [1], count: 9).map(\.row) == [0, 1, 2])
    try Data(row + [2] + row.dropFirst() + row).write(to: file)
    #expect(throws: ExportError.self) { try VectorSearch(contentsOf: file) }
  }
}
