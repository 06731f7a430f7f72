import BertData
import BertKernels
import BertText

/// A pipeline and the threads it runs on.
struct EmbeddingEngine: Sendable {
  let pipeline: any VectorPipeline
  private let lanes: BatchLanes
  /// The vectors kept between runs; nil to keep none.
  private let store: FeatureStore?

  init(_ pipeline: any VectorPipeline, cut: BatchCut, store: FeatureStore?, compute: Compute) {
    self.pipeline = pipeline
    self.store = store
    lanes = BatchLanes(compute, cut: cut)
  }

  /// The vectors of sequences, `[sequences, E]`, row after row.
  ///
  /// - Parameters:
  ///   - sequences: The tokens of each sequence.
  ///   - isCancelled: Called before batches, on the calling thread.
  ///   - progress: Called with the number of sequences done after batches, on the calling thread.
  /// - Throws: `interrupted`.
  func vectors(
    _ sequences: [Encoding], isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws(InferenceError) -> [Float] {
    guard let store else { return try computed(sequences, isCancelled: isCancelled, progress: progress) }
    let vectors = try store.rows(of: sequences) { (part, done) throws(InferenceError) in
      try computed(part, isCancelled: isCancelled, progress: { progress(done + $0) })
    }
    progress(sequences.count)
    return vectors
  }

  private func computed(
    _ sequences: [Encoding], isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws(InferenceError) -> [Float] {
    do {
      return try lanes.rows(
        of: sequences, width: pipeline.dimensions, isCancelled: isCancelled, progress: progress
      ) { batch, out, compute in
        pipeline.run(batch, into: out, compute: compute)
      }
    } catch {
      throw .interrupted
    }
  }
}
