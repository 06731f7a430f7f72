import BertFT
import Foundation

/// Where the bundles of a training go, and what lies there already.
extension TrainCommand {
  /// Refuses to replace other bundles unasked.
  ///
  /// - Parameters:
  ///   - digest: Of the rows that are learnt from.
  ///   - hash: Of the file that they are from.
  func requireOwnPlace(digest: String, file hash: String?, method: TrainingMethod) throws(CommandFailure) {
    // What --skip-finished finds it refuses itself, whatever differs.
    if force || finished.skipFinished { return }
    let own = repetition.all.map { place(seed: $0) } + (stability.soup ? [soupPlace] : [])
    for place in own { try ReplacedBundle.check(place, digest: digest, file: hash, method: method) }
  }

  /// What an earlier run came to, where that is to be taken; nil else.
  ///
  /// - Parameter finished: Looks for it.
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

  /// The same for a place of that name.
  func place(_ base: String, seed: UInt64) -> URL {
    URL(fileURLWithPath: repetition.seeds > 1 ? "\(base)-seed\(seed)" : base, isDirectory: true)
  }
}
