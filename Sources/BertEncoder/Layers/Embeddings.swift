import BertKernels
import BertText

/// Word, position and token-type embeddings, summed and normalized. Embeddings narrower than the layers are projected
/// to their width, before or after LayerNorm.
///
/// An architecture may lack all of these but the word embeddings.
final class Embeddings {
  let word: ParameterBlock
  let position: ParameterBlock?
  let type: ParameterBlock?
  let norm: Normalization?
  let projection: Linear?
  /// The padding token's row, which transformers keeps constant (`padding_idx`).
  private let constantWordRow: Int?
  /// The row of the position embeddings that padding tokens share, which is constant too.
  private let paddingPosition: Int?
  private let typeRows: Int
  /// Whether LayerNorm follows the projection.
  private let normalizesWidened: Bool

  init(_ configuration: EncoderConfiguration) {
    let names = ParameterNames(configuration), layers = configuration.layerCount
    func block(_ specification: ParameterSpecification?) -> ParameterBlock? {
      specification.map { ParameterBlock([$0], layers: layers) }
    }
    // All architectures have word embeddings.
    word =
      names.wordEmbeddings.map { ParameterBlock([$0], layers: layers, isTable: true) }
      ?? ParameterBlock(zeros: configuration.embeddingSize)
    position = block(names.positionEmbeddings)
    type = block(names.typeEmbeddings)
    norm = names.embeddingNorm.map { Normalization($0, configuration) }
    projection = names.embeddingProjection.map { Linear([$0], layers: layers) }
    constantWordRow = configuration.constantWordRow
    paddingPosition = configuration.paddingPosition
    typeRows = configuration.typeVocabularySize
    normalizesWidened = projection != nil && configuration.architecture.traits.normalizesWidened
  }

  var blocks: [ParameterBlock] {
    [word, position, type].compactMap { $0 } + (norm?.blocks ?? []) + (projection?.blocks ?? [])
  }

  /// What backward needs.
  struct Tape {
    /// The input of LayerNorm: `[T, E]`, or `[T, H]` where LayerNorm follows the projection.
    let sum: Matrix
    let statistics: Matrix?  // [T, 2]
    let narrow: Matrix  // [T, E], input of the projection
  }

  /// out `[T, H]`.
  ///
  /// - Parameter keeps: Whether to return a tape, which is in the arena.
  func forward(_ batch: TokenBatch, into out: Matrix, dropout: Dropout?, keeps: Bool, _ compute: Compute) -> Tape? {
    let outer = StageClock.enter(.embedding)
    defer { StageClock.leave(to: outer) }
    if normalizesWidened { return forwardWidened(batch, into: out, dropout: dropout, keeps: keeps, compute) }
    let arena = compute.arena, width = word.value.columns
    let narrow = projection == nil ? out : arena.matrix(rows: out.rows, columns: width)
    // Without a tape the normalized values may overwrite the sum.
    let sum = keeps && norm != nil ? arena.matrix(rows: out.rows, columns: width) : narrow
    let statistics = keeps && norm != nil ? arena.matrix(rows: out.rows, columns: 2) : nil
    compute.gather(lookups(batch), into: sum)
    if let norm { compute.layerNorm(norm.kernel, sum, into: narrow, statistics: statistics) }
    compute.apply(dropout, to: narrow)
    if let projection { projection.forward(narrow, into: out, .bias(projection.bias.value), compute) }
    return keeps ? Tape(sum: sum, statistics: statistics, narrow: narrow) : nil
  }

  private func forwardWidened(
    _ batch: TokenBatch, into out: Matrix, dropout: Dropout?, keeps: Bool, _ compute: Compute
  ) -> Tape? {
    guard let projection, let norm else { return nil }
    let arena = compute.arena
    let narrow = arena.matrix(rows: out.rows, columns: word.value.columns)
    let sum = keeps ? arena.matrix(rows: out.rows, columns: out.columns) : out
    let statistics = keeps ? arena.matrix(rows: out.rows, columns: 2) : nil
    compute.gather(lookups(batch), into: narrow)
    projection.forward(narrow, into: sum, .bias(projection.bias.value), compute)
    compute.layerNorm(norm.kernel, sum, into: out, statistics: statistics)
    compute.apply(dropout, to: out)
    return keeps ? Tape(sum: sum, statistics: statistics, narrow: narrow) : nil
  }

  private func lookups(_ batch: TokenBatch) -> [(table: Matrix, indices: [Int32])] {
    [(word.value, batch.ids)] + (type.map { [($0.value, types(batch))] } ?? [])
      + (position.map { [($0.value, positions(batch))] } ?? [])
  }

  /// gradient `[T, H]`, overwritten.
  ///
  /// - Returns: The gradient of the sum of the embeddings, `[T, E]` in the arena, which is also that of each of them.
  @discardableResult
  func backward(
    _ batch: TokenBatch, _ tape: Tape, gradient wide: Matrix, dropout: Dropout?, _ compute: Compute
  ) -> Matrix {
    let outer = StageClock.enter(.embedding)
    defer { StageClock.leave(to: outer) }
    func narrowed(_ wide: Matrix) -> Matrix {
      guard let projection else { return wide }
      projection.accumulateGradients(wide, x: tape.narrow, compute)
      let gradient = compute.arena.matrix(rows: wide.rows, columns: tape.narrow.columns)
      projection.inputGradient(wide, into: gradient, compute)
      return gradient
    }
    var gradient = normalizesWidened ? wide : narrowed(wide)
    compute.apply(dropout, to: gradient)
    if let norm, let statistics = tape.statistics {
      norm.backward(x: tape.sum, statistics: statistics, gradient: gradient, compute)
    }
    if normalizesWidened { gradient = narrowed(gradient) }
    if let total = word.gradient {
      if let touched = word.parameters[0].touchedRows {
        let known = touched.rows.count
        touched.insert(batch.ids)
        // The rows are zeros already. But memory that is read before its first write is mapped twice.
        for row in touched.rows[known...] { total.rows(row..<row + 1).fill(0) }
      }
      compute.scatterAdd(gradient, batch.ids, to: total, constantRow: constantWordRow)
    }
    if let total = type?.gradient { compute.scatterAdd(gradient, types(batch), to: total) }
    if let total = position?.gradient {
      compute.scatterAdd(gradient, positions(batch), to: total, constantRow: paddingPosition)
    }
    return gradient
  }

  /// A model with one token type uses it for all tokens, even where the tokenizer distinguishes the texts of a pair.
  private func types(_ batch: TokenBatch) -> [Int32] {
    typeRows == 1 ? Array(repeating: 0, count: batch.tokenCount) : batch.typeIDs
  }

  /// Each token's row of the position embedding. `[T]`
  private func positions(_ batch: TokenBatch) -> [Int32] {
    guard let padding = paddingPosition else { return batch.positions }
    var positions: [Int32] = []
    positions.reserveCapacity(batch.tokenCount)
    for (first, end) in zip(batch.boundaries, batch.boundaries.dropFirst()) {
      // A padding token within the text has the padding position, and is not counted.
      var last = Int32(padding)
      for id in batch.ids[first..<end] {
        if Int(id) == padding {
          positions.append(Int32(padding))
        } else {
          last += 1
          positions.append(last)
        }
      }
    }
    return positions
  }
}

extension TokenBatch {
  /// The position of each token in its sequence, from 0. `[T]`
  var positions: [Int32] {
    zip(boundaries, boundaries.dropFirst()).flatMap { first, end in (0..<end - first).map { Int32($0) } }
  }
}
