import BertInference
import BertStorage
import Foundation

/// Where a fine-tuning run stands: what `state.json` of a run directory holds. Together with the tensors that it names
/// it decides every later byte of the run.
struct RunState: Codable {
  /// The best epoch so far.
  struct Best: Codable {
    var epoch: Int
    var value: Double
    /// The file in the run directory with the weights.
    var file: String
  }

  /// What the run was started with. It can only be resumed with the same.
  struct Identity: Codable, Equatable {
    var options: TrainingOptions
    var data: String
    var encoder: String
  }

  var format = 1
  let identity: Identity
  /// A random name of the run, so that its files never mix with those of other runs in the same place.
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

extension RunState {
  /// The name of the file of weights and moments: a new one each time, so that the file that the current state names is
  /// never touched. It has the epoch because the checkpoints before and after an epoch is judged have the same step.
  var tensorsName: String { tensorsName(epoch: epoch, step: step) }
  private func tensorsName(epoch: Int, step: Int) -> String { "step-\(run)-\(epoch)-\(step).safetensors" }
  /// The name of a file with only the weights of an epoch.
  func bestName(epoch: Int) -> String { "best-\(run)-\(epoch).safetensors" }

  /// Whether a run can have written this state: its numbers are in their bounds, and the names are those that a run
  /// gives.
  var isSound: Bool {
    let counts = [epoch, stepInEpoch, step, lossRows, losses.count, epochsWithoutGain]
    guard counts.allSatisfy({ (0...1 << 40).contains($0) }), stepInEpoch <= step, epochsWithoutGain <= epoch,
      !run.isEmpty, run.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 }),
      reports.count == epoch, reports.enumerated().allSatisfy({ $1.epoch == $0 + 1 && (0...step).contains($1.step) })
    else { return false }
    if let best {
      guard (1...max(1, epoch)).contains(best.epoch), best.epoch <= reports.count else { return false }
      let checkpoint = tensorsName(epoch: best.epoch, step: reports[best.epoch - 1].step)
      guard [bestName(epoch: best.epoch), checkpoint].contains(best.file) else { return false }
    }
    return tensors.isEmpty || tensors == tensorsName || tensors == best?.file
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
