/// One step that splits a normalized text into the pieces that the model splits into tokens.
protocol PreTokenizer: Sendable {
  /// Splits the pieces of a text further; some steps also rewrite them.
  func split(_ text: inout PieceText)

  /// Whether the step must know at which original offset each piece begins.
  var needsOffsets: Bool { get }
}

extension PreTokenizer {
  var needsOffsets: Bool { false }
}

/// Pre-tokenizers that run one after the other.
struct PreTokenizerSequence: PreTokenizer {
  let steps: [any PreTokenizer]

  func split(_ text: inout PieceText) {
    for step in steps { step.split(&text) }
  }

  /// Without tracked offsets only the first step knows which piece begins the text.
  var needsOffsets: Bool { steps.dropFirst().contains { $0 is Metaspace } || steps.contains { $0.needsOffsets } }
}
