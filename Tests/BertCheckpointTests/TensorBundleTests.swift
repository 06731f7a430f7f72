import BertCheckpoint
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Checkpoints that TensorFlow wrote, and spoilt ones, made by Scripts/golden/tensorflow_checkpoints.py.
@Suite struct TensorBundleTests {
  struct Golden: Decodable {
    struct Good: Decodable, CustomTestStringConvertible, Sendable {
      struct Tensor: Decodable, Sendable {
        let name: String
        let shape: [Int]
        let values: [String]
      }
      let name: String
      let index: String
      let files: [String: Data]
      let tensors: [Tensor]
      var testDescription: String { name }
    }
    struct Spoilt: Decodable, CustomTestStringConvertible, Sendable {
      let name: String
      let files: [String: Data]
      var testDescription: String { name }
    }
    let good: [Good]
    let spoilt: [Spoilt]
  }

  static let golden = try? _TestSupport.Golden.load(Golden.self, "tensorflow.json", target: "BertCheckpointTests")

  private func write(_ files: [String: Data]) throws -> Scratch {
    let scratch = try Scratch()
    for (name, data) in files {
      let file = scratch.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file)
    }
    return scratch
  }

  @Test(arguments: golden?.good ?? [])
  func `Names, shapes and values are TensorFlow's`(_ example: Golden.Good) throws {
    let scratch = try write(example.files)
    for place in [scratch.url.appendingPathComponent(example.index), scratch.url] {
      let checkpoint = try Checkpoint(at: place)
      #expect(Set(checkpoint.tensors.map(\.name)) == Set(example.tensors.map(\.name)))
      #expect(checkpoint.tensorFlowModel == nil)
      for tensor in example.tensors {
        #expect(checkpoint[tensor.name]?.shape == tensor.shape, "\(tensor.name)")
        let values = try tensor.values.map { try #require(Float($0)) }
        #expect(try checkpoint.floats(of: tensor.name) == values, "\(tensor.name)")
      }
    }
  }

  static let rules: [String: CheckpointError.Rule] = [
    "empty": .foreignFile(.empty), "html": .foreignFile(.htmlPage),
    "cut short": .bundleMalformed("it does not end as a table of TensorFlow or LevelDB"),
    "cut in the middle": .bundleMalformed("it does not end as a table of TensorFlow or LevelDB"),
    "another magic": .bundleMalformed("it does not end as a table of TensorFlow or LevelDB"),
    "a flipped bit": .bundleMalformed("the block at byte 0 does not have its checksum"),
    "a flipped bit of a compressed block": .bundleMalformed("the block at byte 0 does not have its checksum"),
    "a compressed block of any length": .bundleMalformed("a compressed block is too large"),
    "big-endian": .bundleMalformed("its values are big-endian"),
    "no shards": .bundleMalformed("it has no shards, or too many"),
    "fewer shards": .bundleMalformed("it places a tensor in a shard that it does not have"),
    "no header": .bundleMalformed("it has no header"), "not sorted": .bundleMalformed("its keys are not sorted"),
    "a type that is not known": .unknownType("DataType 11"),
    "another size": .bundleMalformed("its shape does not fit the 92 bytes of its values"),
    "beyond the shard": .bundleTensorOutside, "before the shard": .bundleMalformed("a number is beyond all files"),
    "a negative extent": .bundleMalformed("a number is beyond all files"),
    "enormous extents": .bundleMalformed("its shape is larger than any file"),
    "another shape": .bundleMalformed("its shape does not fit the 96 bytes of its values"),
    "a damaged entry": .bundleMalformed("it ends too early"),
    "a shard that is missing": .shardMissing("model.ckpt.data-00000-of-00002"),
    "a shard that is cut short": .bundleTensorOutside, "values with a flipped bit": .bundleChecksum,
    "a partitioned variable": .bundleSliced,
  ]

  @Test(arguments: golden?.spoilt ?? [])
  func `A spoilt checkpoint is refused for its fault`(_ example: Golden.Spoilt) throws {
    let scratch = try write(example.files)
    let error: CheckpointError?
    do throws(CheckpointError) {
      let checkpoint = try Checkpoint(at: scratch.url)
      for tensor in checkpoint.tensors { _ = try checkpoint.floats(of: tensor.name) }
      error = nil
    } catch let caught {
      error = caught
    }
    let found = try #require(error)
    #expect(found.rule == Self.rules[example.name])
    #expect(found.code == (example.name == "a shard that is missing" ? .inputMissing : .badData))
    #expect(found.description.hasPrefix(scratch.url.path) && !found.description.contains("\n"))
  }

  @Test func `The cases are there`() throws {
    let golden = try #require(Self.golden)
    #expect(golden.good.count == 8)
    #expect(Set(golden.spoilt.map(\.name)) == Set(Self.rules.keys))
  }

  @Test func `Any cut and any flipped byte gives an error or a file, never a trap`() throws {
    for example in try #require(Self.golden).good where ["shards", "small compressed blocks"].contains(example.name) {
      let scratch = try write(example.files)
      let index = try #require(example.files[example.index])
      for place in stride(from: 0, to: index.count, by: 7) {
        _ = try? Checkpoint(at: scratch.file("model.ckpt.index", index.prefix(place)))
        var changed = index
        changed[changed.startIndex + place] ^= UInt8(1 << (place % 8))
        guard let checkpoint = try? Checkpoint(at: scratch.file("model.ckpt.index", changed)) else { continue }
        for tensor in checkpoint.tensors { _ = try? checkpoint.floats(of: tensor.name) }
      }
    }
  }

  /// The first check is that of RFC 3720, appendix B.4; the mask's is LevelDB's definition of it.
  @Test func `Checks are those of the standard`() {
    func check(_ bytes: [UInt8]) -> UInt32 {
      var check = CRC32C()
      bytes.withUnsafeBytes { check.add($0) }
      return check.value
    }
    #expect(check([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(check([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(check(Array(0..<32)) == 0x46DD_794E)
    #expect(check(Array("123456789".utf8)) == 0xE306_9283)
    var parts = CRC32C()
    for part in ["1234", "", "56789"] { Array(part.utf8).withUnsafeBytes { parts.add($0) } }
    let standard: UInt32 = 0xE306_9283
    #expect(parts.value == standard)
    #expect(parts.masked == (standard >> 15 | standard << 17) &+ 0xA282_EAD8)
  }

  @Test func `Of several checkpoints the one counts that the run names`() throws {
    let good = try #require(Self.golden?.good.first { $0.name == "types" })
    let scratch = try Scratch()
    for step in ["3", "20"] {
      for (name, data) in good.files where name != "checkpoint" {
        _ = try scratch.file(name.replacing("model.ckpt", with: "model.ckpt-\(step)"), data)
      }
    }
    #expect(
      throws: CheckpointError(
        .severalCheckpoints(["model.ckpt-20.index", "model.ckpt-3.index"]), file: scratch.url.path)
    ) { try Checkpoint(at: scratch.url) }
    _ = try scratch.file("checkpoint", Data("model_checkpoint_path: \"/tmp/run/model.ckpt-3\"\n".utf8))
    let found = try Checkpoint(at: scratch.url)
    #expect(found.files[0].url.lastPathComponent == "model.ckpt-3.index")
    // A search index beside a model is none of TensorFlow's.
    let other = try Scratch()
    _ = try other.file("faiss.index", Data([1]))
    #expect(throws: CheckpointError(.noWeights, file: other.url.path)) { try Checkpoint(at: other.url) }
  }

  /// An index that names one block twice would be read as often as it says so.
  @Test func `Blocks that are not in their order are refused`() throws {
    func little(_ value: UInt64, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
    func framed(_ content: [UInt8]) -> [UInt8] {
      let checked = content + [0]
      return checked + little(UInt64(checked.withUnsafeBytes { CRC32C.masked($0) }), 4)
    }
    // A block without entries at byte 0; entries of the index: no shared bytes, a key of one, a value of two: 0 and 4.
    let empty = framed(little(0, 4))
    let entries: [UInt8] = [0, 1, 2, 0x61, 0, 4] + [0, 1, 2, 0x62, 0, 4]
    let index = framed(entries + little(0, 4) + little(1, 4))
    let footer: [UInt8] = [0, 0, UInt8(empty.count), UInt8(index.count - 5)] + [UInt8](repeating: 0, count: 36)
    let scratch = try Scratch()
    let file = try scratch.file("model.ckpt.index", Data(empty + index + footer + little(0xDB47_7524_8B80_FB57, 8)))
    #expect(throws: CheckpointError(.bundleMalformed("its blocks are not in their order"), file: file.path)) {
      try Checkpoint(at: file)
    }
  }
}
