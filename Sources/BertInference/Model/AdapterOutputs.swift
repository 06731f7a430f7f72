package import BertStorage
package import Foundation

/// What the outputs of an adapter are, as `config.json` says it of a model.
///
/// PEFT's files leave it open. transformers takes a directory with a `config.json` for a whole model, so that it stands in a
/// file of its own beside them.
package struct AdapterOutputs {
  /// The name of the file.
  package static let name = "adapter_outputs.json"
  private static let keys = [
    "architectures", "id2label", "label2id", "problem_type", "sentence_transformers",
    "sbert_ce_default_activation_function",
  ]

  let file: URL
  private let document: JSONValue

  /// Takes them out of a model's `config.json`.
  ///
  /// - Throws: `file`, `fileMalformed`.
  package init(of configuration: URL) throws(InferenceError) {
    let members = try Self.object(
      try ModelFiles.read(configuration, remedy: "a model is a directory with config.json"), configuration)
    file = configuration
    document = .object(Self.keys.compactMap { key in members[key].map { (key, $0) } })
  }

  /// Those that lie beside an adapter; nil where there are none.
  ///
  /// - Throws: `file`, `fileMalformed`.
  init?(besideAdapter directory: URL) throws(InferenceError) {
    file = directory.appendingPathComponent(Self.name)
    guard let data = try ModelFiles.read(file) else { return nil }
    document = try Self.object(data, file)
  }

  private static func object(_ data: Data, _ file: URL) throws(InferenceError) -> JSONValue {
    guard let document = try? JSONValue(parsing: [UInt8](data)), document.members != nil else {
      throw .fileMalformed(path: file.path, reason: "not a JSON object; fetch the file again from the model's origin")
    }
    return document
  }

  /// Puts them beside an adapter.
  ///
  /// - Throws: What the file system says.
  package func write(to directory: URL) throws(FileError) {
    try JSONFile.write(document, .pretty, to: directory.appendingPathComponent(Self.name))
  }

  /// Says in the base model's configuration what the outputs are.
  func state(in configuration: inout JSONValue) {
    for key in Self.keys { configuration[key] = document[key] }
  }
}
