/// Puts something before every text that is not empty.
struct Prepend: Normalizer {
  let scalars: [UInt32]

  /// Texts may be cut to pieces of one scalar by added tokens.
  var greatestGrowth: Int { 1 + scalars.count }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.isEmpty || scalars.isEmpty }

  func normalize(_ text: inout AlignedText) { text.prepend(scalars) }
}
