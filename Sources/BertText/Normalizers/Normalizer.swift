/// One step that rewrites a text before it is split, and keeps each scalar aligned to the original.
protocol Normalizer: Sendable {
  /// Rewrites a text.
  func normalize(_ text: inout AlignedText)

  /// What remains of a text where the step does no more than cut its ends off; `nil` where it does more, or might.
  /// A quick look: texts that need nothing are not taken apart into scalars.
  func kept(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>?

  /// Whether a text is certain to stay as it is.
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool
}

extension Normalizer {
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { false }

  func kept(of text: UnsafeBufferPointer<UInt8>) -> Range<Int>? { leaves(text) ? 0..<text.count : nil }
}

/// Steps one after the other.
struct NormalizerSequence: Normalizer {
  let steps: [any Normalizer]

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
