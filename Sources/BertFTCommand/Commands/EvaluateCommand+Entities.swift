import BertFT
import Foundation

extension EvaluateCommand {
  /// Measures a classifier of tokens by its entities.
  ///
  /// - Parameters:
  ///   - directory: The model's directory, for messages.
  ///   - tagNames: The tags that numbers in the data stand for; nil where the data holds the tags themselves.
  func evaluateEntities(_ tagger: TextTagger, of directory: URL, tagNames: [String]?, _ console: Console) throws {
    let unfit: [(isGiven: Bool, flag: String)] = [
      (labelOptions.labelColumn != nil, "--label-column"), (labelOptions.labelColumns != nil, "--label-columns"),
      (labelOptions.labelSeparator != nil, "--label-separator"),
      (labelOptions.unknownLabels != .error, "--unknown-labels"),
      (columns.textColumn != nil, "--text-column"), (columns.textPairColumn != nil, "--text-pair-column"),
    ]
    if let flag = unfit.first(where: \.isGiven)?.flag {
      throw CommandFailure(
        .usage, "\(flag) is for classifiers of texts, and \(directory.path) is one of tokens; leave it out")
    }
    let dataset = try TokenDataset(
      contentsOf: DataSource(argument: data), options: columns.readingTokens(needsTags: true, tagNames: tagNames))
    for note in dataset.notes { console.note(note) }
    let metrics = try Interruption.handling {
      try tagger.evaluate(dataset.rows, isCancelled: { Interruption.isRequested })
    }
    let unknown = metrics.labels.filter { !tagger.entityLabels.contains($0) }
    if !unknown.isEmpty {
      console.warn(
        "the model has no class for \(unknown.map(MetricsReport.shown).joined(separator: ", ")); such entities count as not "
          + "found")
    }
    try StandardOutput.print(lines: json ? [metrics.json] : MetricsReport.lines(metrics))
  }
}
