import BertBaselines

/// What the classifier sees of some texts, a row for each of their windows.
struct WindowVectors {
  /// `[windows, H]`
  let rows: FeatureMatrix
  /// The text of each window, 0 ..< texts.
  let owners: [Int]
  let texts: Int

  /// - Parameters:
  ///   - features: Of the windows of many texts. - owners: The text of each. - range: The texts that are meant.
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

  /// The same windows in another space.
  func replacing(_ rows: FeatureMatrix) -> WindowVectors { WindowVectors(rows: rows, owners: owners, texts: texts) }

  /// A value of each text for each of its windows.
  func spread<Value>(_ values: [Value]) -> [Value] { owners.map { values[$0] } }

  /// The windows of the texts for which `isMeant` says true.
  func windows(_ isMeant: (Int) -> Bool) -> [Int] { owners.indices.filter { isMeant(owners[$0]) } }

  /// The logits of each text, of several windows the mean, `[texts, C]`.
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
