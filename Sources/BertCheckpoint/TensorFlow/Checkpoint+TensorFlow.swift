import BertStorage
package import Foundation

extension Checkpoint {
  /// The published model whose TensorFlow checkpoint this is; nil for other weights.
  package var tensorFlowModel: TensorFlowModel? { published?.model }

  /// The number of attention heads, where a published model's TensorFlow checkpoint stores the projections by head; nil
  /// otherwise.
  package var storedHeads: Int? {
    let shape = published?.storedShapes[ExactName("bert.encoder.layer.0.attention.self.query.weight")]
    return shape.flatMap { $0.count == 3 ? $0[1] : nil }
  }

  /// Whether opening a directory would open a TensorFlow checkpoint.
  package static func isTensorFlow(_ directory: URL) -> Bool {
    guard
      !usualNames.contains(where: { FileManager.default.fileExists(atPath: directory.appendingPathComponent($0).path) })
    else { return false }
    return (try? bundleIndex(in: directory)) != nil
  }

  private var published: PublishedTensors? { files.lazy.compactMap { $0 as? PublishedTensors }.first }

  /// Opens a TensorFlow checkpoint, with transformers' names where it is a published model's, else with its own.
  static func openBundle(_ url: URL) throws(CheckpointError) -> any TensorFile {
    let bundle = try TensorBundle(contentsOf: url)
    return try PublishedTensors(bundle) ?? bundle
  }

  /// The index of the TensorFlow checkpoint in a directory, or in the folder `variables` of a SavedModel; nil where
  /// there is none.
  ///
  /// - Throws: `severalCheckpoints` where there are several and the file `checkpoint` names none of them.
  static func bundleIndex(in directory: URL) throws(CheckpointError) -> URL? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    // Search indexes and other files end with .index too; that of a checkpoint has a shard beside it or ends with
    // .ckpt.index.
    let found = names.sorted().filter { name in
      guard name.hasSuffix(TensorBundle.ending) else { return false }
      let base = name.dropLast(TensorBundle.ending.count)
      return base.hasSuffix(".ckpt") || names.contains { $0.hasPrefix(base + ".data-") }
    }
    if found.isEmpty {
      let saved = directory.appendingPathComponent("variables/variables.index")
      return FileManager.default.fileExists(atPath: saved.path) ? saved : nil
    }
    if found.count == 1 { return directory.appendingPathComponent(found[0]) }
    guard let latest = latest(in: directory), found.contains(latest + TensorBundle.ending) else {
      throw CheckpointError(.severalCheckpoints(found), file: directory.path)
    }
    return directory.appendingPathComponent(latest + TensorBundle.ending)
  }

  /// The name of the checkpoint that a run wrote last, from its file `checkpoint`, a message in Protocol Buffers' text
  /// form.
  private static func latest(in directory: URL) -> String? {
    let path = directory.appendingPathComponent("checkpoint").path, key = "model_checkpoint_path:"
    guard let mapping = try? MappedFile(path: path), mapping.size <= 1 << 20,
      let bytes = try? mapping.withBytes(0..<mapping.size, { Array($0) })
    else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) where line.hasPrefix(key) {
      let value = line.dropFirst(key.count).filter { $0 != "\"" }
      return value.split(separator: "/").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    return nil
  }
}
