/// A column of a stream that is written, or a field within one.
public struct ArrowField: Sendable, Equatable {
  /// What its values are.
  public indirect enum Kind: Sendable, Equatable {
    /// Texts.
    case utf8
    /// Numbers in single precision.
    case float32
    /// Whole numbers of 32 bits.
    case int32
    /// So many numbers in single precision each.
    case vector(Int)
    /// Any number of values each.
    case list(ArrowField)
    /// Several values each.
    case structure([ArrowField])
  }

  /// Its name.
  public let name: String
  /// What its values are.
  public let kind: Kind

  /// - Parameters:
  ///   - name: Its name.
  ///   - kind: What its values are.
  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The number of its kind in `Type` of Arrow's Schema.fbs.
  var type: UInt8 {
    switch kind {
    case .utf8: 5
    case .float32: 3
    case .int32: 2
    case .vector: 16
    case .list: 12
    case .structure: 13
    }
  }

  /// The fields within it.
  var children: [ArrowField] {
    switch kind {
    case .utf8, .float32, .int32: []
    case .vector: [ArrowField("item", .float32)]
    case .list(let element): [element]
    case .structure(let fields): fields
    }
  }
}
