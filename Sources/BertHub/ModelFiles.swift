import BertStorage
import Foundation

/// The files of a model on the Hub.
enum ModelFiles {
  /// Files that are downloaded if the model has them.
  static let optional = [
    "tokenizer_config.json", "special_tokens_map.json", "modules.json", "1_Pooling/config.json",
    "sentence_bert_config.json", "config_sentence_transformers.json",
  ]
  /// The forms of tokenizers, the preferred first; the first one that the model has is downloaded.
  static let tokenizers = [
    ["tokenizer.json"], ["vocab.txt"], ["vocab.json", "merges.txt"], ["sentencepiece.bpe.model"], ["spiece.model"],
    ["tokenizer.model"], ["spm.model"], ["sentencepiece.model"],
  ]
  /// The list of sentence-transformers' modules, most of which have a folder.
  static let modules = "modules.json"
  static let configuration = "config.json"
  /// The forms of weights, the preferred first: one file, or the index of its shards.
  static let weights = [
    (single: "model.safetensors", index: "model.safetensors.index.json"),
    (single: "pytorch_model.bin", index: "pytorch_model.bin.index.json"),
  ]
  /// The greatest size of an index of shards that is read, in bytes.
  static let largestIndex = 100_000_000

  /// Whether a directory has a configuration, weights with all shards, and a tokenizer.
  static func isUsable(_ directory: URL) -> Bool {
    func has(_ name: String) -> Bool { FileSystem.size(of: directory.appendingPathComponent(name)) != nil }
    guard has(configuration), tokenizers.contains(where: { $0.allSatisfy(has) }) else { return false }
    return weights.contains { form in
      if has(form.single) { return true }
      guard let shards = try? shards(in: directory.appendingPathComponent(form.index)) else { return false }
      return shards.allSatisfy(has)
    }
  }

  /// The files that the folders of modules, such as `2_Dense`, may have. A list in another format or a folder with an
  /// unsafe name gives no files; the reader of the model reports what is wrong.
  ///
  /// - Parameter list: The file `modules.json`.
  /// - Returns: For each file its possible names, the preferred first.
  static func moduleFiles(in list: URL) -> [[String]] {
    struct Module: Decodable {
      let path: String
    }
    guard let data = try? Data(contentsOf: list), let modules = try? JSONDecoder().decode([Module].self, from: data)
    else { return [] }
    let folders = modules.prefix(32).map(\.path).filter(PlainName.isHubName)
    return folders.flatMap { folder in
      [["\(folder)/\(configuration)"], weights.map { "\(folder)/\($0.single)" }]
    }.filter { !optional.contains($0[0]) }
  }

  /// The names of the shards that an index lists, sorted.
  ///
  /// - Throws: `badAnswer` for an index without shards, `unsafeName` for a shard that is not a plain file name.
  static func shards(in index: URL) throws(HubError) -> [String] {
    struct Index: Decodable {
      let weight_map: [String: String]
    }
    guard let size = FileSystem.size(of: index), size <= largestIndex, let data = try? Data(contentsOf: index),
      let map = try? JSONDecoder().decode(Index.self, from: data), !map.weight_map.isEmpty
    else { throw HubError(.badAnswer("it is not an index of shards"), index.path) }
    let names = Set(map.weight_map.values).sorted()
    for name in names where !PlainName.isShard(name) { throw HubError(.unsafeName(name), index.path) }
    return names
  }
}
