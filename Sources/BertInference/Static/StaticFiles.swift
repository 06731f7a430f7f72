import BertStorage
import Foundation

/// Where the files of a table of token vectors lie, and what they say about texts.
///
/// Three forms: Model2Vec's, which `config.json` tells; `StaticEmbedding` of sentence-transformers, which `modules.json`
/// tells; and that of our own bundles. A directory of Model2Vec 0.10 has both lists; there `config.json` decides, because
/// sentence-transformers reads neither the length nor the token for the unknown.
package struct StaticFiles: Sendable {
  /// The directory.
  let url: URL
  let weights: URL
  let tokenizer: URL
  /// Whether the vectors of texts have length 1.
  let normalizes: Bool
  /// What texts are cut to and which tokens count.
  let rule: Rule
  /// What sentence-transformers' files say about the whole.
  let settings: ModelSettings

  /// How a text is read.
  enum Rule: Sendable {
    /// So many tokens at the most, nil for all; the token for the unknown does not count.
    case model2Vec(maxLength: Int?)
    /// As `tokenizer.json` cuts it, or so many tokens at the most; each token counts.
    case sentenceTransformers(maxLength: Int?)
  }

  /// The file of a bundle's table with what Model2Vec's `config.json` says: `normalize`, `max_length`, and `counts_unknown`
  /// where the token for the unknown counts.
  package static let bundleSettings = "static.json"
  /// The file of a bundle's table.
  package static let bundleWeights = "static.safetensors"

  /// The files of a directory that Model2Vec or sentence-transformers wrote; nil where it holds something else.
  ///
  /// - Throws: `file`, `fileMalformed`, `unsupportedModule` for a step behind the table that is not computed here.
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
        throw .unsupportedModule(path: list.path, module: module.type, reason: "stands behind a table of token vectors")
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
    // What is absent is Model2Vec's default; null is no limit.
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

  /// A JSON object; nil where there is none that can be read, which others tell of.
  private static func document(_ file: URL) throws(InferenceError) -> JSONValue? {
    guard let data = try ModelFiles.read(file) else { return nil }
    return (try? JSONValue(parsing: [UInt8](data))).flatMap { $0.members == nil ? nil : $0 }
  }
}

extension SentenceModules.Module {
  /// Whether it is sentence-transformers' table of token vectors.
  var isStaticEmbedding: Bool {
    type.hasPrefix("sentence_transformers.") && type.split(separator: ".").last == "StaticEmbedding"
  }
}
