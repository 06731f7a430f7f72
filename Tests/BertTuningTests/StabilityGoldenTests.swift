import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// L2-SP, Mixout, R-Drop and the running mean of the weights against PyTorch: `Scripts/golden/stability.py`.
@Suite struct StabilityGoldenTests {
  private struct Figures: Decodable {
    let alpha, beta, mixout: Double
    let seed: UInt64
    let r_drop, decay: Double
    let cases: [String: Case]
  }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let classes: Int
    let shapes: [String: [Int]]
    let sequences: [GoldenModel.Sequence]
    let labels: [Int]
    let gradients: [String: GoldenModel.Sample]
    let training: Training
    let learnt: [String: GoldenModel.Sample]

    struct Training: Decodable {
      let rate: Float
      let batches: [[Int]]
      let losses: [Double]
    }
  }

  private struct LossFigures: Decodable {
    let r_drop: Double
    let r_drop_losses: [LossCase]
  }

  private struct LossCase: Decodable {
    let classes: Int
    let outputs: [Float]
    let targets: [Int]
    let weights: [Float]?
    let loss: Double
    let gradient: [Double]
  }

  /// Whole, and in two parts, each counting by its share of the weights.
  @Test func theDivergenceOfTwoPassesIsPyTorchs() throws {
    let golden = try Golden.load(LossFigures.self, "stability.json", target: "BertTuningTests")
    for item in golden.r_drop_losses {
      let loss = ConsistentPasses(CrossEntropy(classWeights: item.weights), factor: golden.r_drop)
      let rows = item.targets.count, total = item.targets.reduce(0) { $0 + loss.weight(of: $1) }
      for cut in Set([rows, 2]) {
        var value = 0.0
        var gradients: [Float] = []
        for part in [0..<cut, cut..<rows] where !part.isEmpty {
          let targets = Array(item.targets[part]), share = targets.reduce(0) { $0 + loss.weight(of: $1) } / total
          let outputs = Matrix(
            rows: part.count, columns: item.classes,
            values: Array(item.outputs[part.lowerBound * item.classes..<part.upperBound * item.classes]))
          let gradient = Matrix(rows: part.count, columns: item.classes)
          value += share * loss.evaluate(outputs, targets, scale: Float(share), gradient: gradient)
          gradients += gradient.toArray()
        }
        #expect(abs(value - item.loss) <= 1e-6 * max(1e-3, abs(item.loss)), "\(value) for \(item.loss)")
        let largest = item.gradient.map(abs).max() ?? 0
        for (found, expected) in zip(gradients, item.gradient) {
          #expect(abs(Double(found) - expected) <= 1e-6 * max(1e-9, largest), "\(found) for \(expected)")
        }
      }
    }
  }

  @Test(arguments: ["l2-sp", "mixout", "r-drop", "ema"], [1, 2])
  func gradientsAndTenSteps(name: String, threads: Int) throws {
    let figures = try Golden.load(Figures.self, "stability.json", target: "BertTuningTests")
    let golden = try #require(figures.cases[name]), compute = Compute(threads: threads)
    let model = try TestModels.small(golden.config, shapes: golden.shapes, classes: golden.classes)
    model.setTrained { _ in true }
    func set(_ ending: String) {
      for parameter in model.parameters {
        parameter.copy(
          from: ending.isEmpty
            ? GoldenWeights.values(of: parameter.name, shape: parameter.shape)
            : GoldenWeights.fill(name: parameter.name + ending, count: parameter.count, scale: 0.15))
      }
    }
    set(".start")
    let isNew = { (parameter: Parameter) in parameter.part == .classifier }
    let pull =
      name == "l2-sp"
      ? PullToStart(factor: figures.alpha, headFactor: figures.beta, model.parameters, beginsAnew: isNew) : nil
    let mixout =
      name == "mixout"
      ? Mixout(probability: figures.mixout, seed: figures.seed, model.parameters, beginsAnew: isNew) : nil
    set("")
    let average = name == "ema" ? WeightAverage(decay: figures.decay, model.parameters) : nil
    let loss: any Loss<Int> =
      name == "r-drop" ? ConsistentPasses(CrossEntropy(), factor: figures.r_drop) : CrossEntropy()

    var options = AdamWOptions()
    options.weightDecay = pull == nil ? 0.01 : 0
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (step, indices) in golden.training.batches.enumerated() {
      mixout?.mix(step: step, compute)
      let batch = TokenBatch(
        indices.map { Encoding(ids: golden.sequences[$0].ids, typeIDs: golden.sequences[$0].types) })
      var value = model.trainingStep(
        batch, targets: indices.map { golden.labels[$0] }, loss: loss, dropout: nil, compute: compute
      ).loss
      mixout?.separate(step: step, compute)
      if let pull { value += pull.addGradients(compute) }
      let expected = golden.training.losses[step]
      #expect(abs(value - expected) <= 1e-5 * max(1, expected), "loss of step \(step): \(value) for \(expected)")
      if step == 0 {
        for parameter in model.parameters {
          try #require(golden.gradients[parameter.name]).expectGradient(of: parameter)
        }
      }
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
      average?.update(steps: step + 1, compute)
    }
    average?.exchange(compute)
    var compared = 0, distant = 0
    for parameter in model.parameters {
      let sample = try #require(golden.learnt[parameter.name]), values = parameter.fileValues
      // Where a gradient is zero but for rounding, Adam makes whole steps of its sign.
      if golden.gradients[parameter.name].map({ $0.norm < 1e-5 }) == true { continue }
      for (index, expected) in sample.values.enumerated() {
        let difference = abs(values[index * sample.stride] - expected)
        #expect(difference < 2e-5, "\(parameter.name) at \(index * sample.stride)")
        compared += 1
        if difference > 1e-6 { distant += 1 }
      }
    }
    #expect(distant * 100 <= compared, "\(distant) of \(compared)")
  }

  /// A share p of the numbers is the start's, and the mean of all is kept; another step has other ones.
  @Test func mixoutDrawsAsOftenAsItSays() throws {
    let figures = try Golden.load(Figures.self, "stability.json", target: "BertTuningTests")
    let golden = try #require(figures.cases["mixout"]), compute = Compute(threads: 1)
    let model = try TestModels.small(golden.config, shapes: golden.shapes, classes: golden.classes)
    let mixout = Mixout(probability: 0.3, seed: 1, model.parameters) { $0.part == .classifier }
    let first = mixout.factors(step: 0, compute).map { $0.factors.toArray() }
    let values = first.flatMap(\.self)
    let share = Double(values.count { $0 == 0 }) / Double(values.count)
    #expect(abs(share - 0.3) < 0.01)
    #expect(values.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-6 })
    #expect(first == mixout.factors(step: 0, compute).map { $0.factors.toArray() })
    #expect(first != mixout.factors(step: 1, compute).map { $0.factors.toArray() })
    // Two matrices of one shape have masks of their own.
    #expect(first[0] != first[1])
    // Mixed and put back, the weights are the same bytes.
    let before = model.parameters.map(\.fileValues)
    for parameter in model.parameters { parameter.copy(from: parameter.fileValues.map { $0 + 0.01 }) }
    let moved = model.parameters.map(\.fileValues)
    mixout.mix(step: 3, compute)
    #expect(model.parameters.map(\.fileValues) != moved && moved != before)
    mixout.separate(step: 3, compute)
    #expect(model.parameters.map(\.fileValues) == moved)
  }
}
