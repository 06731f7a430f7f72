import BertStorage
import Foundation
import Synchronization

/// Standard error as JSON lines, for programs that follow a run: one object for each event, the members `event` and
/// `time` first.
enum EventLines {
  private struct State {
    var isOn = false
    var lastProgress: ContinuousClock.Instant?
  }

  private static let state = Mutex(State())

  /// Whether events are written; lines for people are not printed then.
  static var isOn: Bool { state.withLock { $0.isOn } }

  /// Begins to write events, the first with the program and its command line.
  static func begin() {
    state.withLock { $0.isOn = true }
    tell("started", ["program": .string("bertft \(Version.current)"), "command": .string(TypedCommand.line)])
  }

  /// Writes an event.
  ///
  /// - Parameters:
  ///   - event: The name of the event.
  ///   - members: An object; members that are null are left out.
  static func tell(_ event: String, _ members: JSONValue = [:]) {
    state.withLock { if $0.isOn { write(event, members) } }
  }

  /// Writes an event that may occur thousands of times a second, at most once a second.
  static func tellOften(_ event: String, _ members: @autoclosure () -> JSONValue) {
    state.withLock { state in
      let now = ContinuousClock.now
      guard state.isOn, state.lastProgress.map({ now - $0 >= .seconds(1) }) ?? true else { return }
      state.lastProgress = now
      write(event, members())
    }
  }

  /// Writes the last event: how the program ends.
  static func end(_ status: Int32, _ message: String? = nil) {
    tell(
      status == 0 ? "done" : "failed",
      ["exit_code": .integer(Int(status)), "message": message.map(JSONValue.string) ?? .null])
  }

  /// A value of the library as the members of an event.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - names: How the members are named. Not for values with labels for keys, which would be changed too.
  static func members(
    of value: some Encodable, _ names: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
  ) -> JSONValue {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = names
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // JSON has no infinite numbers and no NaN. They become strings, so that the rest of the event is written.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else { return [:] }
    return (try? JSONValue(parsing: Array(data))) ?? [:]
  }

  private static func write(_ event: String, _ members: JSONValue) {
    // Seconds since 1970, to the millisecond.
    let time = (Date().timeIntervalSince1970 * 1000).rounded() / 1000
    let given = (members.members ?? []).filter { if case .null = $0.value { false } else { true } }
    let line = JSONValue.object([("event", .string(event)), ("time", .double(time))] + given).line
    Console.write(line + "\n")
  }
}
