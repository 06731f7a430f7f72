import BertData
package import BertKernels

/// Labels by the nearest prototype: each class is the direction of its rows' mean (Snell, Swersky and Zemel, "Prototypical
/// networks for few-shot learning", 2017, on vectors that stay as they are).
package struct Prototypes: Sendable {
  /// The directions. [C, D]; zero for a class without rows.
  package let directions: UnitRows
  /// What cosines are divided by before the softmax that makes scores of them.
  package let temperature: Double

  /// - Parameters:
  ///   - rows: The labelled rows.
  ///   - labels: 0 ..< classes. [N]
  ///   - temperature: Above 0.
  /// - Throws: `length`, `option`.
  package init(
    _ rows: UnitRows, labels: [Int], classes: Int, temperature: Double = 0.1, compute: Compute
  ) throws(VectorRowsError) {
    try rows.requireLabels(labels, classes: classes)
    guard temperature > 0, temperature.isFinite else { throw .option(name: "the temperature", rule: "above 0") }
    let width = rows.matrix.columns
    var sums = [Double](repeating: 0, count: classes * width)
    for (row, label) in labels.enumerated() {
      let values = rows.matrix.row(row)
      for column in 0..<width { sums[label * width + column] += Double(values[column]) }
    }
    directions = try UnitRows(
      Matrix(rows: classes, columns: width, values: sums.map { Float($0) }), inPlace: true, compute: compute)
    self.temperature = temperature
  }

  /// - Parameter queries: [Q, D]
  /// - Returns: the cosine of each query with each prototype. [Q, C]
  package func cosines(_ queries: UnitRows) -> [Double] {
    (0..<queries.count).flatMap { query in
      (0..<directions.count).map { queries.cosine(query, with: directions, $0) }
    }
  }

  /// - Parameter queries: [Q, D]
  /// - Returns: the softmax of the cosines over the temperature. [Q, C]
  package func scores(_ queries: UnitRows) -> [Double] {
    let cosines = cosines(queries), classes = directions.count
    return stride(from: 0, to: cosines.count, by: classes).flatMap { start in
      Softmax.probabilities(cosines[start..<start + classes].map { $0 / temperature })
    }
  }
}
