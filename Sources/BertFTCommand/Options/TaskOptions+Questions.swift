import ArgumentParser
import BertFT

extension TaskOptions {
  /// The kind of the one question; nil where none is named.
  ///
  /// - Throws: `ValidationError` for two kinds.
  var kind: Kind? {
    get throws {
      let kinds = task.compactMap { if case .kind(let kind) = $0 { kind } else { nil } }
      guard kinds.count < 2 else {
        throw ValidationError("--task is given once, or as NAME=COLUMN for each of several questions")
      }
      return kinds.first
    }
  }

  /// The several questions; empty where there is one.
  ///
  /// - Throws: `ValidationError` for names that are repeated or malformed, and for options of a single question.
  func questions(_ labels: LabelOptions) throws -> [Question] {
    let questions = task.compactMap { if case .question(let question) = $0 { question } else { nil } }
    guard !questions.isEmpty else { return [] }
    guard questions.count == task.count else {
      throw ValidationError(
        "--task is one kind, or NAME=COLUMN for each of several questions: leave out one of the two")
    }
    var names: Set<String> = []
    for question in questions {
      guard Question.isName(question.name) else {
        throw ValidationError(
          "--task \(question.name)=\(question.column): a name has 1 to 64 letters of ASCII, digits, - and _")
      }
      guard !question.column.isEmpty else {
        throw ValidationError("--task \(question.name)=: name the column of its answers")
      }
      guard names.insert(question.name).inserted else {
        throw ValidationError("--task \(question.name)=… is given twice: give each question a name of its own")
      }
    }
    let own: [(isGiven: Bool, flag: String)] = [
      (labels.labelColumn != nil, "--label-column"), (labels.labelColumns != nil, "--label-columns"),
    ]
    if let flag = own.first(where: \.isGiven)?.flag {
      throw ValidationError("\(flag) is for one question; --task NAME=COLUMN names the column of each")
    }
    if labels.labelSeparator != nil, !questions.contains(where: { $0.problem == .multiLabel }) {
      throw ValidationError("--label-separator is for a question with several labels: --task NAME=COLUMN:multi-label")
    }
    return questions
  }
}
