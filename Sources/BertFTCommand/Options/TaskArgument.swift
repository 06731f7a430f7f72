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
    // A column may have a colon in its name; what follows the last one is a kind only where it is one's name.
    if let colon = column.lastIndex(of: ":"),
      let found = TaskOptions.Kind(rawValue: String(column[column.index(after: colon)...]))
    {
      kind = found
      column = column[..<colon]
    }
    // Labels of tokens stand in no column.
    guard let problem = kind.problem else { return nil }
    self = .question(Question(name: String(argument[..<equals]), column: String(column), problem: problem))
  }

  static var allValueStrings: [String] { TaskOptions.Kind.allCases.map(\.rawValue) + ["NAME=COLUMN[:KIND]"] }
}
