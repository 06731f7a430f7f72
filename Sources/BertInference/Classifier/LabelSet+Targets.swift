import BertData

extension LabelSet {
  /// The targets of rows, as indices into the labels of a classifier.
  ///
  /// - Parameters:
  ///   - examples: Rows whose label indices refer to this set.
  ///   - known: The classifier's labels, in any order.
  ///   - problem: Whether the classifier predicts one label, several labels or a number.
  /// - Throws: `noRows`, `unlabelledRow`, `labelsDiffer` where a row has a label that the classifier does not know.
  func targets(
    of examples: [Example], among known: [String], _ problem: ProblemType
  ) throws(InferenceError) -> [Target] {
    guard !examples.isEmpty else { throw .noRows(part: "evaluation") }
    let places = names.map { name in known.firstIndex { $0.utf8.elementsEqual(name.utf8) } }
    return try examples.map { example throws(InferenceError) in
      guard let target = example.target, target.problem == problem else { throw .unlabelledRow(line: example.line) }
      guard let mapped = target.mapped(to: places, known.count) else {
        throw .labelsDiffer(data: names, classifier: known)
      }
      return mapped
    }
  }
}
