public import BertInference
public import Foundation

/// What a server answers with: a classifier, an embedder, or both from one bundle.
public struct ServedModel: Sendable {
  /// What answers call it.
  public let name: String
  /// Answers `/v1/classify`.
  public let classifier: TextClassifier?
  /// Answers `/v1/classify` of a bundle of several questions.
  public let multiTask: MultiTaskClassifier?
  /// Answers `/v1/embeddings`.
  public let embedder: TextEmbedder?

  /// A model of its parts.
  public init(
    name: String, classifier: TextClassifier?, multiTask: MultiTaskClassifier? = nil, embedder: TextEmbedder?
  ) {
    self.name = name
    self.multiTask = multiTask
    self.classifier = classifier
    self.embedder = embedder
  }

  /// What is worth knowing about the model's files, each once.
  public var notes: [String] {
    let first = classifier?.notes ?? multiTask?.notes ?? []
    return first + (embedder?.notes ?? []).filter { !first.contains($0) }
  }

  /// Loads what a directory holds: a classifier where it has one, and the vectors of its encoder. The weights of the
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
    var isSimple = false, isEncoder = false, isMultiTask = false
    if ClassifierBundle.exists(at: url) {
      let record = try ClassifierBundle(contentsOf: url).record
      isSimple = record.baseline != nil
      isMultiTask = record.tasks != nil
    } else {
      isEncoder = try PretrainedModel(at: url).isEncoder
    }
    classifier =
      isEncoder || isMultiTask
      ? nil : try TextClassifier(contentsOf: url, threads: options.threads, precision: options.precision)
    multiTask =
      isMultiTask
      ? try MultiTaskClassifier(contentsOf: url, threads: options.threads, precision: options.precision) : nil
    embedder =
      isSimple
      ? nil
      : try TextEmbedder(
        contentsOf: url, options: EmbeddingOptions(precision: options.precision), threads: options.threads)
  }
}
