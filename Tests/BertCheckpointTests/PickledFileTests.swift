import BertCheckpoint
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Files that torch.save wrote, and spoilt ones, made by Scripts/golden/pickled_files.py.
@Suite struct PickledFileTests {
  struct Golden: Decodable {
    struct Good: Decodable, CustomTestStringConvertible, Sendable {
      struct Tensor: Decodable, Sendable {
        let name: String
        let shape: [Int]
        let values: [Float]
      }
      let name: String
      let file: Data
      let tensors: [Tensor]
      var testDescription: String { name }
    }
    struct Spoilt: Decodable, CustomTestStringConvertible, Sendable {
      let name: String
      let file: Data
      let torch_refuses: Bool
      var testDescription: String { name }
    }
    let good: [Good]
    let spoilt: [Spoilt]
  }

  static let golden = try? _TestSupport.Golden.load(Golden.self, "pickled.json", target: "BertCheckpointTests")

  @Test(arguments: golden?.good ?? [])
  func `Names, shapes and values are torch's`(_ example: Golden.Good) throws {
    let scratch = try Scratch()
    let file = try scratch.file("pytorch_model.bin", example.file)
    for place in [file, scratch.url] {
      let checkpoint = try Checkpoint(at: place)
      #expect(checkpoint.tensors.map(\.name) == example.tensors.map(\.name))
      for tensor in example.tensors {
        #expect(checkpoint[tensor.name]?.shape == tensor.shape, "\(tensor.name)")
        #expect(try checkpoint.floats(of: tensor.name) == tensor.values, "\(tensor.name)")
      }
    }
  }

  static let rules: [String: CheckpointError.Rule] = [
    "before 1.6": .pickleLegacy,
    "no archive": .notAnArchive("it is not a zip archive"),
    "empty": .foreignFile(.empty),
    "cut in the middle": .notAnArchive("it begins as a zip archive and has no end"),
    "cut at the end": .notAnArchive("it begins as a zip archive and has no end"),
    "compressed": .notAnArchive("a member is compressed"),
    "no pickle": .notAnArchive("it has no member data.pkl"),
    "no values": .pickledStorageMissing("0"),
    "values cut short": .pickledStorageMissing("0"),
    "big-endian": .notAnArchive("its values are big-endian"),
    "a command": .pickleGlobal("posix.system"),
    "a command through the newer protocol": .pickleGlobal("posix.system"),
    "another class": .pickleGlobal("pathlib.PurePosixPath"),
    "an instance": .pickleGlobal("os.system"),
    "a name of torch": .pickleGlobal("torch.load"),
    "a list": .pickleMalformed("it is not a dictionary", offset: 12),
    "no tensors": .pickleMalformed("it holds no named tensors", offset: 0),
    "an empty stack": .pickleMalformed("its stack is empty", offset: 3),
    "a missing mark": .pickleMalformed("a mark is missing", offset: 3),
    "a recollection of nothing": .pickleMalformed("it recalls what was never stored", offset: 4),
    "a long text": .pickleMalformed("it ends too early", offset: 7),
    "nested deep": .pickleMalformed("it is not a dictionary", offset: 20_004),
    "a list in itself": .pickleMalformed("it is not a dictionary", offset: 9),
    "a whole module": .pickledObject("torch.nn.modules.linear.Linear"),
    "a whole module of a foreign class": .pickledObject("__main__.Net"),
    "a whole module under a key": .pickledObject("__main__.Net"),
    "an object of a foreign class": .pickleGlobal("argparse.Namespace"),
    "a tensor in a form that is not read": .pickleGlobal("torch._utils._rebuild_sparse_tensor"),
    "a program": .torchScript,
    "an archive of other files": .foreignFile(.zipArchive),
    "an archive of other files, compressed": .foreignFile(.zipArchive),
    "safetensors": .foreignFile(.safetensors),
    "a pickle by itself": .foreignFile(.pickle),
    "compressed with gzip": .foreignFile(.gzip),
    "shape beyond the values": .pickledTensorOutside,
    "strides beyond the values": .pickledTensorOutside,
    "one value many times": .pickledTensorOutside,
    "negative size": .pickledTensorOutside,
    "enormous sizes": .pickledTensorOutside,
    "many axes": .pickleMalformed("a tensor is not described as torch does", offset: 417),
    "a long key": .pickleMalformed("a storage is not described as torch does", offset: 175),
  ]

