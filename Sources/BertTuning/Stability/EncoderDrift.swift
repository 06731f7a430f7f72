import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels

/// How a run changed the encoder's sentence vectors: the share of a text's nearest neighbours that are the same before
/// and after it, by the cosine of the means of the token states.
public struct DriftRecord: Sendable, Codable, Equatable {
  /// The part that the texts are of, `validation` or `training`.
  public let rows: String
  /// Texts that were compared.
  public let texts: Int
  /// The number of neighbours of each text.
  public let neighbours: Int
  /// The mean share of the neighbours that stayed, 0 ... 1.
  public let overlap: Double

  /// A sentence for people.
  public var sentence: String {
    "Of the \(neighbours) nearest neighbours of a text among \(Figures.count(texts)) \(rows) texts, by the vectors of the "
      + "encoder, \(Figures.percent(overlap)) are the same after training as before. The lower the share, the more "
      + "training changed the sentence vectors; for search and clusters use the original encoder."
  }
}

/// The neighbours of texts before a run, to be compared with those after it.
struct EncoderDrift {
  /// The most texts that are compared, because each is compared with all others.
  static let mostTexts = 1000
  /// The fewest texts that are compared: twice the neighbours of one.
  static let fewestTexts = 2 * neighbours
  private static let neighbours = 10

  private let encoder: SequenceClassifier
  private let compute: Compute
  private let texts: [TextEncoder.Encoded]
  private let rows: String
  private let before: [[RowHit]]

  /// - Parameters:
  ///   - encoder: Outputs the mean of the token states, and shares its weights with the model that is trained.
  ///   - validation: The texts that are compared where there are enough of them.
  ///   - training: The texts that are compared otherwise.
  /// - Throws: `option` for too few texts; `interrupted`; `vectorRows` for vectors that are not finite.
  init(
    _ encoder: SequenceClassifier, validation: [TextEncoder.Encoded], training: [TextEncoder.Encoded],
    _ compute: Compute, isCancelled: () -> Bool
  ) throws(TuningError) {
    let isValidation = validation.count >= Self.fewestTexts
    let all = isValidation ? validation : training
    try TrainingOptions.check(
      "report-drift", "", all.count >= Self.fewestTexts,
      "compares at least \(Self.fewestTexts) texts, and there are fewer")
    self.encoder = encoder
    self.compute = compute
    rows = isValidation ? "validation" : "training"
    // Evenly spread over the rows, which may be sorted by label.
    let count = min(all.count, Self.mostTexts)
    texts = (0..<count).map { all[$0 * all.count / count] }
    before = try Self.nearest(texts, encoder, compute, isCancelled)
  }

  /// Finds the neighbours after the run.
  ///
  /// - Throws: `interrupted`; `vectorRows` for vectors that are not finite.
  func record(isCancelled: () -> Bool) throws(TuningError) -> DriftRecord {
    let after = try Self.nearest(texts, encoder, compute, isCancelled)
    let kept = zip(before, after).reduce(0) { sum, hits in
      sum + Set(hits.0.map(\.row)).intersection(hits.1.map(\.row)).count
    }
    return DriftRecord(
      rows: rows, texts: texts.count, neighbours: Self.neighbours,
      overlap: Double(kept) / Double(texts.count * Self.neighbours))
  }

  private static func nearest(
    _ texts: [TextEncoder.Encoded], _ encoder: SequenceClassifier, _ compute: Compute, _ isCancelled: () -> Bool
  ) throws(TuningError) -> [[RowHit]] {
    encoder.prepareForInference(compute)
    let vectors: [Double]
    do {
      vectors = try Inference(model: encoder, compute: compute).logits(texts, isCancelled: isCancelled)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    do throws(VectorRowsError) {
      let rows = try UnitRows(
        Matrix(rows: texts.count, columns: encoder.classes, values: vectors.map(Float.init)), inPlace: true,
        compute: compute)
      return NearestRows(rows).nearest(to: rows, count: neighbours, areRows: true, compute: compute)
    } catch {
      throw .vectorRows(error)
    }
  }
}

extension TrainingSession {
  /// The neighbours of texts now; nil without that option.
  ///
  /// - Throws: What ``EncoderDrift`` throws.
  func drift(isCancelled: () -> Bool) throws(TuningError) -> EncoderDrift? {
    guard options.stability?.reportsDrift == true else { return nil }
    // Some strategies add a layer, which is no part of the encoder.
    return try EncoderDrift(
      SequenceClassifier(meanOf: model, configuration: source.configuration), validation: encodedValidation,
      training: encodedTraining, compute, isCancelled: isCancelled)
  }
}
