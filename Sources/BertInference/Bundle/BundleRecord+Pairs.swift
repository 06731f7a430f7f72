package import BertData

extension BundleRecord {
  /// Whether the model learnt from pairs of texts; nil where the bundle does not say so.
  public var takesPairs: Bool? { pairs ?? text?.pairs }

  /// Refuses a single text where the model learnt from pairs, and a pair where it learnt from single texts.
  ///
  /// - Throws: `pairMissing`, `pairUnexpected`.
  package func check(_ row: Example) throws(InferenceError) { try Self.check(row, takesPairs: takesPairs) }

  /// The same for a model that takes pairs (true), single texts (false) or both (nil).
  static func check(_ row: Example, takesPairs: Bool?) throws(InferenceError) {
    guard let takesPairs, takesPairs != (row.pair != nil) else { return }
    throw takesPairs ? .pairMissing(line: row.line) : .pairUnexpected(line: row.line)
  }
}
