import BertKernels

/// A bias of the scores by the distance between query and key, shared by all layers (MPNet; Raffel et al., arXiv
/// 1910.10683, section 2.1).
final class RelativeBias {
  /// `[buckets, A]`
  let table: ParameterBlock
  private let heads: Int

  init?(_ configuration: EncoderConfiguration) {
    guard let specification = ParameterNames(configuration).relativeBias else { return nil }
    table = ParameterBlock([specification], layers: configuration.layerCount)
    heads = configuration.headCount
  }

  /// The biases of all distances within sequences of up to `longest` tokens, in the arena.
  func bias(longest: Int, _ arena: Arena) -> AttentionBias {
    let center = longest - 1
    let spread = arena.matrix(rows: heads, columns: 2 * center + 1)
    for column in 0..<spread.columns {
      let bucket = RelativeBuckets.bucket(distance: column - center)
      for head in 0..<heads { spread[head, column] = table.value[bucket, head] }
    }
    return AttentionBias(shared: spread, center: center)
  }

  /// Allocates the gradients of each sequence and head, zeros `[B·A, 2·longest − 1]` in the arena; nil where the table
  /// is frozen.
  func makeGradients(sequences: Int, longest: Int, _ arena: Arena) -> Matrix? {
    guard table.isTrained else { return nil }
    let gradients = arena.matrix(rows: sequences * heads, columns: 2 * longest - 1)
    gradients.fill(0)
    return gradients
  }

  /// Adds the layers' gradients to the table's gradient.
  func accumulate(_ gradients: Matrix, _ compute: Compute) {
    guard let total = table.gradient else { return }
    let mark = compute.arena.mark
    defer { compute.arena.release(mark) }
    let sums = compute.arena.matrix(rows: heads, columns: gradients.columns), center = gradients.columns / 2
    sums.fill(0)
    compute.sumBiasGradients(gradients, heads: heads, into: sums)
    for column in 0..<sums.columns {
      let bucket = RelativeBuckets.bucket(distance: column - center)
      for head in 0..<heads { total[bucket, head] += sums[head, column] }
    }
  }
}
