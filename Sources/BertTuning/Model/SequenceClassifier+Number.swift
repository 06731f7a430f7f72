import BertData
import BertEncoder
import BertKernels

extension SequenceClassifier {
  /// Sets the bias of a new head to the mean of the numbers to be learnt, because small steps would take long to reach
  /// it from 0, and lets the head learn in their ``NumberUnit``. A head from the checkpoint is not changed, nor is one
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
