import BertInference
import BertStorage
import Foundation

/// Where a fine-tuning run stands: what `state.json` of a run directory holds. Together with the tensors that it names it
/// decides every later byte of the run.
struct RunState: Codable {
  /// The best epoch so far.
  struct Best: Codable {
    var epoch: Int
    var value: Double
    /// The file in the run directory with the weights.
    var file: String
  }

  /// What the run was started with. A run may only go on with the same.
  struct Identity: Codable, Equatable {
    var options: TrainingOptions
    var data: String
    var encoder: String
  }

  var format = 1
  let identity: Identity
  /// Told apart from other runs in the same place, so that their files never mix.
  let run: String
  /// Epochs done.
  var epoch = 0
  /// Steps done of the current epoch.
  var stepInEpoch = 0
  /// Steps done in all.
  var step = 0
  /// Summed loss of the current epoch's rows so far, and how many they are.
  var lossSum = 0.0
  var lossRows = 0
  var losses = LossMonitor()
  var lastRate = 0.0
  /// Seconds spent on the current epoch.
  var epochSeconds = 0.0
  var reports: [EpochReport] = []
  var best: Best?
  var epochsWithoutGain = 0
  /// The file in the run directory with weights and moments.
  var tensors = ""

  init(identity: Identity) {
    self.identity = identity
    run = String(UUID().uuidString.prefix(8)).lowercased()
  }
}

extension TrainingOptions {
  /// The options whose values differ, by the names of their fields, sorted.
  func namesDiffering(from others: TrainingOptions) -> [String] {
    func fields(_ options: TrainingOptions) -> [String: JSONValue] {
      guard let data = try? JSONEncoder().encode(options) else { return [:] }
      return (try? JSONDecoder().decode([String: JSONValue].self, from: data)) ?? [:]
    }
    let (own, other) = (fields(self), fields(others))
    return Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }.sorted()
  }
}
