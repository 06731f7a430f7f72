import BertEncoder
import BertKernels

/// Copies of the weights that a run begins with, one for each parameter, shared by all that use it.
final class StartingWeights {
  private var copies: [ObjectIdentifier: Matrix] = [:]

  /// The value that a parameter had at the first call for it.
  func value(of parameter: Parameter) -> Matrix {
    if let copy = copies[ObjectIdentifier(parameter)] { return copy }
    let copy = Matrix(rows: parameter.value.rows, columns: parameter.value.columns)
    copy.copy(from: parameter.value)
    copies[ObjectIdentifier(parameter)] = copy
    return copy
  }
}
