import BertBaselines
import BertFeatures
import BertKernels
import Testing
import _TestSupport

/// Figures of adapt 0.4.5 and skada 0.6: `Scripts/golden/adaptation.py`.
@Suite struct AdaptationTests {
  struct Case: Decodable {
    struct Boosted: Decodable {
      let source: [Int]
      let target: [Int]
      let classes: Int
      let errors: [Double]
      let weights: [Double]
      let probabilities: [Double]
    }
    let seed: UInt64
    let rows: Int
    let others: Int
    let columns: Int
    let components: Int
    let gamma: Double
    let coral: [[Double]]
    let subspaceSource: [[Double]]
    let subspaceTarget: [[Double]]
    let tcaLinear: [[Double]]
    let tcaRbf: [[Double]]
    let odds: [Double]
    let kmm: [Double]
    let kliep: [Double]
    let ulsif: [Double]
    let boosted2: Boosted
    let boosted3: Boosted

    var domains: FeatureDomains {
      get throws {
        try FeatureDomains(
          source: DrawnVectors.cloud(seed, rows, columns),
          target: DrawnVectors.cloud(seed + 1, others, columns, shift: 0.4, decay: 0.3))
      }
    }
    /// adapt's centres, pinned to the first rows.
    var centres: KernelCentres { KernelCentres(rows: Array(0..<min(40, others))) }
  }
  struct Figures: Decodable { let cases: [Case] }

  static let cases =
    (try? Golden.load(Figures.self, "adaptation.json", target: "BertFeaturesTests").cases) ?? []

  /// The largest difference, against the size of the figures.
  private func difference(_ ours: [Double], _ theirs: [Double]) -> Double {
    let size = theirs.reduce(1e-3) { max($0, abs($1)) }
    return zip(ours, theirs).reduce(ours.count < theirs.count ? .infinity : 0) { max($0, abs($1.0 - $1.1) / size) }
  }

  private func difference(_ ours: DoubleMatrix, _ theirs: [[Double]]) -> Double {
    difference((0..<theirs.count).flatMap { ours.values(ofRow: $0) }, theirs.flatMap { $0 })
  }

