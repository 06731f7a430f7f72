import BertStorage
import Dispatch
import Foundation
import Synchronization

/// Handles Control-C and SIGTERM, closed pipes, and the size limit of files.
enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let handled = Atomic<Bool>(false)
  private static let isService = Atomic<Bool>(false)
  // The sources live as long as the program; they are set once, before any other thread runs.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// Whether the user has asked to end the program.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Installs the handlers. Call it once, before anything else.
  ///
  /// The first Control-C, or a supervisor's SIGTERM, sets ``isRequested`` while work that checks it is running
  /// (``handling(_:)``); at any other time it ends the program. The second one ends the program at once. Unfinished
  /// files are then deleted. Closed pipes and file size limits become errors of `write`, which are handled where they
  /// occur.
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
          // SIGTERM is the usual end of a service, even before it listens.
          let isEnd = !isSecond && number == SIGTERM && isService.load(ordering: .relaxed)
          _exit((isEnd ? ExitStatus.success : .interrupted).rawValue)
        }
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Marks the program as a service: SIGTERM is now its usual end, with exit code 0.
  static func beginService() { isService.store(true, ordering: .relaxed) }

  /// Runs a service that handles the first signal itself. The mark stays set after the work, because the service may
  /// have ended before this handler gets the signal.
  static func serving<Value>(_ work: () throws -> Value) rethrows -> Value {
    handled.store(true, ordering: .relaxed)
    return try work()
  }

  /// Runs work that checks ``isRequested`` and ends itself when it is set.
  static func handling<Value>(_ work: () throws -> Value) rethrows -> Value {
    handled.store(true, ordering: .relaxed)
    defer { handled.store(false, ordering: .relaxed) }
    return try work()
  }
}
