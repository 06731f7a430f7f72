public import BertCheckpoint
import BertStorage

/// Why a checkpoint and a configuration do not make a model.
public enum ModelError: Error, Sendable, Equatable, CustomStringConvertible {
  /// `config.json` cannot be read as an encoder's configuration, with the reason.
  case configurationUnreadable(String)
  /// A field of `config.json` has a value that is invalid or not supported.
  case configurationInvalid(field: String, value: String, expected: String)
  /// The `model_type` is not supported.
  case unknownArchitecture(String, known: [String])
  /// `config.json` has no `model_type`. `likely` is the one that `architectures` suggests, if any.
  case noModelType(architectures: [String], likely: String?)
  /// The checkpoint lacks tensors that the architecture needs. `found` has prefixes of the names that it has.
  case missingTensors([String], file: String, found: [String])
  /// Several encoders in the checkpoint fit the configuration; the prefixes of their names.
  case ambiguousNames([String], file: String)
  /// The names have the prefix of an architecture other than `model_type`.
  case foreignNames(prefix: String, modelType: String, file: String)
  /// The checkpoint holds a LoRA adapter that is not merged into the weights.
  case adapterNotMerged(tensor: String, file: String)
  /// The shape of a tensor differs from the configuration.
  case shapeMismatch(tensor: String, expected: [Int], found: [Int], file: String)
  /// The tokenizer has ids for which the word embeddings have no rows.
  case vocabularyMismatch(tokenizer: Int, embeddings: Int)
  /// The tensors of a quantized weight do not fit together.
  case quantizationInvalid(tensor: String, reason: String, file: String)
  /// The encoder cannot be trained on masked tokens, with the reason.
  case notForMaskedTokens(String, file: String)
  /// The checkpoint could not be read.
  case checkpoint(CheckpointError)

  /// One or two lines: what is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .configurationUnreadable(let why):
      "config.json cannot be read: \(why). Fetch the model again, or give the directory of another."
    case .configurationInvalid(let field, let value, let expected):
      "config.json: \(field) is \(value), but must be \(expected)."
    case .unknownArchitecture(let name, let known):
      "config.json: model_type \"\(name)\" is not known; known are \(known.joined(separator: ", "))."
    case .noModelType(let classes, let likely):
      "config.json: model_type is missing"
        + (classes.isEmpty
          ? "" : ", and architectures says " + classes.prefix(3).map(Self.shown).joined(separator: ", "))
        + (likely.map { ". If it is such a model, add \"model_type\": \"\($0)\" to the file." }
          ?? ". Fetch the file again from the model's origin, or add model_type to it.")
    case .missingTensors(let names, let file, let found):
      "\(file): \(names.count == 1 ? "a tensor is" : "\(names.count) tensors are") missing that config.json calls for: "
        + names.prefix(4).joined(separator: ", ") + (names.count > 4 ? ", …" : "")
        + (found.isEmpty ? "" : "; the names in the file begin with " + found.map(Self.shown).joined(separator: ", "))
        + ". The weights and config.json do not belong together."
    case .ambiguousNames(let prefixes, let file):
      "\(file): there are \(prefixes.count) encoders that fit config.json, with names that begin with "
        + prefixes.map(Self.shown).joined(separator: " and ")
        + ". Save only the one you want, under names without that prefix."
    case .foreignNames(let prefix, let modelType, let file):
      "\(file): the tensors' names begin with \(prefix), another architecture's prefix than that of config.json's "
        + "model_type, \(modelType). Correct model_type, or fetch the config.json that belongs to the weights."
    case .adapterNotMerged(let tensor, let file):
      "\(file): the tensor \(Self.shown(tensor)) belongs to a LoRA adapter that is not merged into the weights. "
        + "Merge it with peft's merge_and_unload(), save the model, and give its directory."
    case .shapeMismatch(let tensor, let expected, let found, let file):
      "\(file): tensor \(Self.shown(tensor)) has shape \(found), but config.json calls for \(expected). "
        + "The weights and config.json do not belong together."
    case .vocabularyMismatch(let tokenizer, let embeddings):
      "The tokenizer has ids up to \(tokenizer - 1), but the weights have only \(Counted(embeddings, "word embedding")). "
        + "The vocabulary and the weights do not belong together."
    case .quantizationInvalid(let tensor, let reason, let file):
      "\(file): tensor \(tensor): \(reason). Quantise the model again with 'bertft quantize'."
    case .notForMaskedTokens(let reason, let file):
      "\(file): masked tokens cannot be predicted: \(reason)."
    case .checkpoint(let error):
      error.description
    }
  }

  /// A name from a file, on one line and shortened.
  private static func shown(_ name: String) -> String { QuotedName(name).description }
}
