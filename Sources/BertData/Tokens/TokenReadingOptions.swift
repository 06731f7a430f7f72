/// How data whose tokens have labels is to be read.
public struct TokenReadingOptions: Sendable {
  /// The form of the file, or nil to go by its extension.
  public var format: DataFormat?
  /// Whether every row must have tags or spans. When false, they are not read.
  public var needsTags: Bool
  /// What numbers in the place of tags stand for; nil refuses numbers.
  public var tagNames: [String]?
  /// Rows that are damaged.
  public var badRows: ReadingOptions.Policy
  /// The name of the file's encoding; nil for UTF-8.
  public var encoding: String?
  /// A line of more bytes is refused.
  public var maximumRowBytes = 1 << 28

  /// Options as an evaluation needs them, unless told otherwise.
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
