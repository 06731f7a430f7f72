import BertCheckpoint
package import BertKernels
package import BertStorage
import BertText
package import Foundation

/// A table of token vectors: a text's vector is the mean of the vectors of its tokens, without an encoder.
///
/// It reads the tables of Model2Vec and of `StaticEmbedding` of sentence-transformers. Legend: `V` tokens, `D`
/// dimensions.
package struct StaticTable: Sendable {
  /// The directory.
  package let url: URL
  /// The vector of each token, its weight multiplied in, `[V, D]`.
  package let vectors: Matrix
  /// Notes for people about the files, one line each.
  package let warnings: [String]
  let files: StaticFiles
  let tokenizer: StaticTokenizer

  /// Opens a directory; nil where it has no table.
  ///
  /// - Throws: `file`, `fileMissing`, `fileMalformed`, `unsupportedModule`, `tokenizer`, `checkpoint`.
  package init?(at url: URL) throws(InferenceError) {
    guard let files = try StaticFiles(url) else { return nil }
    try self.init(files)
  }

  /// The table of a bundle.
  ///
  /// - Throws: As ``init(at:)``.
  package init(bundle url: URL) throws(InferenceError) { try self.init(StaticFiles(bundle: url)) }

  private init(_ files: StaticFiles) throws(InferenceError) {
    self.files = files
    url = files.url
    do {
      tokenizer = try TokenizerLoader.asWritten(files.tokenizer)
    } catch {
      throw .tokenizer(path: files.url.path, error)
    }
    warnings = tokenizer.warnings
    let path = files.weights.path
    do {
      vectors = try Self.vectors(
        try SafetensorsFile(contentsOf: files.weights), tokens: tokenizer.tokenizer.vocabularySize)
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .fileMalformed(path: path, reason: "\((error as? TableFault)?.reason ?? "\(error)")")
    }
  }

  /// Why tensors cannot be a table.
  private struct TableFault: Error { let reason: String }

  /// The rows by token, `[V, D]`: `embeddings[mapping[token]] · weights[token]`, as in Model2Vec.
  private static func vectors(_ file: SafetensorsFile, tokens: Int) throws -> Matrix {
    let name = ["embeddings", "embedding.weight"].first { file[$0] != nil } ?? "embeddings"
    let shape = file[name]?.shape ?? []
    let values = try file.floats(of: name)
    guard shape.count == 2, shape[0] > 0, shape[1] > 0 else {
      throw TableFault(reason: "\(name) has the shape \(shape), and a table has rows and columns")
    }
    guard values.allSatisfy(\.isFinite) else { throw TableFault(reason: "\(name) has values that are not finite") }
    let table = Matrix(rows: shape[0], columns: shape[1], values: values)
    let mapping = file["mapping"] == nil ? nil : try file.floats(of: "mapping")
    let weights = file["weights"] == nil ? nil : try file.floats(of: "weights")
    let rows = mapping?.count ?? table.rows
    guard rows >= tokens, weights.map({ $0.count == rows && $0.allSatisfy(\.isFinite) }) ?? true else {
      throw TableFault(
        reason: "it has \(rows) rows and \(weights?.count ?? rows) weights for \(tokens) tokens of tokenizer.json; "
          + "the files belong to different models")
    }
    if mapping == nil, weights == nil { return table }
    let folded = Matrix(rows: rows, columns: table.columns)
    for row in 0..<rows {
      guard let place = mapping.map({ Int(exactly: $0[row]) }) ?? row, (0..<table.rows).contains(place) else {
        throw TableFault(reason: "mapping leads beyond the \(table.rows) rows of \(name)")
      }
      let weight = weights?[row] ?? 1
      for column in 0..<table.columns { folded[row, column] = table[place, column] * weight }
    }
    return folded
  }

  /// The most tokens of a text by the files; nil for all.
  var maxLength: Int? {
    switch files.rule {
    case .model2Vec(let length): length
    case .sentenceTransformers(let length): length ?? tokenizer.tokenizer.declaredTruncation?.maxLength
    }
  }

  /// The content of a bundle's `static.json`.
  package var bundleSettings: JSONValue {
    var settings: JSONValue = [
      "normalize": .bool(files.normalizes), "max_length": maxLength.map(JSONValue.integer) ?? .null,
    ]
    if case .sentenceTransformers = files.rule { settings["counts_unknown"] = true }
    return settings
  }

  /// The tokenizer's file.
  package var tokenizerFile: URL { files.tokenizer }

  /// Tokenizes a text, or two concatenated texts.
  ///
  /// Model2Vec first cuts a text to the maximum length times the median length of a token, in scalars.
  func encode(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    guard case .model2Vec = files.rule else { return tokenizer.tokenizer.encodeIDs(text, pair: pair, options: options) }
    let limit = options.maxLength.map { $0.multipliedReportingOverflow(by: tokenizer.medianLength) }
    let cut = Self.prefix(text, limit.flatMap { $0.overflow ? nil : $0.partialValue })
    var encoding = tokenizer.tokenizer.encodeIDs(cut ?? text, pair: pair, options: options)
    if cut != nil { encoding.untruncatedCount = max(encoding.untruncatedCount, encoding.ids.count + 1) }
    guard let unknown = tokenizer.unknownID, encoding.ids.contains(unknown) else { return encoding }
    let count = encoding.ids.count
    encoding.ids.removeAll { $0 == unknown }
    encoding.typeIDs = Array(repeating: 0, count: encoding.ids.count)
    encoding.untruncatedCount -= count - encoding.ids.count
    return encoding
  }

  /// The first `limit` scalars of a text; nil where it has no more than these.
  private static func prefix(_ text: String, _ limit: Int?) -> String? {
    guard let limit, text.utf8.count > limit else { return nil }
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return nil }
    return String(scalars[..<end])
  }
}
