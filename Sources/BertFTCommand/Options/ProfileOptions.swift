import ArgumentParser
import BertFT
import BertKernels
import BertStorage
import Foundation

/// Whether a command measures what its time goes to.
struct ProfileOptions: ParsableArguments {
  @Flag(name: .long, help: "Measure what the time goes to, and show it at the end.")
  var profile = false

  /// The file in a bundle.
  private static let file = "profile.json"

  /// Does the work, under a clock where one was asked for.
  func measuring(_ work: () throws -> Void) throws {
    guard profile else { return try work() }
    // The clock belongs to the kernels, which hold instructions that not every processor has.
    try Processor.requireSupported()
    try StageClock.measuring(work)
  }

  /// What was measured so far; nil where nobody asked.
  func report(threads: Int, hasSteps: Bool) -> ProfileReport? {
    StageClock.times.map { ProfileReport(times: $0, threads: threads, hasSteps: hasSteps) }
  }

  /// Writes a report into a bundle that is finished.
  static func write(_ report: ProfileReport, into bundle: URL) throws(FileError) {
    try AtomicFile.write(Data((report.json.line + "\n").utf8), to: bundle.appendingPathComponent(file))
  }
}
