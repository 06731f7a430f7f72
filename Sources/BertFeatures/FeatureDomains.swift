package import BertBaselines
package import BertKernels

/// The vectors of two domains in one space: those of labelled source texts and those of target texts.
package struct FeatureDomains: Sendable {
  /// `[n, d]`
  package let source: DoubleMatrix
  /// `[m, d]`
  package let target: DoubleMatrix

  /// - Parameters:
  ///   - source: `[n, d]`, n > 1.
  ///   - target: `[m, d]`, m > 1.
  /// - Throws: `empty`, `oneRow`, `notFinite`, `constant`, `dimensions`.
  package init(source: FeatureMatrix, target: FeatureMatrix) throws(FeatureSpaceError) {
    self.source = try source.checked(.source)
    guard target.rows == 0 || target.columns == source.columns else {
      throw .dimensions(.target, found: target.columns, expected: source.columns)
    }
    self.target = try target.checked(.target)
  }

  /// Columns of either matrix, d.
  package var dimensions: Int { source.columns }
}

extension FeatureDomains {
  private init(_ source: DoubleMatrix, _ target: DoubleMatrix) {
    self.source = source
    self.target = target
  }

  /// The source and the target, one below the other, `[n + m, d]`.
  var stacked: DoubleMatrix { DoubleMatrix.stacked(source, target) }

  /// Both domains minus the mean of all rows: distances stay the same and lose fewer digits to rounding.
  func centred(_ compute: Compute) -> FeatureDomains {
    let mean = RowMoments(stacked, compute).mean
    return FeatureDomains(source.centred(on: mean), target.centred(on: mean))
  }
}
