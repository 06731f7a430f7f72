/// The body of `POST /embed`, as in text-embeddings-inference.
struct EmbedRequest: Decodable {
  let inputs: TextInput
  /// Whether vectors are normalized to length 1; true where it is absent.
  let normalize: Bool
  /// The name of the prompt that is put before each text; nil for the prompt that the model was opened with.
  let prompt_name: String?
  /// How many of the first values are returned; nil for all.
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
    // The response is a list of lists of numbers; only `/v1/embeddings` has base64.
    let form = try container.decodeIfPresent(EmbeddingsRequest.Form.self, forKey: .encoding_format)
    guard form != .base64 else {
      throw DecodingError.dataCorruptedError(forKey: .encoding_format, in: container, debugDescription: "is base64")
    }
  }
}
