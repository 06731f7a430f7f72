import Foundation
import Synchronization

/// A process that one task starts and another may stop, in any order.
final class RunningProcess: Sendable {
  private enum State { case waiting, running, stopped }

  private let state = Mutex(State.waiting)
  private let process: Process

  init(_ process: Process) {
    self.process = process
  }

  /// Starts the process, unless it was stopped before. Returns whether it runs.
  func start() -> Bool {
    state.withLock { state in
      guard state == .waiting, (try? process.run()) != nil else { return false }
      state = .running
      return true
    }
  }

  /// Terminates the process, or prevents its start.
  func stop() {
    state.withLock { state in
      if state == .running { process.terminate() }
      state = .stopped
    }
  }
}
