import BertData
import BertStorage

/// SHA-256 over numbers and texts. Each text is preceded by its length, so that its end is unambiguous.
struct ContentDigest {
  private var digest = RunningDigest()

  mutating func add(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { digest.add($0) }
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    var text = text
    text.withUTF8 { digest.add(UnsafeRawBufferPointer($0)) }
  }

  /// Adds the label of a row; nil where it has none.
  mutating func add(_ target: Target?) {
    switch target {
    case .label(let label): add(label)
    case .labels(let flags): for flag in flags { add(flag ? 1 : 0) }
    case .number(let number): add(Int(bitPattern: UInt(number.bitPattern)))
    case nil: add(-1)
    }
  }

  /// The digest of all that was added.
  var hexadecimal: String { digest.hexadecimal }
}
