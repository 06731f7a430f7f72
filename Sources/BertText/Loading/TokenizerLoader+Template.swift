import BertStorage

extension TokenizerLoader {
  /// The greatest number of pieces of a template, and of tokens of a piece: each encoding contains all of them.
  private static let greatestTemplate = 256

  /// The greatest number of texts of a template: windows give one encoding for each combination of the texts' windows.
  private static let greatestTextCount = 3

  /// The `post_processor` section: any number of steps, which run one after the other.
  static func postProcessor(_ value: JSONValue?, file: String) throws(TokenizerError) -> PostProcessor {
    var result = PostProcessor(template: .plain)
    guard let value else { return result }
    var steps: [TemplateChain.Step] = []
    try read(postProcessor: value, into: &result, &steps, file: file)
    guard !steps.isEmpty else { return result }
    if case .roberta = steps[0], steps.count == 1 { result.windowsAreOfTemplateType = true }
    do {
      result.template = try TemplateChain.template(of: steps)
    } catch {
      throw .invalidField(file: file, field: "post_processor", reason: error.reason)
    }
    for isPair in [false, true] {
      let layout = result.template.layout(isPair: isPair)
      for case .success(let pieces) in [layout.framed, layout.bare] {
        guard pieces.count <= greatestTemplate, pieces.filter({ !$0.isSpecial }).count <= greatestTextCount else {
          throw .invalidField(file: file, field: "post_processor", reason: "it has too many pieces")
        }
      }
      guard case .success(let pieces) = layout.framed else {
        result.warnings.append("\(file): post_processor: it cannot process pairs of texts, which are refused")
        continue
      }
      for (isThere, name) in [
        (pieces.contains { $0.isFirst }, "first"), (pieces.contains { !$0.isFirst && !$0.isSpecial }, "second"),
      ] where !isThere && (isPair || name == "first") {
        result.warnings.append(
          "\(file): post_processor: the template for \(isPair ? "pairs leaves out the \(name) text" : "texts leaves out the text")"
        )
      }
    }
    return result
  }

  /// Reads a post-processor, with sequences flattened.
  /// - Parameters:
  ///   - result: gets the trimming of offsets, and warnings.
  ///   - steps: gets the steps that add special tokens.
  private static func read(
    postProcessor value: JSONValue, into result: inout PostProcessor, _ steps: inout [TemplateChain.Step], file: String
  ) throws(TokenizerError) {
    let section = "post_processor"
    let type = try type(value, section: section, file: file)
    switch type {
    case "TemplateProcessing":
      steps.append(
        .template(
          single: try pieces(value["single"], value["special_tokens"], isPair: false, file: file),
          pair: try pieces(value["pair"], value["special_tokens"], isPair: true, file: file)))
    case "BertProcessing":
      steps.append(.bert(cls: try token(value, "cls", file: file), sep: try token(value, "sep", file: file)))
    case "RobertaProcessing":
      let (cls, sep) = (try token(value, "cls", file: file), try token(value, "sep", file: file))
      if value["trim_offsets"] == nil || value["add_prefix_space"] == nil {
        steps.append(.bert(cls: cls, sep: sep))
        result.warnings.append(
          "\(file): \(section): a RobertaProcessing without trim_offsets and add_prefix_space is read as BertProcessing"
        )
      } else {
        steps.append(.roberta(cls: cls, sep: sep))
        result.trimming += try trimming(value, file: file)
      }
    case "ByteLevel":
      result.trimming += try trimming(value, file: file)
    case "Sequence":
      guard let elements = value["processors"]?.elements else {
        throw .invalidField(file: file, field: "\(section).processors", reason: "a list was expected")
      }
      for element in elements { try read(postProcessor: element, into: &result, &steps, file: file) }
      guard steps.count <= greatestTemplate else {
        throw .invalidField(
          file: file, field: "\(section).processors", reason: "it has \(Counted(steps.count, "step"))")
      }
    default:
      throw .unsupportedComponent(file: file, section: section, type: type)
    }
  }

  private static func trimming(_ value: JSONValue, file: String) throws(TokenizerError) -> [OffsetTrimming] {
    let section = "post_processor"
    guard try flag(value, "trim_offsets", section, default: true, file: file) else { return [] }
    return [OffsetTrimming(addsPrefixSpace: try flag(value, "add_prefix_space", section, default: true, file: file))]
  }

  /// A special token of BertProcessing or RobertaProcessing, such as `["[CLS]", 101]`.
  private static func token(
    _ value: JSONValue, _ name: String, file: String
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
      throw .invalidField(file: file, field: field, reason: "it has \(Counted(elements.count, "piece"))")
    }
    var pieces: [SpecialTokensTemplate.Piece] = []
    for element in elements {
      let body = element["Sequence"] ?? element["SpecialToken"]
      guard let name = body?["id"]?.bytes, let type = body?["type_id"]?.integer, let typeID = Int32(exactly: type)
      else {
        throw .invalidField(file: file, field: field, reason: "a piece has no \"id\" or \"type_id\"")
      }
      if element["Sequence"] == nil {
        pieces.append(try special(name, typeID: typeID, specialTokens, file: file))
      } else if name == Array("A".utf8) {
        pieces.append(.first(typeID: typeID))
      } else if name == Array("B".utf8), isPair {
        pieces.append(.second(typeID: typeID))
      } else {
        throw .invalidField(file: file, field: field, reason: "an unknown sequence is named")
      }
    }
    return pieces
  }

  private static func special(
    _ name: [UInt8], typeID: Int32, _ specialTokens: JSONValue?, file: String
  ) throws(TokenizerError) -> SpecialTokensTemplate.Piece {
    let spelling = String(decoding: name, as: UTF8.self)
    let found = specialTokens?.members?.first { $0.key.utf8.elementsEqual(name) }?.value
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
