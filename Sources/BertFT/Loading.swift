public import BertHub
public import BertInference
import Foundation

extension TextClassifier {
  /// Loads a classifier from a directory, or from the Hub.
  ///
  /// - Parameters:
  ///   - name: The path of a bundle or of a Hugging Face directory; where there is none, and a hub is given, a Hub id
  ///     such as `organisation/name`.
  ///   - hub: Where a model that is not a directory comes from. Without one nothing is looked up and nothing connects.
  /// - Throws: An ``InferenceError``, a ``HubError``, or `CancellationError`.
  public static func load(
    _ name: String, from hub: Hub? = nil, options: ClassifierOptions = ClassifierOptions()
  ) async throws -> TextClassifier {
    try await load(contentsOf: try await ModelPlace.directory(of: name, hub), options: options)
  }
}

extension TextEmbedder {
  /// Loads an embedder from a directory, or from the catalogue or the Hub.
  ///
  /// - Parameters:
  ///   - name: The path of a model's directory or of a bundle; where there is none, and a hub is given, a name of the
  ///     catalogue such as `all-MiniLM-L6-v2`, or a Hub id.
  ///   - options: Where it is not to be as the model's files say.
  ///   - hub: Where a model that is not a directory comes from. Without one nothing is looked up and nothing connects.
  ///   - threads: Threads to compute with; nil takes all cores. The results do not depend on them.
  /// - Throws: An ``InferenceError``, a ``HubError``, or `CancellationError`.
  public static func load(
    _ name: String, from hub: Hub? = nil, options: EmbeddingOptions = EmbeddingOptions(), threads: Int? = nil
  ) async throws -> TextEmbedder {
    try await load(contentsOf: try await ModelPlace.directory(of: name, hub), options: options, threads: threads)
  }
}

/// From a name to the directory it stands for.
private enum ModelPlace {
  static func directory(of name: String, _ hub: Hub?) async throws(HubError) -> URL {
    var isDirectory: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory)
    guard let hub, !isThere else { return URL(fileURLWithPath: name, isDirectory: true) }
    return try await hub.model(name)
  }
}
