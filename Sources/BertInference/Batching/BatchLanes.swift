package import BertData
package import BertEncoder
package import BertKernels
package import BertText
import Synchronization

/// Runs sequences through a model in batches, on as many threads as a `Compute` has.
///
/// With at least as many batches as threads, each thread computes whole batches and takes the next one when it is free:
/// no thread waits for another, and a batch's activations stay in the cache of one core. With fewer, as for a single
/// text, all threads share each batch. The bytes of a sequence's row are the same either way, because every sum runs in
/// one order, whatever else is in the batch and whichever thread computes it.
package struct BatchLanes: Sendable {
  private let cut: BatchCut
  private let shared: Compute
  /// One for each thread of `shared`.
  private let lanes: [Compute]

  /// - Parameters:
  ///   - compute: The threads; nothing else may compute on it at the same time.
  ///   - cut: How large batches are.
  package init(_ compute: Compute, cut: BatchCut = .standard) {
    self.cut = cut
    shared = compute
    lanes = (0..<compute.threads).map { _ in
      Compute(
        threads: 1, kernel: compute.kernel, quantizedKernel: compute.quantizedKernel, factors: compute.factors,
        bfloat16Kernel: compute.bfloat16Kernel)
    }
  }

  /// One row of values for each sequence, `[sequences, width]`, or for each token, `[T, width]`, row after row.
  ///
  /// - Parameters:
  ///   - sequences: The tokens of each sequence.
  ///   - width: Values of a row.
  ///   - head: Whether a row belongs to a sequence or to a token.
  ///   - isCancelled: Called before batches, on the calling thread.
  ///   - progress: Called with the number of sequences done after batches, on the calling thread.
  ///   - run: Computes the rows of a batch, `[B, width]` or `[T, width]`; called from several threads at the same time,
  ///     each with a `Compute` of its own. The model's weights must be packed already.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  package func rows(
    of sequences: [Encoding], width: Int, head: HeadKind = .sequence, isCancelled: () -> Bool, progress: (Int) -> Void,
    _ run: (TokenBatch, _ out: Matrix, Compute) -> Void
  ) throws(PredictionInterrupted) -> [Float] {
    guard !sequences.isEmpty else { return [] }
    let outer = StageClock.enter(.step)
    defer { StageClock.leave(to: outer) }
    let lengths = sequences.map(\.ids.count), batches = cut.batches(lengths: lengths)
    // The first row of each sequence, then the number of rows.
    let rowStarts =
      head == .token ? lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) } : Array(0...sequences.count)
    let rows = Matrix(rows: rowStarts[sequences.count], columns: width)
    let next = Atomic<Int>(0), done = Atomic<Int>(0), isStopped = Atomic<Bool>(false)
    let isShared = batches.count < lanes.count
    func work(_ lane: Int) {
      while !isStopped.load(ordering: .relaxed) {
        if lane == 0, isCancelled() {
          isStopped.store(true, ordering: .relaxed)
          return
        }
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < batches.count else { return }
        let batch = batches[index]
        run(
          TokenBatch(sequences[batch]), rows.rows(rowStarts[batch.lowerBound]..<rowStarts[batch.upperBound]),
          isShared ? shared : lanes[lane])
        let count = done.add(batch.count, ordering: .relaxed).newValue
        if lane == 0 { progress(count) }
      }
    }
    if isShared { work(0) } else { shared.pool.run(work) }
    if isStopped.load(ordering: .relaxed) { throw PredictionInterrupted() }
    return rows.toArray()
  }
}
