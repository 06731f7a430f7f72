import BertFT

/// The note on unequal numbers of rows per label.
extension TrainCommand {
  /// A note where one label has many times the rows of another and the method could weigh labels; nil else.
  func imbalance(_ data: TrainingData, _ method: TrainingMethod) -> String? {
    let weighed: [TrainingMethod] = [
      .finetune, .lora, .bitfit, .features, .setfit, .tfidf, .glove, .word2vec, .static,
    ]
    let counts = data.counts
    guard data.problem == .singleLabel, training.classWeights == nil, weighed.contains(method),
      let most = counts.indices.max(by: { counts[$0] < counts[$1] }),
      let fewest = counts.indices.filter({ counts[$0] > 0 }).min(by: { counts[$0] < counts[$1] }),
      counts[most] >= Self.unequal * counts[fewest]
    else { return nil }
    return
      "the labels are unequal: \(MetricsReport.shown(data.labels.names[most])) has \(Figures.count(counts[most], "row")), "
      + "\(MetricsReport.shown(data.labels.names[fewest])) \(Figures.count(counts[fewest])); --class-weights balanced makes labels "
      + "count alike, and macro F1 tells how well the small ones are found"
  }

  /// How many times the rows of the smallest label the largest must have for the note.
  private static let unequal = 10
}
