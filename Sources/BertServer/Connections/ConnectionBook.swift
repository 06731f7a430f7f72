import NIOCore
import Synchronization

/// The connections that are open, so that one too many closes the one that has been idle longest and no client is locked out by
/// others that keep theirs for nothing.
final class ConnectionBook: Sendable {
  /// Connections let in beyond the limit while all have a request under way, so that `/health` is answered.
  static let room = 16

  private struct Entry {
    let channel: any Channel
    /// Requests under way.
    var requests = 0
    /// When it was opened, or its last answer ended: numbers that rise.
    var idleSince: Int
  }

  private struct State {
    var entries: [ObjectIdentifier: Entry] = [:]
    var clock = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: Connections at the most, ``room`` aside.
  init(limit: Int) { self.limit = limit }

  /// Notes a connection that was opened; where there are too many, the one that has been idle longest is closed.
  func add(_ channel: any Channel) {
    let idle = state.withLock { state -> (any Channel)? in
      state.clock += 1
      let id = ObjectIdentifier(channel)
      state.entries[id] = Entry(channel: channel, idleSince: state.clock)
      guard state.entries.count > limit else { return nil }
      let oldest = state.entries.filter { $0.key != id && $0.value.requests == 0 }.min {
        $0.value.idleSince < $1.value.idleSince
      }
      guard let oldest else { return nil }
      return state.entries.removeValue(forKey: oldest.key)?.channel
    }
    idle?.close(promise: nil)
  }

  /// Notes a connection that was closed.
  func remove(_ channel: any Channel) {
    state.withLock { _ = $0.entries.removeValue(forKey: ObjectIdentifier(channel)) }
  }

  /// Notes that a request has begun, or its answer has ended.
  func note(_ channel: any Channel, hasBegun: Bool) {
    state.withLock { state in
      state.clock += 1
      let clock = state.clock
      state.entries[ObjectIdentifier(channel)]?.requests += hasBegun ? 1 : -1
      state.entries[ObjectIdentifier(channel)]?.idleSince = clock
    }
  }
}
