import BertData
import BertInference
import BertReport

extension TrainingPlan {
  /// The plan as lines for people.
  public var lines: [String] {
    let counts = Self.listed(rowsPerLabel)
    var lines = [
      "encoder     \(encoder): \(layers) layers, hidden \(hidden), \(Self.large(weights)) weights"
        + (trainedWeights == weights ? "" : ", \(Self.large(trainedWeights)) of them trained"),
      newTensors.isEmpty
        ? "head        from the checkpoint, which is for \(purpose)"
        : "head        new: \(Self.listed(newTensors)); the checkpoint is for \(purpose)",
      "method      \(choice.method.rawValue): \(choice.reason)",
      "rows        \(rowsPerLabel.reduce(0) { $0 + $1.rows }) for training (\(counts)), \(validationRows) for validation"
        + (testRows > 0 ? ", \(testRows) for the test" : ""),
      "length      \(Self.percent(longShare)) of the texts exceed \(maxLength) tokens"
        + (longShare > 0 ? " (\(longText.rawValue))" : ""),
    ]
    if !unusedTensors.isEmpty { lines.insert("unused      \(Self.listed(unusedTensors))", at: 2) }
    if let learningRate {
      lines.append("steps       \(steps) in \(epochs) epochs, learning rate \(learningRate)")
    }
    lines.append(
      "expected    about \(Self.duration(expectedSeconds)), \(Self.bytes(expectedBytes)) of memory"
        + (partsPerBatch > 1 ? ", each batch in up to \(partsPerBatch) parts" : ""))
    return lines
  }

  /// Names, the first six of them.
  private static func listed(_ names: [String]) -> String {
    names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
  }

  /// Labels with their rows, the first twelve of them: thousands would hide the rest of the plan.
  static func listed(_ counts: [LabelCount]) -> String {
    let shown = counts.prefix(12).map { "\(Excerpt.label($0.label)) \($0.rows)" }.joined(separator: ", ")
    let rest = counts.count - 12
    return rest > 0 ? shown + " and \(Figures.count(rest)) labels more" : shown
  }

  static func large(_ count: Int) -> String {
    switch count {
    case ..<10_000: "\(count)"
    case ..<1_000_000: "\((count + 500) / 1000) thousand"
    default: "\(Double((count + 50_000) / 100_000) / 10) million"
    }
  }

  static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(max(1, seconds).rounded(.up))
    switch whole {
    case ..<100: return "\(whole) s"
    case ..<6000: return "\((whole + 30) / 60) min"
    default: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }

  static func bytes(_ count: Int) -> String {
    count < 1_000_000_000
      ? "\(max(1, (count + 500_000) / 1_000_000)) MB" : "\(Double((count + 50_000_000) / 100_000_000) / 10) GB"
  }
}
