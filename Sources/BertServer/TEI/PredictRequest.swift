import BertData

/// The body of `POST /predict`, as in text-embeddings-inference; `parameters` are those of the clients of the Hugging
/// Face Hub.
struct PredictRequest: Decodable {
  /// The function that turns logits into scores.
  enum Form: String, Decodable {
    case softmax, sigmoid, none

    /// The model's own function.
    static func own(of rule: OutputRule) -> Form {
      switch rule.problem {
      case .singleLabel: .softmax
      case .multiLabel: .sigmoid
      case .regression: rule.isLogistic ? .sigmoid : .none
      }
    }
  }

  struct Parameters: Decodable {
    /// How many of the highest scores are returned; nil for all.
    let top_k: WholeNumber?
    let function_to_apply: Form?
  }

  let inputs: PredictInput
  /// Whether scores are the logits.
  let isRaw: Bool
  let parameters: Parameters?
  let truncation: Truncation

  private enum Key: String, CodingKey {
    case inputs, raw_scores, parameters
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    inputs = try container.decode(PredictInput.self, forKey: .inputs)
    parameters = try container.decodeIfPresent(Parameters.self, forKey: .parameters)
    let isRaw = try container.decodeIfPresent(Bool.self, forKey: .raw_scores) ?? false
    self.isRaw = isRaw || parameters?.function_to_apply == Form.none
    truncation = try Truncation(from: decoder)
  }

  func check(_ options: ServerOptions) throws(ServerError) {
    try ClassifyInput.check(inputs.rows, options)
    if let top = parameters?.top_k?.value, top < 1 {
      throw .badRequest("invalid_field", "top_k is at least 1, not \(top)")
    }
  }

  /// Refuses a function other than none and the model's own.
  ///
  /// - Throws: `invalid_field`.
  func check(_ rule: OutputRule) throws(ServerError) {
    let own = Form.own(of: rule)
    guard let asked = parameters?.function_to_apply, asked != .none, asked != own else { return }
    throw .badRequest(
      "invalid_field",
      "function_to_apply is \(asked.rawValue), and the model's own is \(own.rawValue); send that or none")
  }
}
