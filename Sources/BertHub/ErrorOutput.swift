import Foundation
import Synchronization

/// Collects what a process writes to standard error, so that the process never waits for a reader.
final class ErrorOutput: Sendable {
  let pipe = Pipe()
  private let collected = Mutex(Data())
  private let reading = DispatchGroup()

  /// Reads on a thread of its own until the process has closed its end.
  func collect() {
    reading.enter()
    DispatchQueue.global().async {
      let data = self.pipe.fileHandleForReading.readDataToEndOfFile()
      self.collected.withLock { $0 = data }
      self.reading.leave()
    }
  }

  /// Waits until the process has closed its end, and returns everything that it wrote.
  func text() async -> String {
    await withCheckedContinuation { continuation in
      reading.notify(queue: .global()) { continuation.resume() }
    }
    return String(decoding: collected.withLock { $0 }, as: UTF8.self)
  }
}
