/// One step that rewrites a text before it is split, and keeps each scalar aligned to the original.
protocol Normalizer: Sendable {
  /// Rewrites a text.
  func normalize(_ text: inout AlignedText)

  /// Whether a text is certain to stay as it is. A quick look, `false` where unsure: texts that need nothing are not
  /// taken apart into scalars.
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool
}

extension Normalizer {
  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { false }
}

/// Steps one after the other.
struct NormalizerSequence: Normalizer {
  let steps: [any Normalizer]

  func normalize(_ text: inout AlignedText) {
    for step in steps { step.normalize(&text) }
  }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { steps.allSatisfy { $0.leaves(text) } }
}
