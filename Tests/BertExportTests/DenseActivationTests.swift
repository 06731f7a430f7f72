import BertExport
import BertInference
import BertKernels
import Foundation
import Testing
import _TestSupport

/// The activations are those of PyTorch.
struct DenseActivationTests {
  /// Rows of values around the places where a definition changes, large ones, and both zeros.
  private static let grid: [[Float]] = {
    let fine = stride(from: Float(-8), through: 8, by: 0.125).map { $0 }
    let edges: [Float] = [
      0, -0.0, 0.5, -0.5, 0.50001, -0.50001, 1e-4, -1e-4, 1e-20, 20, 20.5, -20, 50, -50, 87, -87, 104, -104, 1000,
      -1000,
      3e4, -3e4,
    ]
    let values = fine + edges + Array(repeating: 0.25, count: 5)
    return stride(from: 0, to: values.count, by: 13).map { Array(values[$0..<min($0 + 13, values.count)]) }
      .filter { $0.count == 13 }
  }()

  @Test(.enabled(if: Oracle.isAvailable)) func valuesAreThoseOfPyTorch() throws {
    let scratch = try Scratch(), rows = Self.grid
    let file = try scratch.write(String(decoding: JSONEncoder().encode(rows), as: UTF8.self), as: "grid.json")
    let all = DenseActivation.allCases
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/activations.py")
    let answers = try JSONDecoder().decode(
      [String: [Float]].self,
      from: Data(
        Oracle.run(script: script, arguments: [file.path] + all.map { "torch.nn.\($0.rawValue)" }).utf8))
    let compute = Compute(threads: 1)
    for activation in all {
      let x = Matrix(rows: rows.count, columns: 13, values: rows.flatMap { $0 })
      activation.apply(to: x, compute)
      let expected = try #require(answers["torch.nn.\(activation.rawValue)"])
      try #require(expected.count == x.count)
      for (found, expected) in zip(x.toArray(), expected) {
        #expect(abs(found - expected) <= 1e-6 * max(1, abs(expected)), "\(activation)")
      }
    }
  }

  @Test(arguments: [
    "GELU", "my_package.GELU", "torch.nn.functional.GELU", "torch.nn.PReLU", "torch.nn.GLU", "torch.nn.Threshold",
    "torch.nn.modules.activation.gelu", "torch.GELU", "torch.nn.modules.other.GELU", "torch.nn.", "",
  ]) func namesOfNoActivation(name: String) {
    #expect(DenseActivation(className: name) == nil)
  }

  @Test(arguments: [
    ("torch.nn.modules.activation.GELU", DenseActivation.gelu), ("torch.nn.Mish", .mish),
    ("torch.nn.modules.linear.Identity", .identity), ("torch.nn.modules.dropout.Dropout", .identity),
  ]) func namesOfActivations(name: String, activation: DenseActivation) {
    #expect(DenseActivation(className: name) == activation)
  }
}
