public import BertEncoder
import BertKernels
public import Foundation

/// A model that answers about texts, opened as what its files say that it is.
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
  /// One question about a text: a label, labels or a number.
  case classifier(TextClassifier)
  /// Several questions about a text.
  case questions(MultiTaskClassifier)
  /// Labels of tokens: the entities of a text.
  case tagger(TextTagger)

  /// Opens a directory; its files are read and checked once.
  ///
  /// - Parameters:
  ///   - url: A bundle or a Hugging Face directory.
  ///   - threads: Threads to compute with; nil takes all cores.
  ///   - precision: What the encoder computes in; nil takes what the weights are stored in.
  /// - Throws: An ``InferenceError`` that names the file and what is wrong with it; `headNotTrained` for an encoder without a
  ///   head.
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

  /// What a person should know about the model's files, one line each.
  public var notes: [String] {
    switch self {
    case .classifier(let classifier): classifier.notes
    case .questions(let classifier): classifier.notes
    case .tagger(let tagger): tagger.notes
    }
  }
}
