/// One step that splits a normalized text into the pieces that the model cuts into tokens.
protocol PreTokenizer: Sendable {
  /// Splits, and where the step says so rewrites, the pieces of a text.
  func split(_ text: inout PieceText)

  /// Whether the step must know where in the original each piece begins.
  var needsOffsets: Bool { get }
}

extension PreTokenizer {
  var needsOffsets: Bool { false }
}

/// Steps one after the other.
struct PreTokenizerSequence: PreTokenizer {
  let steps: [any PreTokenizer]

  func split(_ text: inout PieceText) {
    for step in steps { step.split(&text) }
  }

  /// Without offsets only the first step knows what stands at the start of the text.
  var needsOffsets: Bool { steps.dropFirst().contains { $0 is Metaspace } || steps.contains { $0.needsOffsets } }
}
