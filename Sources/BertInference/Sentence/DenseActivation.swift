import Foundation

/// The activation of a dense layer: one of PyTorch's activations without weights, with the default arguments of its
/// class, because a model's files have only the class's name.
///
/// The definitions are those of PyTorch's documentation of `torch.nn`.
package enum DenseActivation: String, Sendable, CaseIterable {
  case identity = "Identity"
  case celu = "CELU"
  case elu = "ELU"
  case gelu = "GELU"
  case hardshrink = "Hardshrink"
  case hardsigmoid = "Hardsigmoid"
  case hardswish = "Hardswish"
  case hardtanh = "Hardtanh"
  case leakyReLU = "LeakyReLU"
  case logSigmoid = "LogSigmoid"
  case logSoftmax = "LogSoftmax"
  case mish = "Mish"
  case relu = "ReLU"
  case relu6 = "ReLU6"
  /// A random slope in training; the mean slope afterwards.
  case rrelu = "RReLU"
  case selu = "SELU"
  case sigmoid = "Sigmoid"
  case silu = "SiLU"
  case softmax = "Softmax"
  case softmin = "Softmin"
  case softplus = "Softplus"
  case softshrink = "Softshrink"
  case softsign = "Softsign"
  case tanh = "Tanh"
  case tanhshrink = "Tanhshrink"

  /// The activation of a class in PyTorch by its full name: `torch.nn.GELU`, `torch.nn.modules.activation.GELU`.
  package init?(className: String) {
    guard let name = Self.name(className) else { return nil }
    // Dropout does nothing in a trained model.
    if ["Dropout", "Dropout1d", "AlphaDropout", "FeatureAlphaDropout"].contains(name) {
      self = .identity
    } else {
      self.init(rawValue: name)
    }
  }

  /// The class's name without the module; nil for a class outside `torch.nn`.
  private static func name(_ className: String) -> String? {
    let parts = className.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 2, parts.starts(with: ["torch", "nn"]) else { return nil }
    let path = parts.dropFirst(2).dropLast()
    let isModule =
      path.isEmpty
      || path.first == "modules" && path.count <= 2
        && ["activation", "linear", "dropout", nil].contains(path.dropFirst().first)
    return isModule ? parts.last.map(String.init) : nil
  }

  /// Why a class is refused, as a relative clause after its name.
  static func refusal(of className: String) -> String {
    switch name(className) {
    case nil where className.hasPrefix("torch."): "which is not a class of torch.nn that is known as an activation"
    case nil: "which is code of another package than PyTorch; what it computes is not known here"
    case "PReLU": "which has weights of its own; they are not read here"
    case "GLU": "which halves the vector, while the layer says that it keeps its width"
    case "Softmax2d": "which works on images"
    case "Threshold": "whose arguments a model's files do not keep"
    case "MultiheadAttention": "which is no function of one vector"
    default: "which is not supported"
    }
  }
}
