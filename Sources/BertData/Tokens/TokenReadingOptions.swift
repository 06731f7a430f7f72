/// How data with labels of tokens is to be read.
public struct TokenReadingOptions: Sendable {
  /// The form of the file, or nil to go by its extension.
  public var format: DataFormat?
  /// Whether every row must have tags or spans. When false, they are not read.
  public var needsTags: Bool
  /// The tags that numbers in place of tags stand for, in the order of the numbers from 0; nil refuses numbers.
  public var tagNames: [String]?
  /// Rows that are damaged.
  public var badRows: ReadingOptions.Policy
  /// The name of the file's encoding; nil for the one that a byte-order mark tells, or UTF-8.
  public var encoding: String?
  /// Bytes of the longest line or object; a longer one is refused, as with ``ReadingOptions/maximumRowBytes``.
  public var maximumRowBytes = 1 << 28

  /// Options with the defaults of an evaluation. Each parameter sets the property of its name.
  public init(
    format: DataFormat? = nil, needsTags: Bool = true, tagNames: [String]? = nil,
    badRows: ReadingOptions.Policy = .error, encoding: String? = nil
  ) {
    self.format = format
    self.needsTags = needsTags
    self.tagNames = tagNames
    self.badRows = badRows
    self.encoding = encoding
  }
}
