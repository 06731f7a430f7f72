import Foundation

/// `config_sentence_transformers.json`: the settings of sentence-transformers for a model as a whole.
struct ModelSettings {
  static let fileName = "config_sentence_transformers.json"

  /// The prompts by name. Every model has `query` and `document`, which are empty unless the file gives them; a null
  /// prompt is empty too.
  private(set) var prompts = ["query": "", "document": ""]
  /// The prompt that is used where none is named.
  private(set) var defaultPrompt = ""
  /// The function that compares vectors; the cosine where the file names none or an unknown one.
  private(set) var similarity = SimilarityFunction.cosine
  /// How many of the first dimensions are kept; nil for all.
  private(set) var dimensions: Int?

  init() {}

  /// - Throws: `fileMalformed`, `file`, `unsupportedModule`.
  init(file: URL) throws(InferenceError) {
    struct Contents: Decodable {
      var model_type: String?
      var prompts: [String: String?]?
      var default_prompt_name: String?
      var similarity_fn_name: String?
      var truncate_dim: Int?
    }
    guard let contents = try SentenceModules.decode(Contents.self, file) else { return }
    if let type = contents.model_type, type != "SentenceTransformer" {
      throw .unsupportedModule(
        path: file.path, module: type, reason: Self.reasons[type] ?? "is another kind of model, which is not supported"
      )
    }
    for (name, text) in contents.prompts ?? [:] { prompts[name] = text ?? "" }
    if let name = contents.default_prompt_name {
      guard let text = prompts[name] else {
        throw .fileMalformed(
          path: file.path, reason: "default_prompt_name is '\(name)', which is not one of its prompts")
      }
      defaultPrompt = text
    }
    similarity = contents.similarity_fn_name.flatMap(SimilarityFunction.init) ?? .cosine
    dimensions = contents.truncate_dim
    if let dimensions, dimensions < 1 {
      throw .fileMalformed(path: file.path, reason: "truncate_dim is \(dimensions), but must be positive")
    }
  }

  /// Why the other types of model of sentence-transformers are refused.
  private static let reasons = [
    "CrossEncoder": "reads two texts together and gives a score, not vectors",
    "SparseEncoder":
      "gives sparse vectors, with a dimension for each token of its vocabulary, which are not supported",
    "MultiVectorEncoder": "gives a vector for each token of a text, not one for the text",
  ]
}
