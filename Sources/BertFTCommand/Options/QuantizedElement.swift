import ArgumentParser
import BertFT

/// What values are stored as where it is not float32.
enum QuantizedElement: String, ExpressibleByArgument, CaseIterable {
  case int8, binary

  var element: VectorElement {
    switch self {
    case .int8: .int8
    case .binary: .binary
    }
  }
}
