import BertData
import BertEncoder
import BertKernels

extension SequenceClassifier {
  /// Lets a new head begin at the mean of the numbers that it is to learn, by its bias: small steps would take long to get
  /// there from 0. A head of the checkpoint stays, and so does one without a bias.
  func startNumber(at numbers: [Double], _ rule: OutputRule) {
    let bias = parameters.last { $0.part == .classifier && $0.name.hasSuffix(".bias") }
    guard !rule.isLogistic, let bias, freshParameters.contains(bias.name) else { return }
    bias.value.fill(Float(numbers.reduce(0, +) / Double(max(1, numbers.count))))
    weightsDidChange()
  }
}
