/// Which part of the encoder keeps the weights it came with.
///
/// A frozen parameter gets no gradient and no optimizer state, and nothing is computed backwards below the lowest
/// trained layer.
public enum FreezePolicy: Sendable, Codable, Hashable {
  /// Everything is trained.
  case nothing
  /// The embeddings are frozen.
  case embeddings
  /// The embeddings and the lowest layers, this many, are frozen.
  case layers(Int)
  /// The whole encoder with its pooler is frozen; only the classifier is trained.
  case all

  /// Reads the value of `--freeze`: a number of layers, `embeddings` or `all`. Zero layers freeze nothing.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  public init(parsing text: String) throws(TuningError) {
    switch text {
    case "all": self = .all
    case "embeddings": self = .embeddings
    default:
      guard let count = Int(text), count >= 0 else {
        throw .option(
          name: "freeze", value: text, rule: "must be a number of layers, 'embeddings' or 'all'")
      }
      self = count == 0 ? .nothing : .layers(count)
    }
  }

  /// Whether a parameter at this depth is frozen.
  ///
  /// - Parameters:
  ///   - depth: 0 for the embeddings, i + 1 for layer i, layers + 1 for pooler and classifier.
  ///   - isClassifier: whether the parameter belongs to the classifier, which is always trained.
  public func freezes(depth: Int, isClassifier: Bool) -> Bool {
    switch self {
    case .nothing: false
    case .embeddings: depth == 0
    case .layers(let count): depth <= count
    case .all: !isClassifier
    }
  }
}
