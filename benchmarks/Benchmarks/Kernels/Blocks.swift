import BertKernels

/// What today's encoders add, at ModernBERT-base's sizes but with a third of its heads in attention: 8,192 tokens in
/// sequences of n, each of which sees all others of its sequence or those at most 64 away; queries and keys turned by
/// their positions; gates; RMSNorm. Forward as in training (what backward needs is kept), and backward.
func registerBlocks(threads: Int) {
  for length in [512, 2_048, 8_192] {
    for (name, mask) in [("full", AttentionMask.full), ("r64", .window(radius: 64))] {
      measureAttention(
        "long-attention", "n\(length)-\(name)", Attention(heads: 4, headSize: 64, mask: mask), tokens: 8_192,
        length: length, threads: threads)
    }
  }
  registerRotary(tokens: 8_192, length: 1_024, heads: 24, headSize: 64, threads: threads)
  for (name, activation) in [("gelu", Activation.gelu), ("silu", Activation.silu)] {
    registerGate(name, activation, tokens: 1_024, width: 1_152, threads: threads)
  }
  registerRMSNorm(tokens: 1_024, width: 768, threads: threads)
}

/// The table is made beforehand. Backward is the same work.
private func registerRotary(tokens: Int, length: Int, heads: Int, headSize: Int, threads: Int) {
  let frequencies = (0..<headSize / 2).map { 1 / Float($0 + 1) }
  let boundaries = Array(stride(from: 0, through: tokens, by: length))
  for (name, interleaved) in [("halves", false), ("pairs", true)] {
    let rotary = Rotary(
      frequencies: frequencies, rotatedSize: headSize, interleaved: interleaved, longest: length)
    measure("rotary-\(name)/\(tokens)x\(heads)x\(headSize)", threads: threads, [(tokens, heads * headSize)]) {
      compute, x in
      compute.rotate(rotary, x[0], heads: heads, boundaries: boundaries)
    }
  }
}

private func registerGate(_ name: String, _ activation: Activation, tokens: Int, width: Int, threads: Int) {
  let one = (tokens, width), pair = (tokens, 2 * width)
  measure("gate-\(name)-forward/\(tokens)x\(width)", threads: threads, [pair, one]) { compute, x in
    compute.gate(activation, x[0], gateFirst: true, into: x[1])
  }
  measure("gate-\(name)-backward/\(tokens)x\(width)", threads: threads, [pair, one, pair]) { compute, x in
    compute.gateBackward(activation, x[0], gateFirst: true, gradient: x[1], into: x[2])
  }
}

private func registerRMSNorm(tokens: Int, width: Int, threads: Int) {
  let row = (1, width), all = (tokens, width), statistics = (tokens, 2)
  measure("rmsnorm-forward/\(tokens)x\(width)", threads: threads, [row, row, all, all, statistics]) { compute, x in
    compute.layerNorm(
      LayerNorm(gamma: x[0], beta: x[1], epsilon: 1e-5, isCentered: false), x[2], into: x[3], statistics: x[4])
  }
  measure(
    "rmsnorm-backward/\(tokens)x\(width)", threads: threads, [row, row, all, all, statistics, all, row]
  ) { compute, x in
    compute.layerNorm(
      LayerNorm(gamma: x[0], beta: x[1], epsilon: 1e-5, isCentered: false), x[2], into: x[3], statistics: x[4])
    x[3].copy(from: x[5])
  } _: { compute, x in
    compute.layerNormBackward(
      LayerNorm(gamma: x[0], beta: x[1], epsilon: 1e-5, isCentered: false), x: x[2], statistics: x[4], gradient: x[3],
      addingTo: x[6], nil)
  }
}
