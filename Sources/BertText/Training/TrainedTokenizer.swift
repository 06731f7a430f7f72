public import BertStorage
public import Foundation

/// A trained vocabulary with its pipeline.
public struct TrainedTokenizer: Sendable {
  let options: TokenizerTrainer.Options
  /// Spellings and scores, in order of ids.
  let entries: [(spelling: String, score: Double)]

  /// The number of entries.
  public var size: Int { entries.count }

  /// Writes `tokenizer.json` and `tokenizer_config.json`, and for WordPiece `vocab.txt`, as Hugging Face's libraries
  /// read them. A directory that does not exist, or holds no other files, is put in place with all of them in one step.
  /// In a directory with other files they are renamed into place one by one, after all have been written.
  ///
  /// - Parameter directory: The directory of the files.
  /// - Throws: `FileError`.
  public func write(to directory: URL) throws(FileError) {
    let files = files
    let found = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    guard FileSystem.isDirectory(directory), !found.allSatisfy({ name in files.contains { $0.name == name } }) else {
      let side = try SideDirectory(beside: directory)
      defer { side.remove() }
      try FileSystem.makeDirectory(side.made)
      for file in files { try AtomicFile.write(Data(file.text.utf8), to: side.made.appendingPathComponent(file.name)) }
      _ = try side.replace()
      return
    }
    let side = try SideDirectory(beside: directory.appendingPathComponent("tokenizer.json"))
    defer { side.remove() }
    for file in files { try AtomicFile.write(Data(file.text.utf8), to: side.url.appendingPathComponent(file.name)) }
    for file in files {
      try FileSystem.rename(
        side.url.appendingPathComponent(file.name), to: directory.appendingPathComponent(file.name))
    }
  }

  private var files: [(name: String, text: String)] {
    switch options.kind {
    case .wordpiece:
      [
        ("vocab.txt", entries.map { $0.spelling + "\n" }.joined()),
        (
          "tokenizer_config.json",
          """
          {"tokenizer_class": "BertTokenizer", "do_lower_case": \(options.lowercase), "unk_token": "[UNK]", \
          "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}

          """
        ), ("tokenizer.json", wordPieceDocument),
      ]
    case .unigram:
      [
        (
          "tokenizer_config.json",
          """
          {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>", \
          "pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>"}

          """
        ), ("tokenizer.json", unigramDocument),
      ]
    }
  }

  private var wordPieceDocument: String {
    let vocabulary = entries.enumerated().map { "\(JSONValue.quoted($1.spelling)): \($0)" }.joined(separator: ", ")
    return document(
      special: WordPieceTrainer.specialTokens,
      normalizer: """
        {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, \
        "lowercase": \(options.lowercase)}
        """,
      preTokenizer: #"{"type": "BertPreTokenizer"}"#, template: template("[CLS]", 2, "[SEP]", 3, pairType: 1),
      decoder: ###"{"type": "WordPiece", "prefix": "##", "cleanup": true}"###,
      model: """
        {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", \
        "max_input_chars_per_word": 100, "vocab": {\(vocabulary)}}
        """)
  }

  private var unigramDocument: String {
    let vocabulary = entries.map { "[\(JSONValue.quoted($0.spelling)), \($0.score)]" }.joined(separator: ", ")
    let metaspace = #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}"#
    let lowercase = options.lowercase ? #"{"type": "Lowercase"}, "# : ""
    return document(
      special: UnigramTrainer.specialTokens,
      normalizer: """
        {"type": "Sequence", "normalizers": [{"type": "NFKC"}, \(lowercase)\
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}, \
        {"type": "Strip", "strip_left": true, "strip_right": true}]}
        """,
      preTokenizer: metaspace, template: template("<s>", 1, "</s>", 2, pairType: 0), decoder: metaspace,
      model: #"{"type": "Unigram", "unk_id": 0, "vocab": [\#(vocabulary)], "byte_fallback": false}"#)
  }

  private func document(
    special: [String], normalizer: String, preTokenizer: String, template: String, decoder: String, model: String
  ) -> String {
    let added = special.enumerated().map { id, token in
      """
      {"id": \(id), "content": \(JSONValue.quoted(token)), "single_word": false, "lstrip": false, "rstrip": false, \
      "normalized": false, "special": true}
      """
    }
    return """
      {"version": "1.0", "truncation": null, "padding": null,
      "added_tokens": [\(added.joined(separator: ", "))],
      "normalizer": \(normalizer),
      "pre_tokenizer": \(preTokenizer),
      "post_processor": \(template),
      "decoder": \(decoder),
      "model": \(model)}

      """
  }

  private func template(_ begin: String, _ beginID: Int, _ end: String, _ endID: Int, pairType: Int) -> String {
    func special(_ name: String, _ type: Int) -> String {
      #"{"SpecialToken": {"id": "\#(name)", "type_id": \#(type)}}"#
    }
    func text(_ name: String, _ type: Int) -> String { #"{"Sequence": {"id": "\#(name)", "type_id": \#(type)}}"# }
    func token(_ name: String, _ id: Int) -> String {
      #""\#(name)": {"id": "\#(name)", "ids": [\#(id)], "tokens": ["\#(name)"]}"#
    }
    let single = [special(begin, 0), text("A", 0), special(end, 0)].joined(separator: ", ")
    let pair = [single, text("B", pairType), special(end, pairType)].joined(separator: ", ")
    return """
      {"type": "TemplateProcessing", "single": [\(single)], "pair": [\(pair)], \
      "special_tokens": {\(token(begin, beginID)), \(token(end, endID))}}
      """
  }
}
