import Foundation
import Synchronization

/// A value that another thread computes while this one does something else.
final class Meanwhile<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let condition = NSCondition()

  init(_ make: @escaping @Sendable () -> Value) {
    let thread = Thread { [self] in
      let value = make()
      condition.lock()
      made.withLock { $0 = value }
      condition.broadcast()
      condition.unlock()
    }
    thread.start()
  }

  /// Waits for the value.
  func value() -> Value {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let value = made.withLock({ $0 }) { return value }
      condition.wait()
    }
  }
}
