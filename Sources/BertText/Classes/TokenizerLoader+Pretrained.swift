import BertStorage
public import Foundation

extension TokenizerLoader {
  /// Reads a directory's tokenizer as `AutoTokenizer.from_pretrained` of transformers 5.24 does.
  ///
  /// The class that `tokenizer_config.json`, else `config.json`, names, else the class of the model's architecture, makes
  /// its own pipeline around the vocabulary of `tokenizer.json`, `vocab.txt`, `vocab.json` with `merges.txt`, or a
  /// SentencePiece `.model`. Where no class is named, or one without a pipeline of its own, `tokenizer.json` is taken as
  /// it is.
  ///
  /// - Parameters:
  ///   - directory: Where the tokenizer's files lie.
  ///   - configuration: `model_type` and `tokenizer_class` of `config.json`; `nil` to look into that file, as far as it can
  ///     be read.
  /// - Throws: `TokenizerError`, which names the file and what is wrong with it: `unsupportedClass` for a class that is
  ///   not built here, `contradiction` where two files say what cannot both be.
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

  /// What `config.json` says of the tokenizer; nothing where it cannot be read, since that is for others to tell.
  private static func modelConfiguration(_ directory: URL) -> (modelType: String?, tokenizerClass: String?) {
    let document = try? document("config.json", in: directory)
    return (document?["model_type"]?.string, document?["tokenizer_class"]?.string)
  }

  /// The class of another package that `auto_map` names: a pair, of which the second is preferred.
  private static func foreignCode(_ configuration: JSONValue?) -> String? {
    guard let map = configuration?["auto_map"] else { return nil }
    let value = map.elements == nil ? map["AutoTokenizer"] : map
    return value?.string ?? value?.elements?.reversed().lazy.compactMap(\.string).first
  }
}
