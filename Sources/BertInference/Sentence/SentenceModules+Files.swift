import Foundation

extension SentenceModules {
  /// An entry of `modules.json`.
  struct Module: Decodable {
    var idx: Int?
    var path: String
    var type: String

    /// The type's last component: the packages above it have moved from release to release.
    var kind: String { type.split(separator: ".").last.map(String.init) ?? type }

    /// The folder, which may not lead out of the model's directory.
    func folder(_ list: URL) throws(InferenceError) -> String {
      let parts = path.split(separator: "/", omittingEmptySubsequences: true)
      guard !path.hasPrefix("/"), !parts.contains("..") else {
        throw .fileMalformed(path: list.path, reason: "the folder '\(path)' leads out of the model")
      }
      return path
    }
  }

  /// `sentence_bert_config.json`
  struct Settings: Decodable {
    var max_seq_length: Int?
    var do_lower_case: Bool?
  }

  /// `config_sentence_transformers.json`
  struct Prompts: Decodable {
    var prompts: [String: String?]?
    var default_prompt_name: String?
  }

  /// `1_Pooling/config.json` in the form of booleans or that of `pooling_mode`.
  struct PoolingSettings: Decodable {
    enum Choice: Decodable {
      case one(String)
      case several([String])

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let name = try? container.decode(String.self) {
          self = .one(name)
        } else {
          self = .several(try container.decode([String].self))
        }
      }
    }

    var pooling_mode: Choice?
    var pooling_mode_cls_token: Bool?
    var pooling_mode_max_tokens: Bool?
    var pooling_mode_mean_tokens: Bool?
    var pooling_mode_mean_sqrt_len_tokens: Bool?
    var pooling_mode_weightedmean_tokens: Bool?
    var pooling_mode_lasttoken: Bool?
    var include_prompt: Bool?

    /// The modes, whose vectors stand side by side in this order.
    func modes(_ file: URL) throws(InferenceError) -> [PoolingMode] {
      let names: [String]
      switch pooling_mode {
      case .one(let name): names = [name]
      case .several(let list): names = list
      case nil:
        // The order in which sentence-transformers puts the vectors side by side, and its default.
        let flags: [(Bool?, PoolingMode)] = [
          (pooling_mode_cls_token, .cls), (pooling_mode_max_tokens, .max), (pooling_mode_mean_tokens, .mean),
          (pooling_mode_mean_sqrt_len_tokens, .meanSquareRootLength),
          (pooling_mode_weightedmean_tokens, .weightedMean), (pooling_mode_lasttoken, .lastToken),
        ]
        let chosen = flags.filter { $0.0 == true }.map(\.1)
        return chosen.isEmpty ? [.mean] : chosen
      }
      var modes: [PoolingMode] = []
      for name in names {
        guard let mode = PoolingMode(rawValue: name) else {
          throw .fileMalformed(path: file.path, reason: "the pooling mode '\(name)' is not known")
        }
        modes.append(mode)
      }
      guard !modes.isEmpty else { throw .fileMalformed(path: file.path, reason: "it names no pooling mode") }
      return modes
    }
  }

  /// `config.json` of a dense layer.
  struct DenseSettings: Decodable {
    var in_features: Int
    var out_features: Int
    var bias: Bool?
    var activation_function: String?
    var use_residual: Bool?
  }

  /// The contents of a file; nil where there is none.
  static func read(_ file: URL) throws(InferenceError) -> Data? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      return try Data(contentsOf: file)
    } catch {
      throw .unreadable(path: file.path, reason: error.localizedDescription)
    }
  }

  /// Reads a JSON file; nil where there is none.
  static func decode<Value: Decodable>(_ type: Value.Type, _ file: URL) throws(InferenceError) -> Value? {
    guard let data = try read(file) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .fileMalformed(path: file.path, reason: "it is not JSON of the form that sentence-transformers writes")
    }
  }
}
