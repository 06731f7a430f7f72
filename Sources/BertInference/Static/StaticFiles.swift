import BertStorage
import Foundation

/// The files of a table of token vectors, and what they say about texts.
///
/// There are three forms: that of Model2Vec, recognized by `config.json`; `StaticEmbedding` of sentence-transformers,
/// recognized by `modules.json`; and that of bertft's bundles. A directory of Model2Vec 0.10 has both files;
/// `config.json` decides there, because sentence-transformers reads neither the maximum length nor the unknown token.
package struct StaticFiles: Sendable {
  /// The directory.
  let url: URL
  let weights: URL
  let tokenizer: URL
  /// Whether the vectors of texts have length 1.
  let normalizes: Bool
  /// How texts are truncated, and whether unknown tokens are part of the mean.
  let rule: Rule
  /// The settings of sentence-transformers for the whole model.
  let settings: ModelSettings

  /// How a text is read.
  enum Rule: Sendable {
    /// At most `maxLength` tokens, nil for all; unknown tokens are left out of the mean.
    case model2Vec(maxLength: Int?)
    /// At most `maxLength` tokens, nil for the truncation in `tokenizer.json`; unknown tokens are part of the mean.
    case sentenceTransformers(maxLength: Int?)
  }

  /// The settings of a bundle's table, as in `config.json` of Model2Vec: `normalize`, `max_length`, and
  /// `counts_unknown` where unknown tokens are part of the mean.
  package static let bundleSettings = "static.json"
  /// The weights of a bundle's table.
  package static let bundleWeights = "static.safetensors"

  /// The files of a directory that Model2Vec or sentence-transformers wrote; nil for other directories.
  ///
  /// - Throws: `file`, `fileMalformed`, `unsupportedModule` for a step after the table that is not supported.
  init?(_ url: URL) throws(InferenceError) {
    let config = url.appendingPathComponent("config.json")
    if let document = try Self.document(config), Self.isModel2Vec(document) {
      let settings = try ModelSettings(file: url.appendingPathComponent(ModelSettings.fileName))
      self = try Self(url, weights: "model.safetensors", document, path: config.path, settings)
      return
    }
    let list = url.appendingPathComponent("modules.json")
    guard let modules = try? SentenceModules.decode([SentenceModules.Module].self, list),
      let first = modules.first, first.isStaticEmbedding
    else { return nil }
    var normalizes = false
    for module in modules.dropFirst() {
      guard case .normalize = try module.kind(list) else {
        throw .unsupportedModule(
          path: list.path, module: module.type, reason: "follows a table of token vectors, which is not supported")
      }
      normalizes = true
    }
    let folder = url.appendingPathComponent(try first.folder(list))
    self.url = url
    weights = folder.appendingPathComponent("model.safetensors")
    tokenizer = folder.appendingPathComponent("tokenizer.json")
    self.normalizes = normalizes
    rule = .sentenceTransformers(maxLength: nil)
    settings = try ModelSettings(file: url.appendingPathComponent(ModelSettings.fileName))
  }

  /// The files of a bundle's table.
  ///
  /// - Throws: `fileMissing`, `file`, `fileMalformed`.
  init(bundle url: URL) throws(InferenceError) {
    let file = url.appendingPathComponent(Self.bundleSettings)
    guard let document = try Self.document(file) else {
      throw .fileMissing(path: file.path, remedy: "it belongs to the bundle; restore it, or train again")
    }
    try self.init(url, weights: Self.bundleWeights, document, path: file.path, ModelSettings())
  }

  private init(
    _ url: URL, weights: String, _ document: JSONValue, path: String, _ settings: ModelSettings
  ) throws(InferenceError) {
    self.url = url
    self.weights = url.appendingPathComponent(weights)
    tokenizer = url.appendingPathComponent("tokenizer.json")
    normalizes = document["normalize"]?.bool ?? false
    // An absent length is Model2Vec's default; null is no limit.
    let isStated = document.members?.contains { $0.key == "max_length" } ?? false
    let stated = document["max_length"]
    if let stated, stated.integer.map({ $0 < 1 }) ?? true {
      throw .fileMalformed(path: path, reason: "max_length is \(stated.line), but must be a positive whole number")
    }
    let length = isStated ? stated?.integer : 512
    rule =
      document["counts_unknown"]?.bool == true
      ? .sentenceTransformers(maxLength: length) : .model2Vec(maxLength: length)
    self.settings = settings
  }

  private static func isModel2Vec(_ document: JSONValue) -> Bool {
    if let type = document["model_type"]?.string { return type == "model2vec" }
    return document["architectures"]?.elements?.first?.string == "StaticModel"
  }

  /// A JSON object; nil where the file is missing or is not one, which is reported where the directory is opened
  /// otherwise.
  private static func document(_ file: URL) throws(InferenceError) -> JSONValue? {
    guard let data = try ModelFiles.read(file) else { return nil }
    return (try? JSONValue(parsing: [UInt8](data))).flatMap { $0.members == nil ? nil : $0 }
  }
}

extension SentenceModules.Module {
  /// Whether the module is `StaticEmbedding` of sentence-transformers, a table of token vectors.
  var isStaticEmbedding: Bool {
    type.hasPrefix("sentence_transformers.") && type.split(separator: ".").last == "StaticEmbedding"
  }
}
