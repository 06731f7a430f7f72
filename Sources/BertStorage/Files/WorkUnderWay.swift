import Foundation
import Synchronization

/// The directories of work in progress that this process holds, for a program that is about to end on a signal.
package enum WorkUnderWay {
  /// What a later run can continue from, by the path of the directory.
  private static let open = Mutex<[String: String?]>([:])

  /// Forgets a directory.
  static func remove(_ path: String) { _ = open.withLock { $0.removeValue(forKey: path) } }

  /// Runs work, then notes what is kept in a directory, both under one lock.
  static func note<Failure: Error>(
    _ path: String, keeping kept: String?, after work: () throws(Failure) -> Void
  ) throws(Failure) {
    try open.withLock { (open) throws(Failure) in
      try work()
      open[path] = .some(kept)
    }
  }

  /// Deletes the directories that hold nothing to continue from. To be called right before the program ends.
  ///
  /// - Returns: A line for each of the others, which says what is kept.
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

  /// The message about work that was interrupted.
  ///
  /// - Parameters:
  ///   - kept: What a later run can continue from, with "is" or "are".
  ///   - path: The directory.
  package static func interruption(keeping kept: String, in path: String) -> Wording {
    "interrupted; \(Self.kept(kept, in: path))"
  }

  /// The message about work that can be resumed.
  package static func kept(_ kept: String, in path: String) -> Wording {
    """
    \(kept) kept in \(path); \
    \(library: "resume to continue", command: "the same command with \(option: "resume") continues") from there
    """
  }
}
