import BertCheckpoint
import BertStorage
import Foundation

/// `tokenizer.json` of an encoder with XLM-R's tokenizer, with the components of transformers' `XLMRobertaTokenizer`.
enum UnigramTokenizerFile {
  /// The mask token, the last piece of the vocabulary.
  private static let mask = "<mask>"

  /// The file's content; the same encoder always gives the same bytes.
  ///
  /// - Throws: `unexpectedContent` if the pieces are not those of XLM-R's tokenizer.
  static func content(of encoder: FourBitEncoder) throws(HubError) -> Data {
    // Compared by bytes, since a letter and its decomposed form are equal as `String`s.
    let texts = Set(encoder.pieces.map { Array($0.text.utf8) })
    guard encoder.pieces.last?.text == mask, texts.count == encoder.pieces.count else {
      throw encoder.input.damaged("its pieces are not those of XLM-R's tokenizer")
    }
    guard let rules = NormalizationRules.bytes(encoder.replacements) else {
      throw encoder.input.damaged("its map is too large")
    }
    let special = [encoder.beginning, encoder.padding, encoder.end, encoder.unknown, encoder.pieces.count - 1]
    let added = special.sorted().map { id in
      let text = encoder.pieces[id].text
      return #"{"id":\#(id),"content":\#(JSONValue.quoted(text)),"single_word":false,"lstrip":\#(text == mask),"#
        + #""rstrip":false,"normalized":false,"special":true}"#
    }
    let begin = encoder.pieces[encoder.beginning].text, end = encoder.pieces[encoder.end].text
    func frame(_ parts: [String]) -> String {
      parts.map { part in
        part.count == 1
          ? #"{"Sequence":{"id":"\#(part)","type_id":0}}"#
          : #"{"SpecialToken":{"id":\#(JSONValue.quoted(part)),"type_id":0}}"#
      }.joined(separator: ",")
    }
    func named(_ id: Int) -> String {
      let text = JSONValue.quoted(encoder.pieces[id].text)
      return #"\#(text):{"id":\#(text),"ids":[\#(id)],"tokens":[\#(text)]}"#
    }
    let metaspace = #"{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}"#
    var json = #"{"version":"1.0","truncation":null,"padding":null,"added_tokens":["# + added.joined(separator: ",")
    json += #"],"normalizer":{"type":"Precompiled","precompiled_charsmap":"\#(rules.base64EncodedString())"},"#
    json += #""pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},\#(metaspace)]},"#
    json += #""post_processor":{"type":"TemplateProcessing","single":[\#(frame([begin, "A", end]))],"#
    json += #""pair":[\#(frame([begin, "A", end, end, "B", end]))],"#
    json += #""special_tokens":{\#(named(encoder.beginning)),\#(named(encoder.end))}},"#
    json += #""decoder":\#(metaspace),"model":{"type":"Unigram","unk_id":\#(encoder.unknown),"vocab":["#
    for (id, piece) in encoder.pieces.enumerated() {
      if id > 0 { json += "," }
      json += "[\(JSONValue.quoted(piece.text)),\(Double(piece.score))]"
    }
    json += #"],"byte_fallback":false}}"#
    return Data(json.utf8)
  }
}
