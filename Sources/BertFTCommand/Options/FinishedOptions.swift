import ArgumentParser
import Foundation

/// What happens where the result of the same command lies already.
struct FinishedOptions: ParsableArguments {
  @Flag(
    name: .long,
    help:
      "Do nothing where the output is there already, made of the same options, data and encoder; refuse one of another making. With --resume, go on with what was begun, if anything was."
  )
  var skipFinished = false

  /// Whether a command that keeps a journal in its directory, and has nothing left to do where that is finished, goes on.
  ///
  /// - Parameter asked: Whether it was told to.
  func resumes(_ asked: Bool, _ journal: String, in directory: URL) -> Bool {
    guard skipFinished else { return asked }
    return FileManager.default.fileExists(atPath: directory.appendingPathComponent(journal).path)
  }
}
