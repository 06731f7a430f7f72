import BertKernels
import Foundation

/// `Dense` of sentence-transformers: y = f(x·Wᵀ + b) on the vectors of sentences. With a residual connection it adds x,
/// or x·Rᵀ where the numbers of inputs and outputs differ.
struct DenseLayer {
  let inputSize: Int
  let outputSize: Int
  private let weight: PackedMatrix
  private let bias: Matrix
  private let activation: DenseActivation
  private let residual: Residual

  /// What is added after the activation.
  private enum Residual {
    case none, input
    /// R, `[in, out]`
    case projected(PackedMatrix)
  }

  /// Reads `config.json` and the weights of the layer's folder.
  ///
  /// - Parameters:
  ///   - folder: The layer's folder.
  ///   - inputs: The width of the input vectors.
  ///   - compute: The kernels.
  /// - Throws: `fileMissing`, `fileMalformed`, `file`, `unsupportedModule`, `checkpoint`.
  init(folder: URL, inputs: Int, _ compute: Compute) throws(InferenceError) {
    let (settings, activation) = try DenseSettings.read(folder: folder, inputs: inputs)
    self.activation = activation
    inputSize = inputs
    outputSize = settings.outputSize
    var shapes = ["linear.weight": [outputSize, inputs]]
    if settings.hasBias { shapes["linear.bias"] = [outputSize] }
    let isProjected = settings.usesResidual && inputs != outputSize
    if isProjected { shapes["residual.weight"] = [outputSize, inputs] }
    let weights = try StepWeights(folder: folder, shapes: shapes)
    weight = compute.pack(try weights.matrix("linear.weight").transpose)
    bias = settings.hasBias ? try weights.matrix("linear.bias") : Matrix(rows: 1, columns: outputSize)
    if isProjected {
      residual = .projected(compute.pack(try weights.matrix("residual.weight").transpose))
    } else {
      residual = settings.usesResidual ? .input : .none
    }
  }

  /// y `[B, out]` from x `[B, in]`.
  func forward(_ x: Matrix, into y: Matrix, _ compute: Compute) {
    compute.multiply(x.operand, weight, into: y, .bias(bias))
    activation.apply(to: y, compute)
    switch residual {
    case .none: break
    case .input: compute.add(x, to: y)
    case .projected(let matrix): compute.multiply(x.operand, matrix, into: y, .add)
    }
  }
}
