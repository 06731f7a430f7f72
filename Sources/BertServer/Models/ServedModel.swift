public import BertData
public import BertInference
public import Foundation

/// What a server answers with: a model that answers about texts, an embedder, or both from one bundle.
public struct ServedModel: Sendable {
  /// What answers call it.
  public let name: String
  /// Answers `/v1/classify`; nil for an encoder alone.
  public let answering: OpenedModel?
  /// Answers `/v1/classify` with labels that the model never learnt, by what they mean; nil for those that it has learnt.
  public let described: ZeroShotClassifier?
  /// Answers `/v1/embeddings`.
  public let embedder: TextEmbedder?

  /// A model of its parts.
  public init(
    name: String, answering: OpenedModel?, described: ZeroShotClassifier? = nil, embedder: TextEmbedder?
  ) {
    self.name = name
    self.answering = answering
    self.described = described
    self.embedder = embedder
  }

  /// What is worth knowing about the model's files, each once.
  public var notes: [String] {
    let first = described?.notes ?? answering?.notes ?? []
    return first + (embedder?.notes ?? []).filter { !first.contains($0) }
  }

  /// Has the model answer a text, to see that its weights make numbers.
  ///
  /// - Throws: What the model throws for a text that it cannot answer.
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

  /// Loads an encoder, or a classifier with an entailment head, that answers with labels which it never learnt.
  ///
  /// - Parameters:
  ///   - url: A directory that transformers or sentence-transformers wrote.
  ///   - labels: Two at least, and what they mean.
  ///   - name: What answers call it; nil for the directory's name.
  ///   - options: How the labels are asked for.
  /// - Throws: What `ZeroShotClassifier` throws, and what is wrong with the files.
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
