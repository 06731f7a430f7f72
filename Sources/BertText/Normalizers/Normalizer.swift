/// One step that rewrites a text before it is split, and keeps each scalar aligned to the original.
protocol Normalizer: Sendable {
  /// Rewrites a text.
  func normalize(_ text: inout AlignedText)

  /// What remains of a text where the step does no more than cut its ends off; `nil` where it does more, or might.
  /// A quick look: texts that need nothing are not taken apart into scalars.
  func kept(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>?

  /// Whether a text is certain to stay as it is.
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool

  /// How many times longer a text may become by what the step's file says. Unicode's own mappings do not count: done
  /// twice they lengthen a text once.
  var greatestGrowth: Int { get }
}

extension Normalizer {
  var greatestGrowth: Int { 1 }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { false }

  func kept(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>? { leaves(text) ? 0..<text.count : nil }
}

/// Steps one after the other.
struct NormalizerSequence: Normalizer {
  let steps: [any Normalizer]

  /// The product: each step lengthens what the one before it has made. `Int.max` where it is more than that.
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
