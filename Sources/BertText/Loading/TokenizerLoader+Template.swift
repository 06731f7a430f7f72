extension TokenizerLoader {
  /// The most pieces of a template, and tokens of a piece: every piece has a copy of its tokens, and every text gets all.
  private static let greatestTemplate = 256

  /// The `post_processor` section. A sequence may trim offsets as often as it likes, and put special tokens once.
  static func postProcessor(_ value: JSONValue?, file: String) throws(TokenizerError) -> PostProcessor {
    guard let value else { return PostProcessor(template: .plain) }
    let section = "post_processor"
    let type = try type(value, section: section, file: file)
    switch type {
    case "TemplateProcessing":
      return PostProcessor(
        template: SpecialTokensTemplate(
          single: try pieces(value["single"], value["special_tokens"], isPair: false, file: file),
          pair: try pieces(value["pair"], value["special_tokens"], isPair: true, file: file)))
    case "BertProcessing":
      return PostProcessor(
        template: .bert(cls: try token(value, "cls", file: file), sep: try token(value, "sep", file: file)))
    case "RobertaProcessing":
      return PostProcessor(
        template: .roberta(cls: try token(value, "cls", file: file), sep: try token(value, "sep", file: file)),
        trimming: try trimming(value, file: file), windowsAreOfTemplateType: true)
    case "ByteLevel":
      return PostProcessor(template: .plain, trimming: try trimming(value, file: file))
    case "Sequence":
      guard let elements = value["processors"]?.elements else {
        throw .invalidField(file: file, field: "\(section).processors", reason: "a list was expected")
      }
      var whole = PostProcessor(template: .plain)
      for element in elements {
        let part = try postProcessor(element, file: file)
        whole.trimming += part.trimming
        guard part.template != .plain else { continue }
        guard whole.template == .plain else {
          throw .unsupportedComponent(file: file, section: section, type: "Sequence of two that put special tokens")
        }
        whole.template = part.template
        whole.windowsAreOfTemplateType = part.windowsAreOfTemplateType
      }
      return whole
    default:
      throw .unsupportedComponent(file: file, section: section, type: type)
    }
  }

  private static func trimming(_ value: JSONValue, file: String) throws(TokenizerError) -> [OffsetTrimming] {
    let section = "post_processor"
    guard try flag(value, "trim_offsets", section, default: true, file: file) else { return [] }
    return [OffsetTrimming(addsPrefixSpace: try flag(value, "add_prefix_space", section, default: true, file: file))]
  }

  /// BertProcessing's `["[CLS]", 101]`.
  private static func token(
    _ value: JSONValue, _ name: StaticString, file: String
  ) throws(TokenizerError) -> (token: String, id: Int32) {
    guard let elements = value[name]?.elements, elements.count == 2, let token = elements[0].string,
      let id = elements[1].integer
    else {
      throw .invalidField(file: file, field: "post_processor.\(name)", reason: "a token and its id were expected")
    }
    guard id >= 0, id <= Vocabulary.greatestID else { throw .idOutOfRange(file: file, token: token, id: id) }
    return (token, Int32(id))
  }

  private static func pieces(
    _ value: JSONValue?, _ specialTokens: JSONValue?, isPair: Bool, file: String
  ) throws(TokenizerError) -> [SpecialTokensTemplate.Piece] {
    let field = "post_processor.\(isPair ? "pair" : "single")"
    guard let elements = value?.elements else {
      throw .invalidField(file: file, field: field, reason: "a list was expected")
    }
    guard elements.count <= greatestTemplate else {
      throw .invalidField(file: file, field: field, reason: "it has \(elements.count) pieces")
    }
    var pieces: [SpecialTokensTemplate.Piece] = []
    var texts = (first: 0, second: 0)
    for element in elements {
      let body = element["Sequence"] ?? element["SpecialToken"]
      guard let name = body?["id"]?.bytes, let type = body?["type_id"]?.integer, let typeID = Int32(exactly: type)
      else {
        throw .invalidField(file: file, field: field, reason: "a piece has no \"id\" or \"type_id\"")
      }
      if element["Sequence"] == nil {
        pieces.append(try special(name, typeID: typeID, specialTokens, file: file))
      } else if name == Array("A".utf8) {
        texts.first += 1
        pieces.append(.first(typeID: typeID))
      } else if name == Array("B".utf8), isPair {
        texts.second += 1
        pieces.append(.second(typeID: typeID))
      } else {
        throw .invalidField(file: file, field: field, reason: "an unknown sequence is named")
      }
    }
    guard texts.first == 1, texts.second == (isPair ? 1 : 0) else {
      throw .invalidField(file: file, field: field, reason: "each text must stand in it exactly once")
    }
    return pieces
  }

  private static func special(
    _ name: [UInt8], typeID: Int32, _ specialTokens: JSONValue?, file: String
  ) throws(TokenizerError) -> SpecialTokensTemplate.Piece {
    let spelling = String(decoding: name, as: UTF8.self)
    let found = specialTokens?.members?.first { $0.key == name }?.value
    guard let ids = found?["ids"]?.elements, let tokens = found?["tokens"]?.elements, ids.count == tokens.count,
      ids.count <= greatestTemplate
    else {
      throw .missingSpecialToken(file: file, role: "template", token: spelling)
    }
    var piece: (ids: [Int32], tokens: [String]) = ([], [])
    for (id, token) in zip(ids, tokens) {
      guard let token = token.string, let id = id.integer else {
        throw .invalidField(file: file, field: "post_processor.special_tokens", reason: "ids and tokens were expected")
      }
      guard id >= 0, id <= Vocabulary.greatestID else { throw .idOutOfRange(file: file, token: token, id: id) }
      piece.ids.append(Int32(id))
      piece.tokens.append(token)
    }
    return .special(ids: piece.ids, tokens: piece.tokens, typeID: typeID)
  }
}
