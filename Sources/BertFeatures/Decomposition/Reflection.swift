/// Householder's reflection I − β v vᵀ that takes a vector to a multiple of the first axis.
struct Reflection {
  /// v, [n]; its first value is 1.
  let vector: [Double]
  /// β; 0 where the vector lies on the axis already.
  let factor: Double
  /// The first value of the image.
  let image: Double

  init(_ x: some Collection<Double>) {
    var v = Array(x)
    let largest = v.reduce(0) { max($0, abs($1)) }
    guard let first = v.first, largest > 0, v.dropFirst().contains(where: { $0 != 0 }) else {
      (vector, factor, image) = (v.indices.map { $0 == 0 ? 1 : 0 }, 0, v.first ?? 0)
      return
    }
    // Scaled, so that squares neither overflow nor underflow.
    let length = largest * v.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    // The sign is opposite to that of the first value, so that the difference below loses no digits.
    image = first > 0 ? -length : length
    let head = first - image
    for index in v.indices { v[index] = index == 0 ? 1 : v[index] / head }
    vector = v
    factor = -head / image
  }
}
