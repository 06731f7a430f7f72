import BertData
import BertStorage
import Foundation
public import Logging

/// Writes each log entry to standard error as a line of JSON: `time`, `level`, `message`, then the metadata by name.
public struct JSONLogHandler: LogHandler {
  /// The least level that is written.
  public var logLevel: Logger.Level
  /// What every entry carries.
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
      ("time", .string(Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))),
      ("level", .string(event.level.rawValue)),
      ("message", .string(event.message.description)),
    ]
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) { members.append((key, Self.json(value))) }
    let line = Array((JSONValue.object(members).line + "\n").utf8)
    // One write for one line, so that lines of several threads do not mix; what cannot be written is lost.
    line.withUnsafeBytes { bytes in _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
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
