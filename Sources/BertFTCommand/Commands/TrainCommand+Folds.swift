import ArgumentParser
import BertFT

/// Cross-validation that tests on each row once.
extension TrainCommand {
  /// The part that this run is tested on; nil where `--fold` names none.
  var testFold: TestFold? {
    guard case .one(let number) = fold, let folds else { return nil }
    return TestFold(number, of: folds)
  }

  /// The suffix of the default bundle directory, which follows the data's name; each part has its own.
  var ending: String { "-bertft" + (testFold.map { "-fold\($0.number)" } ?? "") }

  /// - Throws: `ValidationError` for a part that does not exist, and for options that do not go with `--fold`.
  func checkFold() throws {
    guard let fold else { return }
    guard let folds, folds >= 2 else {
      throw ValidationError("--fold names one of several parts: give their number with --folds, 2 or more")
    }
    guard test == nil else { throw ValidationError("--fold is what the run is tested on: leave out --test") }
    guard source.file != nil else { throw ValidationError("--fold is a part of the data: give a data file") }
    switch fold {
    case .one(let number):
      guard (1...folds).contains(number) else {
        throw ValidationError("--fold is between 1 and the number of --folds, \(folds), or all; not \(number)")
      }
    case .all:
      let inputs =
        [source.data, source.validation] + adapting.moreSources
        + [adapting.adaptTo, adapting.targetLabelled, unlabelled.unlabelled, stability.anchor].compactMap { $0 }
      guard !inputs.contains("-") else {
        throw ValidationError("--fold all reads the data again for each part, and standard input can be read once")
      }
      guard !profiling.profile else { throw ValidationError("--profile measures one run: give --fold one part") }
      guard !stability.soup else { throw ValidationError("--soup averages one run's seeds: give --fold one part") }
    }
  }

  /// Trains for each part in turn.
  func trainFolds(_ exchange: any GradientExchange, _ console: Console) throws -> TrainingReport {
    var report = TrainingReport(outcomes: [], plot: plot ? TrainingPlot() : nil)
    for number in 1...(folds ?? 1) {
      console.note("tested on part \(number) of \(folds ?? 1)")
      var part = self
      part.fold = .one(number)
      part.out = out.map { Self.name($0, suffix: "-fold\(number)") }
      part.training.lora.adapterOut = training.lora.adapterOut.map { Self.name($0, suffix: "-fold\(number)") }
      report.outcomes += try part.train(exchange, console).outcomes
    }
    return report
  }
}
