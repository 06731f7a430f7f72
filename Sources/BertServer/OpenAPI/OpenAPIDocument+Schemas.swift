import BertData
import BertInference
import BertStorage

extension OpenAPIDocument {
  /// The schemas of request and response bodies, as one JSON object.
  var schemas: String {
    let texts = options.maxTexts
    return #"""
      {"Text": {"type": "string", "pattern": "\\S", "description": "at most \#(options.maxTextBytes) bytes of UTF-8"},
      "Texts": {"type": "array", "minItems": 1, "maxItems": \#(texts), "items": {"$ref": "#/components/schemas/Text"}},
      "TextOrTexts": {"anyOf": [{"$ref": "#/components/schemas/Text"}, {"$ref": "#/components/schemas/Texts"}]},
      "Pair": {"type": "object", "required": ["text", "pair"], "properties": {
        "text": {"$ref": "#/components/schemas/Text"}, "pair": {"$ref": "#/components/schemas/Text"}}},
      "Single": {"type": "object", "required": ["text"], "properties": {
        "text": {"$ref": "#/components/schemas/Text"}, "pair": {"type": "null"}}},
      "ClassifyRequest": {"type": "object", "required": ["input"], "properties": {
        "model": {"type": ["string", "null"]},
        "input": \#(classifyInput),
        "top": \#(count)}},
      "ClassifyAnswer": {"type": "object", "required": ["model", "results"], "properties": {
        "model": {"type": "string"},
        "results": {"type": "array", "items": {"type": "object", "properties": {
          "label": {"type": ["string", "null"]}, "labels": {"type": "array", "items": {"type": "string"}},
          "scores": {"type": "object", "additionalProperties": {"type": "number"}}, "score": {"type": "number"},
          "novelty": {"type": "number"}, "tasks": {"type": "object"},
          "entities": {"type": "array", "items": {"type": "object",
            "required": ["start", "end", "label", "text", "score"], "properties": {
              "start": {"type": "integer"}, "end": {"type": "integer"}, "label": {"type": "string"},
              "text": {"type": "string"}, "score": {"type": "number"}}}}}}}}},
      "EmbeddingsRequest": {"type": "object", "required": ["input"], "properties": {
        "model": {"type": ["string", "null"]}, "user": {},
        "input": \#(embeddingsInput),
        "encoding_format": {"enum": ["float", "base64", null]}, "dimensions": \#(dimensions)}},
      "Embeddings": {"type": "object", "required": ["object", "data", "model", "usage"], "properties": {
        "object": {"const": "list"}, "model": {"type": "string"},
        "data": {"type": "array", "items": {"type": "object", "required": ["object", "index", "embedding"],
          "properties": {"object": {"const": "embedding"}, "index": {"type": "integer"}, "embedding": {"anyOf": [
            {"type": "array", "items": {"type": "number"}}, {"type": "string", "contentEncoding": "base64"}]}}}},
        "usage": {"type": "object", "required": ["prompt_tokens", "total_tokens"], "properties": {
          "prompt_tokens": {"type": "integer"}, "total_tokens": {"type": "integer"}}}}},
      "Model": {"type": "object", "required": ["id", "object", "created", "owned_by"], "properties": {
        "id": {"type": "string"}, "object": {"const": "model"}, "created": {"type": "integer"},
        "owned_by": {"type": "string"}}},
      "ModelList": {"type": "object", "required": ["object", "data"], "properties": {
        "object": {"const": "list"}, "data": {"type": "array", "items": {"$ref": "#/components/schemas/Model"}}}},
      "Truncate": {"type": ["boolean", "null"], "description": "false refuses a text with more tokens than are read"},
      "Side": {"enum": ["left", "right", "Left", "Right", null]},
      "EmbedRequest": {"type": "object", "required": ["inputs"], "properties": {
        "inputs": {"$ref": "#/components/schemas/TextOrTexts"}, "normalize": \#(normalize),
        "prompt_name": \#(promptName), "dimensions": \#(dimensions), "encoding_format": {"enum": ["float", null]},
        "truncate": {"$ref": "#/components/schemas/Truncate"},
        "truncation_direction": {"$ref": "#/components/schemas/Side"}}},
      "Numbers": {"type": "array", "items": {"type": "number"}},
      "Vectors": {"type": "array", "items": {"$ref": "#/components/schemas/Numbers"}},
      "PredictRequest": {"type": "object", "required": ["inputs"], "properties": {
        "inputs": \#(predictInput),
        "raw_scores": {"type": ["boolean", "null"]},
        "parameters": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {
          "top_k": \#(count), "function_to_apply": \#(function)}}]},
        "truncate": {"$ref": "#/components/schemas/Truncate"},
        "truncation_direction": {"$ref": "#/components/schemas/Side"}}},
      "Scores": {"type": "array", "items": {"type": "object", "required": ["label", "score"], "properties": {
        "label": {"type": "string"}, "score": {"type": "number"}}}},
      "PredictAnswer": {"anyOf": [{"$ref": "#/components/schemas/Scores"},
        {"type": "array", "items": {"$ref": "#/components/schemas/Scores"}}]},
      "RerankRequest": {"type": "object", "required": ["query", "texts"], "properties": {
        "query": {"$ref": "#/components/schemas/Text"}, "texts": {"$ref": "#/components/schemas/Texts"},
        "raw_scores": {"type": ["boolean", "null"]}, "return_text": {"type": ["boolean", "null"]},
        "truncate": {"$ref": "#/components/schemas/Truncate"},
        "truncation_direction": {"$ref": "#/components/schemas/Side"}}},
      "Ranks": {"type": "array", "items": {"type": "object", "required": ["index", "score"], "properties": {
        "index": {"type": "integer"}, "score": {"type": "number"}, "text": {"type": "string"}}}},
      "SimilarityRequest": {"type": "object", "required": ["inputs"], "properties": {
        "inputs": {"type": "object", "required": ["source_sentence", "sentences"], "properties": {
          "source_sentence": {"$ref": "#/components/schemas/Text"},
          "sentences": {"$ref": "#/components/schemas/Texts"}}},
        "parameters": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {
          "prompt_name": \#(promptName), "truncate": {"$ref": "#/components/schemas/Truncate"},
          "truncation_direction": {"$ref": "#/components/schemas/Side"}}}]}}},
      "Status": {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}},
      "Error": {"type": "object", "required": ["error"], "properties": {"error": {"type": "object",
        "required": ["code", "message"], "properties": {
          "code": {"type": "string"}, "message": {"type": "string"}, "index": {"type": "integer"}}}}},
      "TEIError": {"type": "object", "required": ["error", "error_type"], "properties": {
        "error": {"type": "string"}, "error_type": {"type": "string"}, "code": {"type": "string"},
        "index": {"type": "integer"}}}}
      """#
  }

  /// Whether any model takes single texts, and whether any takes pairs.
  private var rows: (singles: Bool, pairs: Bool) {
    let kinds = services.compactMap(\.answering).map(\.takesPairs)
    return (kinds.contains { $0 != true }, kinds.contains { $0 != false })
  }

  private static func reference(to schema: String) -> String { ##"{"$ref": "#/components/schemas/\##(schema)"}"## }

  private static func list(_ least: Int, _ most: Int, of element: String) -> String {
    #"{"type": "array", "minItems": \#(least), "maxItems": \#(most), "items": \#(element)}"#
  }

  private static func any(of forms: [String]) -> String { #"{"anyOf": [\#(forms.joined(separator: ", "))]}"# }

  /// The rows of `/v1/classify`: a list of two texts is two rows; in a list of rows it is a pair.
  private var classifyInput: String {
    let rows = rows
    let forms = ((rows.singles ? ["Text", "Single"] : []) + (rows.pairs ? ["Pair"] : [])).map(Self.reference(to:))
    let pair = rows.pairs ? [Self.list(2, 2, of: Self.reference(to: "Text"))] : []
    return Self.any(of: forms + [Self.list(1, options.maxTexts, of: Self.any(of: forms + pair))])
  }

  /// The rows of `/predict`: a list of two texts is a pair.
  private var predictInput: String {
    let rows = rows, text = Self.reference(to: "Text")
    let row = Self.list(rows.singles ? 1 : 2, rows.pairs ? 2 : 1, of: text)
    return Self.any(of: (rows.singles ? [text] : []) + [row, Self.list(1, options.maxTexts, of: row)])
  }

  private var embedders: [TextEmbedder] { services.compactMap(\.model.embedder) }

  /// Texts, and token ids where the options accept them.
  private var embeddingsInput: String {
    guard options.acceptsTokenIDs else { return ##"{"$ref": "#/components/schemas/TextOrTexts"}"## }
    let ids = #"{"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 0}}"#
    return
      ##"{"anyOf": [{"$ref": "#/components/schemas/TextOrTexts"}, \##(ids), {"type": "array", "items": \##(ids)}]}"##
  }

  private var count: String { Self.count(upTo: WholeNumber.greatest) }

  private static func count(upTo most: Int) -> String {
    #"{"type": ["integer", "null"], "minimum": 1, "maximum": \#(most)}"#
  }

  private var dimensions: String {
    Self.count(upTo: embedders.map(\.dimensions).min() ?? WholeNumber.greatest)
  }

  /// `normalize` cannot be false where the model's vectors have length 1 already.
  private var normalize: String {
    embedders.contains { $0.normalizes } ? #"{"enum": [true, null]}"# : #"{"type": ["boolean", "null"]}"#
  }

  private var promptName: String {
    let names = embedders.map { Set($0.prompts.keys) }.reduce(nil) { (all: Set<String>?, names) in
      all.map { $0.intersection(names) } ?? names
    }
    return JSONValue.object([("enum", .array((names ?? []).sorted().map { .string($0) } + [.null]))]).line
  }

  /// The values of `function_to_apply`: none, or the model's own function.
  private var function: String {
    let rules = services.compactMap(\.answering?.rule)
    let own = Set(rules.map { PredictRequest.Form.own(of: $0).rawValue })
    let names = own.count == 1 ? own.union(["none"]) : ["none"]
    return JSONValue.object([("enum", .array(names.sorted().map { .string($0) } + [.null]))]).line
  }
}
