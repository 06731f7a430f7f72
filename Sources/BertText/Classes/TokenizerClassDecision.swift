/// The class of a directory's tokenizer, and the file that decides it (`AutoTokenizer.from_pretrained` of transformers
/// 5.24).
struct TokenizerClassDecision {
  /// How the tokenizer is made.
  enum Kind {
    /// By a class's pipeline around the vocabulary.
    case built(TokenizerClass)
    /// From `tokenizer.json` as it is.
    case asFile
    /// No file names a class.
    case undecided
  }

  var kind: Kind
  var reason: String
  var warnings: [String] = []
  /// The class that a file names, if it is not known.
  var unknownName: String?

  /// - Parameters:
  ///   - tokenizerClass: `tokenizer_class` of `tokenizer_config.json`.
  ///   - modelClass: `tokenizer_class` of `config.json`.
  ///   - modelType: `model_type` of `config.json`.
  ///   - foreignCode: the class that `auto_map` names.
  ///   - directory: the directory's path, for errors.
  /// - Throws: `unsupportedClass`.
  init(
    tokenizerClass: String?, modelClass: String?, modelType: String?, foreignCode: String?, directory: String
  ) throws(TokenizerError) {
    let stated = (tokenizerClass ?? modelClass).map { $0.hasSuffix("Fast") ? String($0.dropLast(4)) : $0 }
    let place = tokenizerClass != nil ? "tokenizer_config.json" : "config.json"
    let byType = modelType.flatMap(TokenizerClass.name(ofModelType:))
    if let modelType, TokenizerClass.takesFileAsItIs(modelType: modelType), foreignCode == nil {
      kind = .asFile
      reason = "model_type \"\(modelType)\" of config.json"
      return
    }
    let isKnownFile = stated.map { ["TokenizersBackend", "PreTrainedTokenizer"].contains($0) } ?? false
    guard let name = stated ?? byType else {
      if let foreignCode { throw Self.foreign(foreignCode, directory) }
      kind = modelType == nil ? .undecided : .asFile
      reason =
        modelType.map { "model_type \"\($0)\" of config.json has no class of its own" } ?? "no file names a class"
      return
    }
    reason = stated == nil ? "model_type \"\(modelType ?? "")\" of config.json" : "tokenizer_class of \(place)"
    if let known = TokenizerClass(name: name) {
      kind = .built(known)
    } else if let unbuilt = UnbuiltTokenizerClass(name: name) {
      throw .unsupportedClass(directory: directory, name: name, reason: reason, remedy: unbuilt.remedy)
    } else {
      if let foreignCode, !isKnownFile, byType == nil { throw Self.foreign(foreignCode, directory) }
      kind = .asFile
      if !isKnownFile { unknownName = foreignCode ?? name }
      if !isKnownFile, name != "FNetTokenizer" {
        warnings.append("\(place): the tokenizer class \"\(name)\" is not known; tokenizer.json is taken as it is")
      }
    }
    if let foreignCode {
      warnings.append(
        "tokenizer_config.json: auto_map names code of another package, \(foreignCode), which is not run: \(name) is used"
      )
    }
  }

  private static func foreign(_ name: String, _ directory: String) -> TokenizerError {
    .unsupportedClass(
      directory: directory, name: name, reason: "auto_map of tokenizer_config.json: code of another package",
      remedy: UnbuiltTokenizerClass.hasBackend.remedy)
  }
}