  @Test(arguments: golden?.spoilt ?? [])
  func `A spoilt file is refused for its fault`(_ example: Golden.Spoilt) throws {
    let scratch = try Scratch()
    let file = try scratch.file("case.bin", example.file)
    let error: CheckpointError?
    do throws(CheckpointError) {
      _ = try PickledFile(contentsOf: file)
      error = nil
    } catch let caught {
      error = caught
    }
    let found = try #require(error)
    if example.name == "unfinished" {
      guard case .pickleMalformed("it ends too early", _) = found.rule else {
        Issue.record("\(found.rule)")
        return
      }
    } else {
      #expect(found.rule == Self.rules[example.name])
    }
    #expect(found.code == .badData)
    #expect(found.description.hasPrefix(file.path) && !found.description.contains("\n"))
  }

  @Test func `The cases are there`() throws {
    let golden = try #require(Self.golden)
    #expect(golden.good.count == 10)
    #expect(Set(golden.spoilt.map(\.name)) == Set(Self.rules.keys).union(["unfinished"]))
  }

  @Test func `Any cut and any flipped byte gives an error or a file, never a trap`() throws {
    let scratch = try Scratch()
    for example in try #require(Self.golden).good {
      for index in stride(from: 0, to: example.file.count, by: 23) {
        _ = try? PickledFile(contentsOf: scratch.file("cut.bin", example.file.prefix(index)))
        var changed = example.file
        changed[changed.startIndex + index] ^= UInt8(1 << (index % 8))
        let file = try scratch.file("flipped.bin", changed)
        guard let checkpoint = try? PickledFile(contentsOf: file) else { continue }
        for tensor in checkpoint.tensors {
          #expect(try checkpoint.floats(of: tensor.name).count == tensor.elementCount)
        }
      }
    }
  }

  @Test func `Shards are joined by their index`() throws {
    let scratch = try Scratch()
    let good = try #require(Self.golden?.good)
    let tied = try #require(good.first { $0.name == "tied" })
    let views = try #require(good.first { $0.name == "views" })
    _ = try scratch.file("pytorch_model-00001-of-00002.bin", tied.file)
    _ = try scratch.file("pytorch_model-00002-of-00002.bin", views.file)
    let index = #"""
      {"metadata": {"total_size": 1}, "weight_map": {"embeddings.weight": "pytorch_model-00001-of-00002.bin",
       "slice": "pytorch_model-00002-of-00002.bin", "transposed": "pytorch_model-00002-of-00002.bin"}}
      """#
    _ = try scratch.file("pytorch_model.bin.index.json", Data(index.utf8))
    let checkpoint = try Checkpoint(at: scratch.url)
    #expect(checkpoint.files.count == 2)
    #expect(Set(checkpoint.tensors.map(\.name)) == ["embeddings.weight", "slice", "transposed"])
    #expect(try checkpoint.floats(of: "embeddings.weight") == [1, 2, 3, 4])
  }

  /// A zip archive of members that are stored as they are, without their checksums, which are not read.
  private func archive(_ members: [(name: String, content: [UInt8])]) -> Data {
    func little(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var bytes: [UInt8] = [], directory: [UInt8] = []
    for (name, content) in members {
      let sizes = little(content.count, 4) + little(content.count, 4) + little(name.utf8.count, 2)
      let offset = bytes.count
      bytes += [0x50, 0x4B, 3, 4] + little(0, 14) + sizes + little(0, 2) + Array(name.utf8) + content
      directory += [0x50, 0x4B, 1, 2] + little(0, 16) + sizes + little(0, 12) + little(offset, 4) + Array(name.utf8)
    }
    let end = [0x50, 0x4B, 5, 6] + little(0, 4) + little(members.count, 2) + little(members.count, 2)
    return Data(bytes + directory + end + little(directory.count, 4) + little(bytes.count, 4) + little(0, 2))
  }

  private func rule(_ members: [(name: String, content: [UInt8])]) throws -> CheckpointError.Rule? {
    let scratch = try Scratch()
    let place = try scratch.file("case.bin", archive(members))
    do throws(CheckpointError) { _ = try PickledFile(contentsOf: place) } catch { return error.rule }
    return nil
  }

  /// A tensor of so many axes, each of one element, that the memo keeps under 9; 7 is what makes it and 8 its arguments.
  private func tensor(axes: Int) -> [UInt8] {
    func text(_ text: String) -> [UInt8] { [0x58, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) }
    let storage =
      [0x28] + text("storage") + Array("ctorch\nFloatStorage\n".utf8) + text("0") + text("cpu") + [0x4B, 1, 0x74, 0x51]
    let ones: [UInt8] = [0x28] + [UInt8](repeating: 0, count: axes).flatMap { _ in [0x4B, 1] as [UInt8] } + [0x74]
    return Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8) + [0x71, 7, 0x28] + storage + [0x4B, 0] + ones
      + [0x32, 0x74, 0x71, 8, 0x52, 0x71, 9]
  }

  @Test func `Several pickles are told from none`() throws {
    let members = [(name: "a/data.pkl", content: [UInt8](".".utf8)), (name: "b/data.pkl", content: [UInt8](".".utf8))]
    #expect(try rule(members) == .notAnArchive("it has several members data.pkl"))
  }

  /// Each would take hours, or more memory than there is, if a part of the pickle that is recalled were read anew each time.
  @Test(.timeLimit(.minutes(1))) func `What a pickle recalls again and again is read once`() throws {
    let count = 300_000
    // A dictionary of many items is set as the attributes of an object, many times.
    let items: [UInt8] = [0x7D, 0x71, 0, 0x28] + [UInt8](repeating: 0x4E, count: 2 * count) + [0x75, 0x30]
    let object: [UInt8] = Array("ca\nb\n".utf8) + [UInt8](repeating: 0, count: count).flatMap { _ in [0x68, 0, 0x62] }
    #expect(try rule([("a/data.pkl", items + object + [0x2E])]) == .pickleGlobal("a.b"))
    // A tensor of many axes is made many times.
    let again: [UInt8] = [UInt8](repeating: 0, count: 100).flatMap { _ in [0x30, 0x68, 7, 0x68, 8, 0x52] as [UInt8] }
    let axes = try #require(try rule([("a/data.pkl", tensor(axes: 64) + again + [0x2E])]))
    guard case .pickleMalformed("its tensors have more axes than it has bytes", _) = axes else {
      Issue.record("\(axes)")
      return
    }
    // Many tensors under a key have one long name.
    let long = 1 << 16, name = [0x58, 0, 0, 1, 0] + [UInt8](repeating: 0x61, count: long) + [0x71, 1]
    let tensors: [UInt8] = [UInt8](repeating: 0, count: 1000).flatMap { _ in [0x68, 1, 0x68, 9] as [UInt8] }
    let state: [UInt8] = [0x7D, 0x28, 0x58, 1, 0, 0, 0, 0x6D, 0x7D, 0x28] + tensors + [0x75, 0x75, 0x2E]
    #expect(
      try rule([("a/data.pkl", name + tensor(axes: 1) + state)])
        == .pickleMalformed("the names of its tensors are larger than any model's", offset: 0))
  }
}
