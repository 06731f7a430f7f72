import ArgumentParser
import BertFT
import BertKernels
import BertStorage
import Foundation

/// Whether a command measures how long its stages take.
struct ProfileOptions: ParsableArguments {
  @Flag(name: .long, help: "Measure what the time goes to, and show it at the end.")
  var profile = false

  /// The name of the file in a bundle.
  private static let file = "profile.json"

  /// Does the work, and measures its stages where `--profile` is given.
  func measuring(_ work: () throws -> Void) throws {
    guard profile else { return try work() }
    // The clock belongs to the kernels, which hold instructions that not every processor has.
    try Processor.requireSupported()
    try StageClock.measuring(work)
  }

  /// The times measured so far; nil where nothing is measured.
  ///
  /// - Parameters:
  ///   - threads: The threads of the run.
  ///   - hasSteps: Whether the run trains in steps.
  func report(threads: Int, hasSteps: Bool) -> ProfileReport? {
    StageClock.times.map { ProfileReport(times: $0, threads: threads, hasSteps: hasSteps) }
  }

  /// Writes a report into a bundle that is finished.
  static func write(_ report: ProfileReport, into bundle: URL) throws(FileError) {
    try AtomicFile.write(Data((report.json.line + "\n").utf8), to: bundle.appendingPathComponent(file))
  }
}
