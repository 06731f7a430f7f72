/// The body of `POST /embed`, as text-embeddings-inference has it.
struct EmbedRequest: Decodable {
  let inputs: TextInput
  /// Whether vectors get the length 1; they do where nobody says.
  let normalize: Bool
  /// Which of the model's prompts is put before each text; nil for its usual one.
  let prompt_name: String?
  /// So many of the first values.
  let dimensions: WholeNumber?
  let truncation: Truncation

  private enum Key: String, CodingKey {
    case inputs, normalize, prompt_name, dimensions, encoding_format
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    inputs = try container.decode(TextInput.self, forKey: .inputs)
    normalize = try container.decodeIfPresent(Bool.self, forKey: .normalize) ?? true
    prompt_name = try container.decodeIfPresent(String.self, forKey: .prompt_name)
    dimensions = try container.decodeIfPresent(WholeNumber.self, forKey: .dimensions)
    truncation = try Truncation(from: decoder)
    // The answer is a list of lists of numbers; base64 is for OpenAI's shape.
    let form = try container.decodeIfPresent(EmbeddingsRequest.Form.self, forKey: .encoding_format)
    guard form != .base64 else {
      throw DecodingError.dataCorruptedError(forKey: .encoding_format, in: container, debugDescription: "is base64")
    }
  }
}
