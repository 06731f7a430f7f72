import ArgumentParser
import BertFT

/// What the labels of a text are.
struct TaskOptions: ParsableArguments {
  /// The kinds of labels that can be asked for.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case label
    case multiLabel = "multi-label"
    case regression

    var problem: ProblemType {
      switch self {
      case .label: .singleLabel
      case .multiLabel: .multiLabel
      case .regression: .regression
      }
    }
  }

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What is learnt: one label a text, several labels (multi-label), or a number (regression); or several questions at once, each --task NAME=COLUMN or NAME=COLUMN:KIND. (default: multi-label with --label-columns, else label)",
      valueName: "kind"))
  var task: [TaskArgument] = []

  /// - Parameter labels: how the labels are read, which may say what they are.
  /// - Throws: `ValidationError` where the two do not fit.
  func problem(_ labels: LabelOptions) throws -> ProblemType {
    let problem: ProblemType =
      try kind?.problem ?? (labels.columns.isEmpty ? .singleLabel : .multiLabel)
    if !labels.columns.isEmpty, problem != .multiLabel {
      throw ValidationError("--label-columns is for --task multi-label")
    }
    if labels.labelSeparator != nil, problem != .multiLabel || !labels.columns.isEmpty {
      throw ValidationError("--label-separator is for --task multi-label with one column of labels")
    }
    return problem
  }
}
