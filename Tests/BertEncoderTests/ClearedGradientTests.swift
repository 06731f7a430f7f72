import BertEncoder
import BertKernels
import BertTuning
import Testing
import _TestSupport

/// Gradients that are cleared by what overwrites them next. What they should be is PyTorch's: see ``AgreementTests``.
@Suite struct ClearedGradientTests {
  private func gradients(_ model: SequenceClassifier) -> [[Float]] {
    model.parameters.map { $0.gradient?.toArray() ?? [] }
  }

  @Test(
    "A step after another, cleared, has the gradients of a first one", arguments: ["hidden60", "albert", "deberta"])
  func afterClearing(name: String) throws {
    let golden = try GoldenModel.load(name), compute = Compute(threads: 2)
    let batches = golden.sequences.indices.map { golden.batch([$0]) }
    func step(_ model: SequenceClassifier, _ index: Int) {
      _ = model.trainingStep(
        batches[index], targets: [golden.labels[index]], loss: CrossEntropy(), dropout: nil, compute: compute)
    }
    let fresh = try TestModels.small(golden), used = try TestModels.small(golden)
    for model in [fresh, used] { model.setTrained { _ in true } }
    step(fresh, 1)
    step(used, 0)
    used.zeroGradients(compute: compute)
    step(used, 1)
    let squares = used.parameters.map { $0.squaredGradient(compute) }
    #expect(gradients(used) == gradients(fresh))
    #expect(squares == fresh.parameters.map { $0.squaredGradient(compute) })
    let summed = gradients(fresh).map { $0.reduce(0) { $0 + Double($1) * Double($1) } }
    for (found, expected) in zip(squares, summed) {
      #expect(abs((found ?? -1) - expected) <= 1e-5 * max(expected, 1e-12))
    }
  }

  @Test func nothingIsLeftOfWhatWasCleared() throws {
    let golden = try GoldenModel.load("hidden60"), model = try TestModels.small(golden), compute = Compute(threads: 2)
    model.setTrained { _ in true }
    _ = model.trainingStep(
      golden.batch([0]), targets: [golden.labels[0]], loss: CrossEntropy(), dropout: nil, compute: compute)
    #expect(gradients(model).contains { $0.contains { $0 != 0 } })
    model.zeroGradients(compute: compute)
    #expect(gradients(model).allSatisfy { $0.allSatisfy { $0 == 0 } })
  }
}
