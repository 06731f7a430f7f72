/// The values of a column in one batch.
public struct ArrowValues: Sendable {
  /// The values, those of nulls among them, which nobody reads.
  public indirect enum Content: Sendable {
    /// Texts.
    case utf8([String])
    /// Numbers in single precision.
    case float32([Float])
    /// Whole numbers.
    case int32([Int32])
    /// So many numbers each, `[rows, width]`, row after row.
    case vector([Float], width: Int)
    /// So many elements each, and all elements one behind the other.
    case list(counts: [Int], ArrowValues)
    /// The values of each field.
    case structure([ArrowValues], rows: Int)
  }

  let content: Content
  /// Whether each row has a value; nil where all have.
  let isPresent: [Bool]?

  /// - Parameters:
  ///   - content: The values, those of nulls among them.
  ///   - isPresent: Whether each row has a value; nil where all have.
  public init(_ content: Content, isPresent: [Bool]? = nil) {
    self.content = content
    self.isPresent = isPresent?.contains(false) == true ? isPresent : nil
  }

  /// Texts of which some may be missing.
  public init(_ texts: [String?]) { self.init(.utf8(texts.map { $0 ?? "" }), isPresent: texts.map { $0 != nil }) }

  var rows: Int {
    switch content {
    case .utf8(let texts): texts.count
    case .float32(let numbers): numbers.count
    case .int32(let numbers): numbers.count
    case .vector(let numbers, let width): numbers.count / width
    case .list(let counts, _): counts.count
    case .structure(_, let rows): rows
    }
  }
}
