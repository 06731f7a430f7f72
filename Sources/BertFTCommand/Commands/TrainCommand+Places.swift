import BertFT
import Foundation

/// Where the bundles of a training go, and the bundles that are there already.
extension TrainCommand {
  /// Refuses to replace bundles of other rows or another method unless `--force` allows it.
  ///
  /// - Parameters:
  ///   - digest: The digest of the training rows.
  ///   - hash: The SHA-256 of the data file; nil where there is none.
  ///   - method: The method that is about to train.
  func requireOwnPlace(digest: String, file hash: String?, method: TrainingMethod) throws(CommandFailure) {
    // --skip-finished does its own check, which compares all options.
    if force || finished.skipFinished { return }
    let own = repetition.all.map { place(seed: $0) } + (stability.soup ? [soupPlace] : [])
    for place in own { try ReplacedBundle.check(place, digest: digest, file: hash, method: method) }
  }

  /// The outcome of an earlier run that `--skip-finished` accepts; nil where there is none.
  ///
  /// - Parameter finished: Looks for that outcome.
  func skipping(
    _ console: Console, _ finished: () throws(TuningError) -> TrainingOutcome?
  ) throws(TuningError) -> TrainingOutcome? {
    guard self.finished.skipFinished else { return nil }
    let found: TrainingOutcome?
    do {
      found = try finished()
    } catch {
      if force, case .finishedOtherwise = error { return nil }
      throw error
    }
    guard let outcome = found else { return nil }
    console.note("\(outcome.bundle.relativePath): finished before, with the same options, data and encoder")
    return outcome
  }

  /// Where the averaged bundle goes.
  var soupPlace: URL { URL(fileURLWithPath: source.place(out, ending: ending), isDirectory: true) }

  /// Where the bundle of a seed goes.
  func place(seed: UInt64) -> URL { place(source.place(out, ending: ending), seed: seed) }

  /// The directory of a seed's bundle or adapter: the name itself where there is one seed.
  func place(_ base: String, seed: UInt64) -> URL {
    URL(fileURLWithPath: repetition.seeds > 1 ? Self.name(base, suffix: "-seed\(seed)") : base, isDirectory: true)
  }

  /// A directory's name with a suffix: `runs/` and `-seed42` give `runs-seed42`.
  static func name(_ directory: String, suffix: String) -> String {
    let end = directory.lastIndex { $0 != "/" }
    return (end.map { String(directory[...$0]) } ?? directory) + suffix
  }
}
