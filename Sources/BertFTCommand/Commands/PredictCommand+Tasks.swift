import BertFT
import BertStorage
import Foundation

extension PredictCommand {
  /// Answers several questions about each text.
  func answerQuestions(with classifier: MultiTaskClassifier, _ console: Console) throws {
    guard format == .jsonl else {
      throw CommandFailure(
        .usage,
        "--format \(format.rawValue): the bundle answers several questions, which are no columns; leave --format out")
    }
    if abstainBelow != nil {
      throw CommandFailure(.usage, "--abstain-below is for a model of one question and one label a text; leave it out")
    }
    var writer = StandardOutput()
    try forEachWindow(console) { window in
      for (row, answers) in zip(window, try classifier.predict(window)) {
        var members: [(String, JSONValue)] = [("text", .string(row.text))]
        if let pair = row.pair { members.append(("pair", .string(pair))) }
        members.append(("tasks", answers.document(top: top, withLogits: logits)))
        try writer.writeLine(JSONValue.object(members).line)
      }
      try writer.flush()
    }
  }
}
