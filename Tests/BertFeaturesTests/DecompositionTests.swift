import BertBaselines
import BertFeatures
import BertKernels
import Testing
import _TestSupport

/// Figures from scikit-learn and numpy: `Scripts/golden/decomposition.py`.
@Suite struct DecompositionTests {
  struct Figures: Decodable {
    struct Principal: Decodable {
      let seed: UInt64
      let rows: Int
      let columns: Int
      let components: [[Double]]
      let variance: [Double]
      let ratio: [Double]
      let transformed: [[Double]]
    }
    struct Eigen: Decodable {
      let seed: UInt64
      let size: Int
      let values: [Double]
    }
    struct Solved: Decodable {
      let seed: UInt64
      let size: Int
      let x: [Double]
    }
    let principal: [Principal]
    let eigen: [Eigen]
    let solved: [Solved]
  }

  static func figures() throws -> Figures {
    try Golden.load(Figures.self, "decomposition.json", target: "BertFeaturesTests")
  }

  /// Both sides compute in double precision; directions are as exact as the gaps between variances allow.
  @Test func componentsAreThoseOfScikitLearn() throws {
    let compute = Compute(threads: 2)
    for figure in try Self.figures().principal {
      let x = try DrawnVectors.cloud(figure.seed, figure.rows, figure.columns, shift: 0.5).checked(.vectors)
      let fit = try PrincipalComponents(x, count: figure.variance.count, compute)
      for (index, expected) in figure.variance.enumerated() {
        #expect(abs(fit.explainedVariance[index] - expected) < 1e-12)
        #expect(abs(fit.explainedVarianceRatio[index] - figure.ratio[index]) < 1e-12)
        let found = fit.components.values(ofRow: index)
        for (ours, theirs) in zip(found, figure.components[index]) { #expect(abs(ours - theirs) < 1e-9) }
      }
      let transformed = fit.transform(x, compute)
      for (row, expected) in figure.transformed.enumerated() {
        for (ours, theirs) in zip(transformed.values(ofRow: row), expected) { #expect(abs(ours - theirs) < 1e-9) }
      }
    }
  }

  @Test func eigenvaluesAreThoseOfNumpyAndVectorsBelongToThem() throws {
    let compute = Compute(threads: 2)
    for figure in try Self.figures().eigen {
      let size = figure.size, noise = DrawnVectors.noise(figure.seed, size, size)
      let matrix = DoubleMatrix(rows: size, columns: size, values: noise)
      for row in 0..<size { for column in row..<size { matrix[row, column] = matrix[column, row] } }
      let eigen = try SymmetricEigen(matrix, compute)
      for (index, expected) in figure.values.enumerated() {
        #expect(abs(eigen.values[index * (size < 70 ? 1 : 20)] - expected) < 1e-11)
      }
      for index in stride(from: 0, to: size, by: 7) {
        let vector = eigen.vectors.values(ofRow: index), image = compute.multiply(matrix, vector)
        #expect(zip(image, vector).allSatisfy { abs($0 - eigen.values[index] * $1) < 1e-11 })
        #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
      }
    }
  }

  @Test func equationsAreSolvedAsNumpySolvesThem() throws {
    let compute = Compute(threads: 2)
    for figure in try Self.figures().solved {
      let size = figure.size
      let noise = DoubleMatrix(rows: size, columns: size, values: DrawnVectors.noise(figure.seed, size, size))
      let matrix = compute.product(noise.operand, noise.transpose)
      for index in 0..<size { matrix[index, index] += 1 }
      let x = try #require(Cholesky(matrix, compute)).solve(Array(repeating: 1, count: size))
      for (index, expected) in figure.x.enumerated() {
        #expect(abs(x[index * (size < 70 ? 1 : 9)] - expected) < 1e-10)
      }
      matrix[size - 1, size - 1] = -1
      #expect(Cholesky(matrix, compute) == nil)
    }
  }

  @Test func threadsDoNotShow() throws {
    let x = try DrawnVectors.cloud(3, 700, 300).checked(.vectors)
    let one = Compute(threads: 1), three = Compute(threads: 3)
    let alone = try PrincipalComponents(x, count: 40, one), shared = try PrincipalComponents(x, count: 40, three)
    #expect(alone.components.toArray() == shared.components.toArray())
    #expect(alone.explainedVariance == shared.explainedVariance)
  }

  @Test func whatCannotBeDecomposedIsSaid() throws {
    let compute = Compute(threads: 1)
    #expect(throws: FeatureSpaceError.oneRow(.vectors)) {
      try FeatureMatrix(rows: 1, columns: 2, values: [1, 2]).checked(.vectors)
    }
    #expect(throws: FeatureSpaceError.empty(.target)) {
      try FeatureMatrix(rows: 0, columns: 2, values: []).checked(.target)
    }
    #expect(throws: FeatureSpaceError.constant(.source)) {
      try FeatureMatrix(rows: 3, columns: 2, values: [1, 2, 1, 2, 1, 2]).checked(.source)
    }
    #expect(throws: FeatureSpaceError.notFinite(.source, row: 1, column: 0)) {
      try FeatureMatrix(rows: 2, columns: 2, values: [1, 2, .nan, 2]).checked(.source)
    }
    let x = try FeatureMatrix(rows: 3, columns: 2, values: [1, 2, 2, 2, 3, 2]).checked(.vectors)
    #expect(throws: FeatureSpaceError.self) { try PrincipalComponents(x, count: 2, compute) }
    #expect(try PrincipalComponents(x, compute).explainedVariance == [1])
  }
}
