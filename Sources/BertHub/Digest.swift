import Crypto
import Foundation

/// SHA-256 of files.
enum Digest {
  /// The hash of a file's content in lower-case hexadecimal digits, read in pieces of a megabyte.
  static func sha256(of url: URL) throws(HubError) -> String {
    do {
      let file = try FileHandle(forReadingFrom: url)
      defer { try? file.close() }
      var hash = SHA256()
      while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
      return hexadecimal(hash.finalize())
    } catch {
      throw HubError(.io(operation: "read", code: (error as? POSIXError)?.code.rawValue ?? EIO), url.path)
    }
  }

  /// The hash of bytes in memory.
  static func sha256(of data: Data) -> String { hexadecimal(SHA256.hash(data: data)) }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(text)
  }
}
