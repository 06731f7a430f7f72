import ArgumentParser
import BertFT

/// The element types other than float32 that vectors are stored as.
enum QuantizedElement: String, ExpressibleByArgument, CaseIterable {
  case int8, binary

  var element: VectorElement {
    switch self {
    case .int8: .int8
    case .binary: .binary
    }
  }
}
