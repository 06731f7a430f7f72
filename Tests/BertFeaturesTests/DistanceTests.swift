import BertFeatures
import BertKernels
import Testing
import _TestSupport

/// Figures of scikit-learn: `Scripts/golden/transfer_evidence.py`.
@Suite struct DistanceTests {
  struct Figures: Decodable {
    struct Distance: Decodable {
      let seed: UInt64
      let rows: Int
      let others: Int
      let columns: Int
      let shift: Double
      let error: Double
      let gamma: Double
      let radial: Double
      let linear: Double
    }
    let distances: [Distance]
  }

  @Test func distancesAreThoseOfScikitLearn() throws {
    let compute = Compute(threads: 2)
    for figure in try Golden.load(Figures.self, "transfer_evidence.json", target: "BertFeaturesTests").distances {
      let domains = try FeatureDomains(
        source: DrawnVectors.cloud(figure.seed, figure.rows, figure.columns),
        target: DrawnVectors.cloud(figure.seed + 1, figure.others, figure.columns, shift: figure.shift))
      let proxy = ProxyDistance(domains, compute)
      // A row at the border of the classes may fall to either side.
      #expect(abs(proxy.error - figure.error) < 1e-9 + 0.6 / Double(min(figure.rows, figure.others)))
      #expect(abs(proxy.value - max(0, 2 * (1 - 2 * figure.error))) < 0.1)
      #expect(abs(try Bandwidth.median.gamma(domains, compute) / figure.gamma - 1) < 1e-9)
      let discrepancy = try MeanDiscrepancy(domains, compute)
      #expect(abs(discrepancy.radial - figure.radial) < 1e-10)
      #expect(abs(discrepancy.linear - figure.linear) < 1e-10)
    }
  }
}
