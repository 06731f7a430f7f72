/// Which pairs of labelled texts contrastive learning sees in an epoch, as setfit's `sampling_strategy` and
/// `num_iterations` have it.
public enum PairSampling: Sendable, Codable, Equatable {
  /// As many pairs of the same label as of different labels; the pairs of the rarer kind are repeated.
  case oversampling
  /// As many pairs of the same label as of different labels; some pairs of the more frequent kind are left out.
  case undersampling
  /// Each pair once.
  case unique
  /// This many pairs of the same label, and as many of different labels, for each text; pairs are repeated where there
  /// are fewer.
  case iterations(Int)

  /// The most pairs of each kind for a text in an epoch, where nobody chose the pairs.
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
