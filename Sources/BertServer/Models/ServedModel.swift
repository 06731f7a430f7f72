public import BertData
public import BertInference
public import Foundation

/// A model of a server: a classifier or tagger, an embedder, or both from one bundle.
public struct ServedModel: Sendable {
  /// The name in requests and responses.
  public let name: String
  /// Answers `/v1/classify`; nil for an encoder alone, and where ``described`` does.
  public let answering: OpenedModel?
  /// Answers `/v1/classify` with labels that the model was not trained on; nil where ``answering`` does.
  public let described: ZeroShotClassifier?
  /// Answers `/v1/embeddings`; nil for a simple model.
  public let embedder: TextEmbedder?

  /// A model from its parts.
  ///
  /// - Parameters:
  ///   - name: The name in requests and responses.
  ///   - answering: A classifier or tagger; nil for none.
  ///   - described: A zero-shot classifier, which takes precedence over `answering`; nil for none.
  ///   - embedder: Computes vectors; nil for none.
  public init(
    name: String, answering: OpenedModel?, described: ZeroShotClassifier? = nil, embedder: TextEmbedder?
  ) {
    self.name = name
    self.answering = answering
    self.described = described
    self.embedder = embedder
  }

  /// Notes for people about the model's files, each once.
  public var notes: [String] {
    let first = described?.notes ?? answering?.notes ?? []
    return first + (embedder?.notes ?? []).filter { !first.contains($0) }
  }

  /// Runs the model on a short text, to check that its outputs are finite.
  ///
  /// - Throws: What the model throws for a text; `notFinite` for damaged weights.
  public func check() throws(InferenceError) {
    let row = Example(text: "a", line: 0), pair = Example(text: "a", pair: "a", line: 0)
    func either(_ answer: (Example) throws(InferenceError) -> Void) throws(InferenceError) {
      do {
        try answer(row)
      } catch .pairMissing {
        try answer(pair)
      }
    }
    switch answering {
    case .classifier(let model): try either { row throws(InferenceError) in _ = try model.predict([row]) }
    case .questions(let model): try either { row throws(InferenceError) in _ = try model.predict([row]) }
    case .tagger(let model): _ = try model.tag([row.text])
    case nil: break
    }
    _ = try described?.predict([row.text])
    _ = try embedder?.embed([row])
  }

  /// Loads a directory: its classifier or tagger if it has one, and its encoder for vectors. The weights of the encoder
  /// are in memory once.
  ///
  /// - Parameters:
  ///   - url: A bundle, or a directory that transformers or sentence-transformers wrote.
  ///   - name: The name in requests and responses; nil for the directory's name.
  ///   - options: How the model computes.
  /// - Throws: An `InferenceError` that names the file and what is wrong with it.
  public init(
    contentsOf url: URL, name: String? = nil, options: ClassifierOptions = ClassifierOptions()
  ) throws(InferenceError) {
    described = nil
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

  /// Loads an encoder, or a classifier with an entailment head, as a zero-shot classifier.
  ///
  /// - Parameters:
  ///   - url: A directory that transformers or sentence-transformers wrote.
  ///   - labels: At least two labels with their descriptions.
  ///   - name: The name in requests and responses; nil for the directory's name.
  ///   - options: How labels are scored.
  /// - Throws: What `ZeroShotClassifier` throws; an `InferenceError` about the files.
  public init(
    contentsOf url: URL, labels: LabelDescriptions, name: String? = nil, options: ZeroShotOptions = ZeroShotOptions()
  ) throws(InferenceError) {
    self.name = name ?? url.resolvingSymlinksInPath().lastPathComponent
    let directory = try OpenedDirectory(at: url)
    answering = nil
    described = try ZeroShotClassifier(directory, labels: labels, options: options)
    embedder = try directory.source.map { source throws(InferenceError) in
      try TextEmbedder(
        source, options: EmbeddingOptions(precision: options.precision), threads: options.threads)
    }
  }
}
