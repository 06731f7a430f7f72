/// Which pairs of labelled texts contrastive learning sees in an epoch, as setfit's `sampling_strategy` and
/// `num_iterations` have it.
public enum PairSampling: Sendable, Codable, Equatable {
  /// As many pairs of one label as of two: those there are fewer of come again.
  case oversampling
  /// As many pairs of one label as of two: of those there are more of, some do not come.
  case undersampling
  /// Each pair once.
  case unique
  /// So many pairs of one label, and of two, for each text; those there are fewer of come again.
  case iterations(Int)

  /// The pairs of each kind for a text that an epoch has at the most where nobody chose the pairs.
  static let usualLimit = 20

  /// Reads `oversampling`, `undersampling`, `unique`, or a number of iterations.
  ///
  /// - Throws: `option`.
  public init(parsing text: String) throws(TuningError) {
    switch text {
    case "oversampling": self = .oversampling
    case "undersampling": self = .undersampling
    case "unique": self = .unique
    default:
      guard let number = Int(text), (1...1_000_000).contains(number) else {
        throw .option(
          name: "pairs", value: text,
          rule: "must be oversampling, undersampling, unique, or a number of pairs for each text, up to a million")
      }
      self = .iterations(number)
    }
  }
}
