package import BertEncoder
package import BertKernels

/// L2-SP (Li, Grandvalet and Davoine, arXiv 1802.01483): α/2·Σ(w − w⁰)² over the pretrained weights, biases and
/// LayerNorm among them, and β/2·Σw² over the matrices that start from random values.
package final class PullToStart {
  /// A parameter that is pulled.
  private struct Pulled {
    let parameter: Parameter
    /// The value that it is pulled to; nil for zero.
    let start: Matrix?
    /// For an embedding table, the rows that differ from their starting values.
    var moved: MovedRows?
  }

  private let factor, headFactor: Double
  private var pulled: [Pulled] = []

  /// - Parameters:
  ///   - factor: α
  ///   - headFactor: β
  ///   - trained: The trained parameters at the start of the run.
  ///   - starts: The pretrained values.
  ///   - beginsAnew: Whether a parameter has no pretrained value.
  init(
    factor: Double, headFactor: Double, _ trained: [Parameter], _ starts: StartingWeights,
    beginsAnew: (Parameter) -> Bool
  ) {
    self.factor = factor
    self.headFactor = headFactor
    for parameter in trained {
      if !beginsAnew(parameter) {
        let start = starts.value(of: parameter)
        pulled.append(
          Pulled(parameter: parameter, start: start, moved: parameter.touchedRows.map { _ in MovedRows() }))
      } else if parameter.decays, headFactor > 0 {
        pulled.append(Pulled(parameter: parameter, start: nil))
      }
    }
  }

  /// Takes the present values of the parameters as the pretrained ones.
  package convenience init(
    factor: Double, headFactor: Double, _ trained: [Parameter], beginsAnew: (Parameter) -> Bool
  ) {
    self.init(factor: factor, headFactor: headFactor, trained, StartingWeights(), beginsAnew: beginsAnew)
  }

  /// Adds the gradient to those of the parameters that are trained now.
  ///
  /// - Returns: The term that this adds to the loss.
  package func addGradients(_ compute: Compute) -> Double {
    var value = 0.0
    for index in pulled.indices {
      let parameter = pulled[index].parameter
      guard let gradient = parameter.gradient else { continue }
      let factor = pulled[index].start == nil ? headFactor : factor
      var rows: [Int]?
      if let start = pulled[index].start, let touched = parameter.touchedRows {
        pulled[index].moved?.add(touched.rows, of: parameter.value, start)
        rows = pulled[index].moved?.rows
        touched.insert((rows ?? []).map(Int32.init))
      }
      let squares = compute.pull(
        parameter.value, to: pulled[index].start, factor: Float(factor), addingTo: gradient, rows: rows)
      value += factor / 2 * squares
    }
    return value
  }
}

/// The rows of a table that steps have moved, in their order. All others have their starting values, because they have
/// no weight decay.
private struct MovedRows {
  private var isMoved: [Bool] = []
  private(set) var rows: [Int] = []

  /// - Parameter touched: The rows that the present step moves.
  mutating func add(_ touched: [Int], of value: Matrix, _ start: Matrix) {
    if isMoved.isEmpty {
      // In a resumed run, the rows that had moved before.
      isMoved = (0..<value.rows).map { row in
        let now = value.row(row), then = start.row(row)
        return (0..<value.columns).contains { now[$0] != then[$0] }
      }
    }
    for row in touched { isMoved[row] = true }
    rows = isMoved.indices.filter { isMoved[$0] }
  }
}
