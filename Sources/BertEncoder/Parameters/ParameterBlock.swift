import BertKernels

/// Parameters that lie one behind the other in one matrix, with one matrix of gradients.
final class ParameterBlock {
  let value: Matrix
  private(set) var gradient: Matrix?
  let parameters: [Parameter]
  private let ranges: [Range<Int>]
  private let isVector: Bool

  /// - Parameters:
  ///   - specifications: Matrices of one width, or vectors that become one row together.
  ///   - isTable: Whether a step reads only some of the rows.
  init(_ specifications: [ParameterSpecification], layers: Int, isTable: Bool = false) {
    let isVector = specifications[0].form == .vector
    self.isVector = isVector
    let extents = specifications.map { isVector ? $0.columns : $0.rows }
    let total = extents.reduce(0, +)
    let value = isVector ? Matrix(rows: 1, columns: total) : Matrix(rows: total, columns: specifications[0].columns)
    var parameters: [Parameter] = []
    var ranges: [Range<Int>] = []
    var next = 0
    for (specification, extent) in zip(specifications, extents) {
      let range = next..<next + extent
      parameters.append(
        Parameter(
          specification, value: isVector ? value.columns(range) : value.rows(range),
          layers: layers, isTable: isTable))
      ranges.append(range)
      next += extent
    }
    self.value = value
    self.parameters = parameters
    self.ranges = ranges
  }

  /// A row of zeros that no parameter stands behind: the bias of a layer that has none.
  init(zeros count: Int) {
    value = Matrix(rows: 1, columns: count)
    parameters = []
    ranges = []
    isVector = true
  }

  /// Gives the parameters that are to be trained a gradient, and takes it from the others.
  func setTrained(_ isTrained: (Parameter) -> Bool) {
    let trained = parameters.map(isTrained)
    gradient = trained.contains(true) ? gradient ?? Matrix(rows: value.rows, columns: value.columns) : nil
    for (index, parameter) in parameters.enumerated() {
      parameter.gradient = trained[index] ? gradient.map { part($0, index) } : nil
    }
  }

  /// Takes other memory for the gradients, `[rows, columns]` as the values; of which parameters are trained it says nothing.
  func use(_ memory: Matrix) {
    gradient = memory
    for (index, parameter) in parameters.enumerated() where parameter.isTrained {
      parameter.gradient = part(memory, index)
    }
  }

  private func part(_ matrix: Matrix, _ index: Int) -> Matrix {
    isVector ? matrix.columns(ranges[index]) : matrix.rows(ranges[index])
  }
}
