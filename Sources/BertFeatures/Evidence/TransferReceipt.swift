/// What an adaptation to another domain brought, as `receipt.json` of a bundle tells it.
package struct TransferReceipt: Sendable, Equatable, Codable {
  /// Whether the adapted model is better on the target than the one that knows the source alone.
  package enum Verdict: String, Sendable, Codable {
    /// The interval of the gain lies above zero.
    case helped
    /// It lies below zero.
    case hurt
    /// It holds zero.
    case unclear
  }

  /// What the figures rest on.
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

  /// Of one model on the target.
  package struct Figures: Sendable, Equatable, Codable {
    /// The share of right answers, 0 ... 1, measured or estimated.
    package let accuracy: Double
    /// By how much the adapted model is better, and the interval of 95 % about it; of the adapted model alone.
    package var gain: Double?
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

  /// The name of the file in a bundle.
  package static let name = "receipt.json"

  package let source: Figures
  package let adapted: Figures
  package let distance: Distance
  package let verdict: Verdict
  package let evidence: Evidence

  init(source: Double, adapted: Double, interval: ClosedRange<Double>, distance: Distance, evidence: Evidence) {
    self.source = Figures(accuracy: source)
    // A zero without a sign, which JSON would show.
    self.adapted = Figures(
      accuracy: adapted, gain: adapted - source, interval: [interval.lowerBound + 0, interval.upperBound + 0])
    self.distance = distance
    self.evidence = evidence
    verdict = interval.lowerBound > 0 ? .helped : interval.upperBound < 0 ? .hurt : .unclear
  }
}
