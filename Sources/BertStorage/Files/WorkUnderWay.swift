import Foundation
import Synchronization

/// The directories of work that this process holds, for a program that is about to end on a signal.
package enum WorkUnderWay {
  /// What a later run can go on from, by the directory's path.
  private static let open = Mutex<[String: String?]>([:])

  static func remove(_ path: String) { _ = open.withLock { $0.removeValue(forKey: path) } }

  static func note<Failure: Error>(
    _ path: String, keeping kept: String?, after work: () throws(Failure) -> Void
  ) throws(Failure) {
    try open.withLock { (open) throws(Failure) in
      try work()
      open[path] = .some(kept)
    }
  }

  /// Removes the directories that hold nothing to go on from. To be called right before the program ends.
  ///
  /// - Returns: a line for each of the others.
  package static func leave() -> [Wording] {
    open.withLock { directories in
      var lines: [Wording] = []
      for (path, kept) in directories.sorted(by: { $0.key < $1.key }) {
        if let kept {
          lines.append(interruption(keeping: kept, in: path))
        } else {
          FileSystem.discard(URL(fileURLWithPath: path))
        }
      }
      return lines
    }
  }

  /// What is said of work that was stopped.
  ///
  /// - Parameter kept: What a later run can go on from, with "is" or "are".
  package static func interruption(keeping kept: String, in path: String) -> Wording {
    "interrupted; \(Self.kept(kept, in: path))"
  }

  /// What is said of work that can be gone on with.
  package static func kept(_ kept: String, in path: String) -> Wording {
    """
    \(kept) kept in \(path); \
    \(library: "resume to continue", command: "the same command with \(option: "resume") continues") from there
    """
  }
}
