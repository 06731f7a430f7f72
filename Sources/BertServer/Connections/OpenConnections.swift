import NIOCore
import Synchronization

/// The open connections. A connection beyond the limit closes the one that has been idle longest, so that idle clients
/// do not lock out others.
final class OpenConnections: Sendable {
  /// How many connections are accepted beyond the limit while all have a request under way, so that `/health` is
  /// answered.
  static let spare = 16

  private struct Entry {
    let channel: any Channel
    /// Requests under way.
    var requests = 0
    /// The reading of the clock when the connection was opened or its last response ended.
    var idleSince: Int
  }

  private struct State {
    var entries: [ObjectIdentifier: Entry] = [:]
    /// Counts events.
    var clock = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: The most connections, without ``spare``.
  init(limit: Int) { self.limit = limit }

  /// Adds a connection that was opened; above the limit it closes the one that has been idle longest.
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

  /// Removes a connection that was closed.
  func remove(_ channel: any Channel) {
    state.withLock { _ = $0.entries.removeValue(forKey: ObjectIdentifier(channel)) }
  }

  /// Counts a request of a connection that began, or whose response has ended.
  func note(_ channel: any Channel, hasBegun: Bool) {
    state.withLock { state in
      state.clock += 1
      let clock = state.clock
      state.entries[ObjectIdentifier(channel)]?.requests += hasBegun ? 1 : -1
      state.entries[ObjectIdentifier(channel)]?.idleSince = clock
    }
  }
}
