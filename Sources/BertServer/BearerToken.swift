/// The token that clients must know.
package struct BearerToken: Sendable {
  private let expected: [UInt8]

  package init(_ token: String) { expected = Array("Bearer \(token)".utf8) }

  /// Whether a header's value is the token's, compared in a time that does not tell how much of it is right.
  package func matches(_ header: String?) -> Bool {
    let given = Array((header ?? "").utf8)
    var difference = given.count ^ expected.count
    for index in expected.indices {
      difference |= Int(expected[index] ^ (index < given.count ? given[index] : 0))
    }
    return difference == 0
  }
}
