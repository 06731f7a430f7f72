package import BertCheckpoint
package import BertEncoder
package import BertText
package import Foundation

/// A directory as transformers writes it: `config.json`, weights, and the tokenizer's files.
package struct ModelDirectory: Sendable {
  package let url: URL
  /// All of `config.json`.
  package let document: [String: JSONTree]
  package let configuration: EncoderConfiguration
  package let tokenizer: any Tokenizer
  package let checkpoint: Checkpoint

  /// Reads everything but the weights themselves, which stay mapped.
  ///
  /// - Throws: `fileMissing`, `fileMalformed`, `model`, `tokenizer`, `checkpoint`, or `vocabularyTooLarge`.
  package init(at url: URL) throws(TuningError) {
    self.url = url
    let config = url.appendingPathComponent("config.json")
    let data = try Self.read(
      config, remedy: "a model is a directory with config.json, model.safetensors and a tokenizer")
    do {
      configuration = try EncoderConfiguration.decode(from: data)
    } catch {
      throw .model(path: config.path, error)
    }
    guard let tree = try? JSONDecoder().decode(JSONTree.self, from: data), let members = tree.members else {
      throw .fileMalformed(path: config.path, reason: "not a JSON object; get the file anew from the model's origin")
    }
    document = members
    do {
      tokenizer = try TokenizerLoader.load(directory: url)
    } catch {
      throw .tokenizer(path: url.path, error)
    }
    do {
      checkpoint = try Checkpoint(at: url)
    } catch {
      throw .checkpoint(error)
    }
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw .vocabularyTooLarge(
        path: url.path, tokens: tokenizer.vocabularySize, rows: configuration.vocabularySize)
    }
    try checkTokenTypes(config)
  }

  /// A tokenizer whose template gives a type that the model has no row for belongs to another model.
  private func checkTokenTypes(_ config: URL) throws(TuningError) {
    if let type = configuration.unknownType(of: tokenizer) {
      throw .fileMalformed(
        path: config.path,
        reason: "type_vocab_size is \(configuration.typeVocabularySize), but the tokenizer gives token types up to "
          + "\(type); the tokenizer belongs to another model")
    }
  }

  /// Reads a file that must be there.
  package static func read(_ url: URL, remedy: String) throws(TuningError) -> Data {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .fileMissing(path: url.path, remedy: remedy)
    }
    do {
      return try Data(contentsOf: url)
    } catch {
      throw .io(operation: "read", path: url.path, reason: error.localizedDescription)
    }
  }

  /// The hash of the weights: of the one file, or of all shards in the order of their names.
  package func weightsDigest() throws(TuningError) -> String {
    var digests: [String] = []
    for file in checkpoint.files { digests.append(try FileDigest.sha256(of: file.url)) }
    return digests.joined(separator: "+")
  }
}
