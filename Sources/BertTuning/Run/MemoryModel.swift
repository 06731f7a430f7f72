package import BertEncoder

/// How much memory a fine-tuning run takes, counted from what it allocates.
///
/// Legend as everywhere: `T` tokens at once, `L` layers, `H` hidden, `F` feed-forward, `A` heads.
package struct MemoryModel: Sendable, Equatable {
  let configuration: EncoderConfiguration
  let weights: Int
  let trainedWeights: Int
  /// Rows of the word embeddings that training never reads: their gradient and moments are never resident.
  let untouchedRows: Int
  /// Whether backward makes gradients of the layers' matrices.
  let trainsMatrices: Bool
  /// Numbers in the weights that have an update of low rank beside them; they are not packed for judging an epoch.
  let adaptedWeights: Int
  /// Values that are kept beside the weights: their starting values, their running mean.
  let heldCopies: Int
  /// Copies of the gradients beside the first, where a batch's gradient is the sum of its parts'.
  let gradientCopies: Int
  let recomputes: Bool
  /// Bytes of the two running means of a trained number.
  let momentBytes: Int
  /// Tokens of the longest text.
  let longest: Int
  /// Floats that a block of logits over the vocabulary takes, where these are learnt from.
  let wordLogits: Int

  /// - Parameters:
  ///   - weights: numbers in the model.
  ///   - trainedWeights: those that training changes.
  ///   - touchedRows: rows of the word embeddings that occur in the training texts; nil where they are frozen.
  ///   - trainsMatrices: whether layers' matrices are trained themselves.
  ///   - adaptedWeights: numbers in the weights that have an update of low rank beside them.
  ///   - heldCopies: numbers that are held beside the weights.
  ///   - gradientCopies: copies of all gradients, beside those that the optimizer reads.
  ///   - recomputes: whether only the layers' inputs are kept for backward.
  ///   - moments: how the running means are held.
  ///   - longest: tokens of the longest text.
  ///   - wordLogits: floats that a block of logits over the vocabulary takes.
  package init(
    configuration: EncoderConfiguration, weights: Int, trainedWeights: Int, touchedRows: Int?, trainsMatrices: Bool,
    adaptedWeights: Int, heldCopies: Int = 0, gradientCopies: Int = 0, recomputes: Bool, moments: MomentFormat?,
    longest: Int,
    wordLogits: Int = 0
  ) {
    self.configuration = configuration
    self.weights = weights
    self.trainedWeights = trainedWeights
    // A row that is read makes its memory page resident, and often the next.
    let row = 4 * configuration.embeddingSize, page = 4096
    untouchedRows = touchedRows.map { max(0, configuration.vocabularySize - $0 * (row + page) / row) } ?? 0
    self.trainsMatrices = trainsMatrices
    self.adaptedWeights = adaptedWeights
    self.heldCopies = heldCopies
    self.gradientCopies = gradientCopies
    self.recomputes = recomputes
    momentBytes = moments == .bf16 ? 4 : 8
    self.longest = longest
    self.wordLogits = wordLogits
  }

  /// The program, its libraries and the texts.
  private static let programBytes = 80 << 20

  /// Gradients of at least this many bytes are released while an epoch is judged, so that the packed weights take their
  /// place. For fewer bytes, the new pages would make short epochs slower.
  private static let releasedBytes = 128 << 20

  /// Whether the gradients of this many values are released while an epoch is judged.
  static func releasesGradients(ofNumbers count: Int) -> Bool { 4 * count >= releasedBytes }

  /// Weights; gradients of what is trained and read, and weights packed for judging an epoch; two moments.
  package var fixedBytes: Int {
    let table = configuration.vocabularySize * configuration.embeddingSize
    let moving = trainedWeights - untouchedRows * configuration.embeddingSize
    let packed = max(0, weights - table - adaptedWeights)
    let beside = Self.releasesGradients(ofNumbers: trainedWeights) ? max(moving, packed) : moving + packed
    // The largest matrix with its update, and packed for the product.
    let folded =
      adaptedWeights > 0
      ? 2 * configuration.hiddenSize * max(configuration.projectionSize, configuration.feedForwardColumns) : 0
    return Self.programBytes
      + 4 * (weights + beside + gradientCopies * moving + folded + textTables + heldCopies + wordLogits)
      + momentBytes * moving
  }

  /// At the end, when the bundle is read back beside the trained model, and packed.
  private var closingBytes: Int {
    let table = configuration.vocabularySize * configuration.embeddingSize
    return Self.programBytes + 4 * (2 * weights + max(0, weights - table))
  }

  /// Floats that attention keeps for distances: XLNet's of one text, a bias for each query, head and distance, and its
  /// gradient; DeBERTa's tables of a few texts.
  private var textTables: Int {
    let biases = configuration.attendsToDistances ? 2 * longest * configuration.headCount * 2 * longest : 0
    return biases + configuration.distanceTableFloats(longest: longest)
  }

  /// Bytes per token: the layers' kept activations or inputs, and what backward of one layer needs beside them.
  package var bytesPerToken: Int {
    let hidden = configuration.hiddenSize, inner = configuration.intermediateSize, layers = configuration.layerCount
    let projected = configuration.projectionSize, columns = configuration.feedForwardColumns
    // states; queries, keys, values; the inner product; logarithms of sums; statistics.
    let tape = configuration.keptStates * hidden + projected + columns + configuration.headCount + 4
    let kept = recomputes ? layers * hidden + tape : layers * tape
    // branch, the context's gradient and the projections' gradient, the layer's input and what its second half reads,
    // normalized again; the last output and its gradient; the inner gradient; one factor packed for the product that
    // makes a matrix's gradient.
    let working = 5 * hidden + projected + inner + (trainsMatrices ? max(columns, projected) : 0)
    return 4 * (kept + working)
  }

  /// Peak bytes when this many tokens are computed at once.
  package func bytes(tokens: Int) -> Int { max(closingBytes, fixedBytes + tokens * bytesPerToken) }

  /// The tokens that may be computed at once within a limit; below 1 where even the weights do not fit.
  package func tokenBudget(limit: Int) -> Int {
    closingBytes > limit ? 0 : (limit - fixedBytes) / bytesPerToken
  }
}
