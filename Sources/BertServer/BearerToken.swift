/// The token that clients must send.
package struct BearerToken: Sendable {
  private let expected: [UInt8]

  package init(_ token: String) { expected = Array("Bearer \(token)".utf8) }

  /// Whether a header's value is that of the token. The time of the comparison does not depend on how much of it is
  /// right.
  package func matches(_ header: String?) -> Bool {
    let given = Array((header ?? "").utf8)
    var difference = given.count ^ expected.count
    for index in expected.indices {
      difference |= Int(expected[index] ^ (index < given.count ? given[index] : 0))
    }
    return difference == 0
  }
}
