import Foundation

/// A connection on which a test sends whatever bytes it likes.
final class RawClient {
  private let descriptor: Int32
  /// What came behind the last answer.
  private var rest: [UInt8] = []

  /// An answer as it came.
  struct Answer: CustomStringConvertible {
    let status: Int
    let headers: [String: String]
    let body: String

    /// The body as JSON.
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:] }
    /// The body as a list of objects.
    var list: [[String: Any]] {
      (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [[String: Any]] ?? []
    }
    /// The code of an error.
    var code: String? { (json["error"] as? [String: Any])?["code"] as? String }
    var description: String { "\(status) \(headers)\n\(body.prefix(500))" }
  }

  struct Failure: Error {
    let what: String
  }

  convenience init(port: Int) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    try self.init(AF_INET, address)
  }

  /// - Parameter path: Of a Unix socket.
  convenience init(path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1)) }
    try self.init(AF_UNIX, address)
  }

  private init<Address>(_ family: Int32, _ address: Address) throws {
    // A write to a closed connection is an error to look at, not the end of the tests.
    signal(SIGPIPE, SIG_IGN)
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    descriptor = socket(family, kind, 0)
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard result == 0 else { throw Failure(what: "connect: \(String(cString: strerror(errno)))") }
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    _ = setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    _ = setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Sends bytes; an error means that the other side has closed, and is its answer.
  ///
  /// - Returns: whether all went out.
  @discardableResult
  func send(_ bytes: some Sequence<UInt8>) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(text.utf8) }

  /// Reads the next answer; nil where the connection was closed without one.
  ///
  /// - Parameter isHead: whether it is the answer to HEAD, which has no body whatever its length says.
  func receive(isHead: Bool = false) -> Answer? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let (answer, length) = Self.parse(rest, isHead: isHead) {
        rest.removeFirst(length)
        return answer
      }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return nil }
      rest += buffer[..<count]
    }
  }

  /// Whether the other side closes the connection, within the time for reading.
  func isClosedByPeer() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return true }
      if count < 0 { return errno == ECONNRESET }
    }
  }

  private static func parse(_ bytes: [UInt8], isHead: Bool) -> (Answer, length: Int)? {
    guard let end = bytes.indices.dropLast(3).first(where: { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) })
    else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
    let first = lines[0].split(separator: " ")
    guard first.count > 1, let status = Int(first[1]) else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    let body = bytes[(end + 4)...]
    let isBare = isHead || (100..<200).contains(status) || status == 204
    guard let length = isBare ? 0 : headers["content-length"].flatMap({ Int($0) }), body.count >= length
    else { return nil }
    let answer = Answer(status: status, headers: headers, body: String(decoding: body.prefix(length), as: UTF8.self))
    return (answer, end + 4 + length)
  }
}
