public import BertData

extension TrainingRows {
  /// Makes training rows of sentences about the labels, and reads the validation and test rows.
  ///
  /// - Parameters:
  ///   - sentences: The sentences to learn from, about every label and no others.
  ///   - labels: The labels in their order, and the values that stand for them in the files.
  ///   - validation: Labelled rows that choose the epoch; nil for none.
  ///   - test: Labelled rows that are judged once; nil for none.
  ///   - reading: How validation and test rows are read.
  /// - Throws: `DataError` for files that cannot be read; `TuningError.option` for sentences that break a rule.
  public init(
    _ sentences: LabelSentences, labels: LabelSet, validation: DataSource? = nil, test: DataSource? = nil,
    reading: ReadingOptions = ReadingOptions()
  ) throws {
    var described = TrainingOptions.ofPairs
    described.labelDescriptions = sentences.descriptions
    try described.validate(descriptionsOf: labels)
    var reading = reading
    reading.labels = labels
    var reports: [(source: DataSource, report: ReadingReport)] = []
    func read(_ source: DataSource?) throws(DataError) -> [Example] {
      guard let source else { return [] }
      let dataset = try DatasetReader.read(source, options: reading)
      reports.append((source, dataset.report))
      return dataset.examples
    }
    let data = try TrainingData(
      labels: labels, training: sentences.rows(labels), validation: read(validation), test: read(test))
    self.init(data, reports: reports, notes: [], warnings: [])
  }
}
