import CICU

/// A text in another encoding, converted to UTF-8 in constant memory.
///
/// Names are those of ICU; `latin1` and `iso-8859-1` mean Windows-1252, as in the Encoding Standard of the WHATWG,
/// because most files with these names contain its quotes and dashes.
final class TranscodedInput: ByteSource {
  private static let chunk = 1 << 16

  private let input: any ByteSource
  private let encoding: String
  private let decoder: OpaquePointer
  private var source = [UInt8](repeating: 0, count: chunk)
  private var range = 0..<0
  private var isAtEnd = false
  private var taken = 0

  var name: String { input.name }
  var fraction: Double? { input.fraction }

  /// - Throws: `DataError.unknownEncoding`.
  init(_ input: any ByteSource, encoding: String) throws(DataError) {
    let isLatin = ["latin1", "latin-1", "iso-8859-1", "iso8859-1", "ansi"].contains(encoding.lowercased())
    guard let decoder = cicu_decoder_open(isLatin ? "windows-1252" : encoding) else { throw .unknownEncoding(encoding) }
    self.decoder = decoder
    self.input = input
    self.encoding = encoding
  }

  deinit { cicu_decoder_close(decoder) }

  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    while true {
      if range.isEmpty, !isAtEnd {
        let got = try source.withUnsafeMutableBufferPointer { (buffer) throws(DataError) -> Int in
          guard let base = buffer.baseAddress else { return 0 }
          return try input.fill(base, count: buffer.count)
        }
        range = 0..<got
        isAtEnd = got == 0
      }
      var used = 0
      var given = 0
      let outcome = source.withUnsafeBufferPointer { bytes -> Int32 in
        var (consumed, produced) = (0, 0)
        let outcome = cicu_decoder_convert(
          decoder, bytes.baseAddress.map { $0 + range.lowerBound }, range.count, &consumed, destination, count,
          &produced,
          isAtEnd ? 1 : 0)
        (used, given) = (consumed, produced)
        return outcome
      }
      taken += used
      range = range.lowerBound + used..<range.upperBound
      if outcome == 0 { throw .notInEncoding(file: name, encoding: encoding, byte: taken) }
      if given > 0 { return given }
      if isAtEnd { return 0 }
      if used == 0, !range.isEmpty { throw .notInEncoding(file: name, encoding: encoding, byte: taken) }
    }
  }
}
