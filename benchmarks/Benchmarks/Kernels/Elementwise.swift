import Benchmark
import BertKernels

/// Activations, alone and behind a product, and LayerNorm over 1,024 tokens of MiniLM's and BERT-base's widths; softmax
/// over the scores of 12 heads. The passes of their own work in place.
func registerElementwise(threads: Int) {
  for (hidden, feedForward) in [(384, 1_536), (768, 3_072)] {
    registerActivations(tokens: 1_024, width: feedForward, threads: threads)
    registerLinear(tokens: 1_024, hidden: hidden, feedForward: feedForward, threads: threads)
    registerLayerNorm(tokens: 1_024, width: hidden, threads: threads)
  }
  for length in [32, 128, 512] { registerSoftmax(rows: 12 * 1_024, length: length, threads: threads) }
}

private func registerActivations(tokens: Int, width: Int, threads: Int) {
  for (name, activation) in [("gelu-erf", Activation.gelu), ("gelu-tanh", Activation.geluTanh)] {
    let shape = (tokens, width)
    measure("\(name)-forward/\(tokens)x\(width)", threads: threads, [shape, shape]) { _, x in
      x[0].copy(from: x[1])
    } _: { compute, x in
      compute.activate(activation, x[0])
    }
    // Backward gives f(x) too, which the caller needs.
    measure("\(name)-backward/\(tokens)x\(width)", threads: threads, [shape, shape, shape, shape]) { compute, x in
      x[0].copy(from: x[2])
      x[1].copy(from: x[3])
    } _: { compute, x in
      compute.activationBackward(activation, x: x[0], gradient: x[1])
    }
  }
}

private func registerSoftmax(rows: Int, length: Int, threads: Int) {
  let shape = (rows, length)
  measure("softmax-forward/\(rows)x\(length)", threads: threads, [shape, shape]) { _, x in
    x[0].copy(from: x[1])
  } _: { compute, x in
    compute.softmax(x[0])
  }
  measure("softmax-backward/\(rows)x\(length)", threads: threads, [shape, shape, shape]) { compute, x in
    x[0].copy(from: x[2])
    compute.softmax(x[0])
    x[1].copy(from: x[2])
  } _: { compute, x in
    compute.softmaxBackward(y: x[0], gradient: x[1])
  }
}

private func registerLayerNorm(tokens: Int, width: Int, threads: Int) {
  let row = (1, width), all = (tokens, width), statistics = (tokens, 2)
  measure("layernorm-forward/\(tokens)x\(width)", threads: threads, [row, row, all, all, statistics]) { compute, x in
    compute.layerNorm(LayerNorm(gamma: x[0], beta: x[1], epsilon: 1e-12), x[2], into: x[3], statistics: x[4])
  }
  measure(
    "layernorm-backward/\(tokens)x\(width)", threads: threads, [row, row, all, all, statistics, all, row, row]
  ) { compute, x in
    compute.layerNorm(LayerNorm(gamma: x[0], beta: x[1], epsilon: 1e-12), x[2], into: x[3], statistics: x[4])
    x[3].copy(from: x[5])
  } _: { compute, x in
    compute.layerNormBackward(
      LayerNorm(gamma: x[0], beta: x[1], epsilon: 1e-12), x: x[2], statistics: x[4], gradient: x[3], addingTo: x[6],
      x[7])
  }
}

/// GELU forward as the encoder uses it: applied to each block of the product before it, while that is in L2. So product,
/// bias and GELU are measured together, with weights packed beforehand as in inference.
private func registerLinear(tokens: Int, hidden: Int, feedForward: Int, threads: Int) {
  for (name, activation) in [("gelu-erf", Activation.gelu), ("gelu-tanh", Activation.geluTanh)] {
    Benchmark("linear-\(name)/\(tokens)x\(feedForward)x\(hidden)/\(threads)") { (_, linear: PackedLinear) in
      let x = linear.bench.matrices
      linear.bench.compute.multiply(
        x[0].operand, linear.weights, into: x[2], .biasActivation(x[1], activation, keeping: nil))
    } setup: {
      PackedLinear(Bench(threads: threads, [(tokens, hidden), (1, feedForward), (tokens, feedForward)]))
    }
  }
}

/// Input `[T, H]`, bias `[1, F]`, output `[T, F]`, and weights `[F, H]` in packed form.
private struct PackedLinear: @unchecked Sendable {
  let bench: Bench
  let weights: PackedMatrix

  init(_ bench: Bench) {
    self.bench = bench
    weights = bench.compute.pack(matrix(bench.matrices[1].columns, bench.matrices[0].columns).transpose)
  }
}
