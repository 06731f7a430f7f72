public import BertInference
public import Foundation

/// What a server answers with: a model that answers about texts, an embedder, or both from one bundle.
public struct ServedModel: Sendable {
  /// What answers call it.
  public let name: String
  /// Answers `/v1/classify`; nil for an encoder alone.
  public let answering: OpenedModel?
  /// Answers `/v1/embeddings`.
  public let embedder: TextEmbedder?

  /// A model of its parts.
  public init(name: String, answering: OpenedModel?, embedder: TextEmbedder?) {
    self.name = name
    self.answering = answering
    self.embedder = embedder
  }

  /// What is worth knowing about the model's files, each once.
  public var notes: [String] {
    let first = answering?.notes ?? []
    return first + (embedder?.notes ?? []).filter { !first.contains($0) }
  }

  /// Loads what a directory holds: what answers about texts where it has that, and the vectors of its encoder. The weights of the
  /// encoder are in memory once.
  ///
  /// - Parameters:
  ///   - url: A bundle, or a directory that transformers or sentence-transformers wrote.
  ///   - name: What answers call it; nil for the directory's name.
  ///   - options: How it computes.
  /// - Throws: An `InferenceError` that names the file and what is wrong with it.
  public init(
    contentsOf url: URL, name: String? = nil, options: ClassifierOptions = ClassifierOptions()
  ) throws(InferenceError) {
    self.name = name ?? url.resolvingSymlinksInPath().lastPathComponent
    let directory = try OpenedDirectory(at: url)
    answering =
      directory.isEncoder
      ? nil : try OpenedModel(directory, threads: options.threads, precision: options.precision)
    embedder = try directory.source.map { source throws(InferenceError) in
      try TextEmbedder(
        source, options: EmbeddingOptions(precision: options.precision), threads: options.threads)
    }
  }
}
