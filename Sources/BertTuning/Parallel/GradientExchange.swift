package import BertKernels

/// What the ranks of a run tell each other: processes that train one model together, each with a part of every batch.
///
/// All ranks call the same functions in the same order. But for ``meet()`` none waits
/// without end for a rank that does not answer: whoever makes an exchange says how the process then ends.
package protocol GradientExchange: Sendable {
  /// This process's number, from 0.
  var rank: Int { get }
  /// How many there are.
  var ranks: Int { get }

  /// Waits until all ranks are here, however long that takes: one may read or write for a while.
  func meet()

  /// What each rank has to say, in their order.
  func gather(_ bytes: [UInt8]) -> [[UInt8]]

  /// Sends a range of values to each rank, and receives one from each.
  ///
  /// - Parameters:
  ///   - values: `[1, N]`
  ///   - sent: The range for each rank; empty for nothing.
  ///   - target: `[1, M]`
  ///   - received: Where what each rank sends goes.
  func deal(_ values: Matrix, _ sent: [Range<Int>], into target: Matrix, _ received: [Range<Int>])

  /// Puts together what each rank has a range of.
  ///
  /// - Parameters:
  ///   - slice: This rank's, `[1, n]`.
  ///   - target: `[1, N]`
  ///   - ranges: Of each rank, one behind the other; together all of the target.
  func collect(_ slice: Matrix, into target: Matrix, _ ranges: [Range<Int>])
}

extension GradientExchange {
  /// Whether this is the rank that speaks and writes.
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
