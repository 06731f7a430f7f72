package import BertKernels

/// ‖Cₛ − Cₜ‖²/(4H²), the squared distance of the covariances of two domains (Frobenius norm), in double precision.
///
/// Source: Sun and Saenko, "Deep CORAL", arXiv 1607.01719, equations 1 to 3. The covariances are not computed: with
/// rows X and Y minus their means, tr(CₛCₜ) = ‖XYᵀ‖²/((n − 1)(m − 1)), which costs far less where a step has fewer
/// texts than H.
package struct CovarianceDistance: DomainLoss {
  package init() {}

  package func evaluate(
    _ source: Matrix, _ target: Matrix, scale: Double, addingTo gradients: (source: Matrix, target: Matrix)
  ) -> Double {
    guard source.rows > 1, target.rows > 1 else { return 0 }
    let x = DomainRows(source).centred, y = DomainRows(target).centred
    let xx = x.products(x), xy = x.products(y), yy = y.products(y)
    let n = Double(x.count - 1), m = Double(y.count - 1), squares = Double(x.width * x.width)
    func norm(_ products: [Double]) -> Double { products.reduce(0) { $0 + $1 * $1 } }
    let value = (norm(xx) / (n * n) - 2 * norm(xy) / (n * m) + norm(yy) / (m * m)) / (4 * squares)
    // ∂/∂X = X(Cₛ − Cₜ)/((n − 1)H²), and XCₛ = (XXᵀ)X/(n − 1); the gradient through the mean is zero.
    var ofSource = [Double](repeating: 0, count: x.values.count)
    for row in 0..<x.count {
      x.add({ scale * xx[row * x.count + $0] / (n * n * squares) }, toRow: row, of: &ofSource)
      y.add({ -scale * xy[row * y.count + $0] / (n * m * squares) }, toRow: row, of: &ofSource)
    }
    var ofTarget = [Double](repeating: 0, count: y.values.count)
    for row in 0..<y.count {
      y.add({ scale * yy[row * y.count + $0] / (m * m * squares) }, toRow: row, of: &ofTarget)
      x.add({ -scale * xy[$0 * y.count + row] / (n * m * squares) }, toRow: row, of: &ofTarget)
    }
    gradients.source.add(ofSource)
    gradients.target.add(ofTarget)
    return value
  }
}
