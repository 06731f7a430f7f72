extension ReadingOptions {
  /// The same with the label columns in the order of the labels, where both are known.
  ///
  /// A column that is called as a label is that label's, wherever it stands in the list. Where no column is called so, the
  /// list is in the labels' order.
  ///
  /// - Parameter file: for the error.
  /// - Throws: `DataError.labelColumnsUnfit` where there are more or fewer columns than labels, or where some are called as
  ///   labels, and the order of the others cannot be that of the list.
  func sortingLabelColumns(file: String) throws(DataError) -> ReadingOptions {
    guard needsLabels, !labelColumns.isEmpty, let labels else { return self }
    let places = labelColumns.map { Self.place(of: $0, in: labels) }
    let isInOrder = places.enumerated().allSatisfy { $1 == nil || $1 == $0 }
    if isInOrder, places.count == labels.count { return self }
    guard labelColumns.count == labels.count, Set(places).count == labels.count, !places.contains(nil) else {
      throw .labelColumnsUnfit(file: file, columns: labelColumns, labels: labels.values)
    }
    var sorted = self
    for (column, place) in zip(labelColumns, places) { if let place { sorted.labelColumns[place] = column } }
    return sorted
  }

  /// The label that a column is called as: byte for byte, else as columns are found by their names, where that is one
  /// label alone.
  private static func place(of column: String, in labels: LabelSet) -> Int? {
    if let place = labels.index(of: column) { return place }
    let folded = ColumnFinder.folded(Array(column.utf8))
    let near = labels.values.indices.filter { ColumnFinder.folded(Array(labels.values[$0].utf8)) == folded }
    return near.count == 1 ? near[0] : nil
  }
}
