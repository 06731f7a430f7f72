/// One step that rewrites a text before it is split, and keeps each scalar aligned with the original.
protocol Normalizer: Sendable {
  /// Rewrites a text.
  func normalize(_ text: inout AlignedText)

  /// The byte range of a text that remains, where the step only drops scalars at its ends; `nil` where it changes more,
  /// or might. This quick check spares texts that need no change the conversion to scalars.
  func kept(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>?

  /// Whether the step certainly leaves a text unchanged; `false` where that is unknown.
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool

  /// How many times longer a text may become by the replacements that the file gives. Unicode's own mappings do not
  /// count: repeating them does not lengthen a text again.
  var greatestGrowth: Int { get }
}

extension Normalizer {
  var greatestGrowth: Int { 1 }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { false }

  func kept(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>? { leaves(text) ? 0..<text.count : nil }
}

/// Normalizers that run one after the other.
struct NormalizerSequence: Normalizer {
  let steps: [any Normalizer]

  /// The product, since each step may lengthen the result of the one before it. `Int.max` where the product overflows.
  var greatestGrowth: Int {
    steps.reduce(1) { product, step in
      let (longer, overflow) = product.multipliedReportingOverflow(by: step.greatestGrowth)
      return overflow ? .max : longer
    }
  }

  func normalize(_ text: inout AlignedText) {
    for step in steps { step.normalize(&text) }
  }

  func kept(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var range = 0..<text.count
    for step in steps {
      guard let kept = step.kept(of: UnsafeBufferPointer(rebasing: text[range])) else { return nil }
      range = (range.lowerBound + kept.lowerBound)..<(range.lowerBound + kept.upperBound)
    }
    return range
  }
}
