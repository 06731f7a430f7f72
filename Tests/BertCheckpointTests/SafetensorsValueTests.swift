import BertCheckpoint
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Values, names and metadata against torch's, in files made by Scripts/golden/safetensors_files.py.
@Suite struct SafetensorsValueTests {
  struct Values: Decodable {
    let name: String
    let shape: [Int]
    let bits: [UInt32]
  }

  func expectEqual(_ values: [Float], _ bits: [UInt32], _ name: String) {
    #expect(values.count == bits.count, "\(name)")
    for (index, (value, bits)) in zip(values, bits).enumerated() {
      let expected = Float(bitPattern: bits)
      // The payload of a NaN is not part of the value.
      #expect(value.bitPattern == bits || (value.isNaN && expected.isNaN), "\(name)[\(index)]")
    }
  }

  @Test func `Each element type converts as torch converts it`() throws {
    let file = try SafetensorsFile(contentsOf: Golden.url("types.safetensors", target: "BertCheckpointTests"))
    let expected = try Golden.load([Values].self, "types.json", target: "BertCheckpointTests")
    #expect(file.tensors.count == expected.count)
    for tensor in expected {
      let found = try #require(file[tensor.name])
      #expect(found.shape == tensor.shape)
      #expect(found.elementCount == tensor.bits.count)
      expectEqual(try file.floats(of: tensor.name), tensor.bits, tensor.name)
    }
    #expect(file.metadata == ["format": "pt", "quote\"d": "é\n"])
  }

  @Test func `Names are compared by their bytes`() throws {
    let file = try SafetensorsFile(contentsOf: Golden.url("types.safetensors", target: "BertCheckpointTests"))
    #expect(try file.floats(of: "\u{E9}") == [1])
    #expect(try file.floats(of: "e\u{301}") == [2, 3])
    #expect(file["\u{65}"] == nil)
  }

  @Test func `Tensors stand in the order of their values`() throws {
    let file = try SafetensorsFile(contentsOf: Golden.url("types.safetensors", target: "BertCheckpointTests"))
    #expect(
      zip(file.tensors, file.tensors.dropFirst()).allSatisfy { $0.byteRange.upperBound == $1.byteRange.lowerBound })
  }

  @Test func `A wrong name, a packed type and a wrong count are errors`() throws {
    let scratch = try Scratch()
    let header =
      #"{"c":{"dtype":"C64","shape":[1],"data_offsets":[0,8]},"#
      + #""p":{"dtype":"F4","shape":[2],"data_offsets":[8,9]},"f":{"dtype":"F32","shape":[1],"data_offsets":[9,13]}}"#
    var content = Data(withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) })
    content += Data(header.utf8) + Data(count: 9) + Data([0, 0, 0x20, 0x40])
    let file = try SafetensorsFile(contentsOf: scratch.file("a.safetensors", content))
    func rule(_ body: () throws(CheckpointError) -> Void) -> CheckpointError.Rule? {
      do throws(CheckpointError) { try body() } catch { return error.rule }
      return nil
    }
    #expect(rule { () throws(CheckpointError) in _ = try file.floats(of: "x") } == .noSuchTensor)
    #expect(rule { () throws(CheckpointError) in _ = try file.floats(of: "c") } == .notConvertible(.c64))
    #expect(rule { () throws(CheckpointError) in _ = try file.floats(of: "p") } == .notConvertible(.f4))
    // Unaligned in the file.
    #expect(try file.floats(of: "f") == [2.5])
    let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: 2)
    defer { buffer.deallocate() }
    #expect(
      rule { () throws(CheckpointError) in try file.readFloats(of: "f", into: buffer) }
        == .countMismatch(expected: 2, found: 1))
  }

  @Test func `A file cut while it is open gives an error`() throws {
    let scratch = try Scratch()
    let content = try Data(contentsOf: Golden.url("types.safetensors", target: "BertCheckpointTests"))
    let url = try scratch.file("a.safetensors", content)
    let file = try SafetensorsFile(contentsOf: url)
    let last = try #require(file.tensors.last)
    #expect(truncate(url.path, 100) == 0)
    #expect(
      throws: CheckpointError(
        .file(.shrunkSinceOpened(wanted: content.count, found: 100)), file: url.path, tensor: last.name)
    ) { try file.floats(of: last.name) }
  }

  @Test func `A file replaced while it is open keeps its values`() throws {
    let scratch = try Scratch()
    let url = scratch.url.appendingPathComponent("a.safetensors")
    try SafetensorsWriter.write([TensorSource(name: "a", shape: [1], values: [1])], metadata: [:], to: url)
    let file = try SafetensorsFile(contentsOf: url)
    try SafetensorsWriter.write([TensorSource(name: "a", shape: [1], values: [2])], metadata: [:], to: url)
    #expect(try file.floats(of: "a") == [1])
    #expect(try SafetensorsFile(contentsOf: url).floats(of: "a") == [2])
  }
}
