import BertKernels
import BertText

/// Word, position and token-type embeddings, summed and normalized; and widened where they are narrower than the layers,
/// behind LayerNorm or before it.
///
/// Of all but the words an architecture may have none.
final class Embeddings {
  let word: ParameterBlock
  let position: ParameterBlock?
  let type: ParameterBlock?
  let norm: Normalization?
  let projection: Linear?
  /// The padding token's row, which transformers keeps constant (`padding_idx`).
  private let constantWordRow: Int?
  /// The position that padding tokens share, likewise.
  private let paddingPosition: Int?
  private let typeRows: Int
  /// Whether LayerNorm stands behind the projection.
  private let normalizesWidened: Bool

  init(_ configuration: EncoderConfiguration) {
    let names = ParameterNames(configuration), layers = configuration.layerCount
    func block(_ specification: ParameterSpecification?) -> ParameterBlock? {
      specification.map { ParameterBlock([$0], layers: layers) }
    }
    // The traits of every architecture name the word embeddings.
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
    /// What is normalized, `[T, E]`, or `[T, H]` where that is done to the widened sum.
    let sum: Matrix
    let statistics: Matrix?  // [T, 2]
    let narrow: Matrix  // [T, E], what is widened
  }

  /// out `[T, H]`. Keeps a tape in the arena where asked.
  func forward(_ batch: TokenBatch, into out: Matrix, dropout: Dropout?, keeps: Bool, _ compute: Compute) -> Tape? {
    let outer = StageClock.enter(.embedding)
    defer { StageClock.leave(to: outer) }
    if normalizesWidened { return forwardWidened(batch, into: out, dropout: dropout, keeps: keeps, compute) }
    let arena = compute.arena, width = word.value.columns
    let narrow = projection == nil ? out : arena.matrix(rows: out.rows, columns: width)
    // Without a tape the sum may be overwritten by what it is normalized to.
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

  /// gradient `[T, H]` is overwritten.
  ///
  /// - Returns: the gradient of the sum of the embeddings, `[T, E]`, and so of each of them; in the arena.
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
        // They are zeros already; but memory that is read before it was ever written is mapped twice.
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

  /// A model of one token type has that for all tokens, whatever the tokenizer says of a pair.
  private func types(_ batch: TokenBatch) -> [Int32] {
    typeRows == 1 ? Array(repeating: 0, count: batch.tokenCount) : batch.typeIDs
  }

  /// Each token's row of the position embedding. `[T]`
  private func positions(_ batch: TokenBatch) -> [Int32] {
    guard let padding = paddingPosition else { return batch.positions }
    var positions: [Int32] = []
    positions.reserveCapacity(batch.tokenCount)
    for (first, end) in zip(batch.boundaries, batch.boundaries.dropFirst()) {
      // A padding token within the text stays on the padding's position, and is not counted.
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
  /// Each token's place in its sequence, from 0. `[T]`
  var positions: [Int32] {
    zip(boundaries, boundaries.dropFirst()).flatMap { first, end in (0..<end - first).map { Int32($0) } }
  }
}