  @Test func figuresAreThere() { #expect(Self.cases.count == 4) }

  @Test(arguments: cases.indices) func correlationAlignment(index: Int) throws {
    let figure = Self.cases[index], domains = try figure.domains, compute = Compute(threads: 2)
    let map = try Coral(domains, compute)
    #expect(difference(map.mapSource(domains.source, compute), figure.coral) < 1e-7)
    #expect(map.mapTarget(domains.target, compute).toArray() == domains.target.toArray())
  }

  @Test(arguments: cases.indices) func subspaceAlignment(index: Int) throws {
    let figure = Self.cases[index], domains = try figure.domains, compute = Compute(threads: 2)
    let map = try SubspaceAlignment(domains, components: figure.components, compute)
    #expect(difference(map.mapSource(domains.source, compute), figure.subspaceSource) < 1e-7)
    #expect(difference(map.mapTarget(domains.target, compute), figure.subspaceTarget) < 1e-7)
  }

  /// Eigenvectors have no sign: the largest value of each column over both domains is made positive on both sides. The last case
  /// has so many rows that they are searched for.
  @Test(arguments: cases.indices, [true, false]) func transferComponents(index: Int, isLinear: Bool) throws {
    let figure = Self.cases[index], domains = try figure.domains, compute = Compute(threads: 2)
    let map = try TransferComponents(
      domains, kernel: isLinear ? .linear : .radial(.gamma(figure.gamma)), components: figure.components, compute)
    let source = map.mapSource(domains.source, compute), target = map.mapTarget(domains.target, compute)
    let signs = (0..<figure.components).map { column in
      let all = (0..<source.rows).map { source[$0, column] } + (0..<target.rows).map { target[$0, column] }
      return (all.max { abs($0) < abs($1) } ?? 0) < 0 ? -1.0 : 1
    }
    let chosen = [0, 1, 2].map { source.values(ofRow: $0) } + [0, 1].map { target.values(ofRow: $0) }
    let ours = chosen.flatMap { row in zip(row, signs).map { $0 * $1 } }
    #expect(difference(ours, (isLinear ? figure.tcaLinear : figure.tcaRbf).flatMap { $0 }) < 1e-5)
  }

  @Test(arguments: cases.indices) func weightsOfSourceRows(index: Int) throws {
    let figure = Self.cases[index], domains = try figure.domains, compute = Compute(threads: 2)
    #expect(difference(try DomainOdds(domains, compute).weights, figure.odds) < 1e-6)
    let bandwidth = Bandwidth.gamma(figure.gamma)
    let squares = try LeastSquaresImportance(
      domains, centres: figure.centres, bandwidth: bandwidth, regularization: 0.1, compute)
    #expect(difference(squares.weights, figure.ulsif) < 1e-9)
    let likeliest = try KullbackLeiblerImportance(domains, centres: figure.centres, bandwidth: bandwidth, compute)
    #expect(difference(likeliest.weights, figure.kliep) < 1e-7)
    #expect(abs(likeliest.weights.reduce(0, +) / Double(figure.rows) - 1) < 1e-9)
  }

  @Test(arguments: cases.indices) func kernelMeanMatching(index: Int) throws {
    let figure = Self.cases[index], domains = try figure.domains, compute = Compute(threads: 2)
    let matching = try KernelMeanMatching(domains, bandwidth: .gamma(figure.gamma), compute)
    #expect(difference(matching.weights, figure.kmm) < 1e-5)
  }

  @Test(arguments: cases.indices) func boosting(index: Int) throws {
    let figure = Self.cases[index], domains = try figure.domains
    let target = DrawnVectors.cloud(figure.seed + 1, figure.others, figure.columns, shift: 0.4, decay: 0.3)
    let few = try FeatureDomains(
      source: DrawnVectors.cloud(figure.seed, figure.rows, figure.columns), target: target.selecting(Array(0..<12)))
    for boosted in [figure.boosted2, figure.boosted3] {
      let fit = try TransferBoosting(
        few, sourceLabels: boosted.source, targetLabels: boosted.target, classes: boosted.classes, Compute(threads: 2))
      #expect(difference(fit.errors, boosted.errors) < 1e-5)
      #expect(difference(fit.sourceWeights, boosted.weights) < 1e-5)
      let probabilities = fit.probabilities(domains.target.rows(12..<20))
      #expect(difference(probabilities, boosted.probabilities) < 1e-5)
    }
  }

  /// By the names of the command line: a map or weights, equal to those of the same figures.
  @Test func everyNameLeadsToItsWay() throws {
    let compute = Compute(threads: 2), figure = Self.cases[1], domains = try figure.domains
    let held = DrawnVectors.cloud(9, 5, figure.columns)
    for way in VectorAdaptation.allCases {
      let adapted = try way.fit(domains, seed: 1, compute), target = try adapted.target(held, compute)
      #expect(adapted.training.rows == figure.rows && target.rows == 5 && target.columns == adapted.training.columns)
      #expect(adapted.weights == nil || (adapted.weights?.count == figure.rows && target.values == held.values))
      if way == .coral {
        #expect(difference(adapted.training.values.map(Double.init), figure.coral.flatMap { $0 }) < 1e-5)
      }
      if way == .odds { #expect(difference(adapted.weights ?? [], figure.odds) < 1e-5) }
      #expect(throws: FeatureSpaceError.dimensions(.target, found: 3, expected: figure.columns)) {
        try adapted.target(DrawnVectors.cloud(9, 5, 3), compute)
      }
    }
  }
}

/// What cannot be adapted, in words.
@Suite struct AdaptationRefusalTests {
  private let some = DrawnVectors.cloud(1, 20, 4)

