import BertData
import BertReport

extension SelectionSection {
  /// The section about the choice of a method.
  init(_ selection: MethodSelection) {
    let choice = selection.choice
    var sentences = ["Decided for \(choice.method.rawValue): \(choice.reason)."]
    sentences += selection.remarks
    self.init(
      sentences: sentences,
      trials: selection.trials.map {
        Trial(
          method: $0.method.rawValue, accuracy: $0.accuracy, figure: $0.figure, rows: $0.rows, seconds: $0.seconds,
          expectedSeconds: $0.expectedSeconds, reason: $0.reason)
      })
  }
}
