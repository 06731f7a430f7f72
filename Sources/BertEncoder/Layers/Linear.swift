import BertKernels

/// y = x·Wᵀ + b, the weights `[N, K]` as PyTorch stores them.
final class Linear {
  let weight: ParameterBlock
  let bias: ParameterBlock
  /// Wᵀ packed for products, valid while the weights do not change.
  private var packed: Packed?
  /// W in eight bits, valid while the weights do not change.
  private(set) var quantized: QuantizedMatrix?
  /// A counter that grows with each change of the weights, to validate values computed from them.
  private(set) var version = 0
  /// Low-rank updates that are added to W; see ``folded(_:)``.
  var updates: [LowRankUpdate] = []
  /// During calibration: the largest magnitude in each column of the inputs, `[1, K]`.
  private var peaks: Matrix?

  private enum Packed {
    case floats(PackedMatrix)
    case integers(PackedQuantizedMatrix)
  }

  /// - Parameter outputs: Specifications of the weights and biases that make up the rows of W, one after the other.
  ///   Either all have biases or none has; without them b is zero.
  init(_ outputs: [ParameterNames.Pair], layers: Int) {
    weight = ParameterBlock(outputs.map(\.weight), layers: layers)
    let biases = outputs.compactMap(\.bias)
    bias = biases.isEmpty ? ParameterBlock(zeros: weight.value.rows) : ParameterBlock(biases, layers: layers)
  }

  /// N
  var outputSize: Int { weight.value.rows }
  /// K
  var inputSize: Int { weight.value.columns }
  var blocks: [ParameterBlock] { [weight, bias] }
  var isTrained: Bool { weight.isTrained || bias.isTrained }
  /// Whether the gradients need the input.
  var learnsFromInput: Bool { weight.isTrained || !updates.isEmpty }

  /// Packs the weights once for many calls, unless they are packed already. Weights with low-rank updates are not
  /// packed but folded for each call: during training, packed copies of all weights would take as much memory as the
  /// weights.
  ///
  /// - Parameter precision: int8 applies where the weights have been quantized.
  func prepareForInference(_ compute: Compute, precision: Precision = .fp32) {
    guard updates.isEmpty else { return }
    if precision == .int8, let quantized {
      if case .integers? = packed { return }
      packed = .integers(compute.pack(quantized))
    } else {
      if case .floats? = packed { return }
      packed = .floats(compute.pack(weight.value.transpose))
    }
  }

  /// Call this when the weights are about to change. Discards packed and quantized weights.
  func forgetPacked() {
    version += 1
    packed = nil
    quantized = nil
    for parameter in weight.parameters { parameter.quantized = nil }
  }

  /// Joins the quantized parameters that a checkpoint held for all rows of W, if it did.
  func joinQuantized() {
    let parts = weight.parameters.compactMap(\.quantized)
    quantized = parts.count == weight.parameters.count ? QuantizedMatrix.stacked(parts) : nil
  }

  /// Gives each parameter its rows of the quantized W.
  func splitQuantized() {
    var next = 0
    for parameter in weight.parameters {
      parameter.quantized = quantized?.rows(next..<next + parameter.value.rows)
      next += parameter.value.rows
    }
  }

  func quantize(keeping columns: [Int]) { quantized = QuantizedMatrix(quantizing: weight.value, keeping: columns) }

  func beginRecordingPeaks() { peaks = Matrix(rows: 1, columns: weight.value.columns) }

  /// The largest magnitude of the inputs in each column. `[K]`
  func endRecordingPeaks() -> [Float] {
    defer { peaks = nil }
    return peaks?.toArray() ?? []
  }

  /// out = x·Wᵀ, with an epilogue. x `[T, K]`, out `[T, N]`.
  func forward(_ x: Matrix, into out: Matrix, _ epilogue: Epilogue, _ compute: Compute) {
    if let peaks { compute.recordPeaks(of: x, in: peaks) }
    switch packed {
    case .floats(let packed): compute.multiply(x.operand, packed, into: out, epilogue)
    case .integers(let packed): compute.multiply(x, packed, into: out, epilogue)
    case nil:
      let mark = compute.arena.mark
      compute.multiply(x.operand, folded(compute).transpose, into: out, epilogue)
      compute.arena.release(mark)
    }
  }

  /// Adds to the gradients of weights, bias and updates. gradient `[T, N]`, x `[T, K]`.
  func accumulateGradients(_ gradient: Matrix, x: Matrix, _ compute: Compute) {
    if let total = bias.gradient { compute.addColumnSums(of: gradient, to: total) }
    accumulateWeightGradients(gradient, x: x, compute)
  }

  /// Adds to the gradients of weights and updates only. The caller has summed the bias's gradient already.
  func accumulateWeightGradients(_ gradient: Matrix, x: Matrix, _ compute: Compute) {
    weight.addProduct(gradient, x, compute)
    for update in updates { update.accumulateGradients(gradient, x: x, compute) }
  }

  /// out = gradient·W, or added to it. gradient `[T, N]`, out `[T, K]`.
  func inputGradient(_ gradient: Matrix, into out: Matrix, _ compute: Compute, _ epilogue: Epilogue = .store) {
    let mark = compute.arena.mark
    compute.multiply(gradient.operand, folded(compute).operand, into: out, epilogue)
    compute.arena.release(mark)
  }
}
