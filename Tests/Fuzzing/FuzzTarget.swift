import Foundation

/// The formats whose readers are fuzzed.
enum FuzzTarget: String, CaseIterable {
  case safetensors
  case shards
  case pickled
  case bundle
  case tokenizer
  case wordpiece
  case bytelevel
  case sentencepiece
  case classes
  case models
  case csv
  case tsv
  case jsonl
  case json
  case text
  case conll
  case spans
  case packed
  case arrow

  /// What reads one input of this format, and all that can be asked of it afterwards.
  func reader() throws -> (Data) -> Void {
    let folder = try Folder()
    switch self {
    case .safetensors: return { CheckpointFuzzing.safetensors($0, folder) }
    case .shards: return { CheckpointFuzzing.shards($0, folder) }
    case .pickled: return { CheckpointFuzzing.pickled($0, folder) }
    case .bundle: return { CheckpointFuzzing.bundle($0, folder) }
    case .tokenizer: return { TokenizerFuzzing.load(["tokenizer.json"], $0, folder) }
    case .wordpiece: return { TokenizerFuzzing.load(["vocab.txt", "tokenizer_config.json"], $0, folder) }
    case .bytelevel:
      return { TokenizerFuzzing.load(["vocab.json", "merges.txt", "tokenizer_config.json"], $0, folder) }
    case .sentencepiece: return { TokenizerFuzzing.load(["sentencepiece.bpe.model"], $0, folder) }
    case .classes:
      return {
        TokenizerFuzzing.load(
          ["config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.json"],
          $0, folder)
      }
    case .models:
      return { TokenizerFuzzing.load(["config.json", "tokenizer_config.json", "tokenizer.model"], $0, folder) }
    case .csv, .tsv, .jsonl, .json, .text: return { [self] in DataFuzzing.read($0, extension: fileExtension, folder) }
    case .conll: return { TokenDataFuzzing.read($0, extension: "conll", folder) }
    case .spans: return { TokenDataFuzzing.read($0, extension: "jsonl", folder) }
    case .arrow: return { ArrowFuzzing.read($0) }
    case .packed: return { DataFuzzing.read($0, extension: "txt", folder) }
    }
  }

  /// How files of a data format are named.
  private var fileExtension: String { self == .text ? "txt" : rawValue }
}
