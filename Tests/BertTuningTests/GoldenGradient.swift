import BertEncoder
import Testing
import _TestSupport

extension GoldenModel.Sample {
  /// Expects a parameter's gradient to be within 1e-4 of the reference's, relative to its size.
  func expectGradient(of parameter: Parameter) throws {
    let values = try #require(parameter.gradientValues)
    // The gradient of the keys' biases is zero in exact arithmetic; what is there is rounding.
    guard norm >= 1e-5 else {
      #expect(values.allSatisfy { abs($0) < 1e-5 }, "\(parameter.name)")
      return
    }
    let found = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(found - norm) <= 1e-4 * norm, "norm of \(parameter.name)")
    let typical = norm / Double(count).squareRoot()
    for (index, expected) in self.values.enumerated() {
      let difference = abs(Double(values[index * stride]) - Double(expected))
      #expect(
        difference <= 1e-4 * max(abs(Double(expected)), 4 * typical, norm * 0.02),
        "\(parameter.name) at \(index * stride)")
    }
  }
}
