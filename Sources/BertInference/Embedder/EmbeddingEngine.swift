import BertData
import BertKernels
import BertText

/// A pipeline and the threads it runs on.
struct EmbeddingEngine: Sendable {
  let pipeline: SentencePipeline
  private let lanes: BatchLanes

  init(_ pipeline: SentencePipeline, cut: BatchCut, compute: Compute) {
    self.pipeline = pipeline
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
