import BertData
import BertKernels
import BertText

/// A pipeline and the threads it runs on.
struct EmbeddingEngine: Sendable {
  let pipeline: any VectorPipeline
  private let lanes: BatchLanes
  /// Where vectors are kept between runs; nil where they are not.
  private let store: FeatureStore?

  init(_ pipeline: any VectorPipeline, cut: BatchCut, store: FeatureStore?, compute: Compute) {
    self.pipeline = pipeline
    self.store = store
    lanes = BatchLanes(compute, cut: cut)
  }

  /// The vectors of sequences, `[sequences, E]`, row after row.
  ///
  /// - Parameters:
  ///   - isCancelled: Asked before batches, from the calling thread.
  ///   - progress: Sequences done; called after batches, from the calling thread.
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
