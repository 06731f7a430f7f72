import BertCheckpoint
import BertStorage
import Foundation
import Testing
import _TestSupport

@Suite struct CheckpointTests {
  func write(_ names: [String: Float], _ url: URL) throws {
    let tensors = names.sorted { $0.key < $1.key }.map { TensorSource(name: $0.key, shape: [1], values: [$0.value]) }
    try SafetensorsWriter.write(tensors, metadata: [:], to: url)
  }

  func error(_ url: URL) -> CheckpointError? {
    do throws(CheckpointError) { _ = try Checkpoint(at: url) } catch { return error }
    return nil
  }

  func rule(_ url: URL) -> CheckpointError.Rule? { error(url)?.rule }

  @Test func `A file and a directory open alike`() throws {
    let scratch = try Scratch()
    let file = scratch.url.appendingPathComponent("model.safetensors")
    try write(["a": 1, "b": 2], file)
    for place in [file, scratch.url] {
      let checkpoint = try Checkpoint(at: place)
      #expect(checkpoint.tensors.map(\.name) == ["a", "b"])
      #expect(try checkpoint.floats(of: "b") == [2])
      #expect(checkpoint["c"] == nil)
      #expect(throws: CheckpointError(.noSuchTensor, file: place.path, tensor: "c")) { try checkpoint.floats(of: "c") }
    }
  }

  @Test func `Shards are joined by their index`() throws {
    let scratch = try Scratch()
    try write(["a": 1, "b": 9], scratch.url.appendingPathComponent("model-00001-of-00002.safetensors"))
    try write(["b": 2, "c": 3], scratch.url.appendingPathComponent("model-00002-of-00002.safetensors"))
    let index = #"""
      {"metadata": {"total_size": 12.5e0, "x": [true, null]}, "weight_map": {
       "a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors",
       "c": "model-00002-of-00002.safetensors"}}
      """#
    let file = try scratch.file("model.safetensors.index.json", Data(index.utf8))
    for place in [scratch.url, file] {
      let checkpoint = try Checkpoint(at: place)
      #expect(checkpoint.files.count == 2)
      #expect(checkpoint.tensors.map(\.name) == ["a", "b", "c"])
      #expect(try checkpoint.floats(of: "b") == [2])
      #expect(try checkpoint.floats(of: "c") == [3])
    }
  }

  @Test(arguments: [
    (#"{}"#, CheckpointError.Rule.indexWithoutWeightMap),
    (#"{"weight_map": {"a": "../model.safetensors"}}"#, .shardNameUnsafe("../model.safetensors")),
    (#"{"weight_map": {"a": "/etc/passwd"}}"#, .shardNameUnsafe("/etc/passwd")),
    (#"{"weight_map": {"a": ".."}}"#, .shardNameUnsafe("..")),
    (#"{"weight_map": {"a": ""}}"#, .shardNameUnsafe("")),
    (#"{"weight_map": {"a": "x\u0000y"}}"#, .shardNameUnsafe("x\0y")),
    (#"{"weight_map": {"a": "../x\ny"}}"#, .shardNameUnsafe("../x\ny")),
    (#"{"weight_map": {"a\nb": "s.safetensors"}}"#, .tensorNotInShard("s.safetensors")),
    (#"{"weight_map": {"a": "gone.safetensors"}}"#, .shardMissing("gone.safetensors")),
    (#"{"weight_map": {"z": "s.safetensors"}}"#, .tensorNotInShard("s.safetensors")),
    (#"{"weight_map": {"a": "s.safetensors", "a": "s.safetensors"}}"#, .duplicateKey("a")),
    (#"{"weight_map": {"a": 1}}"#, .notJSON("'\"' was expected", offset: 21)),
    (#"{"weight_map": []}"#, .notJSON("'{' was expected", offset: 15)),
    ("", .foreignFile(.empty)),
  ])
  func `A bad index is an error`(json: String, rule expected: CheckpointError.Rule) throws {
    let scratch = try Scratch()
    try write(["a": 1], scratch.url.appendingPathComponent("s.safetensors"))
    _ = try scratch.file("model.safetensors.index.json", Data(json.utf8))
    let found = try #require(error(scratch.url))
    #expect(found.rule == expected)
    let lines = found.description.split(whereSeparator: \.isNewline)
    #expect(lines.count == 1)
  }

  @Test func `An index that is not UTF-8 is an error`() throws {
    let scratch = try Scratch()
    _ = try scratch.file("model.safetensors.index.json", Data([0x7B, 0xFF]))
    #expect(rule(scratch.url) == .notUTF8)
  }

  @Test func `What is missing is told apart`() throws {
    let scratch = try Scratch()
    #expect(rule(scratch.url.appendingPathComponent("no")) == .file(.notFound))
    #expect(rule(scratch.url) == .noWeights)
    _ = try scratch.file("pytorch_model.bin", Data())
    #expect(rule(scratch.url) == .foreignFile(.empty))
  }
}
