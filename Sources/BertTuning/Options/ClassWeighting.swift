import BertData

/// How much a row of each class counts in the loss.
public enum ClassWeighting: Sendable, Codable, Equatable {
  /// Every row counts the same.
  case uniform
  /// rows / (classes × rows of the class), as scikit-learn's `balanced`: rare classes count more.
  case balanced
  /// One weight a class, in the order of the labels.
  case list([Double])

  /// Reads the value of `--class-weights`: `balanced`, or numbers with commas between.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  public init(parsing text: String) throws(TuningError) {
    if text == "balanced" {
      self = .balanced
      return
    }
    var weights: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let weight = Double(part), weight.isFinite, weight >= 0 else {
        throw .option(
          name: "class-weights", value: text, rule: "must be 'balanced' or numbers with commas between, none below zero"
        )
      }
      weights.append(weight)
    }
    self = .list(weights)
  }

  /// The weight of each class for training on the rows. Where a text may have several labels, it is the weight of the
  /// rows that have a label, against 1 for those without it; `balanced` is then the rows without the label over those
  /// with it.
  ///
  /// - Returns: [C], or nil where all count the same.
  /// - Throws: when a list does not have one weight for each label, and for numbers, which have none.
  public func weights(of data: TrainingData) throws(TuningError) -> [Double]? {
    // Each of several questions has weights of its own.
    guard let problem = data.problem else { return nil }
    return try weights(problem, counts: data.counts, rows: data.training.count)
  }

  /// The same for rows that are counted already.
  ///
  /// - Parameters:
  ///   - counts: rows of each label, [C].
  ///   - rows: rows in all.
  func weights(_ problem: ProblemType, counts: [Int], rows: Int) throws(TuningError) -> [Double]? {
    switch (problem, self) {
    case (_, .uniform): return nil
    case (.regression, _):
      throw .option(name: "class-weights", value: "", rule: "is for labels, and this task is a number")
    case (.multiLabel, .balanced):
      return counts.map { $0 == 0 ? 1 : max(Double(rows - $0), 1) / Double($0) }
    default: return try weights(counts: counts)
    }
  }

  /// The weight of each class.
  ///
  /// - Parameter counts: rows per class of the training part, [C].
  /// - Returns: [C], or nil where all rows count the same.
  /// - Throws: when a list does not have one weight for each class.
  public func weights(counts: [Int]) throws(TuningError) -> [Double]? {
    switch self {
    case .uniform:
      return nil
    case .balanced:
      let rows = Double(counts.reduce(0, +))
      // The weight of a class without rows is never used; 1 keeps it finite.
      return counts.map { $0 == 0 ? 1 : rows / (Double(counts.count) * Double($0)) }
    case .list(let weights):
      guard weights.count == counts.count else {
        throw .option(
          name: "class-weights", value: weights.map { "\($0)" }.joined(separator: ","),
          rule: "must have one weight for each of the \(counts.count) labels")
      }
      return weights
    }
  }
}
