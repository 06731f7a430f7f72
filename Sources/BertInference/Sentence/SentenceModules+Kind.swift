import Foundation

extension SentenceModules {
  /// An entry of `modules.json`.
  struct Module: Decodable {
    var name: String?
    var path: String
    var type: String

    /// The kind of a step, by its class in sentence-transformers.
    enum Kind: String {
      case transformer = "Transformer"
      case pooling = "Pooling"
      case dense = "Dense"
      case layerNorm = "LayerNorm"
      case normalize = "Normalize"
      case dropout = "Dropout"
    }

    /// The step's kind. Releases of sentence-transformers have moved the modules and kept the names of the classes, so
    /// the class's name decides under any path of the package (`sentence_transformers.models.Dense`,
    /// `sentence_transformers.base.modules.dense.Dense`, …). Classes of other packages are refused.
    ///
    /// - Parameter list: The `modules.json` that errors name.
    /// - Throws: `unsupportedModule`, with the full type.
    func kind(_ list: URL) throws(InferenceError) -> Kind {
      let parts = type.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count > 1, parts.first == "sentence_transformers", let name = parts.last.map(String.init) else {
        throw .unsupportedModule(
          path: list.path, module: type,
          reason: "is not part of sentence-transformers but code of the model's author, which is not run")
      }
      if let kind = Kind(rawValue: name) { return kind }
      throw .unsupportedModule(
        path: list.path, module: type, reason: Self.reasons[name] ?? "is not supported")
    }

    /// Why classes of sentence-transformers are refused.
    private static let reasons = [
      "Asym": "has different steps for queries and documents, and there is no way to say which a text is",
      "Router": "has different steps for queries and documents, and there is no way to say which a text is",
      "BoW": "counts words instead of reading them with an encoder",
      "CLIPModel": "reads images beside texts, with an encoder that is not supported",
      "CNN": "convolves the vectors of tokens with weights of its own, which is not supported",
      "LSTM": "runs a recurrent network over the tokens, which is not supported",
      "StaticEmbedding": "looks tokens up in a table, which is computed as the first step alone",
      "WeightedLayerPooling": "mixes the states of all layers, of which only the last is kept here",
      "WordEmbeddings": "looks words up in a table without an encoder, which is not supported",
      "WordWeights": "weighs words by a table of its own, which is not supported",
      "MLMTransformer": "is a step of sparse encoders, whose vectors have a dimension for each token of the vocabulary",
      "SpladePooling": "is a step of sparse encoders, whose vectors have a dimension for each token of the vocabulary",
      "SparseAutoEncoder": "is a step of sparse encoders, which are not supported",
      "SparseStaticEmbedding": "is a step of sparse encoders, which are not supported",
    ]

    /// The folder, which must be inside the model's directory.
    ///
    /// - Parameter list: The `modules.json` that errors name.
    /// - Throws: `fileMalformed`.
    func folder(_ list: URL) throws(InferenceError) -> String {
      let parts = path.split(omittingEmptySubsequences: true) { $0 == "/" || $0 == "\\" }
      let isRooted = path.hasPrefix("/") || path.hasPrefix("\\") || path.dropFirst().hasPrefix(":")
      guard !isRooted, !parts.contains(".."), !path.utf8.contains(0) else {
        throw .fileMalformed(path: list.path, reason: "the folder '\(path)' is outside the model's directory")
      }
      return path
    }
  }

  /// Which vectors a step reads and writes, by its settings.
  struct FeatureNames: Decodable {
    var module_input_name: String?
    var module_output_name: String?

    /// Refuses a step that reads or writes other vectors than those of sentences. An absent output name is that of the
    /// input.
    ///
    /// - Throws: `unsupportedModule`.
    func check(_ module: String, _ file: URL) throws(InferenceError) {
      let usual = "sentence_embedding"
      for name in [module_input_name, module_output_name] {
        guard let name, name != usual else { continue }
        throw .unsupportedModule(
          path: file.path, module: module, reason: "works on '\(name)'; only '\(usual)' is supported")
      }
    }
  }
}
