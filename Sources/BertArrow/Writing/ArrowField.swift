/// A column of a written stream, or a child field of one.
public struct ArrowField: Sendable, Equatable {
  /// The type of the values.
  public indirect enum Kind: Sendable, Equatable {
    /// A text (`utf8`).
    case utf8
    /// A Float32 (`floating point`, single precision).
    case float32
    /// A signed integer of 32 bits.
    case int32
    /// A vector of this many Float32 (`fixed_size_list`).
    case vector(Int)
    /// Any number of values (`list`).
    case list(ArrowField)
    /// One value of each field (`struct`).
    case structure([ArrowField])
  }

  /// The name of the field.
  public let name: String
  /// The type of the values.
  public let kind: Kind

  /// - Parameters:
  ///   - name: The name of the field.
  ///   - kind: The type of the values.
  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The number of the type in `Type` of Arrow's Schema.fbs.
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

  /// The child fields.
  var children: [ArrowField] {
    switch kind {
    case .utf8, .float32, .int32: []
    case .vector: [ArrowField("item", .float32)]
    case .list(let element): [element]
    case .structure(let fields): fields
    }
  }
}
