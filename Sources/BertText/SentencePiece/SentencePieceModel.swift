import CSentencePiece

/// A loaded SentencePiece model. It is not changed after it was loaded, so that threads may share it.
final class SentencePieceModel: @unchecked Sendable {
  private let processor: OpaquePointer

  /// - Parameters:
  ///   - bytes: the content of the `.model` file.
  ///   - file: the file's name, for errors.
  /// - Throws: `invalidModel`.
  init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    try Self.check(bytes, file: file)
    var message = [CChar](repeating: 0, count: 256)
    let loaded = bytes.withUnsafeBytes { csp_load($0.baseAddress, $0.count, &message, message.count) }
    guard let loaded else {
      let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw .invalidModel(file: file, reason: reason)
    }
    processor = loaded
  }

  deinit { csp_free(processor) }

  var size: Int32 { csp_size(processor) }
  var unknownID: Int32 { csp_unknown_id(processor) }
  /// Ids that a model may lack.
  var beginID: Int32? { Self.present(csp_begin_id(processor)) }
  var endID: Int32? { Self.present(csp_end_id(processor)) }
  var padID: Int32? { Self.present(csp_pad_id(processor)) }

  private static func present(_ id: Int32) -> Int32? { id >= 0 ? id : nil }

  func spelling(of id: Int32) -> String? {
    guard id >= 0, id < size else { return nil }
    var length = 0
    let bytes = csp_spelling(processor, id, &length)
    return String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
  }

  /// The pieces of a text: ids, spellings as matched, byte offsets.
  func pieces(of text: UnsafeBufferPointer<UInt8>) -> [(id: Int32, text: String, bytes: Range<Int>)] {
    let encoded = text.withMemoryRebound(to: CChar.self) { csp_encode(processor, $0.baseAddress, $0.count) }
    guard let encoded else { return [] }
    defer { csp_pieces_free(encoded) }
    return (0..<csp_pieces_count(encoded)).map { index in
      var length = 0
      let spelling = csp_piece_text(encoded, index, &length)
      let begin = csp_piece_begin(encoded, index)
      return (
        csp_piece_id(encoded, index),
        String(decoding: UnsafeRawBufferPointer(start: spelling, count: length), as: UTF8.self),
        begin..<max(begin, csp_piece_end(encoded, index))
      )
    }
  }
}
