import BertData
import BertEncoder
public import BertExport
public import BertTuning
public import Foundation

/// What a server answers with: a classifier, an embedder, or both from one bundle.
public struct ServedModel: Sendable {
  /// What answers call it.
  public let name: String
  /// Answers `/v1/classify`.
  public let classifier: TextClassifier?
  /// Answers `/v1/embeddings`.
  public let embedder: TextEmbedder?

  /// A model of its parts.
  public init(name: String, classifier: TextClassifier?, embedder: TextEmbedder?) {
    self.name = name
    self.classifier = classifier
    self.embedder = embedder
  }

  /// Loads what a directory holds: a classifier where it has one, and the vectors of its encoder. The weights of the
  /// encoder are in memory once.
  ///
  /// - Parameters:
  ///   - url: A bundle, or a directory that transformers or sentence-transformers wrote.
  ///   - name: What answers call it; nil for the directory's name.
  ///   - options: How it computes.
  /// - Throws: A `TuningError` or an `ExportError` that names the file and what is wrong with it.
  public init(contentsOf url: URL, name: String? = nil, options: ClassifierOptions = ClassifierOptions()) throws {
    self.name = name ?? url.resolvingSymlinksInPath().lastPathComponent
    let isBundle = ClassifierBundle.exists(at: url)
    let hasEncoder = FileManager.default.fileExists(atPath: url.appendingPathComponent("config.json").path)
    let hasClassifier = try isBundle || Self.hasClassifier(url)
    classifier =
      hasClassifier
      ? try TextClassifier(contentsOf: url, threads: options.threads, precision: options.precision) : nil
    embedder =
      hasEncoder || classifier == nil
      ? try TextEmbedder(
        contentsOf: url, options: EmbeddingOptions(precision: options.precision), threads: options.threads) : nil
  }

  /// Whether a directory that is no bundle holds the weights of a classifier.
  private static func hasClassifier(_ url: URL) throws(TuningError) -> Bool {
    // sentence-transformers may keep the encoder in a folder of its own; that has no classifier.
    guard FileManager.default.fileExists(atPath: url.appendingPathComponent("config.json").path) else { return false }
    return try ModelDirectory(at: url).hasClassifier
  }
}
