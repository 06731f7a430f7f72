import BertKernels
import BertText

/// Word, position and token-type embeddings, summed and normalized.
final class Embeddings {
  let word: ParameterBlock
  let position: ParameterBlock
  let type: ParameterBlock
  let norm: Normalization
  /// The row of the padding token, which transformers keeps constant (`padding_idx`).
  private let paddingRow: Int

  init(_ configuration: EncoderConfiguration) {
    let names = BertNames(configuration), layers = configuration.layerCount
    paddingRow = configuration.padTokenID
    word = ParameterBlock([names.wordEmbeddings], layers: layers, isTable: true)
    position = ParameterBlock([names.positionEmbeddings], layers: layers)
    type = ParameterBlock([names.typeEmbeddings], layers: layers)
    norm = Normalization(
      gamma: names.embeddingNorm.weight, beta: names.embeddingNorm.bias, epsilon: configuration.layerNormEpsilon,
      layers: layers)
  }

  var blocks: [ParameterBlock] { [word, position, type] + norm.blocks }

  /// What backward needs.
  struct Tape {
    let sum: Matrix
    let statistics: Matrix
  }

  /// out `[T, H]`. Keeps a tape in the arena where asked.
  func forward(_ batch: TokenBatch, into out: Matrix, dropout: Dropout?, keeps: Bool, _ compute: Compute) -> Tape? {
    // Without a tape the sum may be overwritten by what it is normalized to.
    let sum = keeps ? compute.arena.matrix(rows: out.rows, columns: out.columns) : out
    let statistics = keeps ? compute.arena.matrix(rows: out.rows, columns: 2) : nil
    compute.gather(
      [(word.value, batch.ids), (type.value, batch.typeIDs), (position.value, batch.positions)], into: sum)
    compute.layerNorm(norm.kernel, sum, into: out, statistics: statistics)
    compute.apply(dropout, to: out)
    return statistics.map { Tape(sum: sum, statistics: $0) }
  }

  /// gradient `[T, H]` is overwritten.
  func backward(_ batch: TokenBatch, _ tape: Tape, gradient: Matrix, dropout: Dropout?, _ compute: Compute) {
    compute.apply(dropout, to: gradient)
    norm.backward(x: tape.sum, statistics: tape.statistics, gradient: gradient, compute)
    if let total = word.gradient {
      word.parameters[0].touchedRows?.insert(batch.ids)
      compute.scatterAdd(gradient, batch.ids, to: total, constantRow: paddingRow)
    }
    if let total = type.gradient { compute.scatterAdd(gradient, batch.typeIDs, to: total) }
    if let total = position.gradient { compute.scatterAdd(gradient, batch.positions, to: total) }
  }
}

extension TokenBatch {
  /// Each token's place in its sequence, from 0. `[T]`
  var positions: [Int32] {
    zip(boundaries, boundaries.dropFirst()).flatMap { first, end in (0..<end - first).map { Int32($0) } }
  }
}
