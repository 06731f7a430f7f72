import BertData
import BertStorage
import Foundation
public import Logging
import Synchronization

/// Writes each log entry to standard error as a line of JSON: `time`, `level`, `message`, then the metadata by name.
///
/// An entry that cannot be written at once is dropped, so that no request waits for a slow reader of the log. When
/// there is room again, an additional entry tells how many were dropped.
public struct JSONLogHandler: LogHandler {
  /// The lowest level that is written.
  public var logLevel: Logger.Level
  /// The metadata of every entry.
  public var metadata: Logger.Metadata = [:]

  /// A handler of a level.
  public init(level: Logger.Level = .info) { logLevel = level }

  /// One value of the metadata.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes an entry.
  public func log(event: LogEvent) {
    var members: [(String, JSONValue)] = [
      ("time", Self.time()),
      ("level", .string(event.level.rawValue)),
      ("message", .string(event.message.description)),
    ]
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) { members.append((key, Self.json(value))) }
    Self.write(Self.line(members))
  }

  private static let lost = Mutex(0)

  private static func line(_ members: [(String, JSONValue)]) -> [UInt8] {
    Array((JSONValue.object(members).line + "\n").utf8)
  }

  private static func time() -> JSONValue {
    .string(Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }

  /// One line at a time, so that lines of several threads do not mix.
  private static func write(_ line: [UInt8]) {
    lost.withLock { lost in
      if lost > 0 {
        let told = Self.line([
          ("time", time()), ("level", "warning"), ("message", "log entries were lost, as nobody read them"),
          ("entries", .integer(lost)),
        ])
        guard StreamOutput.write(told, to: STDERR_FILENO, patience: 0) == told.count else {
          lost += 1
          return
        }
        lost = 0
      }
      let written = StreamOutput.write(line, to: STDERR_FILENO, patience: 0)
      guard written < line.count else { return }
      lost += 1
      // An incomplete line is ended where there is room for that.
      if written > 0 { StreamOutput.write([UInt8(ascii: "\n")], to: STDERR_FILENO, patience: 0) }
    }
  }

  private static func json(_ value: Logger.MetadataValue) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let number as Int): .integer(number)
    case .stringConvertible(let number as Double): .double(number)
    case .stringConvertible(let other): .string(other.description)
    case .array(let values): .array(values.map(json))
    case .dictionary(let members): .object(members.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
    }
  }
}
