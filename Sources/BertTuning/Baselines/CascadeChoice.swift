import BertData
import BertInference
import Foundation

/// The encoder of a cascade: it classifies the texts of which a table of token vectors is unsure.
struct CascadeChoice {
  private let classifier: TextClassifier
  private let digest: String
  private let path: String

  /// Opens the encoder's bundle. It must have been trained on the same rows, so that neither model has seen the
  /// validation rows, on which the threshold is chosen.
  ///
  /// - Throws: `cascadeUnfit` for a bundle of other rows or labels, and where no validation rows are held out; what
  ///   opening the bundle throws.
  init(_ url: URL, _ data: TrainingData, threads: Int) throws(TuningError) {
    path = url.path
    let (directory, classifier) = try TuningError.translating { () throws(InferenceError) in
      let directory = try OpenedDirectory(at: url)
      return (directory, try TextClassifier(directory, compute: .ready(threads: threads)))
    }
    guard let model = directory.model, let record = directory.record else {
      throw .cascadeUnfit(path: url.path, reason: "it is not the bundle of an encoder")
    }
    guard classifier.rule.problem == .singleLabel,
      classifier.labels.elementsEqual(data.labels.names, by: { $0.utf8.elementsEqual($1.utf8) })
    else { throw .cascadeUnfit(path: url.path, reason: "its labels are not those of the data, in the same order") }
    guard !data.validation.isEmpty else {
      throw .cascadeUnfit(path: url.path, reason: "no validation rows are held out that could tell when to ask it")
    }
    guard record.data.contentSha256 == data.digest else {
      throw .cascadeUnfit(
        path: url.path,
        reason: "it learnt from other rows, or the same divided otherwise, and may know the validation rows")
    }
    digest = try TuningError.translating { () throws(InferenceError) in try model.weightsDigest() }
    self.classifier = classifier
  }

  /// Chooses the score from which on the table's answer stands.
  ///
  /// - Parameters:
  ///   - first: The table's classifier.
  ///   - logits: Its logits of the validation rows, [rows × C].
  ///   - rows: The validation rows.
  /// - Throws: What predicting throws.
  func record(
    _ first: any Classifier, logits: [Double], _ rows: [Example], isCancelled: () -> Bool
  ) throws(TuningError) -> CascadeRecord {
    let own = first.predictions(from: logits, rows: rows.count)
    let other = try TuningError.translating { () throws(InferenceError) in
      try classifier.predict(rows, isCancelled: isCancelled)
    }
    return CascadeRecord(
      encoderSha256: digest, confidences: own.map(\.confidence),
      firstIsRight: zip(own, rows).map { $0.index == $1.label },
      secondIsRight: zip(other, rows).map { $0.index == $1.label })
  }
}
