import BertBaselines
import BertData

extension TuningError {
  /// The same error as one of this module's.
  init(_ error: BaselineError) {
    switch error {
    case .interrupted: self = .interrupted(checkpoint: nil)
    case .labelsTakeMemory: self = .labelsTakeMemory(reason: "\(error)")
    case .labels: self = .tooFewLabels(found: [])
    case .problem(let problem, let method):
      self = .option(name: "method", value: method.rawValue, rule: method.refusal(of: problem))
    case .option(let name, let rule): self = .baselineOption(name: name, rule: rule)
    case .optionsMissing(let method), .encoderNeeded(let method), .vectorsMissing(let method),
      .tableMissing(let method):
      self = .option(name: "method", value: method.rawValue, rule: "\(error)")
    default: self = .option(name: "method", value: "", rule: "\(error)")
    }
  }
}
