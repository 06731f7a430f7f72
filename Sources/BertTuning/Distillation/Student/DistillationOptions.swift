import BertStorage

/// How a teacher is distilled into a smaller model.
public struct DistillationOptions: Sendable, Codable, Equatable {
  /// Layers of the student, fewer than the teacher's; nil keeps all layers and trains nothing.
  public var layers: Int?
  /// The temperature T, by which the logits of labels are divided before the softmax; 2, as for DistilBERT.
  public var temperature = 2.0
  /// The weight of the distance between the last hidden states, beside the loss of the outputs; 0 leaves it out.
  public var hiddenWeight = 1.0
  /// Whether tokens that the texts do not use are dropped.
  public var prunesVocabulary = false

  /// The defaults.
  public init() {}

  /// Checks the options that do not depend on the teacher.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``
  func validate() throws(TuningError) {
    if let layers {
      try TrainingOptions.check("layers", layers, layers >= 1, "must be at least 1")
    } else {
      try TrainingOptions.check(
        "layers", "", prunesVocabulary, "is needed, unless the vocabulary is pruned and nothing else")
    }
    try TrainingOptions.check(
      "temperature", temperature, temperature.isFinite && temperature > 0, "must be a number above 0, such as 2")
    try TrainingOptions.check(
      "hidden-weight", hiddenWeight, hiddenWeight.isFinite && hiddenWeight >= 0, "must be a number not below 0")
  }

  /// Checks the number of layers against the teacher.
  ///
  /// - Parameter teacherLayers: L of the teacher.
  /// - Throws: ``TuningError/option(name:value:rule:)``
  func validate(teacherLayers: Int) throws(TuningError) {
    guard let layers else { return }
    try TrainingOptions.check(
      "layers", layers, layers < teacherLayers,
      teacherLayers > 1
        ? "must be below the \(teacherLayers) of the teacher"
        : "cannot be below the teacher's, which has a single layer")
  }
}

/// The layers of a teacher that initialize a student.
package enum StudentLayers {
  /// The indices of the teacher's layers, spread evenly from the first to the last: layer i of N is i·(L − 1)/(N − 1),
  /// rounded half to even. Of twelve, six are 0, 2, 4, 7, 9, 11, as for DistilBERT; of six, three are 0, 2, 5, as in
  /// transformers' `make_student.py`.
  ///
  /// - Parameters:
  ///   - count: N, layers of the student.
  ///   - layers: L, layers of the teacher.
  package static func places(_ count: Int, of layers: Int) -> [Int] {
    guard count > 1 else { return [0] }
    return (0..<count).map { index in
      let (whole, rest) = (index * (layers - 1)).quotientAndRemainder(dividingBy: count - 1)
      let isUpper = 2 * rest > count - 1 || (2 * rest == count - 1 && !whole.isMultiple(of: 2))
      return isUpper ? whole + 1 : whole
    }
  }
}
