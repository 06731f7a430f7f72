import BertFT
import Foundation

/// Where the bundles of a training go, and the bundles that are there already.
extension TrainCommand {
  /// The same run with a place for its bundles at which no other lies: the one that was asked for, or the first free name.
  ///
  /// - Parameters:
  ///   - digest: Of the rows that are learnt from.
  ///   - hash: Of the file that they are from.
  /// - Throws: `CommandFailure` where others lie at the place that was asked for.
  func placed(
    digest: String, file hash: String?, method: TrainingMethod, _ console: Console
  ) throws(CommandFailure) -> TrainCommand {
    if force { return self }
    func check(_ base: String) throws(CommandFailure) {
      let seeds = repetition.all.map { place(base, seed: $0) }
      for place in stability.soup ? seeds + [URL(fileURLWithPath: base, isDirectory: true)] : seeds {
        try ReplacedBundle.check(place, digest: digest, file: hash, method: method)
      }
    }
    if let out {
      // What --skip-finished finds it refuses itself, whatever differs.
      if !finished.skipFinished { try check(out) }
      return self
    }
    var placed = self
    placed.out = try FreePlace.first(source.place(nil, ending: ending), console) { (base) throws(CommandFailure) in
      try check(base)
      try FreePlace.requireNothingElse(at: base)
    }
    return placed
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
