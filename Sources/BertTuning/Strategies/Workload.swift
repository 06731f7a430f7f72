/// How much a run has to compute.
struct Workload {
  /// Sequences of the training texts.
  var sequences: Int
  /// Training rows of each label.
  var rowsPerLabel: [Int]
  /// Tokens of the training texts.
  var tokens: Int
  /// Validation texts, and their tokens.
  var validationTexts: Int
  var validationTokens: Int
  var testTokens: Int
  /// Texts of another domain, or without labels, that training uses, and their tokens.
  var targetTexts = 0
  var targetTokens = 0
  /// Epochs over the target by masked tokens alone.
  var maskedPasses = 0
  /// The most epochs of a new head for masked tokens alone.
  var headPasses = 0
  /// Tokens of a large batch.
  var batchTokens: Int
  /// Layers that backward passes through, the head counted as one.
  var trainedLayers: Int
  /// Whether backward makes gradients of the layers' matrices.
  var trainsMatrices: Bool
}
