import BertStorage
public import Foundation

extension TokenizerLoader {
  /// Reads a directory's tokenizer as `AutoTokenizer.from_pretrained` of transformers 5.24 does.
  ///
  /// The class is named by `tokenizer_config.json`, or else by `config.json`, or else follows from the model's
  /// architecture. It makes its pipeline around the vocabulary of `tokenizer.json`, `vocab.txt`, `vocab.json` with
  /// `merges.txt`, or a SentencePiece `.model`. Where no class is named, or one without a pipeline of its own,
  /// `tokenizer.json` is taken as it is.
  ///
  /// - Parameters:
  ///   - directory: The directory of the tokenizer's files.
  ///   - configuration: `model_type` and `tokenizer_class` of `config.json`; `nil` to read them from that file, if it
  ///     can be read.
  /// - Throws: `TokenizerError`, which names the file and what is wrong with it: `unsupportedClass` for a class that is
  ///   not implemented, `contradiction` for files that contradict each other.
  public static func pretrained(
    directory: URL, configuration: (modelType: String?, tokenizerClass: String?)? = nil
  ) throws(TokenizerError) -> PretrainedTokenizer {
    let files = try TokenizerFiles(directory)
    let model = configuration ?? modelConfiguration(directory)
    let decision = try TokenizerClassDecision(
      tokenizerClass: files.configuration?["tokenizer_class"]?.string, modelClass: model.tokenizerClass,
      modelType: model.modelType, foreignCode: foreignCode(files.configuration), directory: directory.path)
    return try PretrainedTokenizerBuilder(files: files, decision: decision).build()
  }

  /// The tokenizer's fields of `config.json`; nil where it cannot be read, which the reader of the model reports.
  private static func modelConfiguration(_ directory: URL) -> (modelType: String?, tokenizerClass: String?) {
    let document = try? document("config.json", in: directory)
    return (document?["model_type"]?.string, document?["tokenizer_class"]?.string)
  }

  /// The class of another package that `auto_map` names; of a pair the second is preferred.
  private static func foreignCode(_ configuration: JSONValue?) -> String? {
    guard let map = configuration?["auto_map"] else { return nil }
    let value = map.elements == nil ? map["AutoTokenizer"] : map
    return value?.string ?? value?.elements?.reversed().lazy.compactMap(\.string).first
  }
}
