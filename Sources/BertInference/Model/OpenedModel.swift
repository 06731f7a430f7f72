public import BertEncoder
import BertKernels
public import Foundation

/// A model that predicts from texts, opened as the kind of model that its files are.
///
/// ```swift
/// import BertFT
/// import Foundation
///
/// let url = URL(fileURLWithPath: "reviews-bertft", isDirectory: true)
/// switch try OpenedModel(contentsOf: url) {
/// case .classifier(let classifier): print(try classifier.predict(["A lovely screen."])[0].label)
/// case .questions(let classifier): print(try classifier.predict(["A lovely screen."])[0].answers.map(\.label))
/// case .tagger(let tagger): print(try tagger.tag(["Alice lives in Rome."])[0].entities)
/// }
/// ```
public enum OpenedModel: Sendable {
  /// One task: a label, labels or a number for a text.
  case classifier(TextClassifier)
  /// Several tasks for a text.
  case questions(MultiTaskClassifier)
  /// Token classification: the entities of a text.
  case tagger(TextTagger)

  /// Opens a directory; its files are read and checked once.
  ///
  /// - Parameters:
  ///   - url: A bundle or a Hugging Face directory.
  ///   - threads: Threads to compute with; nil for all cores.
  ///   - precision: The number format that the encoder computes in; nil for the format of the stored weights.
  /// - Throws: An ``InferenceError`` that names the file and what is wrong with it; `headNotTrained` for an encoder
  ///   without a head.
  public init(contentsOf url: URL, threads: Int? = nil, precision: Precision? = nil) throws(InferenceError) {
    try self.init(OpenedDirectory(at: url), threads: threads, precision: precision)
  }

  package init(_ directory: OpenedDirectory, threads: Int?, precision: Precision?) throws(InferenceError) {
    let compute = try Compute.ready(threads: threads)
    if directory.record?.tasks != nil {
      self = .questions(try MultiTaskClassifier(directory, compute: compute, precision: precision))
    } else if directory.isWordTagger || directory.model?.task == .tokenClassification {
      self = .tagger(try TextTagger(directory, compute: compute, precision: precision))
    } else {
      self = .classifier(try TextClassifier(directory, compute: compute, precision: precision))
    }
  }

  /// Notes for people about the model's files, one line each.
  public var notes: [String] {
    switch self {
    case .classifier(let classifier): classifier.notes
    case .questions(let classifier): classifier.notes
    case .tagger(let tagger): tagger.notes
    }
  }
}
