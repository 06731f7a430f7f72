import BertEncoder
import BertKernels

/// Copies of the weights that a run begins with, one of each parameter whoever asks for it.
final class StartingWeights {
  private var copies: [ObjectIdentifier: Matrix] = [:]

  /// The value that a parameter has when it is first asked for.
  func value(of parameter: Parameter) -> Matrix {
    if let copy = copies[ObjectIdentifier(parameter)] { return copy }
    let copy = Matrix(rows: parameter.value.rows, columns: parameter.value.columns)
    copy.copy(from: parameter.value)
    copies[ObjectIdentifier(parameter)] = copy
    return copy
  }
}
