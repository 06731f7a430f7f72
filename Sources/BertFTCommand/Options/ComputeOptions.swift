import ArgumentParser
import Foundation

/// How many threads a command computes with.
struct ComputeOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("How many threads compute. (default: all cores)", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is between 1 and 1024, not \(threads)")
    }
  }

  /// The number of threads to compute with.
  var threadCount: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
