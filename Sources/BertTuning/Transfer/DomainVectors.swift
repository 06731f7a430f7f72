import BertBaselines
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import Foundation

/// What the encoder as it came makes of the texts of both domains: the mean of the token states, centred on the mean of the source
/// and divided by one number, as for ``DomainTransfer``.
struct DomainVectors {
  /// A row for each window.
  let domains: FeatureDomains
  private let compute: Compute

  /// The largest weight of a row, as a multiple of the mean: beyond, a few rows alone would decide a step.
  private static let most = 10.0

  /// - Throws: `interrupted`; `vectors` for texts that are all the same; `model` for an encoder that no layer can be added to.
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
    let store = session.job.featureCache.map { FeatureStore($0, seenBy: pooled, precision: .fp32, session.compute) }
    let source = session.encodedTraining, target = session.encodedTarget
    let features: FeatureMatrix, owners: [Int]
    do {
      (features, owners) = try Inference(model: pooled, compute: compute).features(
        source + target, store: store, isCancelled: isCancelled, progress: { onEvent(.features(done: $0, total: $1)) })
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    let first = WindowVectors(features, owners: owners, of: 0..<source.count)
    let second = WindowVectors(features, owners: owners, of: source.count..<source.count + target.count)
    let scaling = FeatureScaling(overall: first.rows)
    do {
      domains = try FeatureDomains(source: scaling.applied(to: first.rows), target: scaling.applied(to: second.rows))
    } catch {
      throw .vectors(error)
    }
  }

  /// What each window of the source counts, the odds of the target brought to a mean of one.
  ///
  /// - Throws: `vectors`.
  func rowWeights() throws(TuningError) -> [Double] {
    do {
      let odds = try DomainTransfer.evened(DomainOdds(domains, compute).weights)
      return try DomainTransfer.evened(odds.map { min($0, Self.most) })
    } catch {
      throw .vectors(error)
    }
  }

  /// How far the domains are from each other.
  ///
  /// - Throws: `vectors`.
  func distance() throws(TuningError) -> TransferReceipt.Distance {
    do {
      return try TransferReceipt.Distance(domains, compute)
    } catch {
      throw .vectors(error)
    }
  }
}
