/// What an adaptation to another domain gained: the contents of `receipt.json` in a bundle.
package struct TransferReceipt: Sendable, Equatable, Codable {
  /// Whether the adapted model is better on the target than the model that learnt from the source alone.
  package enum Verdict: String, Sendable, Codable {
    /// The interval of the gain lies above zero.
    case helped
    /// The interval lies below zero.
    case hurt
    /// The interval contains zero: the gain may be chance, or the estimates do not agree.
    case unclear
  }

  /// What the figures are based on; of several estimates the one with the median gain.
  package enum Evidence: String, Sendable, Codable {
    /// Labels of the target.
    case measured
    /// ``AccuracyEstimate/thresholded``.
    case atc
    /// ``AccuracyEstimate/difference``.
    case doc
    /// ``AccuracyEstimate/weighted(_:)``.
    case weighted
  }

  /// The figures of one model on the target.
  package struct Figures: Sendable, Equatable, Codable {
    /// The share of right answers, 0 ... 1, measured or estimated.
    package let accuracy: Double
    /// By how much the adapted model is better; nil for the model of the source.
    package var gain: Double?
    /// The 95 % interval of the gain; nil for the model of the source.
    package var interval: [Double]?
  }

  /// How far the domains are from each other.
  package struct Distance: Sendable, Equatable, Codable {
    /// ``ProxyDistance/value``.
    package let proxyA: Double
    /// ``MeanDiscrepancy/radial``.
    package let mmd: Double

    package init(proxyA: Double, mmd: Double) {
      self.proxyA = proxyA
      self.mmd = mmd
    }

    private enum CodingKeys: String, CodingKey {
      case proxyA = "proxy_a"
      case mmd
    }
  }

  /// The result of one estimate.
  package struct Estimate: Sendable, Equatable, Codable {
    package let evidence: Evidence
    /// The accuracy of the source's model on the target.
    package let source: Double
    /// The accuracy of the adapted model on the target.
    package let adapted: Double
    /// By how much the adapted model is better.
    package let gain: Double
    /// The 95 % interval of the gain.
    package let interval: [Double]
  }

  /// One of several sources.
  package struct Source: Sendable, Equatable, Codable {
    /// The name of its file, and the SHA-256 where it is known.
    package let name: String
    package let fileSHA256: String?
    /// Texts that its model learnt from.
    package let rows: Int
    /// The weight of its model, 0 ... 1; those of all sources add up to 1.
    package let weight: Double
    /// The accuracy of its model alone on the target, by the evidence of the receipt.
    package let accuracy: Double
    /// The distance from the target.
    package let distance: Distance

    package init(
      name: String, fileSHA256: String?, rows: Int, weight: Double, accuracy: Double, distance: Distance
    ) {
      self.name = name
      self.fileSHA256 = fileSHA256
      self.rows = rows
      self.weight = weight
      self.accuracy = accuracy
      self.distance = distance
    }

    private enum CodingKeys: String, CodingKey {
      case name, rows, weight, accuracy, distance
      case fileSHA256 = "file_sha256"
    }
  }

  /// The name of the file in a bundle.
  package static let name = "receipt.json"

  package let source: Figures
  package let adapted: Figures
  package let distance: Distance
  package let verdict: Verdict
  package let evidence: Evidence
  /// The result of each estimate, where the target has no labels.
  package private(set) var estimates: [Estimate]?
  /// The sources, where there are several.
  package var sources: [Source]?

  init(
    source: Double, adapted: Double, interval: ClosedRange<Double>, distance: Distance, evidence: Evidence,
    estimates: [Estimate]? = nil
  ) {
    self.source = Figures(accuracy: source)
    // Adding 0 removes the sign of −0, which JSON would show.
    self.adapted = Figures(
      accuracy: adapted, gain: adapted - source, interval: [interval.lowerBound + 0, interval.upperBound + 0])
    self.distance = distance
    self.evidence = evidence
    self.estimates = estimates
    verdict = interval.lowerBound > 0 ? .helped : interval.upperBound < 0 ? .hurt : .unclear
  }
}
