/// Numbers added to the scores before softmax, found by the distance from query to key.
///
/// Legend: `A` heads, n tokens of a sequence, `W` columns of one table; distance 0 stands in the column `center`, so that
/// the numbers of one query lie side by side in the order of its keys.
package struct AttentionBias: Sendable {
  /// `[A, W]` for all queries alike, or `[n, A·W]` with a table for each query of one sequence.
  let table: Matrix
  let center: Int
  private let width: Int
  private let isPerQuery: Bool

  /// One table a head for all queries of all sequences, as MPNet and T5 have it.
  ///
  /// - Parameters:
  ///   - table: `[A, W]`. - center: Column of distance 0; at least n − 1 columns lie on either side of it.
  package init(shared table: Matrix, center: Int) {
    self.table = table
    self.center = center
    width = table.columns
    isPerQuery = false
  }

  /// A table for each query and head of a single sequence, as Transformer-XL's relative positions need it.
  ///
  /// - Parameter table: `[n, A·W]`.
  package init(perQuery table: Matrix, heads: Int, center: Int) {
    self.table = table
    self.center = center
    width = table.columns / heads
    isPerQuery = true
  }

  /// From the numbers of one query to those of the next.
  var rowStride: Int { isPerQuery ? table.stride - 1 : -1 }

  /// The number for key 0 of a query; those for the keys behind follow.
  func row(_ job: AttentionJob, query: Int) -> UnsafeMutablePointer<Float> {
    isPerQuery
      ? table.row(query) + (job.head * width + center - query) : table.row(job.head) + (center - query)
  }

  /// Where the gradient of the number for key 0 of a query belongs. A shared table has a row of gradients for each job,
  /// `[B·A, W]`, so that no two threads add to the same; ``Compute/sumBiasGradients(_:heads:into:)`` brings them together.
  func gradientRow(_ gradient: Matrix, _ job: AttentionJob, query: Int, heads: Int) -> UnsafeMutablePointer<Float> {
    isPerQuery
      ? gradient.row(query) + (job.head * width + center - query)
      : gradient.row(job.sequence * heads + job.head) + (center - query)
  }

  func check(_ attention: Attention, longest: Int) {
    precondition(center >= longest - 1 && width - center >= longest, "the bias knows too few distances")
    precondition(isPerQuery || table.rows == attention.heads, "a row of biases for each head")
  }
}

extension Compute {
  /// table[head] += the gradients of all sequences' jobs, in their order. gradients `[B·A, W]`, table `[A, W]`.
  package func sumBiasGradients(_ gradients: Matrix, heads: Int, into table: Matrix) {
    precondition(gradients.columns == table.columns && table.rows == heads)
    for row in 0..<gradients.rows {
      addLanes(gradients.row(row), to: table.row(row % heads), count: table.columns)
    }
  }
}
