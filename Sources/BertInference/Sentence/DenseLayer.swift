import BertCheckpoint
import BertKernels
import Foundation

/// sentence-transformers' Dense: y = f(x·Wᵀ + b) on the vectors of sentences.
struct DenseLayer {
  let inputSize: Int
  let outputSize: Int
  private let weight: PackedMatrix
  private let bias: Matrix
  private let function: Function

  /// The function behind the product.
  private enum Function {
    case identity, tanh
    case activation(Activation)

    /// By the class's name in PyTorch; tanh is the layer's default.
    init?(name: String?) {
      switch name?.split(separator: ".").last.map(String.init) {
      case nil, "Tanh": self = .tanh
      case "Identity": self = .identity
      case "ReLU": self = .activation(.relu)
      case "GELU": self = .activation(.gelu)
      default: return nil
      }
    }
  }

  /// Reads `config.json` and the weights of the layer's folder.
  ///
  /// - Parameter inputs: Width of the vectors that come in.
  init(folder: URL, inputs: Int, _ compute: Compute) throws(InferenceError) {
    let file = folder.appendingPathComponent("config.json")
    guard let settings = try SentenceModules.decode(SentenceModules.DenseSettings.self, file) else {
      throw .fileMissing(path: file.path, remedy: "modules.json names it; fetch the model again, all of its files")
    }
    guard settings.in_features == inputs, (1...1 << 20).contains(settings.out_features) else {
      throw .fileMalformed(
        path: file.path,
        reason: "it maps \(settings.in_features) dimensions to \(settings.out_features), but \(inputs) come in")
    }
    guard let function = Function(name: settings.activation_function), settings.use_residual != true else {
      throw .unsupportedModule(
        path: file.path, module: "Dense with \(settings.activation_function ?? "a residual connection")")
    }
    self.function = function
    inputSize = inputs
    outputSize = settings.out_features
    do {
      let checkpoint = try Checkpoint(at: folder)
      let weight = Matrix(rows: outputSize, columns: inputs)
      bias = Matrix(rows: 1, columns: outputSize)
      try Self.read("linear.weight", of: checkpoint, shape: [outputSize, inputs], into: weight)
      if settings.bias ?? true { try Self.read("linear.bias", of: checkpoint, shape: [outputSize], into: bias) }
      self.weight = compute.pack(weight.transpose)
    } catch {
      throw .checkpoint(error)
    }
  }

  /// y `[B, out]` from x `[B, in]`.
  func forward(_ x: Matrix, into y: Matrix, _ compute: Compute) {
    switch function {
    case .identity: compute.multiply(x.operand, weight, into: y, .bias(bias))
    case .activation(let activation):
      compute.multiply(x.operand, weight, into: y, .biasActivation(bias, activation, keeping: nil))
    case .tanh:
      compute.multiply(x.operand, weight, into: y, .bias(bias))
      compute.tanh(y)
    }
  }

  private static func read(
    _ name: String, of checkpoint: Checkpoint, shape: [Int], into matrix: Matrix
  ) throws(CheckpointError) {
    if let found = checkpoint[name]?.shape, found != shape {
      throw CheckpointError(
        .countMismatch(expected: shape.reduce(1, *), found: found.reduce(1, *)), file: checkpoint.url.path,
        tensor: name)
    }
    try matrix.withUnsafeMutableBufferPointer { (buffer) throws(CheckpointError) in
      try checkpoint.readFloats(of: name, into: buffer)
    }
  }
}
