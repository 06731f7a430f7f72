import Foundation
import HTTPTypes

/// The id by which a request is found in the logs of client and server.
enum RequestIdentifier {
  static let name = HTTPField.Name("x-request-id")

  /// The client's id where it has 1 to 128 letters, digits and `-_.:`, else a new one.
  static func of(_ headers: HTTPFields) -> String {
    if let name, let given = headers[name], isPlain(given) { return given }
    return UUID().uuidString.lowercased()
  }

  private static func isPlain(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_.:".utf8.contains(byte)
        }
      }
  }
}
