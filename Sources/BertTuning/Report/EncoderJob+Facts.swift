import BertData
import BertEncoder
import BertReport
import Foundation

extension EncoderJob {
  /// The facts about a run that its page lists.
  ///
  /// - Parameters:
  ///   - digest: The SHA-256 of the encoder's weights.
  ///   - data: The SHA-256 of the data file, where it is known.
  func facts(
    _ outcome: TrainingOutcome, _ strategy: any Strategy, encoder digest: String, data: String?
  ) -> [RunSection.Setting] {
    let choice = outcome.choice
    var facts = [
      RunSection.Setting("Program", program), .init("System", ProcessInfo.processInfo.operatingSystemVersionString),
      .init("Encoder", encoderName), .init("Encoder's weights, SHA-256", digest),
      .init("Method", "\(choice.method.rawValue): \(choice.reason)"),
    ]
    if let data { facts.append(.init("Data file, SHA-256", data)) }
    facts.append(.init("Seed", String(options.seed)))
    if let rate = strategy.learningRate { facts.append(.init("Learning rate", Figures.short(rate))) }
    if let precision = options.precision { facts.append(.init("Precision", precision.rawValue)) }
    facts.append(.init("Epoch kept", "\(outcome.bestEpoch) of \(outcome.epochs.count)"))
    facts.append(.init("Time", Figures.duration(outcome.seconds)))
    return facts
  }
}
