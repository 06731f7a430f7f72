/// New versions of the training texts, made anew for each epoch and learnt beside the texts as they are.
public struct TextAugmentation: Sendable, Codable, Equatable {
  /// How a version is made.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// One of four operations on a tenth of the words (Wei and Zou, arXiv 1901.11196): replacement by a neighbour,
    /// insertion of a neighbour, swaps, or deletion; without word vectors only swaps and deletion.
    case eda
    /// A typing error in a tenth of the words: two letters swapped, one left out or doubled, a neighbouring key instead
    /// of the right one, or the first letter in the wrong case.
    case noise
  }

  /// Word vectors that say which words are neighbours.
  public struct Vectors: Sendable, Codable, Equatable {
    /// The name that the user gave.
    public var name: String
    /// SHA-256 of their file; a run can only be resumed with the same file.
    public var sha256: String

    /// Names a file of word vectors.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// How a version is made.
  public var kind: Kind
  /// Versions of each text in an epoch.
  public var copies: Int
  /// The vectors that ``Kind/eda`` takes neighbours from; nil for none.
  public var vectors: Vectors?

  /// The versions of an epoch.
  public init(_ kind: Kind, copies: Int = 1, vectors: Vectors? = nil) {
    self.kind = kind
    self.copies = copies
    self.vectors = vectors
  }

  /// Reads the value of `--augment`: `eda` or `noise`, and after a colon the number of versions.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  public init(parsing text: String) throws(TuningError) {
    let sides = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(sides[0])), sides.count <= 2,
      let copies = sides.count == 1 ? 1 : Int(sides[1])
    else {
      throw .option(
        name: "augment", value: text,
        rule: "must be eda or noise, or with a number of versions of a text, such as eda:4")
    }
    self.init(kind, copies: copies)
  }

  /// α, the share of the words of a text that a version changes.
  package static let share = 0.1
}
