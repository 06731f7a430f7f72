import BertCheckpoint
import Foundation
import Testing
import _TestSupport

@Suite struct SafetensorsWriterTests {
  struct Reading: Decodable {
    struct Tensor: Decodable {
      let name: String
      let shape: [Int]
      let bits: [UInt32]
    }
    let metadata: [String: String]?
    let tensors: [Tensor]
  }

  @Test(.enabled(if: Oracle.isAvailable))
  func `The reference reads what we wrote`() throws {
    let scratch = try Scratch()
    let url = scratch.url.appendingPathComponent("a.safetensors")
    let values: [Float] = [0.1, -0.0, .infinity, .nan, 0x1p-149, 3e38]
    try SafetensorsWriter.write(
      [
        TensorSource(name: "odd \"name\" \\ \u{1}\u{7F} é 😀", shape: [2, 3], values: values),
        TensorSource(name: "scalar", shape: [], values: [7]),
        TensorSource(name: "empty", shape: [0, 4], values: []),
        // In chunks.
        TensorSource(name: "pieces", shape: [6]) { body in
          try values.withUnsafeBufferPointer {
            for index in 0..<3 { try body(.init(rebasing: $0[index * 2..<index * 2 + 2])) }
          }
        },
      ], metadata: ["format": "pt", "é\n": "\"\\"], to: url)
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/golden/safetensors_read.py")
    let output = try Oracle.run(script: script, arguments: [url.path])
    let reading = try JSONDecoder().decode(Reading.self, from: Data(output.utf8))
    #expect(reading.metadata == ["format": "pt", "é\n": "\"\\"])
    let tensors = Dictionary(uniqueKeysWithValues: reading.tensors.map { ($0.name, $0) })
    #expect(tensors.count == 4)
    let odd = try #require(tensors["odd \"name\" \\ \u{1}\u{7F} é 😀"])
    #expect(odd.shape == [2, 3])
    #expect(odd.bits == values.map(\.bitPattern))
    #expect(tensors["scalar"]?.shape == [])
    #expect(tensors["scalar"]?.bits == [Float(7).bitPattern])
    #expect(tensors["empty"]?.shape == [0, 4])
    #expect(tensors["pieces"]?.bits == values.map(\.bitPattern))
  }

  @Test func `Where CI runs, the reference is there`() {
    let isCI = ProcessInfo.processInfo.environment["CI"] == "true"
    #expect(!isCI || Oracle.isAvailable, "set BERTFT_ORACLES to a Python with the reference libraries")
  }

  @Test func `The header is padded and the data aligned`() throws {
    let scratch = try Scratch()
    for length in 1...9 {
      let url = scratch.url.appendingPathComponent("a.safetensors")
      let name = String(repeating: "x", count: length)
      try SafetensorsWriter.write([TensorSource(name: name, shape: [1], values: [1])], metadata: [:], to: url)
      let file = try SafetensorsFile(contentsOf: url)
      #expect(file.headerLength % 8 == 0)
      #expect(try file.floats(of: name) == [1])
    }
    #expect(try scratch.names == ["a.safetensors"])
  }

  @Test func `Bad input leaves the old file and nothing beside it`() throws {
    struct Broken: Error {}
    let scratch = try Scratch()
    let url = scratch.url.appendingPathComponent("a.safetensors")
    try SafetensorsWriter.write([TensorSource(name: "a", shape: [1], values: [1])], metadata: [:], to: url)
    func expect(_ rule: CheckpointError.Rule, _ tensors: [TensorSource], tensor: String) throws {
      #expect(throws: CheckpointError(rule, file: url.path, tensor: tensor)) {
        try SafetensorsWriter.write(tensors, metadata: [:], to: url)
      }
      #expect(try scratch.names == ["a.safetensors"])
      #expect(try SafetensorsFile(contentsOf: url).floats(of: "a") == [1])
    }
    let one = TensorSource(name: "b", shape: [1], values: [1])
    try expect(.duplicateName, [one, one], tensor: "b")
    try expect(.reservedName, [TensorSource(name: "__metadata__", shape: [], values: [1])], tensor: "__metadata__")
    try expect(.negativeExtent(-1), [TensorSource(name: "b", shape: [-1], values: [])], tensor: "b")
    try expect(.sizeOverflow, [TensorSource(name: "b", shape: [1 << 40, 1 << 40], values: [])], tensor: "b")
    try expect(.sizeOverflow, [TensorSource(name: "b", shape: [1 << 62], values: [])], tensor: "b")
    try expect(.countMismatch(expected: 2, found: 1), [TensorSource(name: "b", shape: [2], values: [1])], tensor: "b")
    try expect(
      .countMismatch(expected: 1, found: 2), [TensorSource(name: "b", shape: [1], values: [1, 2])], tensor: "b")
    try expect(.sourceFailed("Broken()"), [TensorSource(name: "b", shape: [1]) { _ in throw Broken() }], tensor: "b")
    // Canonically equivalent names are different tensors.
    let pair = [
      TensorSource(name: "é", shape: [], values: [1]), TensorSource(name: "e\u{301}", shape: [], values: [2]),
    ]
    try SafetensorsWriter.write(pair, metadata: [:], to: url)
    #expect(try SafetensorsFile(contentsOf: url).floats(of: "e\u{301}") == [2])
  }
}
