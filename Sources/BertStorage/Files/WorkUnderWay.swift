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
  package static func leave() -> [String] {
    open.withLock { directories in
      var lines: [String] = []
      for (path, kept) in directories.sorted(by: { $0.key < $1.key }) {
        if let kept {
          lines.append("interrupted; \(kept) kept in \(path); the same command with --resume continues from there")
        } else {
          FileSystem.discard(URL(fileURLWithPath: path))
        }
      }
      return lines
    }
  }
}