  @Test func domainsMustBeSound() throws {
    #expect(throws: FeatureSpaceError.empty(.target)) {
      try FeatureDomains(source: some, target: FeatureMatrix(rows: 0, columns: 4, values: []))
    }
    #expect(throws: FeatureSpaceError.oneRow(.source)) {
      try FeatureDomains(source: some.selecting([0]), target: some)
    }
    #expect(throws: FeatureSpaceError.constant(.target)) {
      try FeatureDomains(source: some, target: some.selecting([3, 3, 3]))
    }
    #expect(throws: FeatureSpaceError.dimensions(.target, found: 3, expected: 4)) {
      try FeatureDomains(source: some, target: DrawnVectors.cloud(1, 20, 3))
    }
    var bad = some
    bad.values[9] = .infinity
    #expect(throws: FeatureSpaceError.notFinite(.target, row: 2, column: 1)) {
      try FeatureDomains(source: some, target: bad)
    }
  }

  @Test func settingsMustBeSound() throws {
    let compute = Compute(threads: 1), domains = try FeatureDomains(source: some, target: DrawnVectors.cloud(2, 30, 4))
    #expect(throws: FeatureSpaceError.self) { try Coral(domains, regularization: 0, compute) }
    #expect(throws: FeatureSpaceError.self) { try SubspaceAlignment(domains, components: 5, compute) }
    #expect(throws: FeatureSpaceError.self) { try TransferComponents(domains, components: 0, compute) }
    #expect(throws: FeatureSpaceError.self) { try KernelMeanMatching(domains, bandwidth: .gamma(-1), compute) }
    #expect(throws: FeatureSpaceError.self) {
      try LeastSquaresImportance(domains, centres: KernelCentres(rows: [30]), compute)
    }
    #expect(throws: FeatureSpaceError.value(of: "label", row: 0, rule: "0 to 1")) {
      try TransferBoosting(
        domains, sourceLabels: Array(repeating: 2, count: 20), targetLabels: Array(repeating: 0, count: 30), classes: 2,
        compute)
    }
    // Domains that are far apart have no row of the one near the other.
    let far = try FeatureDomains(source: some, target: DrawnVectors.cloud(2, 30, 4, shift: 1000))
    #expect(throws: FeatureSpaceError.self) {
      try KullbackLeiblerImportance(far, bandwidth: .gamma(1), compute)
    }
  }

  /// Duplicated rows make every matrix singular; the figures must be finite all the same.
  @Test func duplicatesDoNoHarm() throws {
    let compute = Compute(threads: 2), twice = some.selecting((0..<20).map { $0 % 5 })
    let domains = try FeatureDomains(
      source: twice, target: DrawnVectors.cloud(2, 30, 4).selecting((0..<30).map { $0 % 7 }))
    #expect(try Coral(domains, compute).mapSource(domains.source, compute).toArray().allSatisfy(\.isFinite))
    #expect(try KernelMeanMatching(domains, compute).weights.allSatisfy { $0.isFinite && $0 >= 0 })
    #expect(try KullbackLeiblerImportance(domains, compute).weights.allSatisfy(\.isFinite))
    #expect(
      try TransferComponents(domains, components: 3, compute).mapTarget(domains.target, compute).toArray()
        .allSatisfy(\.isFinite))
  }

  /// More than 1,000 rows are weighted in parts; each row has its weight, whatever the threads.
  @Test func manyRowsAreWeightedInParts() throws {
    let domains = try FeatureDomains(
      source: DrawnVectors.cloud(5, 1103, 6), target: DrawnVectors.cloud(6, 300, 6, shift: 0.3))
    let one = try KernelMeanMatching(domains, Compute(threads: 1)).weights
    let three = try KernelMeanMatching(domains, Compute(threads: 3)).weights
    #expect(one == three && one.count == 1103)
    let odds = try DomainOdds(domains, Compute(threads: 1)).weights
    #expect(try odds == DomainOdds(domains, Compute(threads: 3)).weights)
    let components = try TransferComponents(domains, Compute(threads: 1)).mapTarget(domains.target, Compute(threads: 1))
    let shared = try TransferComponents(domains, Compute(threads: 3)).mapTarget(domains.target, Compute(threads: 3))
    #expect(components.toArray() == shared.toArray())
  }
}
