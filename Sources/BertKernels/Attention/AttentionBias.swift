/// Biases added to the scores before softmax, by the distance key − query.
///
/// Legend: `A` heads, n tokens of a sequence, `W` columns of one table. Distance 0 has the column `center`, so that the
/// biases of one query are contiguous in the order of its keys.
package struct AttentionBias: Sendable {
  /// `[A, W]` for all queries alike, or `[n, A·W]` with a table for each query of one sequence.
  let table: Matrix
  let center: Int
  private let width: Int
  private let isPerQuery: Bool

  /// One table per head for all queries of all sequences, as in MPNet and T5.
  ///
  /// - Parameters:
  ///   - table: `[A, W]`.
  ///   - center: The column of distance 0, with at least n − 1 columns on either side.
  package init(shared table: Matrix, center: Int) {
    self.table = table
    self.center = center
    width = table.columns
    isPerQuery = false
  }

  /// A table for each query and head of a single sequence, as for Transformer-XL's relative positions.
  ///
  /// - Parameters:
  ///   - table: `[n, A·W]`.
  ///   - heads: A.
  ///   - center: The column of distance 0 in the table of each head, with at least n − 1 columns on either side.
  package init(perQuery table: Matrix, heads: Int, center: Int) {
    self.table = table
    self.center = center
    width = table.columns / heads
    isPerQuery = true
  }

  /// Floats from the biases of one query to those of the next.
  var rowStride: Int { isPerQuery ? table.stride - 1 : -1 }

  /// The address of the bias for key 0 of a query; those of the next keys follow.
  func row(_ job: AttentionJob, query: Int) -> UnsafeMutablePointer<Float> {
    isPerQuery
      ? table.row(query) + (job.head * width + center - query) : table.row(job.head) + (center - query)
  }

  /// The address of the gradient of the bias for key 0 of a query. A shared table has a row of gradients for each
  /// sequence and head, `[B·A, W]`, so that no two threads add to the same row;
  /// ``Compute/sumBiasGradients(_:heads:into:)`` sums them.
  func gradientRow(_ gradient: Matrix, _ job: AttentionJob, query: Int, heads: Int) -> UnsafeMutablePointer<Float> {
    isPerQuery
      ? gradient.row(query) + (job.head * width + center - query)
      : gradient.row(job.sequence * heads + job.head) + (center - query)
  }

  /// Checks that the table has all distances of sequences of up to `longest` tokens.
  func check(_ attention: Attention, longest: Int) {
    precondition(center >= longest - 1 && width - center >= longest, "the bias table has too few distances")
    precondition(isPerQuery || table.rows == attention.heads, "a row of biases for each head")
  }
}

extension Compute {
  /// table[head] += the gradients of all sequences, in their order. gradients `[B·A, W]`, table `[A, W]`.
  package func sumBiasGradients(_ gradients: Matrix, heads: Int, into table: Matrix) {
    precondition(gradients.columns == table.columns && table.rows == heads)
    for row in 0..<gradients.rows {
      addLanes(gradients.row(row), to: table.row(row % heads), count: table.columns)
    }
  }
}
