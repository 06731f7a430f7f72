import BertData
import BertEncoder
import BertKernels

extension SequenceClassifier {
  /// Lets a new head begin at the mean of the numbers that it is to learn, by its bias, and learn in their
  /// ``NumberUnit``: small steps would take long to get there from 0. A head of the checkpoint stays, and so does one
  /// without a bias.
  func startNumber(at numbers: [Double], _ rule: OutputRule) {
    if !rule.isLogistic { startNumber(at: numbers, headPrefix: "") }
  }

  /// The same for the head of one of several questions.
  func startNumber(at numbers: [Double], of question: QuestionOutputs) {
    startNumber(at: numbers, headPrefix: question.prefix)
  }

  private func startNumber(at numbers: [Double], headPrefix: String) {
    let bias = parameters.last {
      $0.part == .classifier && $0.name.hasSuffix(".bias") && $0.name.hasPrefix(headPrefix)
    }
    guard let bias, freshParameters.contains(bias.name) else { return }
    bias.value.fill(Float(NumberUnit.mean(of: numbers)))
    let unit = Float(NumberUnit.unit(of: numbers)), layer = bias.name.dropLast(".bias".count)
    for parameter in parameters where parameter === bias || parameter.name == layer + ".weight" {
      parameter.unit = unit
      if parameter !== bias { parameter.copy(from: parameter.fileValues.map { $0 * unit }) }
    }
    weightsDidChange()
  }
}
