/// A violation of JSON's grammar (RFC 8259), at a byte offset.
package struct JSONFault: Error, Equatable {
  package enum Rule: Equatable, Sendable {
    /// The grammar is violated; the text says what was expected.
    case syntax(String)
    /// Arrays and objects are nested deeper than the limit.
    case tooDeep(limit: Int)
    /// A number is not whole, is below zero, or does not fit into 64 bits.
    case notANaturalNumber
    /// A literal that Python writes and JSON does not have: `NaN`, `Infinity`, `-Infinity`.
    case notFinite(String)
    /// An escape stands for half of a surrogate pair.
    case loneSurrogate
  }

  package let rule: Rule
  /// Bytes from the start of the document.
  package let offset: Int
  /// Whether the document ends where more is needed.
  package let isAtEnd: Bool

  /// What is wrong, for people.
  package var reason: String {
    switch rule {
    case .syntax(let reason): reason
    case .tooDeep(let limit): "it is nested more than \(limit) deep"
    case .notANaturalNumber: "a whole, non-negative 64-bit number was expected"
    case .notFinite(let literal): "\(literal) is not a number that JSON has"
    case .loneSurrogate: "a surrogate stands alone"
    }
  }
}
