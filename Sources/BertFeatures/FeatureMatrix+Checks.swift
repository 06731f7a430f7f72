package import BertBaselines
package import BertKernels

extension FeatureMatrix {
  /// The values in double precision, checked so that a method can be fitted to them. `[rows, columns]`
  ///
  /// - Parameter place: Which vectors an error names.
  /// - Throws: `empty`, `oneRow`, `notFinite`, `constant`.
  package func checked(_ place: FeatureSpaceError.Place) throws(FeatureSpaceError) -> DoubleMatrix {
    guard rows > 0, columns > 0 else { throw .empty(place) }
    try checkFinite(place)
    guard rows > 1 else { throw .oneRow(place) }
    let isConstant = (columns..<values.count).allSatisfy { values[$0] == values[$0 - columns] }
    guard !isConstant else { throw .constant(place) }
    return DoubleMatrix(rows: rows, columns: columns, values: values)
  }

  /// The values in double precision, checked so that a fitted method can be applied to them. `[rows, columns]`
  ///
  /// - Parameters:
  ///   - place: Which vectors an error names.
  ///   - expected: The columns of the vectors that the method was fitted to.
  /// - Throws: `dimensions`, `notFinite`.
  package func checked(_ place: FeatureSpaceError.Place, columns expected: Int) throws(FeatureSpaceError)
    -> DoubleMatrix
  {
    guard columns == expected else { throw .dimensions(place, found: columns, expected: expected) }
    try checkFinite(place)
    return DoubleMatrix(rows: rows, columns: columns, values: values)
  }

  private func checkFinite(_ place: FeatureSpaceError.Place) throws(FeatureSpaceError) {
    guard let bad = values.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notFinite(place, row: bad / columns, column: bad % columns)
  }
}

extension DoubleMatrix {
  /// The values in single precision, as classifiers take them.
  package var features: FeatureMatrix {
    FeatureMatrix(rows: rows, columns: columns, values: toArray().map { Float($0) })
  }
}
