/// A rotation in the plane of two neighbouring rows, `row` and `row + 1`.
package struct PlaneRotation: Sendable {
  let row: Int
  let cosine: Double
  let sine: Double

  package init(row: Int, cosine: Double, sine: Double) {
    self.row = row
    self.cosine = cosine
    self.sine = sine
  }
}
