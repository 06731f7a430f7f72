import BertKernels
import BertText
import Synchronization

/// A pipeline and the threads it runs on.
///
/// Where there are batches enough, each thread takes whole batches, the next one whenever it is free: no thread waits for
/// another, whatever else the machine does, and a batch's activations stay in the cache of one core. Where there are few,
/// as for a single text, all threads share each. A sequence's vector is the same bytes either way, because every sum of
/// it runs in one order, whatever stands beside it in the batch and whoever computes it.
struct EmbeddingEngine: Sendable {
  let pipeline: SentencePipeline
  private let cut: BatchCut
  private let shared: Compute
  /// One for each thread of `shared`.
  private let lanes: [Compute]

  init(_ pipeline: SentencePipeline, cut: BatchCut, compute: Compute) {
    self.pipeline = pipeline
    self.cut = cut
    shared = compute
    lanes = (0..<compute.threads).map { _ in Compute(threads: 1, kernel: compute.kernel) }
  }

  /// The vectors of sequences, `[sequences, E]`, row after row.
  ///
  /// - Parameters:
  ///   - isCancelled: Asked before batches, from the calling thread.
  ///   - progress: Sequences done; called after batches, from the calling thread.
  /// - Throws: `interrupted`.
  func vectors(
    _ sequences: [Encoding], isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws(ExportError) -> [Float] {
    let batches = cut.batches(lengths: sequences.map(\.ids.count))
    let vectors = Matrix(rows: sequences.count, columns: pipeline.dimensions)
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
        pipeline.run(
          TokenBatch(sequences[batch]), into: vectors.rows(batch), compute: isShared ? shared : lanes[lane])
        let count = done.add(batch.count, ordering: .relaxed).newValue
        if lane == 0 { progress(count) }
      }
    }
    if isShared { work(0) } else { shared.pool.run(work) }
    if stops.load(ordering: .relaxed) { throw .interrupted }
    return vectors.toArray()
  }
}
