/// Inserts a string before each text that is not empty.
struct Prepend: Normalizer {
  let scalars: [UInt32]

  /// Added tokens may split a text into pieces of one scalar, each of which gets the string.
  var greatestGrowth: Int { 1 + scalars.count }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.isEmpty || scalars.isEmpty }

  func normalize(_ text: inout AlignedText) { text.prepend(scalars) }
}
