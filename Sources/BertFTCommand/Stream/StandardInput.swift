import BertArrow
import Foundation

/// Standard input as the bytes of a stream.
struct StandardInput: ArrowInput {
  /// Reads as many bytes as are asked for, or fewer at the end of the input.
  mutating func read(_ count: Int) throws(ArrowError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let start = buffer.baseAddress {
        let got = Foundation.read(STDIN_FILENO, start + filled, count - filled)
        if got < 0, errno == EINTR { continue }
        if got <= 0 {
          code = got < 0 ? errno : 0
          break
        }
        filled += got
      }
    }
    guard code == 0 else { throw .readFailed(reason: String(cString: strerror(code))) }
    return bytes
  }
}
