import BertBaselines
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import Foundation

/// The pretrained encoder's vectors of the texts of both domains: the means of the token states, centred on the mean of
/// the source and divided by one number, as for ``DomainTransfer``.
struct DomainVectors {
  /// A row for each window of the training texts and of the target.
  let domains: FeatureDomains
  /// A row for each training text, each validation text and each text of the target.
  private let training, validation, target: FeatureMatrix
  private let compute: Compute

  /// The largest weight of a row, as a multiple of the mean. With larger ones a few rows alone would decide a step.
  private static let most = 10.0

  /// - Throws: `interrupted`; `vectors` for texts that are all the same; `model` for an encoder that no layer can be
  ///   added to.
  init(
    _ session: TrainingSession, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) {
    let pooled: SequenceClassifier
    do {
      pooled = try SequenceClassifier(meanPooling: session.model)
    } catch {
      throw .model(path: session.job.encoder.path, error)
    }
    compute = session.compute
    pooled.prepareForInference(compute)
    let store = session.job.featureCache.map { FeatureStore($0, seenBy: pooled, session.compute) }
    let parts = [session.encodedTraining, session.encodedValidation, session.encodedTarget]
    let features: FeatureMatrix, owners: [Int]
    do {
      (features, owners) = try Inference(model: pooled, compute: compute).features(
        Array(parts.joined()), store: store, isCancelled: isCancelled,
        progress: { onEvent(.features(done: $0, total: $1)) })
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    var end = 0
    let vectors = parts.map { part in
      defer { end += part.count }
      return WindowVectors(features, owners: owners, of: end..<end + part.count)
    }
    let scaling = FeatureScaling(overall: vectors[0].rows)
    let scaled = vectors.map { $0.replacing(scaling.applied(to: $0.rows)) }
    (training, validation, target) = (scaled[0].means, scaled[1].means, scaled[2].means)
    do {
      domains = try FeatureDomains(source: scaled[0].rows, target: scaled[2].rows)
    } catch {
      throw .vectors(error)
    }
  }

  /// The weight of each window of the source: the odds of the target, scaled to a mean of one.
  ///
  /// - Throws: `vectors`.
  func rowWeights() throws(TuningError) -> [Double] {
    do {
      let odds = try DomainTransfer.normalized(DomainOdds(domains, compute).weights)
      return try DomainTransfer.normalized(odds.map { min($0, Self.most) })
    } catch {
      throw .vectors(error)
    }
  }

  /// How far the domains are from each other, by some of the texts where there are many.
  ///
  /// - Throws: `vectors`.
  func distance() throws(TuningError) -> TransferReceipt.Distance {
    do {
      let domains = try FeatureDomains(source: Self.some(training), target: Self.some(target))
      return TransferReceipt.Distance(
        proxyA: ProxyDistance(domains, compute).value, mmd: try MeanDiscrepancy(domains, compute).radial)
    } catch {
      throw .vectors(error)
    }
  }

  /// The ways to estimate the accuracy on the target from the validation texts.
  ///
  /// - Throws: `vectors` for a single validation text, and for texts that are all the same.
  func estimates() throws(TuningError) -> [AccuracyEstimate] {
    do {
      let domains = try FeatureDomains(source: validation, target: Self.some(target))
      return [.thresholded, .difference, .weighted(ProxyDistance(domains, compute).odds)]
    } catch {
      throw .vectors(error)
    }
  }

  private static func some(_ rows: FeatureMatrix) -> FeatureMatrix {
    rows.selecting(DomainTransfer.spaced(Array(0..<rows.rows)))
  }
}
