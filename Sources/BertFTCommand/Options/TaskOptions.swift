import ArgumentParser
import BertFT

/// The task: the kind of label, or several questions.
struct TaskOptions: ParsableArguments {
  /// The kinds of labels that can be asked for.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case label
    case multiLabel = "multi-label"
    case regression
    case tokens

    /// The kind of label of a text; nil for labels of tokens.
    var problem: ProblemType? {
      switch self {
      case .label: .singleLabel
      case .multiLabel: .multiLabel
      case .regression: .regression
      case .tokens: nil
      }
    }
  }

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What is learnt: one label a text, several labels (multi-label), a number (regression), or labels of tokens, such as names (tokens); or several questions at once, each --task NAME=COLUMN or NAME=COLUMN:KIND. (default: multi-label with --label-columns, else label)",
      valueName: "kind"))
  var task: [TaskArgument] = []

  /// The kind of label of a text.
  ///
  /// - Parameter labels: The options for labels; several columns of labels mean several labels a text.
  /// - Throws: `ValidationError` where these options do not fit the task.
  func problem(_ labels: LabelOptions) throws -> ProblemType {
    let problem: ProblemType =
      try kind.map { kind in
        guard let problem = kind.problem else { throw ValidationError("--task tokens is for bertft train and compare") }
        return problem
      } ?? (labels.columns.isEmpty ? .singleLabel : .multiLabel)
    if !labels.columns.isEmpty, problem != .multiLabel {
      throw ValidationError("--label-columns is for --task multi-label")
    }
    if labels.labelSeparator != nil, problem != .multiLabel || !labels.columns.isEmpty {
      throw ValidationError("--label-separator is for --task multi-label with one column of labels")
    }
    return problem
  }
}
