package import BertData
package import BertEncoder
package import BertKernels
package import BertText
import Synchronization

/// Runs sequences through a model in batches, on as many threads as a `Compute` has.
///
/// Where there are batches enough, each thread takes whole batches, the next one whenever it is free: no thread waits for
/// another, whatever else the machine does, and a batch's activations stay in the cache of one core. Where there are few,
/// as for a single text, all threads share each. A sequence's row is the same bytes either way, because every sum of it
/// runs in one order, whatever stands beside it in the batch and whoever computes it.
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
  ///   - head: What rows belong to.
  ///   - isCancelled: Asked before batches, from the calling thread.
  ///   - progress: Sequences done; called after batches, from the calling thread.
  ///   - run: Computes the rows of a batch, `[B, width]` or `[T, width]`; called from several threads at the same time,
  ///     each with a `Compute` of its own. The model's weights must be packed already.
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  package func rows(
    of sequences: [Encoding], width: Int, head: HeadKind = .sequence, isCancelled: () -> Bool, progress: (Int) -> Void,
    _ run: (TokenBatch, _ out: Matrix, Compute) -> Void
  ) throws(PredictionInterrupted) -> [Float] {
    guard !sequences.isEmpty else { return [] }
    let outer = StageClock.enter(.step)
    defer { StageClock.leave(to: outer) }
    let lengths = sequences.map(\.ids.count), batches = cut.batches(lengths: lengths)
    // The first row of each sequence, and the end.
    let places =
      head == .token ? lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) } : Array(0...sequences.count)
    let rows = Matrix(rows: places[sequences.count], columns: width)
    let next = Atomic<Int>(0), done = Atomic<Int>(0), stops = Atomic<Bool>(false)
    let isShared = batches.count < lanes.count
    func work(_ lane: Int) {
      while !stops.load(ordering: .relaxed) {
        if lane == 0, isCancelled() {
          stops.store(true, ordering: .relaxed)
          return
        }
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < batches.count else { return }
        let batch = batches[index]
        run(
          TokenBatch(sequences[batch]), rows.rows(places[batch.lowerBound]..<places[batch.upperBound]),
          isShared ? shared : lanes[lane])
        let count = done.add(batch.count, ordering: .relaxed).newValue
        if lane == 0 { progress(count) }
      }
    }
    if isShared { work(0) } else { shared.pool.run(work) }
    if stops.load(ordering: .relaxed) { throw PredictionInterrupted() }
    return rows.toArray()
  }
}
