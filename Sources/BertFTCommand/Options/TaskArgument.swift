import ArgumentParser
import BertFT

/// One value of `--task`: the kind of the labels, or a question of several with the column of its answers.
enum TaskArgument: ExpressibleByArgument {
  /// The kind of the one question.
  case kind(TaskOptions.Kind)
  /// `NAME=COLUMN`, or `NAME=COLUMN:KIND`.
  case question(Question)

  init?(argument: String) {
    if let kind = TaskOptions.Kind(rawValue: argument) {
      self = .kind(kind)
      return
    }
    guard let equals = argument.firstIndex(of: "=") else { return nil }
    var column = argument[argument.index(after: equals)...]
    var kind = TaskOptions.Kind.label
    // A column's name may contain a colon: the text after the last one counts as a kind only if it names one.
    if let colon = column.lastIndex(of: ":"),
      let found = TaskOptions.Kind(rawValue: String(column[column.index(after: colon)...]))
    {
      kind = found
      column = column[..<colon]
    }
    // Labels of tokens have no column.
    guard let problem = kind.problem else { return nil }
    self = .question(Question(name: String(argument[..<equals]), column: String(column), problem: problem))
  }

  static var allValueStrings: [String] { TaskOptions.Kind.allCases.map(\.rawValue) + ["NAME=COLUMN[:KIND]"] }
}
