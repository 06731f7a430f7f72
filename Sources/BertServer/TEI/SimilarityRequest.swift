/// The body of `POST /similarity`, as in text-embeddings-inference.
struct SimilarityRequest: Decodable {
  struct Inputs: Decodable {
    let source_sentence: String
    let sentences: [String]
  }

  struct Parameters: Decodable {
    let prompt_name: String?
    let truncation: Truncation

    private enum Key: String, CodingKey {
      case prompt_name
    }

    init(from decoder: any Decoder) throws {
      prompt_name = try decoder.container(keyedBy: Key.self).decodeIfPresent(String.self, forKey: .prompt_name)
      truncation = try Truncation(from: decoder)
    }
  }

  let inputs: Inputs
  let parameters: Parameters?

  func check(_ options: ServerOptions) throws(ServerError) {
    try TextInput.check(inputs.source_sentence, name: "source_sentence", index: nil, options)
    try TextInput.check(count: inputs.sentences.count, options)
    for (index, text) in inputs.sentences.enumerated() {
      try TextInput.check(text, name: "sentence", index: index, options)
    }
  }
}
