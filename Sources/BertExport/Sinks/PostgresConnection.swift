import Foundation
import SystemPostgreSQL

/// A connection to a PostgreSQL server through libpq, which brings TLS and every way to log in.
final class PostgresConnection {
  private let connection: OpaquePointer
  /// How messages call what is written.
  private let place: String

  /// Connects.
  ///
  /// - Parameters:
  ///   - url: What libpq takes: `postgresql://user@host:port/database?…`, or `key=value` words.
  ///   - place: How messages call what is written; the address may hold a password.
  /// - Throws: `serverUnavailable`.
  init(url: String, place: String) throws(ExportError) {
    guard let connection = PQconnectdb(url) else {
      throw .serverUnavailable(place: place, reason: "there is no memory for a connection")
    }
    self.connection = connection
    self.place = place
    guard PQstatus(connection) == CONNECTION_OK else {
      throw .serverUnavailable(place: place, reason: Self.line(PQerrorMessage(connection)))
    }
    // Notices, such as that a table is there already, are nothing that a person needs to read.
    _ = PQsetNoticeProcessor(connection, { _, _ in }, nil)
    _ = PQsetClientEncoding(connection, "UTF8")
  }

  deinit { PQfinish(connection) }

  /// Runs one statement.
  ///
  /// - Returns: The first column of its rows.
  /// - Throws: `database`, or `serverUnavailable` where the connection is lost.
  @discardableResult
  func run(_ sql: String, _ values: String...) throws(ExportError) -> [String?] {
    try rows(sql, values).compactMap(\.first)
  }

  /// Runs one statement.
  ///
  /// - Returns: Its rows, a text a column; nil stands for null.
  /// - Throws: as `run`.
  func rows(_ sql: String, _ values: String...) throws(ExportError) -> [[String?]] { try rows(sql, values) }

  private func rows(_ sql: String, _ values: [String]) throws(ExportError) -> [[String?]] {
    var copies = values.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    let result = copies.withUnsafeMutableBufferPointer { buffer in
      buffer.withMemoryRebound(to: UnsafePointer<CChar>?.self) { pointers in
        PQexecParams(connection, sql, Int32(pointers.count), nil, pointers.baseAddress, nil, nil, 0)
      }
    }
    defer { PQclear(result) }
    try check(result, PGRES_TUPLES_OK, PGRES_COMMAND_OK)
    let columns = PQnfields(result)
    guard columns > 0 else { return [] }
    return (0..<PQntuples(result)).map { row in
      (0..<columns).map { column in
        PQgetisnull(result, row, column) == 1 ? nil : PQgetvalue(result, row, column).map { String(cString: $0) }
      }
    }
  }

  /// Runs a `COPY … FROM STDIN` with its data.
  func copy(_ sql: String, _ data: [UInt8]) throws(ExportError) {
    let begun = PQexec(connection, sql)
    defer { PQclear(begun) }
    try check(begun, PGRES_COPY_IN)
    var isSent = true
    data.withUnsafeBytes { bytes in
      // libpq counts in 32 bits.
      for start in stride(from: 0, to: bytes.count, by: 1 << 20) where isSent {
        let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 1 << 20, bytes.count)])
        isSent =
          PQputCopyData(connection, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count)) == 1
      }
    }
    isSent = isSent && PQputCopyEnd(connection, nil) == 1
    let ended = PQgetResult(connection)
    defer { PQclear(ended) }
    guard isSent else { throw failure(ended) }
    try check(ended, PGRES_COMMAND_OK)
    // The last result of a command is followed by none.
    while let rest = PQgetResult(connection) { PQclear(rest) }
  }

  /// Runs statements as one transaction: all of them, or none.
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

  private func check(_ result: OpaquePointer?, _ wanted: ExecStatusType...) throws(ExportError) {
    let status = PQresultStatus(result)
    guard !wanted.contains(where: { $0 == status }) else { return }
    throw failure(result)
  }

  /// The server's own errors have a code (SQLSTATE); what libpq says without one is about the connection, and so are the
  /// classes 08 and 57P of a server that ends.
  private func failure(_ result: OpaquePointer?) -> ExportError {
    let own = Self.line(result == nil ? nil : PQresultErrorMessage(result))
    let code = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
    guard PQstatus(connection) == CONNECTION_OK, !code.isEmpty, !code.hasPrefix("08"), !code.hasPrefix("57P") else {
      let reason = own.isEmpty ? Self.line(PQerrorMessage(connection)) : own
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
