import BertData

/// Remarks on the trials of a search: rates that fail, and a best rate at the edge of the range that was tried.
package struct TuneRemarks {
  package let trials: [TuneTrial]

  package init(_ trials: [TuneTrial]) { self.trials = trials }

  /// The fewest settings of a method with which there are remarks on its rates.
  package static let fewest = 3

  /// As sentences for people.
  package var sentences: [String] {
    [TrainingMethod.finetune, .setfit, .lora].flatMap { method -> [String] in
      let own = trials.filter {
        $0.setting.method == method && $0.learningRate != nil && (isBad($0) || $0.score != nil)
      }
      .sorted { ($0.learningRate ?? 0) > ($1.learningRate ?? 0) }
      guard own.count >= Self.fewest else { return [] }
      let high = own.prefix(while: isBad).count, low = own.reversed().prefix(while: isBad).count
      guard high < own.count else {
        return ["All \(Figures.count(own.count, "setting")) of \(method.rawValue) failed: \(Self.failure)."]
      }
      return [failing(own.prefix(high), "highest", "on", method), failing(own.suffix(low), "lowest", "down", method)]
        .compactMap { $0 } + [edge(own, method)].compactMap { $0 }
    }
  }

  private static let failure = "every held text got the same label, or the loss was no longer a number"

  private func isBad(_ trial: TuneTrial) -> Bool { trial.isStuck || trial.outcome == .failed }

  private func failing(
    _ trials: some BidirectionalCollection<TuneTrial>, _ end: String, _ direction: String, _ method: TrainingMethod
  ) -> String? {
    let rates = trials.compactMap(\.learningRate)
    guard let first = end == "highest" ? rates.min() : rates.max() else { return nil }
    return "The \(rates.count == 1 ? "\(end) rate" : "\(Figures.count(rates.count)) \(end) rates") of "
      + "\(method.rawValue), from \(TrainingSetting.rate(first)) \(direction), failed: \(Self.failure)."
  }

  /// The remark where a better rate may lie outside the range that was tried.
  private func edge(_ trials: [TuneTrial], _ method: TrainingMethod) -> String? {
    let rates = trials.compactMap(\.learningRate)
    guard let taken = trials.first(where: { $0.outcome == .taken })?.learningRate, Set(rates).count >= Self.fewest,
      let highest = rates.max(), let lowest = rates.min(), taken == highest || taken == lowest
    else { return nil }
    return "The rate that is taken, \(TrainingSetting.rate(taken)), is the \(taken == highest ? "highest" : "lowest") "
      + "that was tried of \(method.rawValue): one beyond it may be better."
  }
}
