import BertStorage
import BertText

/// The hash of a sequence's tokens: 128 bits of SHA-256, so that two sequences do not collide by chance or by intent.
struct FeatureKey: Hashable, BitwiseCopyable {
  let high: UInt64
  let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  init(_ encoding: Encoding) {
    // The count comes first, so that ids and type ids cannot be confused.
    let tokens = [Int32(clamping: encoding.ids.count)] + encoding.ids + encoding.typeIDs
    let digest = tokens.withUnsafeBytes { FileDigest.sha256Bytes(of: $0) }
    func word(_ start: Int) -> UInt64 {
      digest[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    self.init(high: word(0), low: word(8))
  }
}
