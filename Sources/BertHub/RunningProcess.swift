import Foundation
import Synchronization

/// A process that one task starts and another may stop, in whichever order.
final class RunningProcess: Sendable {
  private enum State { case waiting, running, stopped }

  private let state = Mutex(State.waiting)
  private let process: Process

  init(_ process: Process) {
    self.process = process
  }

  /// Starts the process unless it was stopped before; false if it does not run.
  func start() -> Bool {
    state.withLock { state in
      guard state == .waiting, (try? process.run()) != nil else { return false }
      state = .running
      return true
    }
  }

  /// Ends the process, or keeps it from starting.
  func stop() {
    state.withLock { state in
      if state == .running { process.terminate() }
      state = .stopped
    }
  }
}
