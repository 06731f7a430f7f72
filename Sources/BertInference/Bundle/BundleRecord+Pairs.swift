package import BertData

extension BundleRecord {
  /// Whether the model learnt from pairs of texts; nil where nobody wrote it down.
  public var takesPairs: Bool? { pairs ?? text?.pairs }

  /// Refuses a row of another kind than those that the model learnt from.
  ///
  /// - Throws: `pairMissing`, `pairUnexpected`.
  package func check(_ row: Example) throws(InferenceError) { try Self.check(row, takesPairs: takesPairs) }

  /// The same for a model that takes pairs or does not; nil takes both.
  static func check(_ row: Example, takesPairs: Bool?) throws(InferenceError) {
    guard let takesPairs, takesPairs != (row.pair != nil) else { return }
    throw takesPairs ? .pairMissing(line: row.line) : .pairUnexpected(line: row.line)
  }
}
