import BertStorage
import Dispatch
import Foundation
import Synchronization

/// What happens on Control-C, on a reader that went away, and on a file that may not grow.
enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let handled = Atomic<Bool>(false)
  private static let isService = Atomic<Bool>(false)
  // The sources live as long as the program; they are set once, before any other thread runs.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// Whether the user has asked for an end.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Sets the handlers. To be called once, first thing.
  ///
  /// The first Control-C, or the SIGTERM of a supervisor, raises ``isRequested`` where the work at hand looks at it
  /// (``handling(_:)``), and ends the program elsewhere; the second ends it at once. Files that were being written
  /// aside go with it. Broken pipes and file size limits
  /// become errors of `write`, which are handled where they occur.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        let isSecond = requested.exchange(true, ordering: .relaxed)
        if isSecond || !handled.load(ordering: .relaxed) {
          AsideFile.discardAll()
          let lines = WorkUnderWay.leave().map(\.commandLine)
          if EventLines.isOn {
            EventLines.end(ExitStatus.interrupted.rawValue, lines.joined(separator: "\n"))
          } else {
            for line in lines { StandardError.write("bertft: \(line)\n", patience: StandardError.lastPatience) }
          }
          // Whoever supervises a service ends it so, before it listens too.
          let isEnd = !isSecond && number == SIGTERM && isService.load(ordering: .relaxed)
          _exit((isEnd ? ExitStatus.success : .interrupted).rawValue)
        }
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Says that the program is a service from now on: SIGTERM is its usual end, and the exit code is 0.
  static func beginService() { isService.store(true, ordering: .relaxed) }

  /// Runs a service, which hears of the signals by itself. The first one is left to it for good: it may have ended before the
  /// signal is told of here.
  static func serving<Value>(_ work: () throws -> Value) rethrows -> Value {
    handled.store(true, ordering: .relaxed)
    return try work()
  }

  /// Runs work that looks at ``isRequested`` and ends itself when it is raised.
  static func handling<Value>(_ work: () throws -> Value) rethrows -> Value {
    handled.store(true, ordering: .relaxed)
    defer { handled.store(false, ordering: .relaxed) }
    return try work()
  }
}
