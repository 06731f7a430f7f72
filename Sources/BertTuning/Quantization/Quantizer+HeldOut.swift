public import BertData
import BertInference

extension Quantizer {
  /// The validation rows of the file that the bundle was trained on, divided again as for the training.
  ///
  /// - Parameters:
  ///   - examples: all rows of that file.
  ///   - labels: the labels that the rows' indices refer to.
  /// - Returns: the validation rows; nil where the division cannot be made again.
  public func heldOut(_ examples: [Example], labels: LabelSet) -> [Example]? {
    division { share, seed throws(TuningError) in
      try TrainingData(splitting: examples, labels: labels, validationFraction: share, seed: seed)
    }?.validation
  }

  /// The same for a bundle of several questions.
  ///
  /// - Parameters:
  ///   - examples: all rows of that file, with their answers.
  ///   - questions: the questions that the answers belong to.
  public func heldOut(_ examples: [Example], questions: [QuestionLabels]) -> [Example]? {
    division { share, seed throws(TuningError) in
      try TrainingData(splitting: examples, questions: questions, validationFraction: share, seed: seed)
    }?.validation
  }

  /// The same for a bundle of labels of tokens.
  ///
  /// - Parameters:
  ///   - rows: all rows of that file.
  ///   - scheme: how their tags mark entities; nil where they have none but spans.
  public func heldOut(_ rows: [TokenRow], scheme: TagScheme?) -> [TokenRow]? {
    division { share, seed throws(TuningError) in
      try TokenTrainingData(splitting: rows, scheme: scheme, validationFraction: share, seed: seed)
    }?.validation
  }

  /// The division whose rows equal those of the training; nil where none does.
  private func division<Data: RunRows>(
    _ split: (_ share: Double, _ seed: UInt64) throws(TuningError) -> Data
  ) -> Data? {
    guard let record, let options = record.trainingOptions, record.data.validationRows > 0 else { return nil }
    let share = Double(record.data.validationRows) / Double(record.data.validationRows + record.data.trainingRows)
    // The share itself is not recorded, but the digest shows whether the rows are the same.
    for fraction in [(share * 100).rounded() / 100, (share * 1000).rounded() / 1000, share] {
      if let data = try? split(fraction, options.seed), data.digest == record.data.contentSha256 { return data }
    }
    return nil
  }
}
