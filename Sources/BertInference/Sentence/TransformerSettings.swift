import Foundation

/// `sentence_bert_config.json`: the settings of sentence-transformers for the encoder and its tokenizer.
struct TransformerSettings {
  /// The names of the file; older models name it after their architecture.
  static let fileNames =
    ["sentence_bert_config.json"]
    + ["roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet"].map { "sentence_\($0)_config.json" }

  /// The most tokens of a text; it takes precedence over the tokenizer's own files. Nil where these files do not say.
  private(set) var maxLength: Int?
  /// Whether texts are lower-cased before the tokenizer's normalizer.
  private(set) var lowercases = false

  init() {}

  /// Reads the first of the files that exists and is not empty.
  ///
  /// - Parameter folder: The encoder's folder.
  /// - Throws: `fileMalformed`, `file`, `unsupportedModule`.
  init(folder: URL) throws(InferenceError) {
    for name in Self.fileNames {
      let file = folder.appendingPathComponent(name)
      guard let contents = try SentenceModules.decode(Contents.self, file), !contents.keys.isEmpty else { continue }
      try contents.check(file)
      lowercases = contents.do_lower_case ?? false
      maxLength = contents.tokenizerLength ?? contents.max_seq_length
      if let limit = maxLength, limit < 1 {
        throw .fileMalformed(path: file.path, reason: "the maximum length is \(limit), but must be positive")
      }
      return
    }
  }

  /// The file's members.
  private struct Contents: Decodable {
    let keys: Set<String>
    let max_seq_length: Int?
    let do_lower_case: Bool?
    let transformer_task: String?
    let module_output_name: String?
    let modality_config: [String: Modality]?
    /// Options passed on to transformers, by group; older files name the groups `…_args`.
    let options: [String: [String: Option]]

    struct Modality: Decodable {
      var method: String?
      var method_output_name: String?
    }

    /// An option; only its presence matters, and its value where it is a number.
    struct Option: Decodable {
      let number: Double?
      let isEmpty: Bool

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        number = try? container.decode(Double.self)
        isEmpty = container.decodeNil() || (try? container.decode([String: Option].self))?.isEmpty == true
      }
    }

    struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      func value<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value? {
        try container.decodeIfPresent(type, forKey: Key(stringValue: name))
      }
      keys = Set(container.allKeys.map(\.stringValue))
      max_seq_length = try value(Int.self, "max_seq_length")
      do_lower_case = try value(Bool.self, "do_lower_case")
      transformer_task = try value(String.self, "transformer_task")
      module_output_name = try value(String.self, "module_output_name")
      modality_config = try value([String: Modality].self, "modality_config")
      var options: [String: [String: Option]] = [:]
      for (new, old) in Self.renamed {
        options[new] = try value([String: Option].self, old) ?? value([String: Option].self, new)
      }
      for name in Self.refused {
        if let option = try value(Option.self, name), !option.isEmpty { options[""] = [name: option] }
      }
      self.options = options
    }

    private static let renamed = [
      ("model_kwargs", "model_args"), ("processor_kwargs", "tokenizer_args"), ("config_kwargs", "config_args"),
    ]
    /// Members that change how texts are read and are not supported.
    private static let refused = [
      "processing_kwargs", "query_length", "document_length", "query_expansion", "tokenizer_name_or_path",
    ]
    /// Options that do not change the vectors, or only the precision of the arithmetic.
    private static let harmless: Set<String> = [
      "attn_implementation", "dtype", "torch_dtype", "add_pooling_layer", "output_hidden_states", "output_attentions",
      "use_cache", "use_fast", "model_max_length", "token", "revision", "cache_dir", "local_files_only",
      "trust_remote_code", "low_cpu_mem_usage", "use_safetensors",
    ]

    /// `model_max_length` among the tokenizer's options.
    var tokenizerLength: Int? {
      (options["processor_kwargs"]?["model_max_length"]?.number).flatMap { Int(exactly: min($0, 1e9).rounded(.down)) }
    }

    /// - Throws: `unsupportedModule` where the settings are not those of an encoder whose last hidden states are used.
    func check(_ file: URL) throws(InferenceError) {
      func refuse(_ reason: String) -> InferenceError {
        .unsupportedModule(path: file.path, module: "Transformer", reason: reason)
      }
      for (group, members) in options.sorted(by: { $0.key < $1.key }) {
        for (name, option) in members.sorted(by: { $0.key < $1.key })
        where !option.isEmpty && !Self.harmless.contains(name) {
          throw refuse("is given \(group.isEmpty ? "" : "\(group).")\(name), which is not supported")
        }
      }
      if let task = transformer_task, task != "feature-extraction" {
        throw refuse("is made for the task '\(task)' (transformer_task), not for vectors of tokens")
      }
      guard let modalities = modality_config else { return }
      guard let text = modalities["text"] else { throw refuse("reads no texts (modality_config)") }
      guard text.method ?? "forward" == "forward",
        text.method_output_name ?? "last_hidden_state" == "last_hidden_state",
        module_output_name ?? "token_embeddings" == "token_embeddings"
      else { throw refuse("does not give the last layer's vectors of tokens (modality_config)") }
    }
  }
}
