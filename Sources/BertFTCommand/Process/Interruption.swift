import Dispatch
import Foundation
import Synchronization

/// What happens on Control-C, on a reader that went away, and on a file that may not grow.
enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let handled = Atomic<Bool>(false)
  // The source lives as long as the program; it is set once, before any other thread runs.
  nonisolated(unsafe) private static var source: (any DispatchSourceSignal)?

  /// Whether the user has asked for an end.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Sets the handlers. To be called once, first thing.
  ///
  /// The first Control-C raises ``isRequested`` where the work at hand looks at it (``handling(_:)``), and ends the
  /// program elsewhere; the second ends it at once. Broken pipes and file size limits become errors of `write`, which
  /// are handled where they occur.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global(qos: .userInteractive))
    source.setEventHandler {
      let isSecond = requested.exchange(true, ordering: .relaxed)
      if isSecond || !handled.load(ordering: .relaxed) { _exit(ExitStatus.interrupted.rawValue) }
    }
    source.resume()
    self.source = source
  }

  /// Runs work that looks at ``isRequested`` and ends itself when it is raised.
  static func handling<Value>(_ work: () throws -> Value) rethrows -> Value {
    handled.store(true, ordering: .relaxed)
    defer { handled.store(false, ordering: .relaxed) }
    return try work()
  }
}
