import BertStorage
import Dispatch
import Foundation
import Synchronization

/// Ends the process where other ranks do not answer within a limit. MPI itself would wait forever when a machine or the
/// network between two machines fails.
final class SilenceWatch: Sendable {
  private let limit: Double
  private let end: @Sendable (Wording) -> Never
  /// The time by which an answer must have come, in nanoseconds of the system's clock; 0 while none is awaited.
  private let deadline = Atomic<UInt64>(0)

  /// - Parameters:
  ///   - limit: Seconds.
  ///   - end: Prints what is wrong and ends the process.
  init(limit: Double, end: @escaping @Sendable (Wording) -> Never) {
    self.limit = limit
    self.end = end
    let thread = Thread { [weak self] in
      while let self {
        let deadline = self.deadline.load(ordering: .relaxed)
        if deadline != 0, DispatchTime.now().uptimeNanoseconds > deadline {
          self.end("no answer from the other ranks for \(self.limit) s\n\(Self.remedy)")
        }
        Thread.sleep(forTimeInterval: min(1, self.limit / 4))
      }
    }
    thread.start()
  }

  /// Runs a function that waits for other ranks.
  ///
  /// - Parameters:
  ///   - function: Its name, for the message.
  ///   - work: Calls the function and returns its status, 0 for success.
  func during(_ function: String, _ work: () -> Int32) {
    deadline.store(DispatchTime.now().uptimeNanoseconds + UInt64(limit * 1e9), ordering: .relaxed)
    let status = work()
    deadline.store(0, ordering: .relaxed)
    check(function, status)
  }

  /// Ends the process where a function of MPI failed.
  func check(_ function: String, _ status: Int32) {
    if status != 0 { end("the connection to the other ranks is broken: \(function) gives \(status)\n\(Self.remedy)") }
  }

  private static let remedy: Wording =
    "Start all ranks again \(library: "and resume", command: "with \(option: "resume")"), on any number of machines"
}
