import BertBaselines

/// The classifier's input for some texts, a row for each of their windows.
struct WindowVectors {
  /// `[windows, H]`
  let rows: FeatureMatrix
  /// The text of each window, 0 ..< texts.
  let owners: [Int]
  let texts: Int

  /// - Parameters:
  ///   - features: The features of the windows of many texts.
  ///   - owners: The text of each window.
  ///   - range: The texts to take.
  init(_ features: FeatureMatrix, owners: [Int], of range: Range<Int>) {
    let inside = owners.indices.filter { range.contains(owners[$0]) }
    rows = features.selecting(inside)
    self.owners = inside.map { owners[$0] - range.lowerBound }
    texts = range.count
  }

  private init(rows: FeatureMatrix, owners: [Int], texts: Int) {
    self.rows = rows
    self.owners = owners
    self.texts = texts
  }

  /// The windows of some texts, which are numbered in the order given.
  func selecting(texts: [Int]) -> WindowVectors {
    let places = Dictionary(uniqueKeysWithValues: zip(texts, texts.indices))
    let inside = windows { places[$0] != nil }
    return WindowVectors(
      rows: rows.selecting(inside), owners: inside.compactMap { places[owners[$0]] }, texts: texts.count)
  }

  /// The same windows in another space.
  func replacing(_ rows: FeatureMatrix) -> WindowVectors { WindowVectors(rows: rows, owners: owners, texts: texts) }

  /// Repeats the value of each text for each of its windows.
  func spread<Value>(_ values: [Value]) -> [Value] { owners.map { values[$0] } }

  /// The windows of the texts for which `isMeant` is true.
  func windows(_ isMeant: (Int) -> Bool) -> [Int] { owners.indices.filter { isMeant(owners[$0]) } }

  /// The mean of each text's windows, `[texts, H]`.
  var means: FeatureMatrix {
    var sums = [Double](repeating: 0, count: texts * rows.columns), counts = [Int](repeating: 0, count: texts)
    for owner in owners { counts[owner] += 1 }
    for (window, text) in owners.enumerated() {
      let share = 1 / Double(counts[text])
      for column in 0..<rows.columns {
        sums[text * rows.columns + column] += share * Double(rows.values[window * rows.columns + column])
      }
    }
    return FeatureMatrix(rows: texts, columns: rows.columns, values: sums.map(Float.init))
  }

  /// The logits of each text, the mean over its windows, `[texts, C]`.
  func logits(_ model: LinearModel) -> [Double] {
    let classes = model.classes, logits = model.logits(rows)
    var sums = [Double](repeating: 0, count: texts * classes), counts = [Double](repeating: 0, count: texts)
    for (window, text) in owners.enumerated() {
      counts[text] += 1
      for label in 0..<classes { sums[text * classes + label] += logits[window * classes + label] }
    }
    for index in sums.indices { sums[index] /= max(1, counts[index / max(1, classes)]) }
    return sums
  }
}
