import BertKernels

/// ΔW = s·B·A for a parameter W `[N, K]`, with A `[r, K]` and B `[N, r]` (LoRA: Hu et al., arXiv 2106.09685).
///
/// The tensors have PEFT's names without its prefix, `MODULE.lora_A.weight` and `MODULE.lora_B.weight`.
package final class LowRankUpdate {
  /// W
  package let target: Parameter
  /// A
  package var down: Parameter { downBlock.parameters[0] }
  /// B
  package var up: Parameter { upBlock.parameters[0] }
  /// s
  package let scale: Float

  let downBlock, upBlock: ParameterBlock
  /// The rows of W in the matrix of its layer.
  let rows: Range<Int>

  /// - Parameters:
  ///   - target: W, which is frozen.
  ///   - rows: The rows of W in the matrix that it is part of.
  ///   - layers: The number of encoder layers.
  init(_ target: Parameter, rows: Range<Int>, rank: Int, scale: Float, layers: Int) {
    self.target = target
    self.rows = rows
    self.scale = scale
    let module = target.moduleName
    func block(_ name: String, _ shape: [Int]) -> ParameterBlock {
      var specification = ParameterSpecification(
        name: "\(module).\(name).weight", shape: shape, part: target.part, form: .matrix, decays: true)
      if target.highestDepth > target.depth { specification.highestPart = .layer(target.highestDepth - 1) }
      return ParameterBlock([specification], layers: layers)
    }
    downBlock = block("lora_A", [rank, target.value.columns])
    upBlock = block("lora_B", [target.value.rows, rank])
  }

  package var parameters: [Parameter] { [down, up] }
  var blocks: [ParameterBlock] { [downBlock, upBlock] }

  /// weights += s·B·A for the rows of W, always in single precision as the result is weights. weights
  /// `[rows of the layer's matrix, K]`.
  func add(to weights: Matrix, _ compute: Compute) {
    let mark = compute.arena.mark
    defer { compute.arena.release(mark) }
    let scaled = compute.arena.matrix(rows: up.value.rows, columns: up.value.columns)
    compute.shift(up.value, by: nil, scale: scale, into: scaled)
    compute.computing(in: .float32).multiply(scaled.operand, down.value.operand, into: weights.rows(rows), .add)
  }

  /// dB += s·dyᵀ·(x·Aᵀ), dA += s·(dy·B)ᵀ·x. gradient `[T, N of the layer's matrix]`, x `[T, K]`.
  func accumulateGradients(_ gradient: Matrix, x: Matrix, _ compute: Compute) {
    guard let downTotal = down.gradient, let upTotal = up.gradient else { return }
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let own = gradient.columns(rows), rank = down.value.rows
    let narrow = arena.matrix(rows: x.rows, columns: rank)
    compute.multiply(x.operand, down.value.transpose, into: narrow)  // [T, r]
    compute.shift(narrow, by: nil, scale: scale, into: narrow)
    compute.multiply(own.transpose, narrow.operand, into: upTotal, .add)  // [N, r]
    compute.multiply(own.operand, up.value.operand, into: narrow)  // [T, r]
    compute.shift(narrow, by: nil, scale: scale, into: narrow)
    // Computed as [K, r] and transposed, so that the narrow factor is packed and not x.
    let transposed = arena.matrix(rows: x.columns, columns: rank)
    compute.multiply(x.transpose, narrow.operand, into: transposed)
    let sum = arena.matrix(rows: rank, columns: x.columns)
    sum.copy(transposing: transposed)
    compute.add(sum, to: downTotal)
  }
}

extension Parameter {
  /// Whether this is A or B of a low-rank update.
  package var isOfUpdate: Bool { name.hasSuffix(".lora_A.weight") || name.hasSuffix(".lora_B.weight") }

  /// Whether this is a weight matrix of a layer, without low-rank updates.
  package var isMatrixOfLayer: Bool {
    guard case .layer = part else { return false }
    return decays && !isOfUpdate
  }

  /// Whether this is a bias of a linear layer, of attention or of LayerNorm: a vector other than LayerNorm's γ.
  package var isBias: Bool { !decays && !name.hasSuffix(".weight") }

  /// The name of the module that this is the weight or bias of, as in transformers.
  package var moduleName: String {
    for ending in [".weight", ".bias"] where name.hasSuffix(ending) { return String(name.dropLast(ending.count)) }
    return name
  }
}
