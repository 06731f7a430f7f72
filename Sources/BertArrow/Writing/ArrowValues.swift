/// The values of a column in one batch.
public struct ArrowValues: Sendable {
  /// The values of all rows. Null rows have a value too, which readers ignore.
  public indirect enum Content: Sendable {
    /// Texts.
    case utf8([String])
    /// Numbers in single precision.
    case float32([Float])
    /// Integers.
    case int32([Int32])
    /// Vectors, `[rows, width]` in row-major order.
    case vector([Float], width: Int)
    /// Lists: the number of elements of each row, and the elements of all rows, concatenated.
    case list(counts: [Int], ArrowValues)
    /// Structs: the values of each field.
    case structure([ArrowValues], rows: Int)
  }

  let content: Content
  /// Whether each row has a value and is not null; nil where all have one.
  let isPresent: [Bool]?

  /// - Parameters:
  ///   - content: The values of all rows, including null ones.
  ///   - isPresent: Whether each row has a value and is not null; nil where all have one.
  public init(_ content: Content, isPresent: [Bool]? = nil) {
    self.content = content
    self.isPresent = isPresent?.contains(false) == true ? isPresent : nil
  }

  /// Texts; nil for a null.
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
