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
  ///   - options: How the classifier computes.
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
  ///   - hub: Where a model that is not a directory comes from. Without one nothing is looked up and nothing connects.
  ///   - options: What replaces the settings of the model's own files.
  ///   - threads: Threads to compute with; nil takes all cores. The results do not depend on their number.
  /// - Throws: An ``InferenceError``, a ``HubError``, or `CancellationError`.
  public static func load(
    _ name: String, from hub: Hub? = nil, options: EmbeddingOptions = EmbeddingOptions(), threads: Int? = nil
  ) async throws -> TextEmbedder {
    try await load(contentsOf: try await ModelPlace.directory(of: name, hub), options: options, threads: threads)
  }
}

/// Finds the directory of a model's name.
private enum ModelPlace {
  static func directory(of name: String, _ hub: Hub?) async throws(HubError) -> URL {
    guard let hub, !FileManager.default.fileExists(atPath: name) else {
      return URL(fileURLWithPath: name, isDirectory: true)
    }
    return try await hub.model(name)
  }
}
