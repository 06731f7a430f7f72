package import BertBaselines
import BertData
package import Foundation

/// A model's directory whose files were read once, to make a classifier, a tagger or an embedder of it.
package struct OpenedDirectory: Sendable {
  /// The kind of model.
  package enum Content: Sendable {
    /// Configuration, tokenizer and mapped weights.
    case encoder(PretrainedModel)
    /// A table of token vectors without a classifier.
    case table(StaticTable)
    /// A simple model, whose weights are not read yet.
    case simple(BaselineOptions, BundleRecord)
  }

  /// The directory.
  package let url: URL
  /// The content of `bertft.json`; nil where the directory is not a bundle.
  package let record: BundleRecord?
  /// The model.
  package let content: Content

  /// Reads the record, and everything of the encoder except the weights themselves.
  ///
  /// - Throws: An ``InferenceError`` that names the file and what is wrong with it.
  package init(at url: URL) throws(InferenceError) {
    self.url = url
    record = ClassifierBundle.exists(at: url) ? try ClassifierBundle(contentsOf: url).record : nil
    if let record, let baseline = record.baseline {
      content = .simple(baseline, record)
    } else if record == nil, let table = try StaticTable(at: url) {
      content = .table(table)
    } else {
      content = .encoder(try PretrainedModel(at: url))
    }
  }

  /// The encoder or the table, which compute vectors of texts; nil for a simple model.
  package var source: EmbeddingSource? {
    switch content {
    case .encoder(let model): .encoder(model)
    case .table(let table): .table(table)
    case .simple: nil
    }
  }

  /// Whether the model finds entities without an encoder.
  package var isWordTagger: Bool {
    if case .simple(let options, _) = content { options.method == .crf } else { false }
  }

  /// The encoder; nil for a simple model and for a table.
  package var model: PretrainedModel? { if case .encoder(let model) = content { model } else { nil } }

  /// Whether there is an encoder or a table of token vectors without a trained head.
  package var isEncoder: Bool {
    if case .table = content { return true }
    return record == nil && model?.isEncoder == true
  }

  /// Notes for people about the files, one line each.
  package var notes: [String] {
    guard let model else { return [] }
    return model.warnings + (record.map { model.differences(from: $0) } ?? [])
  }

  /// Refuses labels that differ from those of the record.
  ///
  /// - Throws: `fileMalformed`.
  package func requireLabels(_ labels: [String]) throws(InferenceError) {
    // Swift compares strings by canonical equivalence, and labels are the same where their bytes are.
    guard record?.labels.elementsEqual(labels, by: { $0.utf8.elementsEqual($1.utf8) }) ?? true else {
      throw .fileMalformed(
        path: url.appendingPathComponent(ClassifierBundle.recordName).path,
        reason: "its labels are not those of config.json; restore the files, or train again")
    }
  }
}
