import Foundation

/// A connection to a PostgreSQL server through libpq, which supports TLS and every way of authentication.
final class PostgresConnection {
  private let library: PostgresLibrary
  private let connection: PostgresLibrary.Connection
  /// The name of the table in messages.
  private let place: String

  /// Connects.
  ///
  /// - Parameters:
  ///   - url: A connection string of libpq: `postgresql://user@host:port/database?…`, or `key=value` words.
  ///   - place: The name of the table in messages, which do not show the URL because it may contain a password.
  /// - Throws: `serverUnavailable`.
  init(url: String, place: String) throws(ExportError) {
    guard let library = PostgresLibrary.shared else {
      throw .serverUnavailable(
        place: place, reason: "libpq, which talks to PostgreSQL, is not installed (Debian and Ubuntu: libpq5)")
    }
    guard let connection = library.connect(url) else {
      throw .serverUnavailable(place: place, reason: "there is no memory for a connection")
    }
    self.library = library
    self.connection = connection
    self.place = place
    guard library.connectionStatus(connection) == PostgresLibrary.isConnected else {
      throw .serverUnavailable(place: place, reason: Self.line(library.connectionMessage(connection)))
    }
    // Notices, such as that a table exists already, are not shown.
    _ = library.setNoticeProcessor(connection, { _, _ in }, nil)
    _ = library.setClientEncoding(connection, "UTF8")
  }

  deinit { library.finish(connection) }

  /// Runs one statement with parameters.
  ///
  /// - Parameters:
  ///   - sql: The statement, with parameters `$1`, `$2` and so on.
  ///   - values: The values of the parameters.
  /// - Returns: The first column of its rows; nil for null.
  /// - Throws: `database`, or `serverUnavailable` where the connection is lost.
  @discardableResult
  func run(_ sql: String, _ values: String...) throws(ExportError) -> [String?] {
    try rows(sql, values).compactMap(\.first)
  }

  /// Runs one statement with parameters.
  ///
  /// - Returns: Its rows, with the text of each column; nil for null.
  /// - Throws: As `run`.
  func rows(_ sql: String, _ values: String...) throws(ExportError) -> [[String?]] { try rows(sql, values) }

  private func rows(_ sql: String, _ values: [String]) throws(ExportError) -> [[String?]] {
    var copies = values.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    let result = copies.withUnsafeMutableBufferPointer { buffer in
      buffer.withMemoryRebound(to: UnsafePointer<CChar>?.self) { pointers in
        library.runWithValues(connection, sql, Int32(pointers.count), nil, pointers.baseAddress, nil, nil, 0)
      }
    }
    defer { library.clear(result) }
    try check(result, PostgresLibrary.hasRows, PostgresLibrary.isDone)
    let columns = library.columns(result)
    guard columns > 0 else { return [] }
    return (0..<library.rows(result)).map { row in
      (0..<columns).map { column in
        library.isNull(result, row, column) == 1 ? nil : library.value(result, row, column).map { String(cString: $0) }
      }
    }
  }

  /// Runs a `COPY … FROM STDIN` with its data.
  ///
  /// - Throws: As `run`.
  func copy(_ sql: String, _ data: [UInt8]) throws(ExportError) {
    let begun = library.run(connection, sql)
    defer { library.clear(begun) }
    try check(begun, PostgresLibrary.awaitsCopy)
    var isSent = true
    data.withUnsafeBytes { bytes in
      // libpq counts in 32 bits.
      for start in stride(from: 0, to: bytes.count, by: 1 << 20) where isSent {
        let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 1 << 20, bytes.count)])
        isSent =
          library.putCopyData(
            connection, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count)) == 1
      }
    }
    isSent = isSent && library.putCopyEnd(connection, nil) == 1
    let ended = library.nextOutcome(connection)
    defer { library.clear(ended) }
    guard isSent else { throw failure(ended) }
    try check(ended, PostgresLibrary.isDone)
    // After the last result of a command, libpq gives nil.
    while let rest = library.nextOutcome(connection) { library.clear(rest) }
  }

  /// Runs statements in one transaction: all of them take effect, or none does.
  ///
  /// - Throws: The error of the statements, or as `run`.
  func transaction(_ body: () throws(ExportError) -> Void) throws(ExportError) {
    try run("BEGIN")
    do {
      try body()
      try run("COMMIT")
    } catch {
      _ = try? run("ROLLBACK")
      throw error
    }
  }

  private func check(_ result: PostgresLibrary.Outcome?, _ wanted: CInt...) throws(ExportError) {
    guard !wanted.contains(library.status(result)) else { return }
    throw failure(result)
  }

  /// The error of a result. Errors of the server have a code (SQLSTATE). Errors of libpq without one are about the
  /// connection, and so are the classes 08 and 57P, of a server that shuts down.
  private func failure(_ result: PostgresLibrary.Outcome?) -> ExportError {
    let own = Self.line(result == nil ? nil : library.message(result))
    let code = library.field(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
    guard library.connectionStatus(connection) == PostgresLibrary.isConnected, !code.isEmpty, !code.hasPrefix("08"),
      !code.hasPrefix("57P")
    else {
      let reason = own.isEmpty ? Self.line(library.connectionMessage(connection)) : own
      return .serverUnavailable(place: place, reason: "the connection was lost: \(reason)")
    }
    return .database(place: place, reason: own)
  }

  /// The message's first line, without the level.
  private static func line(_ message: UnsafePointer<CChar>?) -> String {
    let text = message.map { String(cString: $0) } ?? ""
    let first = text.split(separator: "\n").first.map(String.init) ?? ""
    return first.hasPrefix("ERROR:") ? first.dropFirst(6).trimmingCharacters(in: .whitespaces) : first
  }
}
