extension SentencePieceModel {
  /// Checks a model's `precompiled_charsmap`, whose offsets libsentencepiece follows without bounds checks.
  ///
  /// Source: `sentencepiece_model.proto`: the normalizer's and the denormalizer's settings are the model's fields 3 and
  /// 5, the map is the settings' field 2.
  /// - Throws: `invalidModel`.
  static func check(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    var maps: [ArraySlice<UInt8>] = []
    do throws(ProtobufFields.Malformed) {
      var model = ProtobufFields(bytes[...])
      while let field = try model.next() {
        guard field.number == 3 || field.number == 5 else { continue }
        var settings = ProtobufFields(field.content)
        while let field = try settings.next() { if field.number == 2 { maps.append(field.content) } }
      }
    } catch {
      throw .invalidModel(file: file, reason: "it is not a Protocol Buffers message")
    }
    guard maps.allSatisfy({ $0.isEmpty || Precompiled(Array($0))?.isClosed ?? false }) else {
      throw .invalidModel(file: file, reason: "its precompiled_charsmap is damaged")
    }
  }
}
