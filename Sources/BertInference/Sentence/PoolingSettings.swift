import Foundation

/// `config.json` of a pooling step: booleans, or `pooling_mode`, which takes precedence.
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

  /// The modes, in the order in which their vectors are concatenated.
  ///
  /// - Parameter file: The file that errors name.
  /// - Throws: `fileMalformed`.
  func modes(_ file: URL) throws(InferenceError) -> [PoolingMode] {
    let names: [String]
    switch pooling_mode {
    case .one(let name): names = [name]
    case .several(let list): names = list
    case nil:
      // The order in which sentence-transformers concatenates the vectors, and its default.
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
