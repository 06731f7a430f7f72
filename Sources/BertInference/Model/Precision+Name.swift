package import BertEncoder

extension Precision {
  /// The number format's name in PyTorch and in other services.
  package var typeName: String {
    switch self {
    case .fp32: "float32"
    case .bf16: "bfloat16"
    case .int8: "int8"
    }
  }
}
