import HTTPTypes

extension ServerError {
  /// The status and type of the error in text-embeddings-inference, by which its clients decide whether to try again.
  var tei: (status: HTTPResponse.Status, type: String) {
    switch code {
    case "overloaded": (.tooManyRequests, "Overloaded")
    case "timed_out": (status, "Overloaded")
    case "too_many_texts", "text_too_long": (.contentTooLarge, "Validation")
    case "empty_input", "empty_text": (status, "Empty")
    case "invalid_field", "missing_field", "pair_missing", "pair_unexpected": (.unprocessableContent, "Validation")
    case "unreadable_tokens": (.unprocessableContent, "Tokenizer")
    case "no_classifier", "no_encoder", "no_ranking", "not_finite", "internal_error": (.init(code: 424), "Backend")
    default: (status, status.kind == .serverError ? "Backend" : "Validation")
    }
  }
}
