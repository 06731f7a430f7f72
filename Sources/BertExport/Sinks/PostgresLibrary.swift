import Foundation

/// libpq, loaded when a database is first written to: only this output needs it, and its dependencies (LDAP, Kerberos,
/// GnuTLS) would otherwise be loaded at every start. Functions and constants are those of libpq.so.5, the library's
/// name since PostgreSQL 8.2 (`libpq-fe.h`).
struct PostgresLibrary: Sendable {
  typealias Connection = OpaquePointer
  typealias Outcome = OpaquePointer
  typealias Text = UnsafePointer<CChar>

  /// `CONNECTION_OK` of ConnStatusType.
  static let isConnected: CInt = 0
  /// `PGRES_…` of ExecStatusType.
  static let isDone: CInt = 1
  static let hasRows: CInt = 2
  static let awaitsCopy: CInt = 4

  let version: @convention(c) () -> CInt
  let connect: @convention(c) (Text) -> Connection?
  let finish: @convention(c) (Connection) -> Void
  let connectionStatus: @convention(c) (Connection) -> CInt
  let connectionMessage: @convention(c) (Connection) -> Text?
  let setNoticeProcessor:
    @convention(c) (Connection, @convention(c) (UnsafeMutableRawPointer?, Text?) -> Void, UnsafeMutableRawPointer?)
      -> UnsafeMutableRawPointer?
  let setClientEncoding: @convention(c) (Connection, Text) -> CInt
  let run: @convention(c) (Connection, Text) -> Outcome?
  let runWithValues:
    @convention(c) (
      Connection, Text, CInt, UnsafePointer<CUnsignedInt>?, UnsafePointer<Text?>?, UnsafePointer<CInt>?,
      UnsafePointer<CInt>?, CInt
    ) -> Outcome?
  let status: @convention(c) (Outcome?) -> CInt
  let message: @convention(c) (Outcome?) -> Text?
  let field: @convention(c) (Outcome?, CInt) -> UnsafeMutablePointer<CChar>?
  let columns: @convention(c) (Outcome?) -> CInt
  let rows: @convention(c) (Outcome?) -> CInt
  let isNull: @convention(c) (Outcome?, CInt, CInt) -> CInt
  let value: @convention(c) (Outcome?, CInt, CInt) -> UnsafeMutablePointer<CChar>?
  let clear: @convention(c) (Outcome?) -> Void
  let putCopyData: @convention(c) (Connection, Text?, CInt) -> CInt
  let putCopyEnd: @convention(c) (Connection, Text?) -> CInt
  let nextOutcome: @convention(c) (Connection) -> Outcome?

  /// The library, or nil where it is not installed.
  static let shared = PostgresLibrary()

  private init?() {
    #if os(macOS)
      let names = [
        "libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib", "/usr/local/opt/libpq/lib/libpq.5.dylib",
      ]
    #else
      let names = ["libpq.so.5"]
    #endif
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else { return nil }
    struct Missing: Error {}
    func find<Function>(_ name: String) throws -> Function {
      guard let function = dlsym(library, name) else { throw Missing() }
      return unsafeBitCast(function, to: Function.self)
    }
    do {
      version = try find("PQlibVersion")
      connect = try find("PQconnectdb")
      finish = try find("PQfinish")
      connectionStatus = try find("PQstatus")
      connectionMessage = try find("PQerrorMessage")
      setNoticeProcessor = try find("PQsetNoticeProcessor")
      setClientEncoding = try find("PQsetClientEncoding")
      run = try find("PQexec")
      runWithValues = try find("PQexecParams")
      status = try find("PQresultStatus")
      message = try find("PQresultErrorMessage")
      field = try find("PQresultErrorField")
      columns = try find("PQnfields")
      rows = try find("PQntuples")
      isNull = try find("PQgetisnull")
      value = try find("PQgetvalue")
      clear = try find("PQclear")
      putCopyData = try find("PQputCopyData")
      putCopyEnd = try find("PQputCopyEnd")
      nextOutcome = try find("PQgetResult")
    } catch {
      return nil
    }
  }
}
