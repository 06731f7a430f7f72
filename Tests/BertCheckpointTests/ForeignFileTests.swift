import BertCheckpoint
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Files and directories that are no checkpoints, each with the error that says what they are.
@Suite struct ForeignFileTests {
  private func error(_ url: URL) throws -> CheckpointError {
    try #require(throws: CheckpointError.self) { try Checkpoint(at: url) }
  }

  static let pointer = """
    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 440473133

    """

  static let contents: [(bytes: [UInt8], kind: ForeignFile, words: String)] = [
    (Array(pointer.utf8), .gitLFSPointer(size: 440_473_133), "git lfs pull"),
    (
      Array("version https://git-lfs.github.com/spec/v1\r\noid sha256:0\r\nsize 7\r\n".utf8), .gitLFSPointer(size: 7),
      "7 bytes"
    ),
    (
      Array("version https://git-lfs.github.com/spec/v1\nsize 99999999999999999999".utf8), .gitLFSPointer(size: nil),
      "git lfs pull"
    ),
    (Array("\u{FEFF}\n <!DOCTYPE html>\n<html><body>Sign in</body></html>".utf8), .htmlPage, "login"),
    (Array("<html lang=\"en\">".utf8), .htmlPage, "login"),
    (Array("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>".utf8), .xmlDocument, "XML"),
    (Array("Entry not found".utf8), .errorMessage("Entry not found"), "'Entry not found'"),
    (Array("Invalid username or password.\n".utf8), .errorMessage("Invalid username or password."), "login"),
    ([], .empty, "empty"), ([UInt8](repeating: 0, count: 4096), .zeroes, "interrupted"),
    ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2], .gzip, "unpack"), (Array("BZh91AY&SY".utf8), .bzip2, "unpack"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4], .xz, "unpack"),
    ([0x28, 0xB5, 0x2F, 0xFD, 4, 0, 0, 0], .zstandard, "unpack"),
    ([UInt8](repeating: 0x61, count: 257) + Array("ustar\u{0}00".utf8), .tar, "unpack"),
    // ModelProto: ir_version 8, producer_name "pytorch", producer_version, graph.
    (
      [0x08, 8, 0x12, 7] + Array("pytorch".utf8) + [0x1A, 5] + Array("2.1.0".utf8) + [0x3A, 0xFF, 0x7F], .onnx, "ONNX"
    ),
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], .hdf5, "HDF5"),
    (Array("GGUF".utf8) + [3, 0, 0, 0, 1, 0, 0, 0], .gguf, "GGUF"),
  ]

  @Test(arguments: ["model.safetensors", "pytorch_model.bin"])
  func `What a file is instead is told by its first bytes`(name: String) throws {
    for (bytes, kind, words) in Self.contents {
      let scratch = try Scratch()
      let file = try scratch.file(name, Data(bytes))
      for place in [file, scratch.url] {
        let found = try error(place)
        #expect(found.rule == .foreignFile(kind), "\(found)")
        #expect(found.code == .badData)
        #expect(found.description.hasPrefix(file.path) && found.description.contains(words), "\(found)")
        #expect(!found.description.contains("\n"))
      }
    }
  }

  @Test(arguments: ["model.safetensors.index.json", "pytorch_model.bin.index.json"])
  func `A pointer in the place of an index or a shard is told`(name: String) throws {
    let scratch = try Scratch()
    let index = try scratch.file(name, Data(Self.pointer.utf8))
    #expect(
      try error(scratch.url) == CheckpointError(.foreignFile(.gitLFSPointer(size: 440_473_133)), file: index.path))
    let shard = name.contains("bin") ? "pytorch_model-00001-of-00001.bin" : "model-00001-of-00001.safetensors"
    _ = try scratch.file(name, Data("{\"weight_map\": {\"a\": \"\(shard)\"}}".utf8))
    let file = try scratch.file(shard, Data(Self.pointer.utf8))
    #expect(try error(scratch.url) == CheckpointError(.foreignFile(.gitLFSPointer(size: 440_473_133)), file: file.path))
  }

  @Test func `A header whose length looks like another format is read`() throws {
    let scratch = try Scratch()
    // 35,615 begins with 1F 8B as gzip does, 3,802,888 with 08 07 3A as an ONNX graph may.
    for length in [35_615, 3_802_888] {
      var header = Array(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#.utf8)
      header += [UInt8](repeating: 0x20, count: length - header.count)
      let size = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
      let sound = try scratch.file("sound.safetensors", Data(size + header + [1]))
      #expect(try Checkpoint(at: sound).tensors.map(\.name) == ["a"])
      let cut = try scratch.file("cut.safetensors", Data(size + header))
      #expect(try error(cut).rule == .missingBytes(expected: 8 + length + 1, found: 8 + length))
    }
  }

  static let directories: [(files: [String], OtherWeights, words: String)] = [
    (["config.json", "model.onnx"], .file("model.onnx", .onnx), "ONNX"),
    (["config.json", "onnx/model.onnx"], .file("onnx/model.onnx", .onnx), "'onnx/model.onnx'"),
    (["tf_model.h5"], .file("tf_model.h5", .tensorFlow), "from_tf"),
    (["saved_model.pb"], .file("saved_model.pb", .tensorFlow), "from_tf"),
    (["flax_model.msgpack"], .file("flax_model.msgpack", .flax), "from_flax"),
    (["rust_model.ot"], .file("rust_model.ot", .rust), "rust-bert"),
    (["all-MiniLM-L6-v2.Q4_0.gguf"], .file("all-MiniLM-L6-v2.Q4_0.gguf", .gguf), "GGUF"),
    (["openvino_model.xml", "tokenizer.xml"], .file("openvino_model.xml", .openVINO), "OpenVINO"),
    (["adapter_model.safetensors"], .adapter(base: nil), "merge_and_unload"),
    (["model-00001-of-00002.safetensors"], .shardsWithoutIndex("model-00001-of-00002.safetensors"), "index.json"),
    (["pytorch_model-00002-of-00002.bin"], .shardsWithoutIndex("pytorch_model-00002-of-00002.bin"), "index.json"),
    (
      ["checkpoint-500/config.json", "checkpoint-500/model.safetensors"], .subdirectory("checkpoint-500"),
      "checkpoint-500"
    ),
    (["weights.pt"], .otherName("weights.pt"), "rename"),
    (["model.fp16.safetensors"], .otherName("model.fp16.safetensors"), "rename"),
  ]

  @Test(arguments: directories.indices)
  func `What a directory holds in place of weights is named`(index: Int) throws {
    let (files, other, words) = Self.directories[index]
    let scratch = try Scratch()
    for name in files {
      let file = scratch.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try (name.hasSuffix("config.json") ? Data(#"{"model_type": "bert"}"#.utf8) : Data([1, 2, 3])).write(to: file)
    }
    let found = try error(scratch.url)
    #expect(found == CheckpointError(.otherWeights(other), file: scratch.url.path))
    #expect(found.code == .inputMissing && found.description.contains(words) && !found.description.contains("\n"))
  }

  @Test func `An adapter names the model that it belongs to`() throws {
    let scratch = try Scratch()
    _ = try scratch.file("adapter_model.bin", Data([1]))
    for (json, base) in [
      (#"{"base_model_name_or_path": "someone/a-model", "r": 8}"#, "someone/a-model"), (#"{"r": 8}"#, nil), ("[", nil),
    ] {
      _ = try scratch.file("adapter_config.json", Data(json.utf8))
      let found = try error(scratch.url)
      #expect(found.rule == .otherWeights(.adapter(base: base)))
      #expect(found.description.contains(base ?? "does not name"))
    }
  }

  @Test func `Pooling and training files in a directory are no weights`() throws {
    let scratch = try Scratch()
    for name in ["training_args.bin", "optimizer.pt", "scheduler.pt", "vocab.txt"] {
      _ = try scratch.file(name, Data([1]))
    }
    let dense = scratch.url.appendingPathComponent("2_Dense")
    try FileManager.default.createDirectory(at: dense, withIntermediateDirectories: false)
    try Data(#"{"in_features": 8}"#.utf8).write(to: dense.appendingPathComponent("config.json"))
    try Data([1]).write(to: dense.appendingPathComponent("model.safetensors"))
    #expect(try error(scratch.url).rule == .noWeights)
  }

  @Test func `A link without its target and a directory are told`() throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("model.safetensors")
    try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: "../../blobs/gone")
    #expect(try error(scratch.url).rule == .otherWeights(.brokenLink("model.safetensors")))
    try FileManager.default.removeItem(at: place)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
    #expect(try error(scratch.url) == CheckpointError(.file(.notARegularFile), file: place.path))
  }

  @Test func `Files of other formats are told by their names where their first bytes say nothing`() throws {
    let scratch = try Scratch()
    for (name, format) in [("flax_model.msgpack", OtherWeights.Format.flax), ("rust_model.ot", .rust)] {
      #expect(try error(scratch.file(name, Data([1, 2, 3]))).rule == .otherWeights(.file(name, format)))
    }
  }
}
