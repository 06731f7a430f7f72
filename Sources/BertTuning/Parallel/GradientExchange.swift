package import BertKernels

/// The communication between the ranks of a run: processes that train one model together, each with a part of every
/// batch.
///
/// All ranks call the same functions in the same order. Only ``meet()`` may wait forever for a rank that does not
/// answer; for all others, the maker of an exchange decides how the process ends then.
package protocol GradientExchange: Sendable {
  /// This process's number, from 0.
  var rank: Int { get }
  /// How many there are.
  var ranks: Int { get }

  /// Waits until all ranks have called this, however long that takes: one may read or write files for a while.
  func meet()

  /// Gathers the bytes of all ranks, in the order of ranks.
  func gather(_ bytes: [UInt8]) -> [[UInt8]]

  /// Sends a range of values to each rank, and receives one from each.
  ///
  /// - Parameters:
  ///   - values: `[1, N]`
  ///   - sent: The range for each rank; empty for nothing.
  ///   - target: `[1, M]`
  ///   - received: The range of `target` for what each rank sends.
  func deal(_ values: Matrix, _ sent: [Range<Int>], into target: Matrix, _ received: [Range<Int>])

  /// Assembles a matrix of which each rank has a range.
  ///
  /// - Parameters:
  ///   - slice: The values of this rank's range, `[1, n]`.
  ///   - target: `[1, N]`
  ///   - ranges: The range of each rank, one after the other; together they cover the target.
  func collect(_ slice: Matrix, into target: Matrix, _ ranges: [Range<Int>])
}

extension GradientExchange {
  /// Whether this is the rank that prints and writes files.
  package var leads: Bool { rank == 0 }
}

/// A run of one process.
package struct NoExchange: GradientExchange {
  package let rank = 0
  package let ranks = 1

  package init() {}

  package func meet() {}

  package func gather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }

  package func deal(_ values: Matrix, _ sent: [Range<Int>], into target: Matrix, _ received: [Range<Int>]) {
    target.columns(received[0]).copy(from: values.columns(sent[0]))
  }

  package func collect(_ slice: Matrix, into target: Matrix, _ ranges: [Range<Int>]) { target.copy(from: slice) }
}
