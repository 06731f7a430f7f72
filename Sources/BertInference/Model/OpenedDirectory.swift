package import BertBaselines
import BertData
package import Foundation

/// A model's directory whose files were read once: what an answering model is made of.
package struct OpenedDirectory: Sendable {
  /// What computes the answers.
  package enum Content: Sendable {
    /// Configuration, tokenizer and mapped weights.
    case encoder(PretrainedModel)
    /// Token vectors alone, which answer nothing.
    case table(StaticTable)
    /// A simple model, whose weights are not read yet.
    case simple(BaselineOptions, BundleRecord)
  }

  /// The directory.
  package let url: URL
  /// What `bertft.json` says; nil where the directory is no bundle.
  package let record: BundleRecord?
  /// What computes the answers.
  package let content: Content

  /// Reads the record, and everything of the encoder but the weights themselves.
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

  /// What makes vectors of texts; nil of a simple model.
  package var source: EmbeddingSource? {
    switch content {
    case .encoder(let model): .encoder(model)
    case .table(let table): .table(table)
    case .simple: nil
    }
  }

  /// Whether it finds entities without an encoder.
  package var isWordTagger: Bool {
    if case .simple(let options, _) = content { options.method == .crf } else { false }
  }

  /// The encoder; nil of a simple model, and of a table.
  package var model: PretrainedModel? { if case .encoder(let model) = content { model } else { nil } }

  /// Whether there is an encoder, or a table of token vectors, and nothing that was trained to answer.
  package var isEncoder: Bool {
    if case .table = content { return true }
    return record == nil && model?.isEncoder == true
  }

  /// What a person should know about the files, one line each.
  package var notes: [String] {
    guard let model else { return [] }
    return model.warnings + (record.map { model.differences(from: $0) } ?? [])
  }

  /// Refuses labels that are not those of the record.
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
