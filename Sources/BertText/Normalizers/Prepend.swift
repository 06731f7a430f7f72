/// Puts something before every text that is not empty.
struct Prepend: Normalizer {
  let scalars: [UInt32]

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.isEmpty || scalars.isEmpty }

  func normalize(_ text: inout AlignedText) { text.prepend(scalars) }
}
