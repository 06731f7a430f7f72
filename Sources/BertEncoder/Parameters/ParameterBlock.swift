import BertKernels

/// Parameters that follow each other in one matrix, with one matrix of gradients.
final class ParameterBlock {
  let value: Matrix
  /// The gradients of the parameters; nil where none is trained.
  var gradient: Matrix? {
    for parameter in parameters { _ = parameter.gradient }
    return sums
  }
  var isTrained: Bool { sums != nil }
  private var sums: Matrix?
  let parameters: [Parameter]
  private let ranges: [Range<Int>]
  private let isVector: Bool

  /// - Parameters:
  ///   - specifications: Matrices of equal width, or vectors, which are joined to one row.
  ///   - isTable: Whether a step uses only some of the rows.
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

  /// A row of zeros without a parameter: the bias of a layer that has none.
  init(zeros count: Int) {
    value = Matrix(rows: 1, columns: count)
    parameters = []
    ranges = []
    isVector = true
  }

  /// Allocates gradients for the parameters that are trained and releases those of the others.
  func setTrained(_ isTrained: (Parameter) -> Bool) {
    let trained = parameters.map(isTrained), isNew = sums == nil
    sums = trained.contains(true) ? sums ?? Matrix(rows: value.rows, columns: value.columns) : nil
    for (index, parameter) in parameters.enumerated() {
      parameter.setGradient(trained[index] ? sums.map { part($0, index) } : nil, isNew: isNew)
    }
  }

  /// Uses other memory for the gradients, in the shape of `value`. The same parameters stay trained.
  func use(_ memory: Matrix) {
    sums = memory
    for (index, parameter) in parameters.enumerated() where parameter.isTrained {
      parameter.useGradient(part(memory, index))
    }
  }

  /// Adds aᵀ·b to the gradient, or overwrites the gradient if it was cleared. a `[T, rows]`, b `[T, columns]`.
  func addProduct(_ a: Matrix, _ b: Matrix, _ compute: Compute) {
    guard let sums else { return }
    let trained = parameters.filter(\.isTrained)
    guard trained.allSatisfy(\.isFresh) else {
      if let gradient { compute.multiply(a.transpose, b.operand, into: gradient, .add) }
      return
    }
    compute.multiply(a.transpose, b.operand, into: sums)
    for parameter in trained { parameter.didOverwriteGradient(compute) }
  }

  private func part(_ matrix: Matrix, _ index: Int) -> Matrix {
    isVector ? matrix.columns(ranges[index]) : matrix.rows(ranges[index])
  }
}
