import BertEncoder
import BertKernels
import BertText

/// The encoder and the steps after it: from a batch of tokens to one vector for each sequence.
///
/// Legend: `B` sequences, `T` tokens in all, `H` hidden, `E` the vector's dimensions. The pipeline is immutable, so
/// several threads may run it, each with a `Compute` of its own.
struct SentencePipeline: VectorPipeline, @unchecked Sendable {
  // Unchecked, because the encoder is a class that training writes to; here it is only read.
  /// A step that is ready to run.
  enum Step {
    /// Concatenates the vectors of the modes, without the first `skipped` tokens, which are those of a prompt.
    case pooling([PoolingMode], skipped: Int)
    case dense(DenseLayer)
    case layerNorm(LayerNorm)
    case normalize
    /// Keeps this many of the first dimensions.
    case cut(Int)

    var isNormalize: Bool {
      if case .normalize = self { true } else { false }
    }
  }

  let encoder: TransformerEncoder
  let steps: [Step]
  /// E
  let dimensions: Int

  /// Whether the vectors have length 1: the last step is a normalization.
  var normalizes: Bool { steps.last?.isNormalize == true }

  /// Computes the vectors of a batch, `[B, E]`.
  func run(_ batch: TokenBatch, into out: Matrix, compute: Compute) {
    encoder.withHiddenStates(batch, compute: compute) { states in
      let arena = compute.arena
      var current = states
      for step in steps {
        switch step {
        case .pooling(let modes, let skipped):
          let hidden = states.columns
          current = arena.matrix(rows: batch.sequenceCount, columns: modes.count * hidden)
          for (index, mode) in modes.enumerated() {
            compute.pool(
              mode.reduction, states, boundaries: batch.boundaries, skipping: skipped,
              into: current.columns(index * hidden..<(index + 1) * hidden))
          }
        case .dense(let layer):
          let next = arena.matrix(rows: current.rows, columns: layer.outputSize)
          layer.forward(current, into: next, compute)
          current = next
        case .layerNorm(let norm): compute.layerNorm(norm, current, into: current)
        case .normalize: compute.normalizeRows(current)
        case .cut(let count): current = current.columns(0..<count)
        }
      }
      out.copy(from: current)
    }
  }
}
