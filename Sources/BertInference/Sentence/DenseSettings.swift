import BertStorage
import Foundation

/// `config.json` of a dense layer, as `Dense.load` of sentence-transformers 6.2 reads it.
struct DenseSettings: Decodable {
  let inputSize: Int
  let outputSize: Int
  /// False where `bias` is false or null; true where it is absent.
  let hasBias: Bool
  /// The full name of the activation's class; nil where `activation_function` is absent or null.
  let activation: String?
  let isActivationNull: Bool
  let usesResidual: Bool

  private enum Key: String, CodingKey {
    case in_features, out_features, bias, activation_function, use_residual
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    inputSize = try container.decode(Int.self, forKey: .in_features)
    outputSize = try container.decode(Int.self, forKey: .out_features)
    hasBias = container.contains(.bias) ? try container.decodeIfPresent(Bool.self, forKey: .bias) ?? false : true
    activation = try container.decodeIfPresent(String.self, forKey: .activation_function)
    isActivationNull = container.contains(.activation_function) && activation == nil
    usesResidual = try container.decodeIfPresent(Bool.self, forKey: .use_residual) ?? false
  }

  /// Reads the file in a layer's folder.
  ///
  /// - Throws: `fileMissing`, `fileMalformed`, `file`, `unsupportedModule`.
  static func read(folder: URL, inputs: Int) throws(InferenceError) -> (DenseSettings, DenseActivation) {
    let file = folder.appendingPathComponent("config.json")
    guard let settings = try SentenceModules.decode(DenseSettings.self, file) else {
      throw .fileMissing(path: file.path, remedy: "modules.json names it; fetch the model again with all its files")
    }
    try SentenceModules.decode(SentenceModules.FeatureNames.self, file)?.check("Dense", file)
    guard settings.inputSize == inputs, (1...1 << 20).contains(settings.outputSize) else {
      throw .fileMalformed(
        path: file.path,
        reason:
          "it maps \(Counted(settings.inputSize, "dimension")) to \(settings.outputSize), but \(Counted(inputs, "comes", "come")) in"
      )
    }
    if settings.isActivationNull {
      throw .fileMalformed(
        path: file.path,
        reason: "activation_function is null, which sentence-transformers does not read; where none is meant, it is "
          + "torch.nn.modules.linear.Identity")
    }
    // The layer's default.
    guard let name = settings.activation else { return (settings, .tanh) }
    guard let activation = DenseActivation(className: name) else {
      throw .unsupportedModule(
        path: file.path, module: "Dense", reason: "has the activation '\(name)', \(DenseActivation.refusal(of: name))")
    }
    return (settings, activation)
  }
}
